"""The extension of LibreOffice: what it is made of, how it is built, put into an office and taken out.

What runs in the office itself is in ``office/``; nothing here speaks with a spreadsheet.
"""
