"""A sample: an invented sales department, the dirt of a real export, and a workbook that holds both."""
