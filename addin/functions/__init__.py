"""The cell functions, declared beside their bodies, and the deals they ask; no spreadsheet is known here."""
