"""Values of a block as the cells of a spreadsheet."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from addin.report.blocks import Column
from addin.report.cell_values import live_cells
from addin.words import day


def test_a_date_no_spreadsheet_counts_is_text() -> None:
    dates = pd.Series(pd.to_datetime(["1899-05-01", None, "2026-09-18"]))
    assert live_cells(Column("created", "date"), dates, "ru") == [day(dt.date(1899, 5, 1), "ru"), "", 46283.0]
