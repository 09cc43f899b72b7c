#!/usr/bin/env bash
# Seen with gspread 6.2.1 (November 2026): get_all_records, which turns texts into numbers by default, drops commas before it
# looks for a number. A sum as most of Europe writes it, "1500,5", becomes the whole number 15005: ten times too much, no warning.
. "$(dirname "$0")/common.sh"
install gspread==6.2.1
run <<'PY'
import gspread
from gspread.utils import numericise_all

found = numericise_all(["1500,5", "0,75", "1 500,50", "1500.5"])
print("gspread", gspread.__version__, found)
assert found == [15005, 75, "1 500,50", 1500.5], "decimal commas are treated otherwise now"
PY
