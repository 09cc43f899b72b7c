"""Cells that programs beside Excel write, and workbooks that count their days from 1904."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from addin.deals.grids import DAY_ZERO_1904
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.sources import open_sources
from addin.readers.xlsx.day_zero import day_zero
from addin.readers.xlsx.grid import XlsxGrid
from tests.office import converted
from tests.readers.sheets import values
from tests.readers.xlsx.raw_workbook import body, book, whole

OPTIONS = ReadOptions(currency="USD")
OWN_TEXTS = [
    ' t="inlineStr"><v>Ann</v>',
    ' t="inlineStr" s="1"><v>Ann</v>',
    ' s="1" t="inlineStr">\n<v xml:space="preserve">Ann</v>',
    ' t="inlineStr"><f>A1</f><v>Ann</v>',
    ' t="inlineStr"><is><t>Ann</t></is>',
    ' t="str"><v>Ann</v>',
]


@pytest.mark.parametrize("cell", OWN_TEXTS)
def test_a_text_of_the_cells_own_is_read_wherever_it_stands(tmp_path: Path, cell: str) -> None:
    lines = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}"{cell}</c></row>' for i in (1, 2))
    grid = book(tmp_path / "a.xlsx", lines)
    assert grid.top(1)[0].cells == ["1", "Ann"]
    assert values(grid.body(0)) == [[1, "Ann"], [2, "Ann"]]


@pytest.mark.parametrize("cell", OWN_TEXTS)
def test_a_large_sheet_gives_the_same(tmp_path: Path, cell: str, chunks: list[int]) -> None:
    lines = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}"{cell if i % 50 else "><v>1</v>"}</c></row>'
        for i in range(1, 300)
    )
    grid = book(tmp_path / "a.xlsx", lines)
    assert body(grid, 0) == whole(grid, 0)
    assert chunks
    assert set(grid.body(0).columns[1]) == {"Ann", "1"}


@pytest.mark.parametrize(
    "heading", ["Create_x000D_\nDate", "Create_x000d_Date", "Create\r\nDate", "Create\rDate"]
)
def test_the_end_of_a_line_in_a_heading_is_a_blank(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet()
    page.write_row("A1", ["Deal ID", heading.replace("_x000D_", "\r").replace("_x000d_", "\r"), "Deal Stage"])
    page.write_row("A2", ["1", "2026-08-01", "Very\r\nnew"])
    made.close()
    data = read(open_sources(path).tables, OPTIONS)
    assert data.deals["created"].tolist() == [pd.Timestamp(2026, 8, 1)]
    text = tmp_path / "a.csv"
    text.write_text(f'Deal ID,"{heading}",Deal Stage\n1,2026-08-01,"Very_x000D_\nnew"\n', encoding="utf-8")
    assert "_x000" not in read(open_sources(text).tables, OPTIONS).deals["status"][0]


def test_other_letters_that_xml_does_not_keep_are_read_in_headings_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write_row("A1", ["a\x07b", "c_x000D_d", "plain_x"])
    page.write_row("A2", ["a\x07b", "c_x000D_d", "plain_x"])
    made.close()
    grid = XlsxGrid(path, "S")
    assert [grid.top(1)[0].cells] == values(grid.body(1))


def test_a_large_sheet_has_its_merged_cells(tmp_path: Path, chunks: list[int]) -> None:
    lines = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c>{f"<c r={chr(34)}B{i}{chr(34)}><v>7</v></c>" * (i % 9 == 4)}'
        f'<c r="C{i}"><v>1</v></c></row>'
        for i in range(4, 400)
    )
    boxes = "".join(f'<mergeCell ref="B{i}:B{i + 8}"/>' for i in range(4, 390, 9))
    grid = book(tmp_path / "a.xlsx", lines, {'<mergeCell ref="A2:B2"/>': boxes})
    assert body(grid) == whole(grid)
    assert chunks
    assert grid.body(3).columns[1].tolist()[:387] == [7.0] * 387


def counted_from_1904(path: Path, tagged: bool) -> Path:
    """Deals of the 1st and the 11th of July 2026, in a workbook of an old Mac."""
    made = xlsxwriter.Workbook(path, {"date_1904": True})
    page = made.add_worksheet("Deals")
    day = made.add_format({"num_format": "yyyy-mm-dd"} if tagged else {})
    page.write_row("A1", ["Deal ID", "Create Date", "Deal Stage", "Close Date"])
    for row, (created, closed) in enumerate([(1, 5), (11, None)], 1):
        page.write_row(row, 0, [row, "", "New"])
        page.write_datetime(row, 1, dt.datetime(2026, 7, created), day)
        if closed:
            page.write_datetime(row, 3, dt.datetime(2026, 7, closed), day)
    made.close()
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("tagged", [True, False])
def test_days_counted_from_1904_are_the_days_they_are(tmp_path: Path, tagged: bool, ending: str) -> None:
    path = counted_from_1904(tmp_path / "a.xlsx", tagged)
    path = path if ending == "xlsx" else converted(path, ending)
    deals = read(open_sources(path).tables, OPTIONS).deals
    assert deals["created"].dt.strftime("%d.%m.%Y").tolist() == ["01.07.2026", "11.07.2026"]
    assert deals["closed"][0] == pd.Timestamp(2026, 7, 5)


def test_a_file_that_is_no_workbook_counts_as_all_do(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    for content in (b"", b"PK\3\4", b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 9, b"\x22\0\2\0\1\0"):
        path.write_bytes(content)
        assert day_zero(path) != DAY_ZERO_1904
