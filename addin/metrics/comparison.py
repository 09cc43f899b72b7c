"""Managers and sources side by side: their own rate, what others would get in their place, and a verdict.

Luck is taken out by a beta-binomial prior round what the others would get on the same mix; a verdict needs a
posterior probability of 0.95 (see :mod:`addin.metrics.shrinkage`).
"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.visits import Pair, Visits, stage_pairs
from addin.metrics.age_counts import AgeCounts
from addin.metrics.conversion import Columns, Floats, columns_of, count_visits, in_window, stacked
from addin.metrics.horizon import Window
from addin.metrics.month_spread import By, group_codes, months_of
from addin.metrics.shrinkage import shrink
from addin.metrics.standardise import expected_rates, visits_behind
from addin.parallel import run_all

ENOUGH_FOLLOWED = 20
"""A verdict needs at least this many followed visits."""
VERDICT_PROBABILITY = 0.95
"""A verdict needs at least this posterior probability."""
MOST_STRATA = 40
"""So many sources (or managers) are strata of their own; the smaller ones share one."""

COMPARED = ["shrunk_rate", "expected", "p_weak", "p_strong"]


def conversion_by(visits: Visits, horizon: int, window: Window, by: By) -> pd.DataFrame:
    """One row a manager (or source) and pair of stages, groups by name.

    Managers are compared on the rate among real customers (``rate_target``), with the sources of their
    visits as strata; sources on ``rate``, with managers as strata. Deals without a manager or source are a
    row of their own, but nobody is measured against them and they get no verdict.

    Returns:
        ``by`` (the name), ``from``, ``to``, the columns of :func:`measures`, ``shrunk_rate, expected,
        p_weak, p_strong`` (0 to 1 or NaN) and ``verdict`` (weak, strong, unclear or None).
    """
    names = visits.managers if by == "manager" else visits.sources
    steps = stage_pairs(len(visits.ladder))
    jobs = [partial(_compared, visits, *pair, horizon, window, by) for pair in steps]
    parts = run_all(jobs, len(visits.ids))
    found, size = stacked(parts), len(names)
    present = found["entered"].reshape(len(steps), size).sum(axis=0) > 0
    # groups by name, the steps of each in their order
    order = np.arange(len(steps) * size).reshape(len(steps), size).T[present].ravel()
    step, group = np.divmod(order, max(size, 1))
    ends = np.array([[visits.ladder[end] for end in pair] for pair in steps], dtype=object)
    return pd.DataFrame(
        {
            by: np.array(names, dtype=object)[group],
            "from": ends[step, 0],
            "to": ends[step, 1],
            "step": step,
            **_frame({name: values[order] for name, values in found.items()}),
        }
    )


def compare_pair(
    visits: Visits, stage: int, target: int, horizon: int, window: Window, by: By
) -> pd.DataFrame:
    """One row a group of any pair of stages, by the code of manager or source: see :func:`conversion_by`."""
    return pd.DataFrame(_frame(_compared(visits, stage, target, horizon, window, by)))


def _frame(columns: Columns) -> dict[str, Any]:
    """The columns as a frame takes them: a verdict there is none of is None."""
    verdict = pd.Series([str(word) or None for word in columns["verdict"]], dtype=object)
    return {**columns, "verdict": verdict}


def _compared(visits: Visits, stage: int, target: int, horizon: int, window: Window, by: By) -> Columns:
    """The measures of a pair with the comparison; ``verdict`` is "" where there is none."""
    table = columns_of(visits, stage, target, horizon, window, by)
    names = np.array(visits.managers if by == "manager" else visits.sources, dtype=object)
    named = names != ""
    rated = named & np.isfinite(table["rate"])
    if rated.sum() < 2:
        none = np.full(len(names), np.nan)
        return table | dict.fromkeys(COMPARED, none) | {"verdict": np.full(len(names), "")}
    kind: Literal["rate", "target"] = "target" if by == "manager" else "rate"
    rows, days = in_window(visits.of(stage, target), window), (visits.as_of_day, horizon)
    counts = _by_stratum(rows, by, len(names), days)
    expected = expected_rates(counts, use=named, kind=kind)
    own, n = table["rate_target" if kind == "target" else "rate"], table[f"{kind}_n"]
    months = months_of(visits.of(stage, target), rows, by, window, days, use=named, against_all=True)
    behind = visits_behind(counts.entered, named) * _told(n, counts.entered, named)
    sure, sure_due = months.certain(own, n), months.certain_of_others(expected, behind)
    own, sure, due, sure_due = (np.where(rated, of, np.nan) for of in (own, sure, expected, sure_due))
    found = shrink(own, sure, due, sure_due)
    enough = rated & (table["followed"] >= ENOUGH_FOLLOWED) & np.isfinite(found.rate)
    weak, strong = found.p_weak >= VERDICT_PROBABILITY, found.p_strong >= VERDICT_PROBABILITY
    return table | {
        "shrunk_rate": found.rate,
        "expected": due,
        "p_weak": np.where(enough, found.p_weak, np.nan),
        "p_strong": np.where(enough, found.p_strong, np.nan),
        "verdict": np.select([enough & weak, enough & strong, enough], ["weak", "strong", "unclear"], ""),
    }


def expected_of(
    visits: Visits,
    pair: Pair,
    horizon: int,
    window: Window,
    by: By,
    use: npt.NDArray[np.bool_],
    kind: Literal["rate", "target"],
) -> npt.NDArray[np.float64]:
    """What the others would get on each group's mix of the other dimension; 0 to 1, NaN without others."""
    groups = len(visits.managers if by == "manager" else visits.sources)
    rows = in_window(visits.of(*pair), window)
    return expected_rates(_by_stratum(rows, by, groups, (visits.as_of_day, horizon)), use=use, kind=kind)


def _by_stratum(rows: pd.DataFrame, by: By, groups: int, days: tuple[int, int]) -> AgeCounts:
    """Visits by group, stratum of the other dimension, and age; ``days``: T and H."""
    strata, size = _strata(rows, "source" if by == "manager" else "manager")
    return count_visits(rows, group_codes(rows, by) * size + strata, (groups, size), *days)


def _told(n: Floats, entered: Floats, use: npt.NDArray[np.bool_]) -> float:
    """How much visits tell of what they would if all were followed for H days: young ones do in part."""
    return float(min(np.nansum(n[use]) / max(entered[use].sum(), 1.0), 1.0))


def _strata(rows: pd.DataFrame, of: By) -> tuple[npt.NDArray[np.int64], int]:
    """The stratum of each row and how many there are; beyond the largest, the small ones share the last."""
    codes = rows[of].to_numpy(dtype=np.int64)
    weight = np.bincount(codes, rows["n"].to_numpy())
    rank = np.empty(len(weight), np.int64)
    rank[np.argsort(-weight, kind="stable")] = np.arange(len(weight))
    stratum = np.minimum(rank, MOST_STRATA - 1)
    return stratum[codes], min(max(len(weight), 1), MOST_STRATA)
