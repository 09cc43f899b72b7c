"""What each manager works by, volume or depth, and the step where he has most to gain."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.visits import Outcome, Visits
from addin.metrics.comparison import expected_of
from addin.metrics.conversion import in_window
from addin.metrics.horizon import Window
from addin.metrics.proportions import poisson_interval

VOLUME = 1.25
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
class Portrait:
    """The words' raw material for one manager; ``None`` where there is nothing to say."""

    growth: Step | None
    strongest: Step | None
    weakest: Step | None


def managers(
    visits: Visits, table: pd.DataFrame, taken: pd.DataFrame, horizon: int, window: Window
) -> tuple[pd.DataFrame, dict[str, Portrait]]:
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
    own = table[(table["manager"] != "") & (table["step"] == table["step"].max())].set_index("manager")
    names = list(own.index)
    out = pd.DataFrame({"manager": names, "leads": own["entered"].to_numpy()})
    out = out.merge(_volume(taken, names), on="manager", how="left")
    out = out.merge(_depth(visits, horizon, window), on="manager", how="left")
    out["style"] = _style(out)
    steps = table[(table["manager"] != "")]
    gains, portraits = _growth(visits, steps, horizon, window)
    out["growth_wins"] = [gains.get(name, np.nan) for name in names]
    return out, {name: portraits[name] for name in names}


def _volume(taken: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    some = taken[taken["manager"].isin(names) & (taken["n"] > 0)]
    by_manager = some.groupby("manager").agg(taken=("n", "sum"), weeks=("week", "nunique"))
    by_manager = by_manager.reindex(names)
    per_week = (by_manager["taken"] / by_manager["weeks"]).to_numpy(dtype=float)
    known = per_week[~np.isnan(per_week)]
    median = float(np.median(known)) if len(known) > 1 else np.nan
    return pd.DataFrame(
        {
            "manager": names,
            "taken": by_manager["taken"].fillna(0).to_numpy(dtype=float),
            "taken_per_week": per_week,
            "volume_ratio": per_week / median if median > 0 else np.full(len(names), np.nan),
        }
    )


def _depth(visits: Visits, horizon: int, window: Window) -> pd.DataFrame:
    """Wins within H of mature leads against the others' rate on the same sources and months.

    Indirect standardisation (Breslow & Day 1987): the expected wins are the sum over strata of the
    manager's leads times the rate of all other named managers there; a stratum without others takes the
    others' rate of its source, or of all.
    """
    rows = in_window(visits.whole(), window)
    rows = rows[
        rows["usable"] & (rows["entered"] <= visits.last - horizon) & (rows["seen"] <= rows["entered"])
    ]
    named = np.array([name != "" for name in visits.managers], dtype=bool)
    rows = rows[named[rows["manager"].to_numpy()]]
    won = (rows["outcome"] == Outcome.ADVANCED) & (rows["left"] - rows["entered"] <= horizon)
    months = rows["entered"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    cells = (
        pd.DataFrame({"manager": rows["manager"], "source": rows["source"], "month": months})
        .assign(n=rows["n"], won=rows["n"] * won)
        .groupby(["manager", "source", "month"], as_index=False)[["n", "won"]]
        .sum()
    )
    rate = pd.Series(np.nan, index=cells.index)
    for strata in (["source", "month"], ["source"], []):
        rate = rate.fillna(_others(cells, strata))
    cells["expected"] = cells["n"] * rate
    totals = cells.groupby("manager")[["n", "won", "expected"]].sum(min_count=1)
    low, high = poisson_interval(totals["won"].to_numpy(dtype=float))
    expected = totals["expected"].to_numpy(dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        usable = np.where(expected > 0, expected, np.nan)
        return pd.DataFrame(
            {
                "manager": [visits.managers[code] for code in totals.index],
                "mature_leads": totals["n"].to_numpy(),
                "wins": totals["won"].to_numpy(),
                "wins_expected": expected,
                "depth": totals["won"].to_numpy() / usable,
                "depth_low": low / usable,
                "depth_high": high / usable,
            }
        )


def _others(cells: pd.DataFrame, strata: list[str]) -> pd.Series:
    """Per cell the rate of the other managers in its stratum; NaN where there are none."""
    counts = cells[["n", "won"]]
    whole = cells.groupby(strata)[["n", "won"]].transform("sum") if strata else counts * 0 + counts.sum()
    mine = cells.groupby(["manager", *strata])[["n", "won"]].transform("sum")
    rest = whole - mine
    return (rest["won"] / rest["n"].where(rest["n"] > 0)).astype(float)


def _style(out: pd.DataFrame) -> list[str | None]:
    volume = (out["volume_ratio"] >= VOLUME).to_numpy()
    depth = (out["depth_low"] > 1).to_numpy()
    judged = (out["volume_ratio"].notna() | out["depth"].notna()).to_numpy()
    words = np.select([volume & depth, volume, depth], ["both", "volume", "depth"], "neither_clear")
    return [str(word) if known else None for word, known in zip(words, judged, strict=True)]


def _growth(
    visits: Visits, steps: pd.DataFrame, horizon: int, window: Window
) -> tuple[dict[str, float], dict[str, Portrait]]:
    """Wins a month to gain at the weak step where that is most, and the steps worth a word."""
    won = len(visits.ladder) - 1
    months = max(min(window.last, visits.last) - _first_day(visits, window) + 1, 1) / DAYS_A_MONTH
    neighbours = steps[steps["step"] < won]
    weak = neighbours[neighbours["verdict"] == "weak"]
    # few steps are weak, and the way on is asked for from the rungs they lead to alone
    onward = {k: _others_to_won(visits, k, horizon, window) for k in sorted(set(weak["step"] + 1)) if k < won}
    gain = _gains(weak, months, onward, visits.managers)
    judged = neighbours[neighbours["verdict"].notna()]
    best = _steps(weak, gain)
    above = judged["p_strong"] > judged["p_weak"]  # a step is his strongest or his weakest, never both
    strongest, weakest = (
        _steps(judged, judged[key].where(side)) for key, side in (("p_strong", above), ("p_weak", ~above))
    )
    most = gain.groupby(weak["manager"]).max()
    names = [str(name) for name in neighbours["manager"].unique()]
    portraits = {name: Portrait(best.get(name), strongest.get(name), weakest.get(name)) for name in names}
    return {name: float(most.get(name, np.nan)) for name in names}, portraits


def _gains(
    weak: pd.DataFrame, months: float, onward: dict[int, npt.NDArray[np.float64]], managers: list[str]
) -> pd.Series:
    """The wins a month to gain at each weak step; NaN where they are not known.

    Args:
        onward: rung → per manager the others' chance to win from it; from the last rung it is 1.
    """
    share = (weak["rate"] / weak["rate_target"]).where(weak["rate_target"] > 0, 1.0)  # real customers
    codes = pd.Index(managers).get_indexer(pd.Index(weak["manager"]))
    chance = np.ones(len(weak))
    for rung, ways in onward.items():
        here = (weak["step"] + 1 == rung).to_numpy(dtype=bool)
        chance[here] = ways[codes[here]]
    gain = weak["entered"] * share / months * (weak["expected"] - weak["shrunk_rate"]) * chance
    return gain.where(np.isfinite(gain)).astype(float)


def _steps(table: pd.DataFrame, key: pd.Series) -> dict[str, Step]:
    """Manager → the step where ``key`` is highest, the first of equal ones; none where it is not known."""
    known = key.dropna()
    highest = table.loc[known.groupby(table["manager"]).idxmax()]
    return {str(row["manager"]): _step(row) for row in highest.to_dict("records")}


def _first_day(visits: Visits, window: Window) -> int:
    entered = visits.whole()["entered"]
    known = entered[entered >= max(window.first, 0)]
    return max(window.first, int(known.min())) if len(known) else window.first


def _others_to_won(visits: Visits, rung: int, horizon: int, window: Window) -> npt.NDArray[np.float64]:
    """Per manager the others' chance to win from a rung within H."""
    named = np.array(visits.managers, dtype=object) != ""
    return expected_of(visits, (rung, len(visits.ladder) - 1), horizon, window, "manager", named, "rate")


def _step(row: dict[Hashable, Any]) -> Step:
    return Step(
        str(row["from"]),
        str(row["to"]),
        float(row["rate_target"]),
        float(row["expected"]),
        int(row["followed"]),
        str(row["verdict"]),
    )
