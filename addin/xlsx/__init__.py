"""A workbook file filled without a spreadsheet, nothing of it lost; no number is computed here."""
