"""Sheets of .xlsx and .xls workbooks as grids; nothing is written, and no other kind of file is read."""
