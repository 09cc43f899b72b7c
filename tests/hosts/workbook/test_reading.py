"""The cells of a live workbook as xlwings gives them, where it gives less than the sheet shows."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest
import xlwings as xw

from addin.deals.dataset import Dataset
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.hosts.workbook.reading import grid_of

HEADS = ["Deal ID", "Create Date", "Deal Stage", "Owner", "Amount"]
CODES = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036,
    "#N/A": 2042, "#GETTING_DATA": 2043, "#SPILL!": 2045, "#CONNECT!": 2046, "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048, "#FIELD!": 2049, "#CALC!": 2050, "#ERROR!": 2099,
}  # fmt: skip


def read_live(rows: list[list[object]], since_1904: bool = False) -> Dataset:
    """What is read of a sheet of deals of which xlwings hands over these rows."""
    used = SimpleNamespace(row=1, options=lambda **_: SimpleNamespace(value=[HEADS, *rows]))
    book = SimpleNamespace(api=SimpleNamespace(Date1904=since_1904))
    sheet: Any = SimpleNamespace(name="Deals", used_range=used, book=book)
    return read({"deals": grid_of(cast("xw.Sheet", sheet))}, ReadOptions(currency="USD"))


@pytest.mark.parametrize(("text", "code"), CODES.items())
def test_every_error_of_excel_is_an_error_cell(text: str, code: int) -> None:
    value, day = code - 2146828288, dt.datetime(2026, 8, 1)
    data = read_live([[1.0, day, "New", "Ann", 100.0], [2.0, day, "New", value, value]])
    assert data.deals["manager"].tolist() == ["Ann", ""]
    assert data.deals["amount"].isna().tolist() == [False, True]
    errors = data.issues.frame().query("reason == 'error_cell'")
    assert errors[["row", "column", "value"]].to_numpy().tolist() == [[3, "Amount", text], [3, "Owner", text]]


def test_whole_numbers_that_are_no_errors_stay() -> None:
    data = read_live([[number, dt.datetime(2026, 8, 1), "New", "Ann", 100] for number in (1, 2042, -5)])
    assert data.deals["id"].tolist() == ["1", "2042", "-5"]


@pytest.mark.parametrize(("since_1904", "day"), [(True, "2026-07-01"), (False, "2022-06-30")])
def test_bare_numbers_are_days_as_the_workbook_counts_them(since_1904: bool, day: str) -> None:
    data = read_live([[1.0, 44742.0, "New", "Ann", 100.0]], since_1904)
    assert data.deals["created"].tolist() == [pd.Timestamp(day)]
