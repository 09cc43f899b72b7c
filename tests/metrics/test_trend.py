"""The last months and weeks: by hand, as they stood on the same day, and equal to what other blocks say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.deals.timeline import day_number
from addin.deals.visits import visits
from addin.metrics import revenue
from addin.metrics.cohorts import cohorts
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window, window_of
from addin.metrics.intake import intake
from addin.metrics.leads import in_period, leads_of
from addin.metrics.stays import occupancy_of
from addin.metrics.trend import Course, month_span, months_up_to, trend, weekly_trend, weeks_up_to
from tests.make import Row, dataset, table
from tests.metrics.examples import prepared
from tests.random_deals import random_dataset

MID_JUNE = dt.date(2026, 6, 15)
H = 30


def course(data: Dataset, as_of: dt.date = MID_JUNE, plan: list[Row] | None = None) -> Course:
    deals, t = prepared(data, as_of)
    rungs = np.array([role == "presale" for role in t.rung_roles[:-1]])
    created = deals.frame["created"].min().date()
    return Course(
        leads_of(deals, t),
        t,
        occupancy_of(deals, t),
        visits(t),
        rungs,
        table("plan", plan or []),
        H,
        day_number(created),
    )


def months(of: Course) -> pd.DataFrame:
    return trend(of, months_up_to(of.occupancy.as_of_day)).set_index("month")


def test_days_of_months_and_weeks() -> None:
    spans = months_up_to(day_number(dt.date(2026, 3, 31)))
    assert len(spans) == 13
    assert spans[0] == month_span(2025 * 12 - 1970 * 12 + 2, day_number(dt.date(2026, 3, 31)))
    february = spans[-2]  # has no day 31: its last one
    assert february.until == february.last == day_number(dt.date(2026, 2, 28))
    weeks = weeks_up_to(day_number(dt.date(2026, 6, 17)))  # a Wednesday
    assert len(weeks) == 13
    assert (weeks[-1].first, weeks[-1].last) == tuple(day_number(dt.date(2026, 6, day)) for day in (15, 21))
    assert [week.until - week.first for week in weeks] == [2] * 13


DEALS: list[Row] = [
    # May: three leads, one of them after the 15th; two wins, one of them after the 15th
    {"id": "a", "created": "2026-05-02", "status": "Won", "closed": "2026-05-10", "amount": 100.0},
    {"id": "b", "created": "2026-05-03", "status": "Won", "closed": "2026-05-20", "amount": 50.0},
    {"id": "c", "created": "2026-05-28", "status": "Won", "closed": "2026-06-02"},
    # June so far: two leads, one in pre-sale since the 4th
    {"id": "d", "created": "2026-06-01", "status": "Invoice", "amount": 70.0},
    {"id": "e", "created": "2026-06-05", "status": "New"},
]
HISTORY: list[Row] = [
    {"id": "a", "changed_at": "2026-05-10", "from_status": "New", "to_status": "Won"},
    {"id": "b", "changed_at": "2026-05-12", "from_status": "New", "to_status": "Invoice"},
    {"id": "b", "changed_at": "2026-05-20", "from_status": "Invoice", "to_status": "Won"},
    {"id": "c", "changed_at": "2026-06-02", "from_status": "New", "to_status": "Won"},
    {"id": "d", "changed_at": "2026-06-04", "from_status": "New", "to_status": "Invoice"},
]


def test_months_by_hand() -> None:
    plan: list[Row] = [
        {"month": "2026-06-01", "manager": "Ann", "amount": 300.0},
        {"month": "2026-06-01", "manager": "Bob", "amount": 200.0},
    ]
    found = months(course(dataset(DEALS, HISTORY), plan=plan))
    may, june = found.loc["2026-05"], found.loc["2026-06"]
    whole = ["leads", "taken", "wins", "revenue", "average"]
    assert may[whole].tolist() == [3, 3, 2, 150, 75]
    assert june[whole[:4]].tolist() == [2, 1, 1, 0]
    assert np.isnan(june["average"])  # its win has no amount
    assert (june["plan"], np.isnan(may["plan"])) == (500, True)
    so_far = [f"{key}_so_far" for key in ("leads", "taken", "wins", "revenue", "presale")]
    # by 15 May: b stood in pre-sale with 50; c had not come; a was won
    assert may[so_far].tolist() == [2, 2, 1, 100, 50]
    assert june[so_far].tolist() == [2, 1, 1, 0, 70]
    assert (may["so_far_to"], june["so_far_to"]) == (dt.date(2026, 5, 15), MID_JUNE)
    assert (found.loc["2026-04", "note"], june["note"], may["note"]) == (
        "no_records",
        "running",
        "records_begin",
    )
    assert np.isnan(found.loc["2026-04", "leads"])


def test_what_was_undone_later_counts_on_the_day_it_stood() -> None:
    """A win of 10 May taken back on 20 May was one on the 15th, and is none of May's today."""
    deal: Row = {"id": "a", "created": "2026-05-02", "status": "Work", "amount": 100.0}
    moves = [("2026-05-10", "New", "Won"), ("2026-05-20", "Won", "Work")]
    changes: list[Row] = [
        {"id": "a", "changed_at": day, "from_status": old, "to_status": new} for day, old, new in moves
    ]
    may = months(course(dataset([deal], changes))).loc["2026-05"]
    assert (may["wins"], may["wins_so_far"], may["revenue_so_far"]) == (0, 1, 100)


def test_without_dates_of_stages_only_todays_presale_is_known() -> None:
    found = months(course(dataset(DEALS)))
    assert found["presale_so_far"].isna().tolist() == [True] * 12 + [False]
    assert found.loc["2026-06", "presale_so_far"] == 70


def test_without_dates_of_wins_there_are_none_to_tell() -> None:
    rows: list[Row] = [{"id": "a", "created": "2026-05-02", "status": "Won", "amount": 100.0}]
    may = months(course(dataset(rows))).loc["2026-05"]
    assert may[["wins", "revenue", "average", "wins_so_far", "revenue_so_far"]].isna().all()
    assert (may["leads"], may["note"]) == (1, "wins_undated")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month_is_that_of_the_other_blocks(seed: int) -> None:
    data = random_dataset(300, seed)
    as_of = dt.date(2026, 6, 18)
    of = course(data, as_of)
    deals, t = prepared(data, as_of)
    found = trend(of, months_up_to(of.occupancy.as_of_day))
    now = of.occupancy.at(of.occupancy.as_of_day)
    by_cohort = cohorts(of.visits, H, Window(0, 10**6)).set_index("month")["wins_in_month"]
    for row in found[found["note"] != "no_records"].to_dict("records"):
        index = (int(row["month"][:4]) - 1970) * 12 + int(row["month"][5:]) - 1
        span = month_span(index, of.occupancy.as_of_day)
        start, end = (dt.date(1970, 1, 1) + dt.timedelta(days=day) for day in (span.first, span.last))
        told = intake(in_period(of.leads, start, end)).iloc[0]
        assert (row["leads"], row["taken"]) == (told["leads"], told["taken"])
        assert row["revenue"] == revenue.revenue(now, index)[0]
        assert row["wins"] == by_cohort[row["month"]]
    last = found.iloc[-1]
    for key in ("leads", "taken", "wins", "revenue"):
        assert last[f"{key}_so_far"] == last[key]
    in_presale = deals.codes.statuses[deals.status_at.status] == "Invoice"
    assert last["presale_so_far"] == np.nansum(deals.frame["amount"].to_numpy()[in_presale])
    whole = conversion(of.visits, H, window_of(None, H, t.as_of_day)).iloc[-1]
    np.testing.assert_equal(last["won_rate_so_far"], whole["rate"])


@pytest.mark.parametrize("history", [True, False])
def test_a_past_day_is_told_as_a_report_of_that_day_would(history: bool) -> None:
    data = random_dataset(400, 5, history=history)
    today = course(data, dt.date(2026, 6, 18))
    then = course(data, dt.date(2026, 4, 18))
    mine = months(today).loc["2026-04"]
    was = months(then).loc["2026-04"]
    for key in ("leads_so_far", "wins_so_far", "revenue_so_far", "won_rate_so_far"):
        np.testing.assert_allclose(mine[key], was[key], err_msg=key)
    if history:
        for key in ("taken_so_far", "presale_so_far"):
            np.testing.assert_allclose(mine[key], was[key], err_msg=key)


def test_weeks_are_told_by_their_days() -> None:
    of = course(dataset(DEALS, HISTORY))
    found = weekly_trend(of, weeks_up_to(of.occupancy.as_of_day)).set_index("week")
    row = found.loc["2026-W23"]
    assert (row["date_from"], row["date_to"]) == (dt.date(2026, 6, 1), dt.date(2026, 6, 7))
    assert row[["leads", "taken", "wins"]].tolist() == [2, 1, 1]
    assert (found.loc["2026-W25", "note"], row["note"]) == ("running", "")


def test_leads_taken_nobody_knows_when_leave_past_days_unknown() -> None:
    rows: list[Row] = [{"id": f"d{k}", "created": "2026-05-02", "status": "Work"} for k in range(4)]
    found = months(course(dataset(rows)))
    assert np.isnan(found.loc["2026-05", "taken_so_far"])
    assert found.loc["2026-06", "taken_so_far"] == found.loc["2026-06", "taken"] == 0
    assert found.loc["2026-05", "taken"] == 4
