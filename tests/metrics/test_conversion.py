"""Conversion of stages: worked by hand, with and without dates."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.grouping import group
from addin.metrics.comparison import conversion_by
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window, window_of
from tests.make import Row, dataset
from tests.metrics.examples import END_OF_JUNE, visits_of
from tests.random_deals import random_dataset

ALL = Window(0, 10**6)


def funnel(count: int, demo: int, lost: int, days: int = 5) -> tuple[list[Row], list[Row]]:
    """Deals that go New → Work on the next day; ``demo`` reach Demo and ``lost`` are lost after ``days``."""
    deals: list[Row] = []
    history: list[Row] = []
    for k in range(count):
        end = "Demo" if k < demo else "Lost" if k < demo + lost else "Work"
        deals.append(
            {"id": f"d{k}", "created": "2026-01-10", "status": end, "manager": "Ann", "source": "ads"}
        )
        history.append({"id": f"d{k}", "changed_at": "2026-01-11", "from_status": "New", "to_status": "Work"})
        if end != "Work":
            at = dt.datetime(2026, 1, 11) + dt.timedelta(days=days)
            history.append({"id": f"d{k}", "changed_at": at, "from_status": "Work", "to_status": end})
    return deals, history


def step(table: pd.DataFrame, start: str, end: str) -> pd.Series:
    return table[(table["from"] == start) & (table["to"] == end)].iloc[0]


def test_with_everyone_followed_the_rate_is_a_plain_share() -> None:
    row = step(conversion(visits_of(dataset(*funnel(20, 8, 7))), 30, ALL), "Work", "Demo")
    assert (row["entered"], row["advanced"], row["lost"], row["open"]) == (20, 8, 7, 5)
    assert (row["followed"], row["advanced_h"]) == (20, 8)
    assert row["rate"] == pytest.approx(8 / 20)
    assert row["basis"] == "history"
    # Wilson's 95 % interval of 8 of 20 (Newcombe 1998)
    assert (row["low"], row["high"]) == (pytest.approx(0.2188, abs=1e-4), pytest.approx(0.6134, abs=1e-4))


def test_an_event_on_the_day_of_the_horizon_is_within_it() -> None:
    data = dataset(*funnel(20, 8, 7, days=30))
    assert step(conversion(visits_of(data), 30, ALL), "Work", "Demo")["advanced_h"] == 8
    assert step(conversion(visits_of(data), 29, ALL), "Work", "Demo")["advanced_h"] == 0


def test_a_visit_entered_H_days_before_T_is_followed() -> None:
    found = visits_of(dataset(*funnel(20, 8, 7)))  # all entered Work on 11 January, 170 days before T
    assert step(conversion(found, 170, ALL), "Work", "Demo")["followed"] == 20
    assert step(conversion(found, 171, ALL), "Work", "Demo")["followed"] == 0


def test_young_visits_are_neither_failures_nor_left_out() -> None:
    deals, history = funnel(20, 10, 0, days=1)
    young = [{"id": f"y{k}", "created": "2026-06-28", "status": "Work"} for k in range(30)]
    moves = [
        {"id": f"y{k}", "changed_at": "2026-06-29", "from_status": "New", "to_status": "Work"}
        for k in range(30)
    ]
    row = step(conversion(visits_of(dataset([*deals, *young], [*history, *moves])), 30, ALL), "Work", "Demo")
    # on day 0 and 1 all 50 are at risk (the young are censored at the end of day 1): 10 of 50 advance
    assert row["rate"] == pytest.approx(10 / 50)
    assert row["followed"] == 20
    naive = row["advanced"] / row["entered"]
    assert naive == pytest.approx(0.2)


def test_fewer_than_ten_followed_is_too_early() -> None:
    row = step(conversion(visits_of(dataset(*funnel(9, 3, 3))), 30, ALL), "Work", "Demo")
    assert np.isnan(row["rate"])
    assert np.isnan(row["low"])
    assert (row["note"], row["followed"]) == ("early", 9)


def test_rate_among_real_customers_leaves_out_the_nontarget() -> None:
    deals, history = funnel(30, 9, 0)
    deals = [{**d, "status": "Junk"} if d["id"] in {f"d{k}" for k in range(20, 30)} else d for d in deals]
    history += [
        {"id": f"d{k}", "changed_at": "2026-01-13", "from_status": "Work", "to_status": "Junk"}
        for k in range(20, 30)
    ]
    row = step(conversion(visits_of(dataset(deals, history)), 30, ALL), "Work", "Demo")
    assert row["nontarget"] == 10
    assert row["rate"] == pytest.approx(9 / 30)
    assert row["rate_target"] == pytest.approx(9 / 20)


def plain(status: str, number: int, **more: object) -> list[Row]:
    return [{"id": f"{status}{k}", "created": "2026-01-10", "status": status, **more} for k in range(number)]


def test_without_history_a_step_has_bounds_and_no_rate() -> None:
    deals = [
        *plain("New", 10),
        *plain("Work", 6),
        *plain("Demo", 3),
        *plain("Won", 2, closed="2026-02-01"),
        *plain("Lost", 5, closed="2026-02-01"),
    ]
    table = conversion(visits_of(dataset(deals)), 30, ALL)
    row = step(table, "Work", "Demo")
    assert row["basis"] == "dates"
    assert row["entered"] == 6 + 5 + 5  # open here, known beyond, lost nobody knows where
    assert (row["advanced"], row["open"], row["lost"]) == (5, 6, 5)
    assert np.isnan(row["rate"])
    assert (row["bound_low"], row["bound_high"]) == (pytest.approx(5 / 16), 1.0)
    assert (row["reach_low"], row["reach_high"]) == (pytest.approx(5 / 26), pytest.approx(10 / 26))
    whole = step(table, "New", "Won")
    assert whole["rate"] == pytest.approx(2 / 26)
    assert np.isnan(whole["bound_low"])


def test_a_loss_known_to_be_from_a_stage_cannot_have_gone_on() -> None:
    deals = [*plain("Work", 6), *plain("Demo", 4), *plain("Lost", 10, lost_from="Work")]
    row = step(conversion(visits_of(dataset(deals)), 30, ALL), "Work", "Demo")
    assert (row["bound_low"], row["bound_high"]) == (pytest.approx(4 / 20), pytest.approx(10 / 20))


def test_a_snapshot_bounds_the_whole_way_by_the_undecided() -> None:
    deals = [*plain("New", 10), *plain("Won", 5), *plain("Lost", 5)]
    row = step(conversion(visits_of(dataset(deals)), 30, ALL), "New", "Won")
    assert row["basis"] == "snapshot"
    assert np.isnan(row["rate"])
    assert (row["bound_low"], row["bound_high"]) == (pytest.approx(5 / 20), pytest.approx(15 / 20))
    assert row["note"] == "bounds"


def test_losses_without_a_date_do_not_move_the_rate_of_those_followed() -> None:
    deals = [*plain("New", 10), *plain("Won", 5, closed="2026-01-20"), *plain("Lost", 5)]
    row = step(conversion(visits_of(dataset(deals)), 30, ALL), "New", "Won")
    assert row["rate"] == pytest.approx(5 / 20)


def test_a_slow_ledger_lowers_the_basis_and_hides_where_losses_came_from() -> None:
    ends = ["Demo"] * 10 + ["Lost"] * 10
    deals: list[Row] = [{"id": f"d{k}", "created": "2026-01-10", "status": end} for k, end in enumerate(ends)]
    ledger = [
        {"id": f"d{k}", "seen_at": at, "status": status}
        for k, end in enumerate(ends)
        for at, status in (("2026-01-11", "New"), ("2026-01-31", end))
    ]
    last = dt.date(2026, 1, 31)
    data = dataset(deals, ledger=ledger)
    assert step(conversion(visits_of(data, last, 80), 80, ALL), "New", "Work")["basis"] == "history"
    slow = step(conversion(visits_of(data, last, 79), 79, ALL), "New", "Work")
    assert slow["basis"] in {"dates", "snapshot"}
    assert np.isnan(slow["rate"])
    assert (slow["bound_low"], slow["bound_high"]) == (pytest.approx(0.5), 1.0)


def test_a_ledger_nobody_fed_for_long_is_no_history() -> None:
    deals: list[Row] = [{"id": f"d{k}", "created": "2026-01-10", "status": "Won"} for k in range(20)]
    ledger = [{"id": f"d{k}", "seen_at": "2026-01-11", "status": "New"} for k in range(20)]
    found = conversion(visits_of(dataset(deals, ledger=ledger), END_OF_JUNE, 90), 90, ALL)
    assert set(found["basis"]) == {"snapshot"}


def test_losses_nobody_can_place_take_the_rate_away() -> None:
    deals, history = funnel(100, 0, 0)
    history = [row for row in history if row["id"] in {f"d{k}" for k in range(40)}]
    lost = {f"d{k}" for k in range(40, 100)}
    deals = [{**d, "status": "Lost", "closed": "2026-02-01"} if d["id"] in lost else d for d in deals]
    # records begin with these, so the deals above are not older than they
    early = [{"id": "first", "created": "2026-01-01", "status": "Work"}]
    start = [{"id": "first", "changed_at": "2026-01-02", "from_status": "New", "to_status": "Work"}]
    row = step(conversion(visits_of(dataset([*early, *deals], [*start, *history])), 30, ALL), "New", "Work")
    assert np.isnan(row["rate"])
    assert (row["bound_low"], row["bound_high"]) == (pytest.approx(41 / 101), 1.0)


@pytest.mark.parametrize("seed", range(4))
def test_rates_of_groups_and_of_single_visits_are_equal(seed: int) -> None:
    single = visits_of(random_dataset(500, seed))
    grouped = group(single)
    for window in (ALL, window_of(None, 30, single.as_of_day)):
        pd.testing.assert_frame_equal(conversion(single, 30, window), conversion(grouped, 30, window))
        for by in ("manager", "source"):
            one, other = (conversion_by(v, 30, window, by) for v in (single, grouped))
            pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("history", [True, False])
def test_rows_add_up_to_totals(history: bool) -> None:
    found = visits_of(random_dataset(500, 9, history=history))
    total = conversion(found, 30, ALL)
    assert (total["entered"] == total[["advanced", "lost", "nontarget", "open"]].sum(axis=1)).all()
    counts = [
        "entered",
        "advanced",
        "lost",
        "nontarget",
        "open",
        "undated",
        "reopened",
        "followed",
        "advanced_h",
    ]
    for by in ("manager", "source"):
        parts = conversion_by(found, 30, ALL, by).groupby(["from", "to"], sort=False)[counts].sum(min_count=1)
        whole = total.set_index(["from", "to"])[counts]
        pd.testing.assert_frame_equal(parts, whole, check_dtype=False)


def test_inputs_are_not_changed() -> None:
    found = group(visits_of(random_dataset(200, 5)))
    before = {pair: table.copy() for pair, table in found.tables.items()}
    conversion_by(found, 30, ALL, "manager")
    conversion(found, 30, ALL)
    for pair, table in before.items():
        pd.testing.assert_frame_equal(found.tables[pair], table)
