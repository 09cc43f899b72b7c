"""A memory of a few days: what it does not know yet is not taken for nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from addin.refresh import Request, load, report_of

T = dt.date(2026, 9, 17)
HEAD = "ID,Created,Status,Manager,Amount,Close date,Status changed"
OPTIONS = {"as_of": T.isoformat(), "currency": "GBP", "lang": "en"}


def deals() -> list[str]:
    """Three leads a day for half a year; every fifth is won after twelve days, others are lost after five."""
    rows, first = [], T - dt.timedelta(days=180)
    for number in range(3 * 181):
        created = first + dt.timedelta(days=number // 3)
        won = number % 5 == 0
        ended = created + dt.timedelta(days=12 if won else 5)
        status = "New" if ended > T else "Paid" if won else "Lost"
        closed = "" if ended > T else ended.isoformat()
        amount, changed = 1000 if number % 2 else 3000, closed or created
        rows.append(f"{number},{created},{status},Anna,{amount},{closed},{changed}")
    return rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deals, and a ledger that has watched them for three days, in which some went on to Invoice."""
    found = tmp_path_factory.mktemp("young")
    (found / "deals.csv").write_text("\n".join([HEAD, *deals()]), encoding="utf-8")
    seen = [f"{row.split(',')[0]},{row.split(',')[2]},2026-09-15 09:00:00" for row in deals()]
    moved = [line.replace("New", "Invoice").replace("09-15", "09-16") for line in seen if ",New," in line][:4]
    (found / "ledger.csv").write_text("\n".join(["ID,Status,Seen at", *seen, *moved]), encoding="utf-8")
    return found


def forecast(folder: Path, ledger: str | None) -> pd.DataFrame:
    request = Request(folder / "deals.csv", options=OPTIONS, ledger=folder / ledger if ledger else None)
    return report_of(load(request)).blocks["forecast"]


def test_a_young_memory_takes_nothing_from_the_forecast(folder: Path) -> None:
    with_memory, without = forecast(folder, "ledger.csv"), forecast(folder, None)
    total = without.groupby("month")["mean"].sum()
    assert (total - without.loc[without["component"] == "closed", "mean"].sum() > 1000).all()
    pd.testing.assert_frame_equal(with_memory, without)
