#!/usr/bin/env bash
# Seen with fastexcel 0.21.0 and python-calamine 0.9.1 (November 2026): an error value that calamine has no name for, such as the
# #GETTING_DATA that Excel shows while a cube is asked, makes it refuse the sheet as a whole. Other columns cannot be had either,
# by name or by number. openpyxl 3.1.5 reads the sheet and gives the text of the error.
. "$(dirname "$0")/common.sh"
install fastexcel==0.21.0 python-calamine==0.9.1 openpyxl==3.1.5 pyarrow
run <<'PY'
import zipfile
import fastexcel, openpyxl, python_calamine

book = openpyxl.Workbook()
book.active.append(["id", "note"])
book.active.append([1, "x"])
book.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("asked.xlsx", "w") as new:
    for name in old.namelist():
        content = old.read(name)
        if name == "xl/worksheets/sheet1.xml":
            at = content.index(b'<c r="B2"')
            end = content.index(b"</c>", at) + 4
            content = content[:at] + b'<c r="B2" t="e"><v>#GETTING_DATA</v></c>' + content[end:]
        new.writestr(name, content)

def refused(job):
    try:
        job()
    except Exception as error:
        return str(error).splitlines()[0]
    return None

told = [
    refused(lambda: fastexcel.read_excel("asked.xlsx").load_sheet(0)),
    refused(lambda: fastexcel.read_excel("asked.xlsx").load_sheet(0, use_columns=["id"])),
    refused(lambda: python_calamine.load_workbook("asked.xlsx").get_sheet_by_index(0).to_python()),
]
print(f"fastexcel {fastexcel.__version__}, python-calamine 0.9.1:", *told, sep="\n  ")
cell = openpyxl.load_workbook("asked.xlsx").active["B2"]
print("openpyxl", openpyxl.__version__, cell.value, cell.data_type)
assert all(told), "an unknown error value no longer makes the sheet unreadable"
assert (cell.value, cell.data_type) == ("#GETTING_DATA", "e")
PY
