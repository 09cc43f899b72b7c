"""Excel as a host: workbook and add-in, what they call here, what may stand in their way; no arithmetic."""
