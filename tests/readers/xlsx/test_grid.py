"""A sheet that begins late, has holes, errors and mixed columns, as a grid."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NoReturn

import pandas as pd
import pytest
import xlsxwriter

from addin.deals.grids import CellError, TopRow
from addin.readers.xlsx.first_rows import text_columns
from addin.readers.xlsx.grid import XlsxGrid
from tests.readers.sheets import book, values


@pytest.fixture
def late(tmp_path: Path) -> XlsxGrid:
    """Title in C3, headers in row 5 from column C, records in rows 6, 8, 10, 12, an error alone in row 14."""
    path = tmp_path / "late.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("Сделки")
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    page.write("C3", "Отчёт")
    page.write_row("C5", ["ID", "Created", "Status", "Amount", "Mixed"])
    page.write_row("C6", [1, "", "New", 100.5, "x"])
    page.write_datetime("D6", dt.datetime(2024, 1, 3), day)
    page.write("C8", 2)
    page.write_datetime("D8", dt.datetime(2024, 1, 4, 14, 5, 6), day)
    page.write_formula("E8", "=1", None, "#N/A")
    page.write_formula("F8", "=1", None, "#DIV/0!")
    page.write("G8", 45000)
    page.write_formula("D10", "=1", day, "#VALUE!")
    page.write_string("E10", " \u00a0 ")
    page.write_datetime("G10", dt.datetime(2024, 1, 3), day)
    page.write("C12", 4)
    page.write_formula("F14", "=1", None, "#REF!")
    made.close()
    return XlsxGrid(path, "Сделки")


def test_top_gives_rows_and_columns_as_the_sheet_numbers_them(late: XlsxGrid) -> None:
    assert late.top(2) == [
        TopRow(3, ["", "", "Отчёт"]),
        TopRow(5, ["", "", "ID", "Created", "Status", "Amount", "Mixed"]),
    ]


def test_body_gives_typed_columns_at_their_places(late: XlsxGrid) -> None:
    body = late.body(5)
    assert body.rows.tolist() == [6, 8, 10, 12, 14]
    assert len(body.columns) == 7
    assert body.columns[2].tolist()[:2] == [1.0, 2.0]
    assert body.columns[3].tolist()[:2] == [pd.Timestamp("2024-01-03"), pd.Timestamp("2024-01-04 14:05:06")]
    assert values(body)[0][4:] == ["New", 100.5, "x"]
    assert [row[6] for row in values(body)] == ["x", "45000", "2024-01-03 00:00:00", None, None]
    assert values(body)[2][4] is None


def test_body_keeps_a_row_that_holds_only_an_error_and_tells_each_error(late: XlsxGrid) -> None:
    assert sorted(late.body(5).errors, key=lambda e: (e.row, e.column)) == [
        CellError(8, 4, "#N/A"),
        CellError(8, 5, "#DIV/0!"),
        CellError(10, 3, "#VALUE!"),
        CellError(14, 5, "#REF!"),
    ]


def test_row_numbers_hold_when_the_sheet_begins_in_its_first_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["id", "x"], [1, "a"], [None, None], [3, "c"]])
    body = XlsxGrid(path, "S").body(1)
    assert body.rows.tolist() == [2, 4]
    assert values(body) == [[1.0, "a"], [3.0, "c"]]
    assert XlsxGrid(path, "S").body(40).rows.tolist() == []


def test_cells_of_blanks_are_empty_in_a_column_of_any_type(tmp_path: Path) -> None:
    path = tmp_path / "blanks.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    for row in (0, 2):
        page.write_datetime(row, 0, dt.datetime(2024, 1, 3), day)
        page.write_row(row, 1, [5.5, "x"])
    page.write_row(1, 0, ["  ", " \t\n ", "\u00a0"])
    page.write_datetime(3, 0, dt.datetime(2024, 1, 4), day)
    page.write(3, 1, "\u00a0")
    page.write_formula("A5", "=1", day, "#REF!")
    made.close()
    body = XlsxGrid(path, "S").body(0)
    assert body.rows.tolist() == [1, 3, 4, 5]
    assert body.errors == [CellError(5, 0, "#REF!")]
    assert values(body)[2] == [pd.Timestamp("2024-01-04"), None, None]


def test_top_by_loading_agrees_with_peeking(late: XlsxGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    peeked = late.top(9)

    def broken(*_: object) -> NoReturn:
        raise KeyError("xl/workbook.xml")

    monkeypatch.setattr("addin.readers.xlsx.grid.peek", broken)
    loaded = late.top(9)
    assert [row.row for row in loaded] == [row.row for row in peeked]
    assert [cell for cell in loaded[1].cells if cell] == ["ID", "Created", "Status", "Amount", "Mixed"]
    assert loaded[3].cells[4:6] == ["#N/A", "#DIV/0!"]


def test_knowing_which_columns_begin_with_text_changes_no_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "texts.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    page.write_row("C3", ["text", "blank", "mixed", "error", "day", "later"])
    page.write_row("C4", ["a", " ", "x", "y"])
    page.write_row("C5", [1, 2, 3.5, 4])
    page.write_row("C40", [True, 1, True, 5, 6, "late"])
    for row, column in ((41, 2), (41, 4), (4, 6), (5, 7)):
        page.write_datetime(row, column, dt.datetime(2024, 1, 3, 9, 30), day)
    page.write_formula("F6", "=1", day, "#REF!")
    made.close()
    assert text_columns(path, "S", 3) == [2, 4, 5, 7]
    known = XlsxGrid(path, "S").body(3)
    monkeypatch.setattr("addin.readers.xlsx.grid.text_columns", lambda *_: [])
    plain = XlsxGrid(path, "S").body(3)
    assert (known.errors, known.rows.tolist()) == (plain.errors, plain.rows.tolist())
    assert [column.dtype for column in known.columns] == [column.dtype for column in plain.columns]
    assert values(known) == values(plain)


def test_a_mixture_without_a_common_type_comes_as_text(tmp_path: Path) -> None:
    path = tmp_path / "mix.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write_row("A1", ["id", "took", "named"])
    page.write_row("A2", [1, 5.5, 7])
    page.write_number("B3", 1.25, made.add_format({"num_format": "[h]:mm"}))
    page.write_formula("C3", "=1", None, "#NAME?")
    made.close()
    body = XlsxGrid(path, "S").body(1)
    assert body.columns[0].tolist()[:1] == [1.0]
    assert body.columns[1].tolist() == ["5.5", "1900-01-01 06:00:00"]
    assert values(body)[0][2] == "7"
    assert body.errors == [CellError(3, 2, "#NAME?")]


def test_durations_alone_come_as_text(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write("A1", "took")
    page.write_number("A2", 1.25, made.add_format({"num_format": "[h]:mm"}))
    made.close()
    assert values(XlsxGrid(path, "S").body(1)) == [["1 day, 6:00:00"]]


def test_text_runs_and_inline_strings_are_read_as_headers(tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write_rich_string("A1", "Дата ", made.add_format({"bold": True}), "создания")
    page.write("B1", 5)
    page.write("AB1", "far")
    made.close()
    cells = XlsxGrid(path, "S").top(1)[0].cells
    assert (cells[0], cells[1], cells[27], len(cells)) == ("Дата создания", "5", "far", 28)
    inline = xlsxwriter.Workbook(tmp_path / "inline.xlsx", {"constant_memory": True})
    inline.add_worksheet("S").write("A1", "id")
    inline.close()
    assert XlsxGrid(tmp_path / "inline.xlsx", "S").top(1) == [TopRow(1, ["id"])]
