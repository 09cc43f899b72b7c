"""The record of past forecasts: baselines by hand, errors by hand, and why there may be none."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.deals.timeline import day_number
from addin.metrics import backtest, baselines
from addin.metrics.calendar import month
from addin.metrics.forecast_history import ForecastHistory, forecast_history
from addin.metrics.forecast_record import ForecastRecord
from tests.make import Row, dataset
from tests.metrics.examples import occupied, steady
from tests.random_deals import random_dataset
from tools import forecast_evidence

DAY = dt.date(2026, 4, 10)


def moves(name: str, *path: tuple[str, str]) -> list[Row]:
    """Changes of a deal from New on: (day, status)."""
    left = "New"
    found: list[Row] = []
    for day, status in path:
        found.append({"id": name, "changed_at": day, "from_status": left, "to_status": status})
        left = status
    return found


def little() -> Dataset:
    """Three won, one lost from Work, one from Invoice; open: 1,000 in Work, 50 in Invoice."""
    history = [
        *moves("a", ("2026-01-03", "Work"), ("2026-01-05", "Invoice"), ("2026-01-10", "Won")),
        *moves("b", ("2026-03-03", "Work"), ("2026-03-05", "Invoice"), ("2026-03-10", "Won")),
        *moves("c", ("2026-01-03", "Work"), ("2026-01-08", "Lost")),
        *moves("d", ("2026-01-03", "Work"), ("2026-01-05", "Invoice"), ("2026-02-10", "Lost")),
        *moves("e", ("2026-04-02", "Work")),
        *moves("f", ("2026-04-02", "Work"), ("2026-04-05", "Invoice")),
        *moves("g", ("2026-04-02", "Work"), ("2026-04-05", "Won")),
    ]
    sums = {"a": 300.0, "b": 600.0, "c": 10.0, "d": 10.0, "e": 1000.0, "f": 50.0, "g": 70.0}
    last = {"a": "Won", "b": "Won", "c": "Lost", "d": "Lost", "e": "Work", "f": "Invoice", "g": "Won"}
    rows: list[Row] = [
        {
            "id": name,
            "created": f"2026-0{1 if name in 'acd' else 3}-01",
            "status": last[name],
            "amount": amount,
        }
        for name, amount in sums.items()
    ]
    return dataset(rows, history)


def test_baselines_by_hand() -> None:
    found, _ = occupied(little(), DAY)
    snapshot = found.at(found.as_of_day)
    # reached Work: a b d c e f g, of them won 3, lost 2; reached Invoice or beyond: won 3, lost 1
    assert baselines.closed_rate(snapshot, 0.0).this_month == pytest.approx(70 + 1000 * 3 / 5 + 50 * 3 / 4)
    by_stage = np.array([0.1, 0.2, 0.4, 0.9])
    forecast = baselines.crm(snapshot, by_stage, 0.0)
    assert forecast.this_month == pytest.approx(70 + 1000 * 0.2 + 50 * 0.9)
    assert forecast.next_month == pytest.approx(1000 * 0.2 + 50 * 0.9)
    assert np.isnan(baselines.crm(snapshot, np.full(4, np.nan), 0.0).this_month)
    # January 300, February nothing, March 600
    assert baselines.last3(snapshot).this_month == pytest.approx(300.0)


def test_without_stages_of_the_past_the_baselines_that_need_them_say_nothing() -> None:
    found, _ = occupied(dataset(steady(200)))
    snapshot = found.at(found.as_of_day - 30)
    assert np.isnan(baselines.closed_rate(snapshot, 0.0).this_month)
    assert np.isnan(baselines.crm(snapshot, np.array([0.5] * 4), 0.0).this_month)
    assert baselines.last3(snapshot).this_month == pytest.approx(200 * (28 + 31 + 30) / 3)


def forecasts(*rows: tuple[int, str, float, float]) -> pd.DataFrame:
    """Origin, method, expected, came; ours with an interval of ± 10."""
    return pd.DataFrame(
        [
            {
                "origin": origin,
                "step": 0,
                "month": "2026-01",
                "method": method,
                "expected": expected,
                "low": expected - 10 if method == "ours" else np.nan,
                "high": expected + 10 if method == "ours" else np.nan,
                "came": came,
            }
            for origin, method, expected, came in rows
        ]
    )


def test_errors_by_hand() -> None:
    rows = forecasts(
        (1, "ours", 95, 100), (2, "ours", 220, 200), (1, "last3", 150, 100), (2, "last3", 150, 200),
        # a day on which one of them says nothing counts for none
        (3, "ours", 500, 100), (3, "last3", np.nan, 100),
    )  # fmt: skip
    found = backtest.backtest(ForecastHistory([], ""), rows).set_index("method")
    assert found.loc["ours", "wape"] == pytest.approx(25 / 300)
    assert found.loc["ours", "bias"] == pytest.approx(15 / 300)
    assert (found.loc["ours", "covered"], found.loc["ours", "origins"]) == (1, 2)
    assert found.loc["last3", "wape"] == pytest.approx(100 / 300)
    assert found.loc["last3", "bias"] == 0
    assert np.isnan(found.loc["crm", "wape"])


def test_origins_are_the_first_and_the_fifteenth_of_months_that_are_over() -> None:
    found, presale = occupied(dataset(steady(300)))
    history = forecast_history(found, presale, np.full(4, np.nan))
    days = [dt.date(1970, 1, 1) + dt.timedelta(days=origin.day) for origin in history.origins]
    assert {day.day for day in days} == {1, 15}
    # leads from 21 August: three whole months are September to November; May is the last month that is over
    assert (days[0], days[-1]) == (dt.date(2025, 12, 1), dt.date(2026, 5, 15))
    rows = backtest.past_forecasts(ForecastRecord(history))
    ours = rows[(rows["method"] == "ours") & (rows["step"] == 0)]
    # a lead a day, each won for 200 after five days: nothing to err about
    assert ours["expected"].to_numpy() == pytest.approx(ours["came"].to_numpy(), rel=0.04)


def test_a_shock_knows_only_months_that_were_over() -> None:
    found, presale = occupied(random_dataset(3000, 7), dt.date(2026, 6, 30))
    history = forecast_history(found, presale, np.full(4, np.nan))
    day = day_number(dt.date(2026, 5, 1))
    record = ForecastRecord(history)
    months = {outcome.expectation.month for outcome in record.known(0, day)}
    assert max(months) == month(day) - 1
    assert {outcome.expectation.month for outcome in record.known(1, day)} <= months
    assert not record.known(0, history.origins[0].day)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (random_dataset(400, 1, history=False, dates=False), "no_win_dates"),
        (dataset(steady(60)), "short_history"),
        (dataset([{**row, "amount": None} for row in steady(300)]), "no_amounts"),
    ],
)
def test_where_there_can_be_no_record_it_says_why(data: Dataset, reason: str) -> None:
    found, presale = occupied(data)
    history = forecast_history(found, presale, np.full(4, np.nan))
    table = backtest.backtest(history, backtest.past_forecasts(ForecastRecord(history)))
    assert history.origins == []
    assert set(table["note"]) == {reason}
    assert table["wape"].isna().all()


def test_forecasts_of_known_departments_hold_what_they_promise() -> None:
    """A small part of the evidence: coverage, and errors below those of the baselines."""
    rows = forecast_evidence.department_forecasts({"small, moody": 2, "middling, growing": 2})
    for step in (0, 1):
        found = forecast_evidence.scores(rows[rows["step"] == step])
        assert found["n"] >= 80
        assert 0.65 < found["coverage"] < 0.97
        assert abs(found["bias"]) < 0.15
        assert found["ours"] < min(found["crm"], found["closed_rate"])
        assert found["ours"] <= found["last3"]


def test_simpsons_source_is_cleared_and_the_worse_one_found() -> None:
    simpson, worse = forecast_evidence.verdicts(2, (0, 1))
    assert float(simpson[2]) < 0.7
    assert 0.85 < float(simpson[3]) < 1.15
    assert worse[4] == "100%"
