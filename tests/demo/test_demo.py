"""The sample: the same every time, in the ranges announced, with its truth to be found in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.demo.department import Department, simulate
from addin.demo.office_hours import apart, from_office, moments, to_office
from addin.demo.people import (
    AS_OF,
    CLOSER,
    FIRST_DAY,
    LOOKS_WORSE,
    MANAGERS,
    NEWCOMER,
    NEWCOMER_SINCE,
    RUNGS,
    SOURCES,
    STATUSES,
    TRULY_WORSE,
    VOLUME,
    WEAK_RUNG,
    WEAK_STEP,
)

END = pd.Timestamp(AS_OF) + pd.Timedelta(days=1)
WON, LOST, NONTARGET = STATUSES[5:8]
NAMES = [m.name for m in MANAGERS]
MATURE = pd.Timestamp("2026-03-01")
"""Deals created before have ended, all but a handful."""


@pytest.fixture(scope="module")
def department() -> Department:
    return simulate()


@pytest.fixture(scope="module")
def deals(department: Department) -> pd.DataFrame:
    return department.deals.assign(won=department.deals["status"] == WON)


# the clock


def test_office_time_stands_still_when_the_office_is_closed() -> None:
    # Monday 2024-09-30: 8:00, 9:00, 14:00, 19:00 and 23:00; then Saturday noon and the Monday after, 9:00
    hours = np.array([8, 9, 14, 19, 23, 5 * 24 + 12, 7 * 24 + 9])
    assert to_office(hours * 60).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0, 5.0, 5.0]


def test_office_time_goes_back_to_a_moment_not_earlier() -> None:
    minutes = np.arange(0, 15 * 24 * 60, 7)
    there_and_back = from_office(to_office(minutes))
    assert (there_and_back >= minutes).all()
    assert (np.diff(there_and_back) >= 0).all()
    dates = pd.DatetimeIndex(moments(there_and_back))
    assert (dates.day_of_week < 5).all()
    assert dates.hour.isin(range(9, 20)).all()


def test_changes_of_one_deal_are_a_minute_apart() -> None:
    group, minutes = np.array([0, 0, 0, 3, 3]), np.array([5, 5, 6, 6, 9])
    assert apart(group, minutes).tolist() == [5, 6, 7, 6, 9]


# the department


def test_it_is_the_same_every_time_and_another_seed_gives_another(department: Department) -> None:
    again = simulate()
    for name in ("deals", "history", "spend", "plan", "stages", "truth", "source_truth"):
        pd.testing.assert_frame_equal(getattr(department, name), getattr(again, name))
    assert not simulate(1).deals["created"].equals(department.deals["created"])


def test_size_and_shares_are_those_of_a_department(department: Department, deals: pd.DataFrame) -> None:
    assert len(deals) == 12_000
    assert deals["id"].is_unique
    assert 0.09 <= deals["won"].mean() <= 0.12
    assert 0.12 <= (deals["status"] == NONTARGET).mean() <= 0.22
    assert 2.0 <= len(department.history) / len(deals) <= 3.5
    cycle = (deals["closed"] - deals["created"])[deals["won"]].dt.total_seconds() / 86_400
    assert 21 <= cycle.median() <= 35
    at_work = deals[deals["status"].isin(RUNGS)]
    assert 0.02 <= len(at_work) / len(deals) <= 0.08
    assert set(RUNGS) <= set(at_work["status"])


def test_it_ends_at_its_fixed_day(department: Department) -> None:
    deals, history = department.deals, department.history
    assert pd.Timestamp(AS_OF) == pd.Timestamp("2026-09-18")
    assert deals["created"].min() >= pd.Timestamp(FIRST_DAY)
    for dates in (deals[["created", "first_touch", "status_changed", "closed"]], history[["changed_at"]]):
        assert dates.max().max() < END
    assert history["changed_at"].max() >= pd.Timestamp(AS_OF)
    assert deals["next_contact"].max() >= END
    assert department.spend["month"].max() == department.plan["month"].max() == pd.Timestamp("2026-09-01")


def test_dates_of_a_deal_agree(department: Department) -> None:
    deals = department.deals.set_index("id")
    history = department.history
    assert (history["changed_at"] > history["id"].map(deals["created"])).all()
    last = history.drop_duplicates("id", keep="last").set_index("id")
    stayed = deals.index.difference(last.index)
    assert (deals.loc[last.index, "status"] == last["to_status"]).all()
    assert (deals.loc[last.index, "status_changed"] == last["changed_at"]).all()
    assert (deals.loc[last.index, "manager"] == last["manager"]).all()
    assert (deals.loc[stayed, "status"] == RUNGS[0]).all()
    assert (deals.loc[stayed, "status_changed"] == deals.loc[stayed, "created"]).all()
    ended = ~deals["status"].isin(RUNGS)
    assert (deals["closed"].notna() == ended).all()
    assert (deals["closed"][ended] == deals["status_changed"][ended]).all()
    assert deals["next_contact"][ended].isna().all()
    touch = deals["first_touch"].dropna()
    assert (touch > deals.loc[touch.index, "created"]).all()
    moved = touch.index.intersection(last.index)
    first = history.drop_duplicates("id").set_index("id")["changed_at"]
    assert (touch[moved] <= first[moved]).all()


def test_every_change_starts_where_the_one_before_ended(department: Department) -> None:
    history = department.history
    before = history.groupby("id")["to_status"].shift().fillna(RUNGS[0])
    assert (history["from_status"] == before).all()


def test_losses_linger(department: Department) -> None:
    history = department.history.sort_values(["id", "changed_at"])
    stay = history.groupby("id")["changed_at"].diff()
    at_work = history["from_status"].isin(RUNGS[1:])
    lost = stay[at_work & (history["to_status"] == LOST)].median()
    assert lost > 1.5 * stay[at_work & (history["to_status"] != LOST)].median()


def test_there_are_skips_returns_and_ends_taken_back(department: Department) -> None:
    codes = {status: code for code, status in enumerate(STATUSES)}
    left = department.history["from_status"].map(codes)
    entered = department.history["to_status"].map(codes)
    assert ((left < 5) & (entered <= 5) & (entered > left + 1)).sum() > 300
    assert ((left < 5) & (entered < left)).sum() > 200
    assert ((left == 5) & (entered < 5)).sum() > 20
    assert ((left == 6) & (entered < 5)).sum() > 200


def test_work_has_its_weeks_its_hours_and_its_growth(department: Department) -> None:
    created, changed = department.deals["created"], department.history["changed_at"]
    assert (changed.dt.day_of_week < 5).all()
    assert changed.dt.hour.between(9, 19).all()
    weekend = (created.dt.day_of_week >= 5).mean()
    assert 0.08 < weekend < 0.2
    first, last = (
        (created.dt.year == 2024).sum(),
        ((created >= "2025-10-01") & (created.dt.year == 2025)).sum(),
    )
    assert last > 1.15 * first


def test_new_leads_wait_at_the_end_and_are_dropped_more_often_at_weekends(deals: pd.DataFrame) -> None:
    waiting = (deals["status"] == RUNGS[0]) & deals["first_touch"].isna()
    recent = deals["created"] >= END - pd.Timedelta(days=7)
    assert 40 <= waiting.sum() <= 200
    assert waiting[recent].mean() > 10 * waiting[~recent].mean() > 0
    dropped = (deals["status"] == LOST) & (deals["lost_from"] == RUNGS[0]) & deals["first_touch"].isna()
    weekend = deals["created"].dt.day_of_week >= 5
    assert dropped[weekend].mean() > 1.2 * dropped[~weekend].mean() > 0


def test_the_team_falls_behind_in_the_last_days(deals: pd.DataFrame) -> None:
    created = deals["created"]
    asked = deals[(created.dt.day_of_week < 5) & created.dt.hour.between(9, 15)]
    soon = asked["first_touch"] - asked["created"] <= pd.Timedelta(hours=3)
    last = asked["created"] >= END - pd.Timedelta(days=7)
    assert soon[last].mean() < 0.7 * soon[~last].mean()


def test_next_contacts_of_open_deals_are_partly_overdue_partly_missing(deals: pd.DataFrame) -> None:
    following = deals["next_contact"][deals["status"].isin(RUNGS[1:])]
    assert 0.05 < following.isna().mean() < 0.3
    assert 0.1 < (following < pd.Timestamp(AS_OF)).mean() < 0.4


# its truth


def _share(found: pd.Series) -> tuple[float, float]:
    """A share and its standard error."""
    share = float(found.mean())
    return share, float(np.sqrt(share * (1 - share) / len(found)))


def _truth(department: Department, manager: int, rung: int) -> float:
    truth = department.truth
    step = (
        (truth["manager"] == NAMES[manager])
        & (truth["from"] == RUNGS[rung])
        & (truth["to"] == STATUSES[rung + 1])
    )
    return float(truth["chance"][step].iloc[0])


def _moved(department: Department, manager: int, rung: int) -> pd.Series:
    """Of the mature deals a manager held from the rung on: whether they reached the next one."""
    deals = department.deals[
        (department.deals["created"] < MATURE) & (department.deals["manager"] == NAMES[manager])
    ]
    codes = {status: code for code, status in enumerate(STATUSES)}
    entered = department.history["to_status"].map(codes)
    reached = entered.where(entered <= 5, 0).groupby(department.history["id"]).max()
    reached = reached.reindex(deals["id"], fill_value=0)
    return reached[reached >= rung] > rung


@pytest.mark.parametrize("rung", [1, 2, 3])
@pytest.mark.parametrize("manager", range(NEWCOMER))
def test_what_happened_agrees_with_the_truth(department: Department, manager: int, rung: int) -> None:
    share, error = _share(_moved(department, manager, rung))
    # a manager's own mix of sources differs a little from the whole team's, hence the two points
    assert abs(share - _truth(department, manager, rung)) < 3.5 * error + 0.02


def test_the_weak_step_is_the_only_one(department: Department) -> None:
    others = [m for m in range(NEWCOMER) if m not in (WEAK_STEP, CLOSER)]
    for rung in range(5):
        own, usual = (
            _truth(department, WEAK_STEP, rung),
            np.mean([_truth(department, m, rung) for m in others]),
        )
        assert own < 0.7 * usual if rung == WEAK_RUNG else abs(own - usual) < 0.03
    share, error = _share(_moved(department, WEAK_STEP, WEAK_RUNG))
    assert share + 3 * error < 0.9 * min(_share(_moved(department, m, WEAK_RUNG))[0] for m in others)


def test_the_strengths_of_managers_show(deals: pd.DataFrame) -> None:
    by = (
        deals[deals["created"] < MATURE].groupby("manager")["won"].agg(["size", "mean"]).loc[NAMES[:NEWCOMER]]
    )
    assert by["mean"].idxmax() == NAMES[CLOSER]
    assert by["mean"].idxmin() == NAMES[WEAK_STEP]
    assert by["size"].idxmin() == NAMES[CLOSER]
    assert by["size"].idxmax() == NAMES[VOLUME]
    newcomer = deals[deals["manager"] == NAMES[NEWCOMER]]
    assert newcomer["created"].min() >= pd.Timestamp(NEWCOMER_SINCE)
    assert 50 < len(newcomer) < 250


def test_one_source_only_looks_worse_and_one_is(department: Department, deals: pd.DataFrame) -> None:
    truth = department.source_truth.set_index("source")["chance"]
    crude = deals[deals["created"] < MATURE].groupby("source")["won"].mean()
    plain, looks, worse = SOURCES[0].name, SOURCES[LOOKS_WORSE].name, SOURCES[TRULY_WORSE].name
    assert truth[looks] == truth[plain]
    assert crude[looks] < 0.9 * crude[plain]
    same = deals[(deals["created"] < MATURE) & (deals["manager"] == NAMES[WEAK_STEP])].groupby("source")[
        "won"
    ]
    assert abs(same.mean()[looks] - same.mean()[plain]) < 0.03
    assert truth[worse] < 0.6 * truth[plain]
    assert crude.idxmin() == worse


def test_money_is_plausible(department: Department, deals: pd.DataFrame) -> None:
    amount = deals["amount"].dropna()
    assert (amount >= 5_000).all()
    assert deals[deals["won"]]["amount"].notna().mean() > 0.95
    medians = deals.groupby("source")["amount"].median()
    assert medians.idxmax() == "Рекомендации"
    assert medians.idxmin() == SOURCES[TRULY_WORSE].name
    assert set(department.spend["source"]) == {s.name for s in SOURCES if s.lead_cost}
    assert len(department.spend) == 24 * 3
    assert len(department.plan) == 24 * 5 + 2
    revenue = deals["amount"][deals["won"]].sum()
    assert 0.9 < department.plan["amount"].sum() / revenue < 1.4
