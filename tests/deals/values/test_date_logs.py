"""Cells that hold a name and a date, as logs write them."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.values.dates import parse_dates

LOGS = [
    ("Anna Ivanova Nov 3, 2025 10:12 AM", "2025-11-03 10:12:00"),
    ("Anna Ivanova November 3, 2025 at 3:05 PM", "2025-11-03 15:05:00"),
    ("O'Brien, Jean-Luc 2025-11-03 10:12:33", "2025-11-03 10:12:33"),
    ("ann@firm.example 03.11.2025 10:12", "2025-11-03 10:12:00"),
    ("Анна Белова 3 ноября 2025 г., 10:12", "2025-11-03 10:12:00"),
    ("Nov 3, 2025 10:12 AM by Anna Ivanova", "2025-11-03 10:12:00"),
    ("03.11.2025 10:12 (Анна Белова)", "2025-11-03 10:12:00"),
    ("2025-11-03 10:12:33 UTC Ann Lee", "2025-11-03 10:12:33"),
    ("Ann May May 3, 2025", "2025-05-03 00:00:00"),
    ("Ann Lee\n25/11/2025", "2025-11-25 00:00:00"),
]


UNCLEAR = ["A1.2.2025", "2025-07-29 10:00 CST Ann Lee", "call 29 Jul 2025", "Ann, 29 Jul 2025 CST"]


@pytest.mark.parametrize(("cell", "moment"), LOGS)
def test_the_date_beside_a_name_is_read(cell: str, moment: str) -> None:
    read = parse_dates(pd.Series([cell, cell.replace("Ann", "Eva"), None], dtype="str"), "UTC")
    assert not read.bad.any()
    assert str(read.values.iloc[0]) == moment
    assert read.values.notna().tolist() == [True, True, False]


def test_order_of_day_and_month_is_decided_for_logs_too() -> None:
    cells = ["Ann Lee 03/11/2025", "Bob Ray 25/11/2025"]
    assert parse_dates(pd.Series(cells), "UTC").values.dt.strftime("%d.%m").tolist() == ["03.11", "25.11"]
    assert parse_dates(pd.Series(cells[:1]), "UTC").ambiguous is not None


def test_a_few_dates_in_prose_are_none() -> None:
    cells = ["2025-11-03", "2025-11-04", "not before Nov 5, 2025"]
    assert parse_dates(pd.Series(cells), "UTC").bad.tolist() == [False, False, True]


@pytest.mark.parametrize(
    "cell", ["Invoice 17", "Ann Lee", "Q3 2026", "from 1.11.2025 to 3.11.2025", "A1.2.2025"]
)
def test_no_date_is_made_of_other_texts(cell: str) -> None:
    assert parse_dates(pd.Series([cell, cell]), "UTC").bad.tolist() == [True, True]
