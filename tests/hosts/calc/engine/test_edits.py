"""Cells inserted, deleted, copied and merged, and what follows them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from addin.hosts.calc.engine import CalcError, UnsupportedError


@pytest.fixture
def table(book: xw.Book) -> xw.Sheet:
    sheet = book.sheets[0]
    sheet["A1"].value = [["id", "sum"], [1, 10], [2, 20], [3, 30]]
    sheet["D1"].value = [["beside"], ["stays"]]
    sheet["A6"].value = ["total", "=SUM(B2:B4)"]
    book.names.add("hf_block", f"={sheet.name}!$A$1:$B$4")
    return sheet


def test_formulas_and_names_follow_inserted_cells(table: xw.Sheet) -> None:
    table["A3:B4"].insert("down")
    assert table["A1:B8"].value == [
        ["id", "sum"], [1, 10], [None, None], [None, None], [2, 20], [3, 30], [None, None], ["total", 60],
    ]  # fmt: skip
    assert table["B8"].formula == "=SUM(B2:B6)"
    assert table.book.names["hf_block"].refers_to == f"={table.name}!$A$1:$B$6"
    assert table["D1:D2"].value == ["beside", "stays"]


def test_formulas_and_names_follow_deleted_cells(table: xw.Sheet) -> None:
    table["A2:B3"].delete("up")
    assert table["A1:B4"].value == [["id", "sum"], [3, 30], [None, None], ["total", 30]]
    assert table["B4"].formula == "=SUM(B2:B2)"
    assert table.book.names["hf_block"].refers_to == f"={table.name}!$A$1:$B$2"
    assert table["D1:D2"].value == ["beside", "stays"]


def test_cells_move_right_and_left(table: xw.Sheet) -> None:
    table["B1:B2"].insert("right")
    assert table["A1:E2"].value == [["id", None, "sum", None, "beside"], [1, None, 10, None, "stays"]]
    table["B1:B2"].delete("left")
    assert table["A1:D2"].value == [["id", "sum", None, "beside"], [1, 10, None, "stays"]]


def test_whole_rows_and_columns(table: xw.Sheet) -> None:
    table["1:2"].insert("down")
    assert table["D3"].value == "beside"
    table["1:2"].delete()
    table["A:A"].insert("right")
    assert table["B1"].value == "id"
    table["A:A"].delete()
    assert table["A1"].value == "id"


def test_without_a_direction_the_shape_decides(table: xw.Sheet) -> None:
    table["A2:A4"].insert(None)
    assert table["A2:B2"].value == [None, 1]
    table["A2:A4"].delete()
    assert table["A2:B2"].value == [1, 10]


def test_new_cells_look_like_those_above_or_below(table: xw.Sheet) -> None:
    table["A1:B1"].font.bold = True
    table["A2:B2"].color = (1, 2, 3)
    table["A2:B2"].insert("down")
    assert (table["A2"].font.bold, table["A2"].color) == (True, None)
    table["A2:B2"].delete("up")
    table["A2:B2"].insert("down", copy_origin="format_from_right_or_below")
    assert (table["A2"].font.bold, table["A2"].color, table["A2"].value) == (False, (1, 2, 3), None)
    assert table["A3:B3"].value == [1, 10]


def test_what_cannot_be_moved_is_told(table: xw.Sheet) -> None:
    table["F1:G3"].formula_array = "=A2:B4"
    with pytest.raises(CalcError, match="cells could not be inserted on sheet 'Sheet1'"):
        table["F2"].insert("down")
    with pytest.raises(CalcError, match="cells could not be deleted on sheet 'Sheet1'"):
        table["F2"].delete("up")
    table["XFD1"].value = "last"
    with pytest.raises(CalcError, match="they would push others off the sheet"):
        table["A1"].insert("right")
    assert table["A1:B1"].value == ["id", "sum"]
    with pytest.raises(CalcError, match=r"^cells are shifted down or right, not 'up'$"):
        table["A1"].insert("up")


def test_charts_and_conditional_formats_follow(app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("R")
        sheet.write_column(0, 0, ["n", 1, 2, 3])
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=R!$A$2:$A$4"})
        sheet.insert_chart("E2", chart)
        red = made.add_format({"bg_color": "#FF0000"})
        sheet.conditional_format("A2:A4", {"type": "cell", "criteria": ">", "value": 2, "format": red})
    with app.books.open(path) as book:
        assert book.sheets["R"].charts.count == 1
        assert len(book.sheets["R"].shapes) == 1
        book.sheets["R"]["A3:A4"].insert("down")
        book.sheets["R"]["A3:A4"].value = [[7], [8]]
        book.save(tmp_path / "grown.xlsx")
    with zipfile.ZipFile(tmp_path / "grown.xlsx") as saved:
        assert "$A$2:$A$6" in saved.read("xl/charts/chart1.xml").decode()
        sheet_xml = saved.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<conditionalFormatting sqref="([^"]+)"', sheet_xml) == ["A2:A6"]


def test_copy_takes_formats_and_moves_references(table: xw.Sheet) -> None:
    table["B2"].number_format = "0.00"
    table["C2"].formula = "=B2*2"
    table["B2:C2"].copy(table["B10"])
    assert table["B10:C10"].formula == [["10", "=B10*2"]]
    assert table["B10"].number_format == "0.00"
    table["B11:C17"].copy_from(table["B2:C2"])
    assert table["C17"].formula == "=B17*2"
    assert table["B11:B17"].number_format == "0.00"
    assert table["B18"].value is None


def test_copy_fills_both_ways(table: xw.Sheet) -> None:
    table["F1:J5"].copy_from(table["A2"])
    assert table["F1:J5"].value == [[1.0] * 5] * 5
    table["F10"].resize(6, 4).copy_from(table["A2:B3"])
    assert table["F10"].resize(6, 4).value == [[1, 10, 1, 10], [2, 20, 2, 20]] * 3
    table["L1:N2"].copy_from(table["A2:B3"])
    assert table["L1:N2"].value == [[1, 10, None], [2, 20, None]]


def test_copy_of_formats_leaves_contents(table: xw.Sheet) -> None:
    table["A1"].color = (9, 9, 9)
    table["B3"].value = "'=text"
    table["B4"].formula = "=B2+1"
    table["B2"].add_note("mine")
    table["A1"].add_note("not to be copied")
    table["B2:B4"].copy_from(table["A1"], "formats")
    assert table["B2:B4"].formula == [["10"], ["'=text"], ["=B2+1"]]
    assert table["B2:B4"].color == (9, 9, 9)
    assert [note.text for note in table.notes] == ["not to be copied", "mine"]


def test_copy_of_values_or_formulas_leaves_formats(table: xw.Sheet) -> None:
    table["B6"].color = (9, 9, 9)
    table["E6"].copy_from(table["B6"], "values")
    table["F6:F7"].copy_from(table["B6"], "formulas")
    assert table["E6"].formula == "60"
    assert table["F6:F7"].formula == [["=SUM(F2:F4)"], ["=SUM(F3:F5)"]]
    assert table["E6:F7"].color is None
    with pytest.raises(CalcError, match=r"^copy_type is all, formats, formulas or values, not 'widths'$"):
        table["E6"].copy_from(table["B6"], "widths")


def test_copy_beyond_the_workbook_is_refused(app: xw.App, table: xw.Sheet) -> None:
    with app.books.add() as other, pytest.raises(CalcError, match="within one workbook only"):
        other.sheets[0]["A1"].copy_from(table["A1"])
    with pytest.raises(UnsupportedError, match="clipboard"):
        table["A1"].copy()


def test_move(table: xw.Sheet) -> None:
    table["B2:B4"].move(table["F2"])
    assert table["B6"].formula == "=SUM(F2:F4)"
    assert table["B2:B4"].value == [None] * 3


def test_merged_cells(table: xw.Sheet) -> None:
    table["A2:B3"].merge()
    assert table["A2:B3"].value == [[1, None], [None, None]]
    assert table["B3"].merge_area.address == "$A$2:$B$3"
    assert [table[cells].merge_cells for cells in ("A2:B3", "B3", "D1", "A1:B3")] == [True, True, False, None]
    table["A2:B3"].unmerge()
    assert table["A2"].merge_cells is False
    table["A1:B2"].merge(across=True)
    assert table["A1"].merge_area.address == "$A$1:$B$1"


def test_clearing(table: xw.Sheet) -> None:
    table["A1"].color = (1, 2, 3)
    table["A1"].add_note("x")
    table["A1"].clear_contents()
    assert (table["A1"].value, table["A1"].color, len(table.notes)) == (None, (1, 2, 3), 1)
    table["A1"].clear_formats()
    assert table["A1:A2"].color is None
    table["A1"].clear()
    assert len(table.notes) == 0
    table.clear()
    assert table.used_range.address == "$A$1"
