"""A macro written for Excel runs unchanged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.hosts.calc.engine.ordinary_macro import refresh_report


@pytest.fixture
def caller(book: xw.Book) -> Iterator[xw.Book]:
    book.sheets[0].name = "Data"
    start = dt.datetime(2025, 1, 1)
    book.sheets["Data"]["A1"].value = [["id", "stage", "date", "amount"]] + [
        [i, ("lead", "won", "lost")[i % 3], start + dt.timedelta(days=i % 59), float(i % 7)]
        for i in range(2000)
    ]
    book.set_mock_caller()
    yield book
    del xw.Book._mock_caller  # type: ignore[attr-defined]


def test_an_ordinary_macro_runs(caller: xw.Book) -> None:
    refresh_report()
    refresh_report()  # into the sheet that is there now
    sheet = caller.sheets["Report"]
    assert caller.sheet_names == ["Data", "Report"]
    expected = {
        (month, stage): sum(
            float(i % 7)
            for i in range(2000)
            if ("lead", "won", "lost")[i % 3] == stage and (1 if i % 59 < 31 else 2) == month
        )
        for month in (1, 2)
        for stage in ("lead", "lost", "won")
    }
    assert sheet.used_range.value == [
        ["month", "lead", "lost", "won"],
        ["2025-01", *(expected[1, stage] for stage in ("lead", "lost", "won"))],
        ["2025-02", *(expected[2, stage] for stage in ("lead", "lost", "won"))],
        [None] * 4,
        ["Total", *(expected[1, stage] + expected[2, stage] for stage in ("lead", "lost", "won"))],
    ]
    assert sheet["B5"].formula == "=SUM(B2:B3)"
    assert (sheet["A1:D1"].font.bold, sheet["A1:D1"].color) == (True, (31, 120, 180))
    assert sheet["B2:D5"].number_format == "#,##0"
