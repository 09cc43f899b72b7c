"""The first page: the month against its plan, its change against last month, managers, whom to call."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.report.build import Report, build
from addin.report.layout_monday import CALLS, PEOPLE
from addin.settings import resolve
from tests.make import TODAY, table
from tests.random_deals import random_dataset

NAMES = [f"Manager {chr(65 + k)}" for k in range(12)]


def report(data: Dataset, plan: float = 0.0, **options: str) -> Report:
    rows = [{"month": dt.date(2026, 6, 1), "manager": "", "amount": plan}] if plan else []
    settings = resolve({"as_of": "2026-06-20", **options}, {}, {}, "en")
    return build(replace(data, plan=table("plan", rows)), settings, TODAY)


@pytest.fixture(scope="module")
def large() -> Report:
    """A department of more managers than have a line of their own."""
    return report(random_dataset(900, 3, managers=[*NAMES, ""]), plan=1e9)


def test_the_bar_is_that_of_needed(large: Report) -> None:
    bar, month = large.blocks["plan_bar"], large.blocks["needed"].iloc[0]
    assert bar["what"].tolist() == ["Sold", "Forecast", "Plan"]
    assert bar["amount"].tolist() == [month["sold"], month["expected"], month["plan"]]
    assert bar["amount"].iloc[1] + bar["above"].iloc[1] == pytest.approx(month["high"])
    assert "chance to make the plan" in bar["comment"].iloc[1]
    assert "still to sell" in bar["comment"].iloc[2]


def test_the_board_shows_everybody_then_eight_then_the_others_and_adds_up(large: Report) -> None:
    board = large.blocks["top_scoreboard"]
    assert len(board) == PEOPLE + 2
    assert board["manager"].iloc[-1] == "5\u00a0others"
    for column in ("sold", "leads", "untouched", "overdue", "no_next_step", "stale", "at_stake"):
        assert board[column].iloc[1:].sum() == pytest.approx(board[column].iloc[0]), column


def test_three_deals_to_call_of_each_manager_shown_and_how_many_more(large: Report) -> None:
    calls, every = large.blocks["top_calls"], large.blocks["to_call"]
    expected: list[tuple[str, str | None]] = []
    for name in large.blocks["top_scoreboard"]["manager"].iloc[1:-1]:
        own = every["id"][every["manager"] == name].tolist()
        more = f"{len(own) - CALLS}\u00a0more" if len(own) > CALLS else None
        expected += zip(own, [name, more, None][: min(len(own), CALLS)], strict=False)
    told = zip(calls["id"], calls["manager"].where(calls["manager"].notna(), None), strict=True)
    assert list(told) == expected
    assert sum(name is not None for _, name in expected) > PEOPLE


def test_the_tiles_compare_with_the_same_day_of_last_month(large: Report) -> None:
    tile, trend = large.blocks["tiles"].iloc[0], large.blocks["trend"]
    now, before = trend["leads_so_far"].iloc[-1], trend["leads_so_far"].iloc[-2]
    assert tile["leads_so_far"] == now
    assert f"{abs(now - before):.0f}: {before:.0f} on 2026-05-20" in tile["leads_note"]


def test_without_dates_bounds_stand_large_and_nothing_is_made_up() -> None:
    found = report(random_dataset(300, 2, history=False, dates=False)).blocks
    assert found["tiles"][["conversion", "conversion_note"]].iloc[0].tolist() == [
        "30%",
        "not known exactly: bounds only",
    ]
    assert pd.isna(found["plan_bar"]["amount"].iloc[2])
    assert found["plan_bar"]["comment"].iloc[2] == "no plan for the month"
    assert np.isnan(found["plan_bar"]["amount"].iloc[2])
