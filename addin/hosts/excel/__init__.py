"""Excel as a host: the workbook and the add-in, what they call here, and what may stand in their way."""
