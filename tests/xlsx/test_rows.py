"""Rows that a block shares with the user: their shape, what hides them, comments; the line above."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Written

from addin.xlsx.fill import fill
from tests.xlsx.samples import Sample, frame, load, parts, with_parts

PART = "xl/worksheets/sheet1.xml"


def template(path: Path, more: Callable[[Workbook, Written], None]) -> Path:
    """Deals in C4:D5, and more."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row("C4", ["Deal", "Amount"])
        book.define_name("hf_presale", "=Data!$C$4:$D$5")
        more(book, sheet)
    return path


def filled(path: Path, rows: int, **more: int) -> Worksheet:
    out = path.with_name("out.xlsx")
    blocks = {"presale": frame("presale", rows)} | {name: frame(name, count) for name, count in more.items()}
    fill(path, Sample(blocks), out)
    sheet = load(out)["Data"]
    assert isinstance(sheet, Worksheet)
    return sheet


def beside(_: Workbook, sheet: Written) -> None:
    sheet.write_column("A4", ["my plan", "x", "helper", "tall", "grouped", "folded"])
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_row(6, 40)
    sheet.set_row(7, None, None, {"level": 1})
    sheet.set_row(8, None, None, {"level": 1, "hidden": True, "collapsed": True})


@pytest.mark.parametrize("rows", [(2,), (4,), (9,), (9, 1), (1, 9)])
def test_rows_with_cells_of_the_users_keep_their_shape(tmp_path: Path, rows: tuple[int, ...]) -> None:
    path = template(tmp_path / "t.xlsx", beside)
    for count in rows:
        sheet = filled(path, count)
        path = tmp_path / "out.xlsx"
    shapes = sheet.row_dimensions
    assert [row for row in range(4, 15) if shapes[row].hidden] == [6, 9]
    assert (shapes[7].height, shapes[7].customHeight) == (39.75, True)
    assert [row for row in range(4, 15) if shapes[row].outlineLevel] == [8, 9]
    assert sheet["A7"].value == "tall"


@pytest.mark.parametrize(("rows", "hidden"), [(1, 0), (2, 1), (5, 2)])
def test_hidden_rows_of_a_block_are_told_of(tmp_path: Path, rows: int, hidden: int) -> None:
    told = str(filled(template(tmp_path / "t.xlsx", beside), rows)["C3"].value)
    assert ("Hidden rows" in told) == bool(hidden)
    assert (f"Hidden rows: {hidden}." in told) == bool(hidden)


def test_rows_between_two_blocks_keep_their_shape_without_cells(tmp_path: Path) -> None:
    def more(book: Workbook, sheet: Written) -> None:
        sheet.write_row("F20", ["Month", "Leads"])
        book.define_name("hf_cohorts", "=Data!$F$20:$G$21")
        sheet.set_row(11, 50)
        sheet.set_row(12, None, None, {"hidden": True})
        sheet.set_row(13, None, book.add_format({"bold": True}), {"level": 1})

    sheet = filled(template(tmp_path / "t.xlsx", more), 3, cohorts=2)
    shapes = sheet.row_dimensions
    assert (shapes[12].height, shapes[13].hidden, shapes[14].outlineLevel) == (50.25, True, 1)
    assert re.search(rb'<row r="14"[^>]* s="1" customFormat="1"', parts(tmp_path / "out.xlsx")[PART])


@pytest.mark.parametrize("kind", ["sheet", "table"])
def test_a_filter_of_the_block_hides_no_new_deals_and_is_told_of(tmp_path: Path, kind: str) -> None:
    def more(_: Workbook, sheet: Written) -> None:
        if kind == "table":
            sheet.add_table("C4:D5", {"columns": [{"header": "Deal"}, {"header": "Amount"}]})
        else:
            sheet.autofilter("C4:D5")
            sheet.filter_column("C", "x == a")
        sheet.write_column("A5", ["mine", "too"])
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_row(5, None, None, {"hidden": True})

    path = template(tmp_path / "t.xlsx", more)
    if kind == "table":
        part = "xl/tables/table1.xml"
        choice = b'<filterColumn colId="0"><filters><filter val="a"/></filters></filterColumn>'
        chosen = parts(path)[part].replace(
            b'<autoFilter ref="C4:D5"/>', b'<autoFilter ref="C4:D5">' + choice + b"</autoFilter>"
        )
        with_parts(path, {part: chosen})
    sheet = filled(path, 4)
    assert not [row for row in range(4, 12) if sheet.row_dimensions[row].hidden]
    assert "A filter of this table is set: apply it again" in str(sheet["C3"].value)
    assert b"filterColumn" in b"".join(parts(tmp_path / "out.xlsx").values())


def test_a_filter_button_that_nobody_pressed_is_not_told_of(tmp_path: Path) -> None:
    sheet = filled(template(tmp_path / "t.xlsx", lambda _, sheet: sheet.autofilter("C4:D5")), 4)
    assert sheet["C3"].value == "Amounts in RUB."


def test_comments_of_the_file_may_stand_anywhere(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", beside)
    xml = parts(path)[PART].replace(b"<row ", b"<!--rows--><row ").replace(b"<c ", b"<!-- c --><?x y?><c ")
    with_parts(path, {PART: xml.replace(b"<sheetData>", b"<!-- a --><sheetData><!--rows-->")})
    plain = filled(template(tmp_path / "p.xlsx", beside), 9)
    expected = [[cell.value for cell in row] for row in plain["A3:D13"]]
    assert [[cell.value for cell in row] for row in filled(path, 9)["A3:D13"]] == expected


def rich(book: Workbook, sheet: Written) -> None:
    red = book.add_format({"font_color": "#FF0000"})
    sheet.write_rich_string("C3", "All ", red, "my", " deals")


@pytest.mark.parametrize("times", [1, 2])
def test_formatted_text_above_the_headings_keeps_its_formats(tmp_path: Path, times: int) -> None:
    path = template(tmp_path / "t.xlsx", rich)
    for _ in range(times):
        sheet = filled(path, 3)
        path = tmp_path / "out.xlsx"
    assert sheet["C3"].value == "All my deals · Amounts in RUB."
    xml = parts(tmp_path / "out.xlsx")[PART]
    assert xml.count(b'<color rgb="FFFF0000"/>') == 1
    assert xml.count(b"Amounts in RUB.") == 1


def test_a_choice_from_a_list_is_not_added_to(tmp_path: Path) -> None:
    def more(_: Workbook, sheet: Written) -> None:
        sheet.write("C3", "March")
        sheet.data_validation("C3", {"validate": "list", "source": ["March", "April"]})

    assert filled(template(tmp_path / "t.xlsx", more), 3)["C3"].value == "March"
