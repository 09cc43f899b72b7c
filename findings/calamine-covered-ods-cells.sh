#!/usr/bin/env bash
# Seen with fastexcel 0.21.0 and python-calamine 0.9.1 (November 2026): a cell of an .ods sheet that a merge covers may keep a value that nobody sees
# (table:covered-table-cell). It comes back as an ordinary value; LibreOffice shows the cell empty.
. "$(dirname "$0")/common.sh"
install fastexcel==0.21.0 python-calamine==0.9.1 pyarrow
run <<'PY'
import zipfile
import fastexcel, python_calamine

space = 'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"'
names = " ".join(space % (n, n) for n in ("office", "table", "text"))
cell = '<table:%s office:value-type="string"%s><text:p>%s</text:p></table:%s>'
row = cell % ("table-cell", ' table:number-columns-spanned="2"', "seen", "table-cell")
row += cell % ("covered-table-cell", "", "hidden", "covered-table-cell")
content = f'<?xml version="1.0"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
content += f'<table:table table:name="S"><table:table-row>{row}</table:table-row></table:table>'
content += "</office:spreadsheet></office:body></office:document-content>"
kind = "application/vnd.oasis.opendocument.spreadsheet"
manifest = f'<?xml version="1.0"?><manifest:manifest {space % ("manifest", "manifest")}>'
manifest += f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
with zipfile.ZipFile("book.ods", "w") as file:
    file.writestr("mimetype", kind)
    file.writestr("content.xml", content)
    file.writestr("META-INF/manifest.xml", manifest)
rows = python_calamine.load_workbook("book.ods").get_sheet_by_index(0).to_python()
print("python-calamine 0.9.1", rows)
table = fastexcel.read_excel("book.ods").load_sheet(0, header_row=None).to_arrow().to_pylist()
print("fastexcel", fastexcel.__version__, table)
assert rows == [["seen", "hidden"]]
assert list(table[0].values()) == ["seen", "hidden"]
PY
