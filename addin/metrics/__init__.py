"""What the numbers are: pure functions of visits or typed deals; no file and no spreadsheet is known here."""
