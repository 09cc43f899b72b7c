#!/usr/bin/env bash
# Seen with openpyxl 3.1.5 and fastexcel 0.21.0 (November 2026): a carriage return in a text is written _x000D_ in .xlsx, as the
# standard has it (ST_Xstring). openpyxl gives the escape itself as text, fastexcel the character.
. "$(dirname "$0")/common.sh"
install openpyxl==3.1.5 xlsxwriter==3.3.1 fastexcel==0.21.0 pyarrow
run <<'PY'
import fastexcel, openpyxl, xlsxwriter

with xlsxwriter.Workbook("book.xlsx") as book:
    book.add_worksheet().write_string(0, 0, "Created\r\non")
one = openpyxl.load_workbook("book.xlsx").active["A1"].value
other = fastexcel.read_excel("book.xlsx").load_sheet(0).available_columns()[0].name
print("openpyxl", openpyxl.__version__, repr(one), "fastexcel", fastexcel.__version__, repr(other))
assert one == "Created_x000D_\non"
assert other == "Created\r\non"
PY
