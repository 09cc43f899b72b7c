"""Merged cells of a live sheet: their value is that of each cell they cover."""

from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw

from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.errors import InputError
from addin.hosts.workbook import merged
from addin.hosts.workbook.reading import LiveBook
from addin.readers.merged_cells import Box

HEADS: list[object] = ["Owner", "Deal ID", "Create Date", "Deal Stage", "Amount"]


@pytest.fixture
def owners(sheet: xw.Sheet) -> xw.Sheet:
    """Deals of two owners below a title, from C2 on."""
    deals = [
        [owner, number, dt.datetime(2026, 7, number), "New", 100]
        for number, owner in enumerate(["Ann", None, None, "Bob", None, "Cid"], 1)
    ]
    sheet["C2"].value = [["Deals of July", *[None] * 4], HEADS, *deals]
    for cells in ("C2:G2", "C4:C6", "C7:C8"):
        sheet[cells].merge()
    return sheet


def test_deals_have_the_owner_of_their_merged_cell(owners: xw.Sheet) -> None:
    data = read({"deals": LiveBook(owners.book, ()).sheet(owners.name)}, ReadOptions(currency="USD"))
    assert data.deals["manager"].tolist() == ["Ann", "Ann", "Ann", "Bob", "Bob", "Cid"]


def test_they_are_all_found_and_nothing_else(owners: xw.Sheet) -> None:
    found = sorted(merged.merged_cells(owners.used_range))
    assert found == [Box(2, 0, 2, 4), Box(4, 0, 6, 0), Box(7, 0, 8, 0)]


def test_too_many_are_refused_by_name(owners: xw.Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merged, "MOST_QUESTIONS", 5)
    with pytest.raises(InputError, match="too many merged cells"):
        merged.merged_cells(owners.used_range)
