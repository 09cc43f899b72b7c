"""Example values in a proposal: dates as dates, on a page that prints whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from tests.cli.sample import Run
from tests.cli.test_propose import sheet


@pytest.mark.parametrize("day_zero", [WINDOWS_EPOCH, MAC_EPOCH])
def test_example_dates_of_a_workbook_are_dates(run: Run, tmp_path: Path, day_zero: dt.datetime) -> None:
    book, deals = openpyxl.Workbook(), tmp_path / "deals.xlsx"
    book.epoch = day_zero
    book.active.append(["ID", "Created", "Stage", "Closed"])
    for n in range(3):
        book.active.append([n, dt.datetime(2026, 8, 1 + n, 9, 30), "Won", dt.datetime(2026, 9, 1 + n)])
    book.save(deals)
    out = tmp_path / "own.xlsx"
    code, _, err = run("check", deals, "--propose", out, "--lang", "en")
    assert (code, err) == (0, "")
    shown = {row[0]: row[2] for row in sheet(out, "Mapping")}
    assert shown["created"] == "2026-08-01 09:30 · 2026-08-02 09:30 · 2026-08-03 09:30"
    assert shown["closed"] == "2026-09-01 · 2026-09-02 · 2026-09-03"
    pages = openpyxl.load_workbook(out).worksheets
    fits = [page.sheet_properties.pageSetUpPr for page in pages]
    assert all(fit is not None and fit.fitToPage for fit in fits)
