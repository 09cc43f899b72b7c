"""Where a report comes from and goes to: files now, live spreadsheets later."""
