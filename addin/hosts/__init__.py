"""Live spreadsheets, a folder for each program; what reads and fills files is not here, nor arithmetic."""
