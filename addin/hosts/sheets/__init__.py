"""The team's shared Google Sheet: read, plan the difference, publish it whole or not at all; no files."""
