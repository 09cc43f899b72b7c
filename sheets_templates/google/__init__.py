"""The functions for a Google spreadsheet, and what makes their file."""
