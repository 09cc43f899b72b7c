"""Stage conversion: of those who entered a stage, how many moved on within the horizon.

The rate is the Aalen–Johansen cumulative incidence (Aalen & Johansen 1978) with loss and nontarget as
competing ends and T as censoring, so young visits are neither failures nor left out. Where stages have no
dates only bounds are known, and only bounds are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import is_in
from addin.deals.visits import Outcome, Visits, stage_pairs
from addin.metrics.age_counts import AgeCounts, count_ages
from addin.metrics.horizon import Window
from addin.metrics.incidence import aalen_johansen
from addin.metrics.month_spread import By, group_codes, months_of
from addin.metrics.proportions import effective_n, wilson
from addin.parallel import run_all

Floats = npt.NDArray[np.float64]
Columns = dict[str, npt.NDArray[Any]]
"""Columns by name: with hundreds of stages, frames that grow column by column take many seconds."""

ENOUGH_FOLLOWED = 10
"""With fewer visits followed for H days a rate is not shown."""
UNDATED = 0.05
"""Above this share of wins, or of visits, without usable dates a rate would rest on a selection: bounds are
given instead."""
_RATES = ("followed", "advanced_h", "rate", "low", "high", "rate_target", "rate_n", "target_n")
"""What only dates of stages tell; all but the counts are left out where they would rest on few."""


def conversion(visits: Visits, horizon: int, window: Window) -> pd.DataFrame:
    """One row a pair of stages: neighbours in order and, last, the first stage → won.

    Args:
        visits: visits or grouped visits.
        horizon: H in days.
        window: days of entry that count.

    Returns:
        ``from``, ``to`` (statuses) and the columns of ``measures``.
    """
    steps = stage_pairs(len(visits.ladder))
    parts = run_all(
        [partial(columns_of, visits, *pair, horizon, window, None) for pair in steps], len(visits.ids)
    )
    ends = {key: [visits.ladder[pair[place]] for pair in steps] for place, key in enumerate(("from", "to"))}
    return pd.DataFrame({**stacked(parts), **ends})


def stacked(parts: Sequence[Columns]) -> Columns:
    """Tables of the same columns, one below the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def measures(
    visits: Visits, stage: int, target: int, horizon: int, window: Window, by: By | None
) -> pd.DataFrame:
    """Counts, rate and bounds of one pair, in total or by the code of manager or source.

    Returns:
        One row a group: ``basis, horizon_days, entered, advanced, lost, nontarget, open, undated, reopened,
        skipped_share, followed, advanced_h, rate, low, high, rate_target, bound_low, bound_high, reach_low,
        reach_high, note`` (a code) and, for comparing groups, ``rate_n, target_n`` (effective counts).
        Fractions are from 0 to 1; NaN is not known.
    """
    return pd.DataFrame(columns_of(visits, stage, target, horizon, window, by))


def columns_of(
    visits: Visits, stage: int, target: int, horizon: int, window: Window, by: By | None
) -> Columns:
    """The columns of :func:`measures`."""
    size = 1 if by is None else len(visits.managers if by == "manager" else visits.sources)
    every, days = visits.of(stage, target), (visits.as_of_day, horizon)
    rows = in_window(every, window)
    out = _tallies(rows, by, size)
    missed, missed_wins, across = (out.pop(name) for name in ("missed", "missed_wins", "across"))
    whole = stage == 0 and target == len(visits.ladder) - 1
    rated = visits.evidence == "history" or (whole and visits.evidence == "dates")
    out |= {"basis": np.full(size, visits.evidence), "horizon_days": np.full(size, horizon)}
    none = np.full(size, np.nan)
    out |= _rates(every, rows, window, days, by, size) if rated else dict.fromkeys(_RATES, none)
    stale = across | (missed_wins > UNDATED * out["advanced"]) | (missed > UNDATED * out["entered"])
    early = out["followed"] < ENOUGH_FOLLOWED
    for name in _RATES[2:]:
        out[name] = np.where(stale | early, np.nan, out[name])
    bounded = stale if rated else np.ones(size, bool)
    out |= dict.fromkeys(("bound_low", "bound_high", "reach_low", "reach_high"), none)
    if bounded.any():
        leads = in_window(visits.first_to_won(), window)
        found = _bounds(rows, leads, visits.as_of_day - horizon, by, size, whole)
        out |= {name: np.where(bounded, bound, np.nan) for name, bound in found.items()}
    unripe = bounded & np.isnan(out["bound_low"])
    codes = np.select(
        [out["entered"] == 0, unripe, np.full(size, not rated), across, stale, early],
        ["none", "unripe", "bounds", "across", "undated", "early"],
        "",
    )
    return {**out, "note": codes}


def in_window(rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    """The visits entered on a known day of the window."""
    entered = rows["entered"].to_numpy()
    inside = (entered >= max(window.first, 0)) & (entered <= window.last)
    return rows if inside.all() else rows[inside]


def _tallies(rows: pd.DataFrame, by: By | None, size: int) -> Columns:
    """Counts by outcome and mark, from one pass over the rows: groups × 4 outcomes × 16 marks.

    What has no usable dates is missed by the rate, unless it is of a deal older than the records: of those
    only the ones still there when records began are at risk, so nothing is missed.
    """
    code = group_codes(rows, by) * 4 + rows["outcome"].to_numpy()
    for mark in ("usable", "skipped", "reopened"):
        code = code * 2 + rows[mark].to_numpy()
    code = code * 2 + (rows["seen"].to_numpy() > rows["entered"].to_numpy())
    cube = np.bincount(code, rows["n"].to_numpy(), size * 64).astype(np.int64).reshape(size, 4, 2, 2, 2, 2)
    missed = cube[:, :, 0, :, :, 0].sum(axis=(2, 3))
    cube = cube.sum(axis=5)
    outcomes, entered = cube.sum(axis=(2, 3, 4)), cube.sum(axis=(1, 2, 3, 4))
    with np.errstate(invalid="ignore"):
        skipped = cube[:, :, :, 1].sum(axis=(1, 2, 3)) / np.where(entered > 0, entered, np.nan)
    return {
        "entered": entered,
        "advanced": outcomes[:, Outcome.ADVANCED],
        "lost": outcomes[:, Outcome.LOST],
        "nontarget": outcomes[:, Outcome.NONTARGET],
        "open": outcomes[:, Outcome.OPEN],
        "undated": cube[:, :, 0].sum(axis=(1, 2, 3)),
        "missed": missed.sum(axis=1),
        "across": np.bincount(group_codes(rows, by), rows["across"].to_numpy(), size) > 0,
        "missed_wins": missed[:, Outcome.ADVANCED],
        "reopened": cube[..., 1].sum(axis=(1, 2, 3)),
        "skipped_share": skipped,
    }


def count_visits(
    rows: pd.DataFrame, groups: npt.NDArray[np.int64], shape: tuple[int, ...], as_of_day: int, horizon: int
) -> AgeCounts:
    """Usable visits counted by age at their end, for the estimators.

    A loss without a date is kept at risk up to T: it did not advance, which is all that is known, and with
    T as the only censoring that leaves the incidence of advancing unbiased (Fine & Gray 1999).
    """
    usable = rows["usable"].to_numpy()
    entered = rows["entered"].to_numpy(dtype=np.int64)[usable]
    left = rows["left"].to_numpy(dtype=np.int64)[usable]
    outcome = rows["outcome"].to_numpy()[usable]
    dated = left >= 0
    return count_ages(
        shape,
        groups[usable],
        np.maximum(np.where(dated, left, as_of_day) - entered, 0),
        rows["seen"].to_numpy(dtype=np.int64)[usable] - entered,
        np.where(dated, outcome, Outcome.OPEN).astype(np.int8),
        rows["n"].to_numpy()[usable],
        horizon,
    )


def _rates(
    every: pd.DataFrame, rows: pd.DataFrame, window: Window, days: tuple[int, int], by: By | None, size: int
) -> Columns:
    """What dates of stages tell of the ``rows`` of the window; ``every`` row tells how months differ.

    Args:
        days: T and H.
    """
    (as_of_day, horizon), groups = days, group_codes(rows, by)
    found = aalen_johansen(count_visits(rows, groups, (size,), as_of_day, horizon))
    entered, left = rows["entered"].to_numpy(), rows["left"].to_numpy()
    from_entry = rows["usable"].to_numpy() & (rows["seen"].to_numpy() <= entered)
    ripe = from_entry & (entered <= as_of_day - horizon)
    moved = ripe & (rows["outcome"].to_numpy() == Outcome.ADVANCED) & (left - entered <= horizon)
    n = rows["n"].to_numpy()
    followed = np.bincount(groups, n * ripe, size)
    rate_n = effective_n(found.rate, found.variance, followed)
    months = months_of(every, rows, by, window, days, use=np.ones(size, bool), against_all=False)
    low, high = wilson(found.rate, months.certain(found.rate, rate_n))
    return {
        "followed": followed.astype(np.int64),
        "advanced_h": np.bincount(groups, n * moved, size).astype(np.int64),
        "rate": found.rate,
        "low": low,
        "high": high,
        "rate_target": found.target,
        "rate_n": rate_n,
        "target_n": effective_n(found.target, found.target_variance, followed * (1 - found.nontarget)),
    }


def _bounds(
    rows: pd.DataFrame, leads: pd.DataFrame, ripe: int, by: By | None, size: int, whole: bool
) -> Columns:
    """What can be said without dates of stages.

    Of a step: A known to have advanced, O open, U ended at an unknown stage, L known to have ended at this
    one; at least A and at most A + O + U of all of them. Of first stage → won the same over mature leads.
    ``reach_*``: the share of mature leads that reached the later stage by T, known and at most, taking it
    that statuses are not moved back.
    """
    outcome, vague, n = (rows[name].to_numpy() for name in ("outcome", "vague", "n"))
    groups, mature = group_codes(rows, by), rows["entered"].to_numpy() <= ripe
    base = mature if whole else np.ones(len(rows), bool)
    won, ended = outcome == Outcome.ADVANCED, is_in(outcome, [Outcome.LOST, Outcome.NONTARGET])

    def tally(which: npt.NDArray[np.bool_]) -> Floats:
        return np.bincount(groups, n * which, size).astype(float)

    advanced, known_end, total = tally(base & won), tally(base & ended & ~vague), tally(base)
    reached, perhaps = tally(mature & won), tally(mature & vague)
    ripe_lead = leads["n"].to_numpy() * (leads["entered"].to_numpy() <= ripe)
    ripe_leads = np.bincount(group_codes(leads, by), ripe_lead, size)
    base_leads = np.where(ripe_leads > 0, ripe_leads, np.nan)  # of no rows numpy counts in whole numbers
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "bound_low": advanced / total,
            "bound_high": (total - known_end) / total,
            "reach_low": reached / base_leads,
            "reach_high": np.minimum((reached + perhaps) / base_leads, 1.0),
        }
