"""The value of a merged cell is that of each cell it covers, in every kind of file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from addin.deals.grids import Body, CellError, Grid
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.html import HtmlGrid
from addin.readers.merged_cells import Box, spread
from addin.readers.ods import OdsGrid
from addin.readers.sources import open_sources
from addin.readers.xlsx.grid import XlsxGrid
from tests.office import converted
from tests.readers.sheets import values

HEADS: list[object] = ["Owner", "Deal ID", "Create Date", "Deal Stage", "Amount"]
MERGED = ["A1:E1", "A3:A5", "A6:A7", "A8:D8"]


def rows() -> list[list[object]]:
    """A title, headings, deals of two owners, and a row of sums, its label as wide as four columns."""
    deals: list[list[object]] = [
        [owner, number, dt.datetime(2026, 7, number), "New", 100]
        for number, owner in enumerate(["Ann", None, None, "Bob", None], 1)
    ]
    return [["Deals of July"], HEADS, *deals, ["Total", None, None, None, 500]]


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    made = Workbook()
    page = made.worksheets[0]
    page.title = "Deals"
    for row in rows():
        page.append(row)
    for box in MERGED:
        page.merge_cells(box)
    made.save(path)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "ods", "html", "xls"])
def test_deals_have_the_owner_of_their_merged_cell(merged: Path, ending: str) -> None:
    path = merged if ending == "xlsx" else converted(merged, ending)
    data = read(open_sources(path).tables, ReadOptions(currency="USD"))
    assert data.deals["manager"].tolist() == ["Ann", "Ann", "Ann", "Bob", "Bob"]
    assert data.deals["amount"].tolist() == [100.0] * 5
    assert data.issues.frame()["reason"].tolist().count("totals_row") == 1


def frame(*columns: list[object]) -> Body:
    return Body([pd.Series(column) for column in columns], np.array([3, 4, 6]))


def test_values_go_below_within_the_type_of_their_column() -> None:
    found = spread(frame([1.5, None, None], ["a", "b", "c"]), [Box(3, 0, 6, 0)], 2)
    assert str(found.columns[0].dtype) == "float64"
    assert found.columns[0].tolist() == [1.5, 1.5, 1.5]
    assert found.columns[1].tolist() == ["a", "b", "c"]


def test_values_go_beside_where_the_row_begins_before_them() -> None:
    found = spread(frame([1, 2, 3], ["x", None, None], [None, None, None]), [Box(3, 1, 4, 9)], 2)
    assert values(found) == [[1, "x", "x"], [2, "x", "x"], [3, None, None]]


def test_the_label_of_a_row_stays_in_its_first_column() -> None:
    found = spread(frame(["Group", 2, 3], [None, 5, 6]), [Box(3, 0, 3, 1)], 2)
    assert values(found) == [["Group", None], [2, 5], [3, 6]]


def test_headings_and_rows_that_are_not_there_are_no_source() -> None:
    before = frame(["a", None, None])
    for box in (Box(2, 0, 4, 0), Box(5, 0, 6, 0), Box(9, 0, 12, 0), Box(3, 4, 4, 5)):
        assert values(spread(before, [box], 2)) == [["a"], [None], [None]]


def test_an_error_in_a_merged_cell_is_one_in_each() -> None:
    broken = Body([pd.Series([None, None, None]), pd.Series([1, 2, 3])], np.array([3, 4, 6]))
    broken.errors.append(CellError(3, 0, "#REF!"))
    assert [error.row for error in spread(broken, [Box(3, 0, 6, 0)], 2).errors] == [3, 4, 6]


@pytest.mark.parametrize("kind", [HtmlGrid, OdsGrid, XlsxGrid])
def test_headings_stay_as_they_stand(merged: Path, kind: type[Grid]) -> None:
    path = merged if kind is XlsxGrid else converted(merged, "html" if kind is HtmlGrid else "ods")
    grid = kind(path) if kind is HtmlGrid else kind(path, "Deals")  # type: ignore[call-arg]
    assert [row.cells[:2] for row in grid.top(2)] == [["Deals of July"], HEADS[:2]]
