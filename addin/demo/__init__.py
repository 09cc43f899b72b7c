"""A sample: an invented sales department and a workbook with the faults of a real export; no real data."""
