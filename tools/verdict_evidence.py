"""How verdicts, limits of rates and what cohorts still bring do in departments that change.

``python -m tools.verdict_evidence`` prints the tables of ``docs/method.md``.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from addin.deals.asof import Deals, cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import Timeline, build_timeline
from addin.deals.visits import Outcome, Visits, visits
from addin.metrics import cohorts, comparison, conversion, intake, managers, sources
from addin.metrics.calendar import month_name, month_of
from addin.metrics.horizon import auto_horizon, window_of
from addin.metrics.leads import leads_of
from addin.report.money_tables import daily_spend
from tests.make import table
from tests.metrics.departments import Market
from tests.metrics.worlds import WORLDS, World

TODAY = dt.date(2030, 12, 31)
DEPARTMENTS = 40
SOURCE_DEPARTMENTS = 200
"""So many tell a share of a tenth within four points."""
H = 60
ALIKE, WEAK = (0.0,) * 4, (0.0, 0.0, 0.0, -0.8)

TEAMS: dict[str, World] = {
    "all alike": World(),
    "all alike, 20 leads a day": World(per_day=20.0),
    "two alike": World(skill=ALIKE[:2]),
    "two alike, 20 a day": World(skill=ALIKE[:2], per_day=20.0),
    "months wobble by 0.2, 20 a day": World(wobble=0.2, per_day=20.0),
    "months wobble by 0.3": World(wobble=0.3),
    "months wobble by 0.3, 20 a day": World(wobble=0.3, per_day=20.0),
    "one weaker by 0.8": World(skill=WEAK),
    "one weaker by 0.8, 20 a day": World(skill=WEAK, per_day=20.0),
}
"""Kind of team → the department: about eight leads a day if nothing else is said."""

SAME = ((0.0, 0.0),) * 5
SOURCES: dict[str, tuple[World, bool]] = {
    "five alike": (World(per_day=25.0, source_shift=SAME), False),
    "quality wobbles by 0.2": (World(per_day=25.0, source_shift=SAME, source_wobble=0.2), False),
    "quality wobbles by 0.3": (World(per_day=25.0, source_shift=SAME, source_wobble=0.3), False),
    "bad two years ago, good now": (
        World(months=44, per_day=25.0, source_shift=((-0.8, 0.0), *SAME[:3])),
        True,
    ),
    "by far the worst for six months": (
        World(months=26, per_day=25.0, source_shift=((0.0, -1.2), *SAME[:3])),
        True,
    ),
    "worse by 0.35": (World(per_day=25.0, source_shift=((-0.35, -0.35), *SAME[:4])), True),
    "worse by 0.35, all wobble by 0.3": (
        World(per_day=25.0, source_shift=((-0.35, -0.35), *SAME[:4]), source_wobble=0.3),
        True,
    ),
    "a ratio of 0.97, 100 leads a day": (
        World(per_day=100.0, source_shift=((-0.025, -0.025), *SAME[:2])),
        True,
    ),
}
"""Case → the department, and whether its first source is the one in question."""

RATES: dict[str, tuple[Market, int]] = {
    "6,000 leads, months alike": (Market(per_day=8.0, growth=1.0, mood=0.0, months=29), 40),
    "6,000 leads, months differ by 0.1": (Market(per_day=8.0, growth=1.0, mood=0.1, months=29), 40),
    "45,000 leads, months alike": (Market(per_day=60.0, growth=1.0, mood=0.0, months=29), 20),
    "45,000 leads, months differ by 0.1": (Market(per_day=60.0, growth=1.0, mood=0.1, months=29), 20),
    "290,000 leads, months differ by 0.1": (Market(per_day=400.0, growth=1.0, mood=0.1, months=29), 10),
}
"""Kind of department → how it lives, five months longer than it is looked at; how many are drawn."""
AFTER = 5

COHORTS = (
    *("nothing changes", "push at month's end", "weekends and holidays", "a week of four times the leads"),
    *("training lifts conversion", "slower decline", "slow decline"),
)
"""Worlds whose cohorts are looked at."""


def known(data: Dataset, as_of: dt.date | None = None) -> tuple[Deals, Timeline, Visits]:
    """A department as known on a day, by default the last."""
    deals = cut(data, as_of, "", TODAY)
    timeline = build_timeline(deals)
    return deals, timeline, visits(timeline)


def month_end(months: int) -> dt.date:
    """The last day of the records' month of this number."""
    return pd.Timestamp(np.datetime64("2024-01", "M") + months).date() - dt.timedelta(days=1)


def judged(world: World, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The steps of each manager of one department, and the managers."""
    deals, timeline, found = known(world.draw(seed))
    horizon = auto_horizon(found).days
    window = window_of(None, horizon, found.as_of_day)
    steps = comparison.conversion_by(found, horizon, window, "manager")
    leads = leads_of(deals, timeline)
    taken = intake.taken_by_week(leads.select(leads.created >= window.first))
    return steps, managers.managers(found, steps, taken, horizon, window)[0]


def teams(count: int = DEPARTMENTS, names: tuple[str, ...] = tuple(TEAMS)) -> Iterator[list[str]]:
    """Departments with a false verdict, with a false depth, and in which the weak first step is found."""
    for name in names:
        world = TEAMS[name]
        weak = f"Manager {len(world.skill)}" if min(world.skill) < 0 else ""
        false, deep, caught = [], [], []
        for seed in range(count):
            steps, people = judged(world, seed)
            his = steps["manager"] == weak
            expected = np.where(his, "weak", "strong" if weak else "")
            told = steps["verdict"].isin(["weak", "strong"])
            false.append((told & (steps["verdict"] != expected)).any())
            deep.append((people["depth_low"][people["manager"] != weak] > 1).any())
            caught.append((his & (steps["step"] == 1) & (steps["verdict"] == "weak")).any())
        depth = "–" if weak else f"{np.mean(deep):.0%}"
        yield [name, f"{count}", f"{np.mean(false):.0%}", depth, f"{np.mean(caught):.0%}" if weak else "–"]


def sources_of(world: World, seed: int) -> pd.DataFrame:
    """The sources of one department, by name."""
    deals, timeline, _ = known(world.draw(seed))
    none = daily_spend(table("spend", []), timeline.as_of_day)
    found = sources.sources(leads_of(deals, timeline), timeline, none, sources.Terms(1.0, 0.0, H))
    return found.set_index("source")


def accused(count: int = SOURCE_DEPARTMENTS, names: tuple[str, ...] = tuple(SOURCES)) -> Iterator[list[str]]:
    """Departments in which the source in question is called low, and in which any other is."""
    for name in names:
        world, suspected = SOURCES[name]
        tables = [sources_of(world, seed) for seed in range(count if world.per_day < 100 else count // 20)]
        low = pd.DataFrame([of["verdict"].eq("low_conversion") for of in tables])
        ratio = np.mean([of.loc["source 1", "adjusted_ratio"] for of in tables])
        first = low.pop("source 1") if suspected else None
        named = ["–", "–"] if first is None else [f"{ratio:.2f}", f"{first.mean():.0%}"]
        yield [name, f"{len(low)}", *named, f"{low.any(axis=1).mean():.0%}"]


def rates(cases: Mapping[str, tuple[Market, int]] = RATES) -> Iterator[list[str]]:
    """How often limits hold the rate of many months, and what became of the window's own visits."""
    for name, (market, count) in cases.items():
        tables, own = [], []
        for seed in range(count):
            data = market.draw(seed)
            later, found = known(data)[2], known(data, month_end(market.months - AFTER))[2]
            window = window_of(None, H, found.as_of_day)
            tables.append(conversion.conversion(found, H, window)[["low", "high"]].to_numpy())
            own.append([_came(conversion.in_window(rows, window)) for rows in _shown(later)])
        limits, realised = np.array(tables), np.array(own)
        cells = [_held(limits, truth) for truth in (realised.mean(axis=0), realised)]
        yield [name, f"{count}", *cells, f"{(limits[..., 1] - limits[..., 0]).mean():.3f}"]


def _shown(found: Visits) -> list[pd.DataFrame]:
    height = len(found.ladder)
    return [found.of(k, k + 1) for k in range(height - 1)] + [found.first_to_won()]


def _came(rows: pd.DataFrame) -> float:
    return float(((rows["outcome"] == Outcome.ADVANCED) & (rows["left"] - rows["entered"] <= H)).mean())


def _held(limits: np.ndarray, truth: np.ndarray) -> str:
    return f"{((limits[..., 0] <= truth) & (truth <= limits[..., 1])).mean():.2f}"


def to_come(world: World, seed: int, months: range = range(19, 28)) -> pd.DataFrame:
    """What each cohort was to bring at the end of some months, its limits, and what it brought."""
    data, parts = world.draw(seed), []
    later = known(data)[2].first_to_won()
    for number in months:
        found = known(data, month_end(number))[2]
        rows = cohorts.cohorts(found, H, window_of(None, H, found.as_of_day)).set_index("month")
        won = (later["outcome"] == Outcome.ADVANCED) & (later["left"] - later["entered"] <= H)
        won &= (later["left"] > found.as_of_day) & (later["entered"] <= found.as_of_day)
        came = won.groupby(month_of(later["entered"].to_numpy())).sum()
        came.index = [month_name(int(index)) for index in came.index]
        parts.append(rows.assign(came=came.reindex(rows.index).fillna(0), at=number))
    every = pd.concat(parts)
    return every[every["to_come"] > 0.5]


def ahead(count: int = 10, names: tuple[str, ...] = COHORTS) -> Iterator[list[str]]:
    """How often the limits of what cohorts were to bring held, and the bias."""
    for name in names:
        rows = pd.concat([to_come(WORLDS[name], seed) for seed in range(count)])
        held = (rows["to_come_low"] <= rows["came"]) & (rows["came"] <= rows["to_come_high"])
        bias = rows["to_come"].sum() / rows["came"].sum() - 1
        yield [name, f"{len(rows)}", f"{held.mean():.2f}", f"{bias:+.0%}".replace("-", "−")]


TABLES: dict[str, Callable[[], Iterator[list[str]]]] = {
    "Team": teams,
    "Sources": accused,
    "Rates": rates,
    "Cohorts": ahead,
}
"""First heading of each table → its rows."""

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(TABLES)
    for heading in wanted:
        for row in TABLES[heading]():
            sys.stdout.write(f"| {' | '.join(row)} |\n")
            sys.stdout.flush()
        sys.stdout.write("\n")
