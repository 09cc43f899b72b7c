"""The cell functions: registry, arguments, measures, the deals loaded for them; it knows no spreadsheet."""
