"""What is said to have changed in departments of known truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from addin.metrics.calendar import month_name
from addin.metrics.changes import Change
from addin.report.build import build
from addin.settings import Settings
from tests.metrics.worlds import WORLDS, World
from tools.manager_evidence import figures

LATER = dt.date(2026, 1, 10)
"""Four months after the change of September 2025."""


def said(world: World, seed: int, day: dt.date = LATER) -> list[Change]:
    return figures(world.draw(seed), day).changes


@pytest.mark.parametrize(
    ("name", "of", "ratio"),
    [("training lifts conversion", "conversion", 2.0), ("prices up by half", "price", 1.5)],
)
def test_a_change_is_named_with_its_month_and_size(name: str, of: str, ratio: float) -> None:
    found = said(WORLDS[name], 1)
    assert [each.of for each in found] == [of]
    assert month_name(found[0].month) == "2025-09"
    assert found[0].ratio == pytest.approx(ratio, rel=0.25)
    assert 0.5 < found[0].share <= 1


def test_it_is_found_two_months_on() -> None:
    assert [each.of for each in said(WORLDS["training lifts conversion"], 0, dt.date(2025, 11, 1))] == [
        "conversion"
    ]


@pytest.mark.parametrize(
    "world",
    [
        World(),
        World(wobble=0.3),
        WORLDS["a week of four times the leads"],
        WORLDS["push at month's end"],
        WORLDS["weekends and holidays"],
    ],
    ids=["nothing changes", "months wobble", "burst", "push", "working days"],
)
def test_nothing_is_said_where_no_level_moved(world: World) -> None:
    assert said(world, 2) == []


def test_a_new_level_of_leads_is_told_from_a_season() -> None:
    """Half as many leads again since October; and a wave that came a year before too."""
    data = World().draw(3)
    created = data.deals["created"]
    rng = np.random.default_rng(0)
    kept = (created >= "2025-10-01") | pd.Series(rng.random(len(created)) < 0.6)
    fewer = replace(data, deals=data.deals[kept.to_numpy()])
    fewer = replace(fewer, history=data.history[data.history["id"].isin(fewer.deals["id"])])
    found = [each for each in figures(fewer, dt.date(2026, 2, 1)).changes if each.of == "leads"]
    assert [month_name(each.month) for each in found] == ["2025-10"]
    season = World(season=0.35)
    assert [each for each in said(season, 3, dt.date(2026, 5, 10)) if each.of == "leads"] == []


def test_the_summary_says_it_in_both_languages() -> None:
    data = WORLDS["prices up by half"].draw(1)
    english = "A proven change: sums of deals since 2025-09-01 are 15"
    russian = "Доказанная перемена: суммы сделок, созданных с 01.09.2025, – 15"
    for lang, start in (("en", english), ("ru", russian)):
        found = build(data, Settings(as_of=LATER, lang=lang), LATER).blocks["summary"].set_index("topic")
        assert str(found.loc["change", "text"]).startswith(start)
        assert len(found) <= 7
