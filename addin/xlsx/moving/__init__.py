"""Rows put into the sheets of a workbook, and all that refers to cells moved along; no block is filled."""
