"""What each manager works by, volume or depth, and the step where he has most to gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.visits import Visits
from addin.metrics.comparison import expected_of
from addin.metrics.conversion import Columns, Floats
from addin.metrics.depth import depth
from addin.metrics.horizon import Window

VOLUME_RATIO = 1.25
"""Works by volume: takes at least this many times the team's median of leads a week."""
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Step:
    """A step of one manager, for the words about it."""

    start: str
    end: str
    rate: float
    expected: float
    followed: int
    verdict: str


@dataclass(frozen=True)
class StepHighlights:
    """The steps of one manager worth a word; ``None`` where there is nothing to say."""

    growth: Step | None
    strongest: Step | None
    weakest: Step | None


def managers(
    visits: Visits, table: pd.DataFrame, taken: pd.DataFrame, horizon: int, window: Window
) -> tuple[pd.DataFrame, dict[str, StepHighlights]]:
    """One row a named manager with leads in the window, by name; and what to say of each.

    Args:
        visits: visits or grouped visits.
        table: :func:`conversion_by` manager, same horizon and window.
        taken: ``manager, week`` (any label), ``n``: leads of the window each manager took, by ISO week.
        horizon: H in days.
        window: days of entry that count.

    Returns:
        ``manager, leads, taken, taken_per_week, volume_ratio`` (to the team's median), ``mature_leads,
        wins, wins_expected, depth`` (wins over wins expected, with the exact 95 % interval ``depth_low``,
        ``depth_high``), ``style`` (volume, depth, both, neither_clear or None), ``growth_wins`` (wins a
        month to gain).
    """
    columns = {str(name): values.to_numpy() for name, values in table.items()}
    named = columns["manager"] != ""
    own = named & (columns["step"] == columns["step"].max(initial=0))
    names = [str(name) for name in columns["manager"][own]]
    out: Columns = {"manager": columns["manager"][own], "leads": columns["entered"][own]}
    out |= _volume(taken, names) | depth(visits, names, horizon, window)
    steps = {name: values[named] for name, values in columns.items()}
    gains, highlights = _growth(visits, steps, horizon, window)
    style = pd.Series(_style(out), dtype=object)
    growth = np.array([gains.get(name, np.nan) for name in names], float)
    found = pd.DataFrame({**out, "style": style, "growth_wins": growth})
    return found, {name: highlights[name] for name in names}


def _volume(taken: pd.DataFrame, names: list[str]) -> Columns:
    place = pd.Index(names, dtype=object).get_indexer(pd.Index(taken["manager"], dtype=object))
    some = (place >= 0) & (taken["n"].to_numpy() > 0)
    size = len(names)
    count = np.bincount(place[some], taken["n"].to_numpy()[some], size).astype(float)
    week = pd.factorize(taken["week"])[0][some]
    weeks = np.bincount(np.unique(place[some] + week * size) % max(size, 1), minlength=size)
    per_week = count / np.where(weeks > 0, weeks, np.nan)
    known = per_week[~np.isnan(per_week)]
    median = float(np.median(known)) if len(known) > 1 else np.nan
    ratio = per_week / median if median > 0 else np.full(size, np.nan)
    return {"taken": count, "taken_per_week": per_week, "volume_ratio": ratio}


def _style(out: Columns) -> list[str | None]:
    volume, depth = out["volume_ratio"] >= VOLUME_RATIO, out["depth_low"] > 1
    judged = ~np.isnan(out["volume_ratio"]) | ~np.isnan(out["depth"])
    words = np.select([volume & depth, volume, depth], ["both", "volume", "depth"], "neither_clear")
    return [str(word) if known else None for word, known in zip(words, judged, strict=True)]


def _growth(
    visits: Visits, steps: Columns, horizon: int, window: Window
) -> tuple[dict[str, float], dict[str, StepHighlights]]:
    """Wins a month to gain at the weak step where that is most, and the steps worth a word."""
    won = len(visits.ladder) - 1
    months = max(min(window.last, visits.as_of_day) - _first_day(visits, window) + 1, 1) / DAYS_A_MONTH
    neighbours = {name: values[steps["step"] < won] for name, values in steps.items()}
    weak = neighbours["verdict"] == "weak"
    # few steps are weak, and the way on is asked for from the rungs they lead to alone
    rungs = sorted({int(step) + 1 for step in neighbours["step"][weak]})
    onward = {rung: _others_to_won(visits, rung, horizon, window) for rung in rungs if rung < won}
    gain = np.where(weak, _gains(neighbours, months, onward, visits.managers), np.nan)
    p_weak, p_strong = neighbours["p_weak"], neighbours["p_strong"]
    above = p_strong > p_weak  # a step is his strongest or his weakest, never both
    judged = pd.notna(neighbours["verdict"])
    best, strongest, weakest = (
        _highest(neighbours, key)
        for key in (
            gain,
            np.where(judged & above, p_strong, np.nan),
            np.where(judged & ~above, p_weak, np.nan),
        )
    )
    whole = _weak_whole_ways(steps, won)
    highlights = {}
    for name in dict.fromkeys(map(str, neighbours["manager"])):
        growth, strong, weak_step = (_step(neighbours, of.get(name)) for of in (best, strongest, weakest))
        if weak_step is None or weak_step.verdict != "weak":
            weak_step = whole.get(name, weak_step)
        highlights[name] = StepHighlights(growth, strong, weak_step)
    return {name: float(gain[best[name]]) if name in best else np.nan for name in highlights}, highlights


def _weak_whole_ways(steps: Columns, won: int) -> dict[str, Step]:
    """Manager → the way from the first stage to won, where he is proven weak on it, though on no step."""
    rows = np.flatnonzero((steps["step"] == won) & (steps["verdict"] == "weak"))
    ways = (_step(steps, int(row)) for row in rows)
    return {str(steps["manager"][row]): way for row, way in zip(rows, ways, strict=True) if way}


def _gains(steps: Columns, months: float, onward: dict[int, Floats], managers: list[str]) -> Floats:
    """The wins a month to gain at each step; NaN where they are not known.

    Args:
        onward: rung → per manager the others' chance to win from it; from the last rung it is 1.
    """
    with np.errstate(invalid="ignore", divide="ignore"):  # of all who entered those are real customers
        share = np.where(steps["rate_target"] > 0, steps["rate"] / steps["rate_target"], 1.0)
    codes = pd.Index(managers).get_indexer(pd.Index(steps["manager"]))
    chance = np.ones(len(codes))
    for rung, ways in onward.items():
        here = steps["step"] + 1 == rung
        chance[here] = ways[codes[here]]
    gain = steps["entered"] * share / months * (steps["expected"] - steps["shrunk_rate"]) * chance
    return np.where(np.isfinite(gain), gain, np.nan)


def _highest(steps: Columns, key: Floats) -> dict[str, int]:
    """Manager → the row where ``key`` is highest, the first of equal ones; none where it is not known."""
    found: dict[str, int] = {}
    for row in np.flatnonzero(~np.isnan(key)):
        name = str(steps["manager"][row])
        if name not in found or key[row] > key[found[name]]:
            found[name] = int(row)
    return found


def _first_day(visits: Visits, window: Window) -> int:
    entered = visits.first_to_won()["entered"].to_numpy()
    known = entered[entered >= max(window.first, 0)]
    return max(window.first, int(known.min())) if len(known) else window.first


def _others_to_won(visits: Visits, rung: int, horizon: int, window: Window) -> Floats:
    """Per manager the others' chance to win from a rung within H."""
    named = np.array(visits.managers, dtype=object) != ""
    return expected_of(visits, (rung, len(visits.ladder) - 1), horizon, window, "manager", named, "rate")


def _step(steps: Columns, row: int | None) -> Step | None:
    if row is None:
        return None
    return Step(
        str(steps["from"][row]),
        str(steps["to"][row]),
        float(steps["rate_target"][row]),
        float(steps["expected"][row]),
        int(steps["followed"][row]),
        str(steps["verdict"][row]),
    )
