"""Tables around a block: their totals, columns beside it, names for the whole of them, their headings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook as Book

from addin.errors import InputError
from addin.xlsx.fill import fill
from tests.xlsx.samples import Sample, frame, load, parts, with_parts

TOTALS = [{"header": "Deal", "total_string": "Total"}, {"header": "Amount", "total_function": "sum"}]


def made(
    path: Path, covered: str, *, columns: list[dict[str, Any]] | None = None, below: bool = False
) -> Path:
    """A table of deals in A4 with a row of totals in row 6, and what a name stands for."""
    columns = [*TOTALS, *(columns or [])]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        last = "ABCDE"[len(columns) - 1]
        sheet.add_table(f"A4:{last}6", {"name": "T", "columns": columns, "total_row": True})
        sheet.write("A5", "x")
        sheet.write_comment("B6", "of all")
        sheet.conditional_format("B6", {"type": "data_bar"})
        book.define_name("hf_presale", f"={covered}" if "[" in covered else f"=Data!{covered}")
        book.define_name("Total", "=Data!$B$6")
        other = book.add_worksheet("Other")
        other.write_formula("A1", "=Data!B6+Data!$B$6")
        other.write_formula("A2", "=SUM(Data!B5:B5)")
        if below:
            sheet.write("B9", "below")
    return path


def filled(path: Path, rows: int) -> Book:
    out = path.with_name("out.xlsx")
    fill(path, Sample({"presale": frame("presale", rows)}), out)
    return load(out)


@pytest.mark.parametrize("covered", ["$A$4:$B$5", "$A$4:$B$6", "T[#All]", "T[[#Headers],[#Data]]"])
@pytest.mark.parametrize("rows", [(30,), (3, 30), (30, 3), (30, 0), (1,)])
@pytest.mark.parametrize("below", [False, True])
def test_totals_stay_right_below_the_rows(
    tmp_path: Path, covered: str, rows: tuple[int, ...], *, below: bool
) -> None:
    path = made(tmp_path / "t.xlsx", covered, below=below)
    for count in rows:
        book = filled(path, count)
        path = path.with_name("out.xlsx")
    last = 4 + max(rows[-1], 1)
    sheet, total = book["Data"], last + 1
    assert (sheet.tables["T"].ref, sheet.tables["T"].autoFilter.ref) == (f"A4:B{total}", f"A4:B{last}")
    assert (sheet[f"A{total}"].value, sheet[f"B{total}"].value) == ("Total", "=SUBTOTAL(109,[Amount])")
    assert sheet[f"B{total}"].comment.text == "of all"
    assert f"B{total}" in [str(one.sqref) for one in sheet.conditional_formatting]
    assert book.defined_names["Total"].attr_text == f"Data!$B${total}"
    assert book["Other"]["A1"].value == f"=Data!B{total}+Data!$B${total}"
    assert book["Other"]["A2"].value == f"=SUM(Data!B5:B{last})"
    names = {"$A$4:$B$5": f"Data!$A$4:$B${last}", "$A$4:$B$6": f"Data!$A$4:$B${total}"}
    assert book.defined_names["hf_presale"].attr_text == names.get(covered, covered)
    if below:
        found = [cell.row for (cell,) in sheet["B4:B60"] if cell.value == "below"]
        assert found[0] >= max(4 + max(rows) + 2, 9)
    assert [cell.value for (cell,) in sheet[f"A{total + 1}:A{total + 40}"] if cell.value] == []


OWN = [{"header": "Double", "formula": "=[@Amount]*2"}, {"header": "Mine"}]


@pytest.mark.parametrize("rows", [1, 2, 40])
def test_columns_of_a_table_beside_the_block_grow_with_it(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        columns = [{"header": "Deal"}, {"header": "Amount"}, *OWN]
        sheet.add_table("A4:D6", {"name": "T", "columns": columns})
        sheet.write_column("D5", ["typed", "too"])
        sheet.write("D9", "below")
        book.define_name("hf_presale", "=Data!$A$4:$B$6")
        sheet.write_formula("F1", "=SUM(C5:C6)")
    sheet = filled(path, rows)["Data"]
    last = 4 + rows
    assert sheet.tables["T"].ref == sheet.tables["T"].autoFilter.ref == f"A4:D{last}"
    assert [sheet["D5"].value, sheet["D6"].value] == ["typed", "too"]
    assert sheet[f"D{9 if rows < 5 else last + 2}"].value == "below"
    doubles = [cell.value for (cell,) in sheet[f"C5:C{last + 5}"]]
    assert doubles[:rows] == ["=[[#This Row],Amount]*2"] * rows
    assert doubles[rows:] == [None] * 5
    assert sheet["F1"].value == f"=SUM(C5:C{last})"


def test_totals_do_not_come_up_over_values_beside_the_block(tmp_path: Path) -> None:
    path = made(tmp_path / "t.xlsx", "$A$4:$B$5", columns=[{"header": "Mine"}])
    filled(path, 5)
    out = tmp_path / "out.xlsx"
    book = load(out)
    data = parts(out)["xl/worksheets/sheet1.xml"]
    typed = data.replace(b'<row r="8">', b'<row r="8"><c r="C8"><v>1</v></c>', 1)
    row = re_row(data, 8)
    typed = data.replace(row, row.replace(b"</row>", b'<c r="C8"><v>1</v></c></row>'))
    kept = with_parts(out, {"xl/worksheets/sheet1.xml": typed}).read_bytes()
    with pytest.raises(InputError) as caught:
        fill(out, Sample({"presale": frame("presale", 2)}), out)
    assert (caught.value.key, caught.value.params["cell"]) == ("output_in_the_way", "C8")
    assert out.read_bytes() == kept
    assert book["Data"]["A10"].value == "Total"


def re_row(data: bytes, number: int) -> bytes:
    start = data.index(f'<row r="{number}"'.encode())
    return data[start : data.index(b"</row>", start) + len(b"</row>")]


@pytest.mark.parametrize("totals", [False, True])
def test_a_table_called_as_a_block_is_its_place(tmp_path: Path, *, totals: bool) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        rows = 6 if totals else 5
        sheet.add_table(f"A4:B{rows}", {"name": "hf_Presale", "columns": TOTALS, "total_row": totals})
    sheet = filled(path, 7)["Data"]
    assert sheet.tables["hf_Presale"].ref == f"A4:B{rows + 6}"
    assert [sheet["A5"].value, sheet["A11"].value] == ["id 0", "id 6"]


@pytest.mark.parametrize("second", ["$B$4:$D$5", "$A$4:$C$5", "$C$2:$C$9"])
def test_names_that_share_cells_are_refused_by_both_names(tmp_path: Path, second: str) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Data").write_row("A4", ["Deal", "Amount", "mine"])
        book.define_name("hf_presale", "=Data!$A$4:$C$5")
        book.define_name("hf_attention", f"=Data!{second}")
    with pytest.raises(InputError) as caught:
        filled(path, 3)
    told = {caught.value.params["name"], caught.value.params["other"]}
    assert (caught.value.key, told) == ("template_names_overlap", {"hf_presale", "hf_attention"})
    assert not path.with_name("out.xlsx").exists()
