"""Days in each stage: by hand, against plain quantiles, and honest where they cannot be told."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.deals.visits import visits
from addin.metrics import stage_times
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window
from tests.make import Row, dataset
from tests.metrics.examples import prepared
from tests.random_deals import random_dataset

ALL = Window(0, 10**6)
H = 30


def moved(days: list[int], end: str = "Demo", start: str = "2026-03-01", who: str = "Ann") -> Dataset:
    """Deals that go to Work on the day they are made and leave it for ``end`` after so many days each."""
    begin = dt.datetime.fromisoformat(start)
    deals: list[Row] = []
    history: list[Row] = []
    for k, stay in enumerate(days):
        name, at = f"{end}{start}{who}{k}", begin + dt.timedelta(days=stay)
        gone = at < dt.datetime(2026, 7, 1)
        deals.append({"id": name, "created": begin, "status": end if gone else "Work", "manager": who})
        known = {"id": name, "manager": who}
        history.append(known | {"changed_at": begin, "from_status": "New", "to_status": "Work"})
        if gone:
            history.append(known | {"changed_at": at, "from_status": "Work", "to_status": end})
    return dataset(deals, history)


def both(*parts: Dataset) -> Dataset:
    """The deals of several small departments in one."""
    frames = {name: pd.concat([getattr(part, name) for part in parts]) for name in ("deals", "history")}
    rows: dict[str, list[Row]] = {name: frame.to_dict("records") for name, frame in frames.items()}
    return dataset(rows["deals"], rows["history"])


def times(data: Dataset, by_manager: bool = False, window: Window = ALL, horizon: int = H) -> pd.DataFrame:
    deals, timeline = prepared(data)
    standing = stage_times.standing_deals(deals, timeline)
    by = "manager" if by_manager else None
    return stage_times.time_in_stage(visits(timeline), standing, horizon, window, by)


def work(data: Dataset) -> pd.Series:
    table = times(data)
    return table[table["stage"] == "Work"].iloc[0]


def test_days_by_hand() -> None:
    row = work(both(moved([2] * 3 + [5] * 4 + [9] * 2 + [20]), moved([25] * 4, "Lost")))
    assert (row["visits"], row["advanced_h"], row["followed"]) == (14, 10, 14)
    assert (row["days_half"], row["days_80"]) == (5, 9)
    assert row["half_low"] <= 5 <= row["half_high"]
    assert (row["end_half"], row["end_80"]) == (5, 25)
    assert (row["standing"], row["note"]) == (0, "")
    assert np.isnan(row["longest_days"])


def test_those_who_stand_now_are_counted_with_the_longest() -> None:
    row = work(both(moved([4] * 12), moved([999] * 2, start="2026-06-01"), moved([999], start="2026-05-31")))
    assert (row["standing"], row["longest_days"]) == (3, 30)


@pytest.mark.parametrize("seed", range(4))
def test_where_everyone_was_followed_they_are_the_plain_quantiles(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stays = rng.integers(0, 29, 40)
    row = work(both(moved(stays.tolist()), moved(rng.integers(0, 29, 15).tolist(), "Lost")))
    assert [row["days_half"], row["days_80"]] == [
        np.quantile(stays, share, method="inverted_cdf") for share in (0.5, 0.8)
    ]


def test_the_young_are_no_quick_ones() -> None:
    """Of the deals of the last days only the quick have finished; their finished stays are no sample."""
    old, young = moved([1] * 10 + [20] * 30), moved([1] * 10 + [999] * 30, start="2026-06-27")
    assert work(both(old, young))["days_half"] == 20
    finished = [1] * 20 + [20] * 30
    assert np.mean(finished) < 13


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (moved([999] * 3, start="2026-06-27"), "early"),
        (both(moved([3] * 9), moved([8] * 20, "Lost")), "few_advanced"),
        (moved([10] * 10 + [45] * 10), "slow"),  # half of those who go on do so after H
    ],
)
def test_days_that_cannot_be_told_are_empty_and_say_so(data: Dataset, note: str) -> None:
    row = work(data)
    assert row["note"] == note
    assert row[["days_half", "half_low", "half_high", "days_80", "d80_low", "d80_high"]].isna().all()


def test_without_dates_of_stages_there_are_no_days_but_deals_that_stand() -> None:
    rows = [
        {"id": f"d{k}", "created": "2026-05-01", "status": "Work", "status_changed": "2026-05-20"}
        for k in range(12)
    ]
    row = work(dataset(rows))
    assert row["note"] == "no_stage_dates"
    assert np.isnan(row["days_half"])
    assert (row["standing"], row["longest_days"]) == (12, 41)


def test_a_stage_that_most_jump_over_says_so() -> None:
    demo = times(moved([6] * 12, "Invoice")).set_index("stage").loc["Demo"]
    assert (demo["visits"], demo["days_half"], demo["note"]) == (12, 0, "skipped")


def test_losses_without_dates_leave_only_the_end_unknown() -> None:
    lost = [{"id": f"l{k}", "created": "2026-03-01", "status": "Lost"} for k in range(8)]
    row = work(both(moved([5] * 12), dataset(lost)))
    first = times(both(moved([5] * 12), dataset(lost))).set_index("stage").loc["New"]
    assert row["days_half"] == 5
    assert np.isnan(first["end_half"])


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_are_those_of_the_conversion_and_managers_sum(seed: int) -> None:
    data = random_dataset(400, seed)
    deals, timeline = prepared(data)
    found = visits(timeline)
    total, by_manager = times(data), times(data, by_manager=True)
    rates = conversion(found, H, ALL).iloc[:-1]
    assert total["visits"].tolist() == rates["entered"].tolist()
    assert total["advanced_h"].tolist() == rates["advanced_h"].tolist()
    for key in ("visits", "standing"):
        assert by_manager.groupby("stage")[key].sum().to_dict() == total.set_index("stage")[key].to_dict()
    longest = by_manager.groupby("stage")["longest_days"].max()
    pd.testing.assert_series_equal(
        longest.sort_index(), total.set_index("stage")["longest_days"].sort_index()
    )
    standing = stage_times.standing_deals(deals, timeline)
    assert (
        total["standing"].sum()
        == len(standing.rung)
        == deals.frame["status"].isin(timeline.ladder[:-1]).sum()
    )


def test_time_to_win_is_from_creation() -> None:
    data = moved([12] * 15 + [3] * 5, "Won")
    deals, timeline = prepared(data)
    waiting = stage_times.open_since_creation(deals, timeline)
    row = stage_times.time_to_win(visits(timeline), waiting, H, ALL).iloc[0]
    assert (row["visits"], row["advanced_h"], row["days_half"], row["days_80"]) == (20, 20, 12, 12)
    assert row["standing"] == 0
