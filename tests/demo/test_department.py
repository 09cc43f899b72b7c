"""The sample department: the same every time, in the ranges announced."""

from __future__ import annotations

import pandas as pd

from addin.demo.department import Department, simulate_department
from addin.demo.people import (
    AS_OF,
    FIRST_DAY,
    RUNGS,
    STATUSES,
)

END = pd.Timestamp(AS_OF) + pd.Timedelta(days=1)
LOST, NONTARGET = STATUSES[6:8]


def test_it_is_the_same_every_time_and_another_seed_gives_another(department: Department) -> None:
    again = simulate_department()
    for name in ("deals", "history", "spend", "plan", "stages", "truth", "source_truth"):
        pd.testing.assert_frame_equal(getattr(department, name), getattr(again, name))
    assert not simulate_department(1).deals["created"].equals(department.deals["created"])


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
