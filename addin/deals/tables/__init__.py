"""Which row of a sheet holds the headings, which column is which; what the cells hold is typed elsewhere."""
