"""Raw cells to typed columns, what was dropped or repaired put down in the log; no file is opened here."""
