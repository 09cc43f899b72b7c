"""How well past months' "still to come" came true: what cohorts differ by beyond luck."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from addin.metrics.age_counts import AgeCounts
from addin.metrics.conversion import count_visits
from addin.metrics.horizon import Window
from addin.metrics.incidence import Incidence, aalen_johansen
from addin.metrics.lexis import Lexis
from addin.metrics.proportions import effective_n

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STEP = 30
"""Days from one look back to the next; what came of them is what was told for so many days."""
LOOKS = 12
"""Looks back, at most."""
ENOUGH_LOOKS = 6
"""With fewer nothing is told of how cohorts differ."""
MEMORY_LOOKS = 6
"""After so many an error counts for half."""
LONGEST = 365
"""A look back learns from so many days before it, at most."""


def learnt_since(window: Window, as_of_day: int, horizon: int) -> int:
    """The first day whose moves count: of a window that lasts to T the days on which its first leads are H.

    By default these are the last 90: every age is then learnt from days as recent as every other.
    """
    return window.first + horizon if window.last >= as_of_day else window.first


def recent_counts(used: pd.DataFrame, window: Window, as_of_day: int, horizon: int) -> AgeCounts:
    """The leads of the window by age, as seen since the first day that counts: those older come late."""
    since = np.maximum(used["seen"].to_numpy(), np.int32(learnt_since(window, as_of_day, horizon)))
    zero = np.zeros(len(used), np.int64)
    return count_visits(used.assign(seen=since), zero, (1,), as_of_day, horizon)


def chance_by_age(found: Incidence, days: int) -> Floats:
    """The chance to be won within so many more days and H, by age: (F(a + days) − F(a)) / S(a).

    0 where nobody is left undecided.

    Raises:
        ValueError: the curves were not asked for.
    """
    if found.curve is None or found.survival is None:
        raise ValueError("the curves were not asked for")
    curve, survival = found.curve, found.survival
    ages = curve.shape[-1]
    later = np.minimum(np.arange(ages) + days, ages - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(survival > 0, np.clip((curve[..., later] - curve) / survival, 0, 1), 0.0)


def relative_error(found: Incidence, followed: npt.ArrayLike) -> Floats:
    """The standard error of F(H) over F(H); 0 where either is."""
    rate, n = found.rate, effective_n(found.rate, found.variance, followed)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((rate > 0) & (n > 0), np.sqrt((1 - rate) / (rate * n)), 0.0)


def cohort_variance(rows: pd.DataFrame, window: Window, as_of_day: int, horizon: int) -> float:
    """The variance of what comes of a cohort over what was expected, beyond luck; 0 without a record.

    On each of the last twelve months' days, thirty days apart, the wins of the next thirty are foreseen from
    what was known then, by age in months; their errors' squares less what luck explains, over the squares of
    what was expected, are averaged, and enlarged by Student's t for the few months they rest on.
    """
    lived = as_of_day - int(rows["entered"].min()) + 1 if len(rows) else 0
    learnt = min(as_of_day - learnt_since(window, as_of_day, horizon) + 1, LONGEST)
    days = min(lived, horizon + LOOKS * STEP + learnt)
    looks = min((days - horizon) // STEP - 1, LOOKS)
    if looks < ENOUGH_LOOKS:
        return 0.0
    leads = Lexis.of(rows, as_of_day, horizon, days)
    ends = [as_of_day - STEP * (k + 1) for k in range(looks)]
    found = aalen_johansen(
        AgeCounts.stacked([leads.between(end - learnt + 1, end) for end in ends]), curves=True
    )
    chance = chance_by_age(found, STEP)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.nan_to_num(found.variance / found.rate**2)
    parts = np.array([_errors(leads, end, p) for end, p in zip(ends, chance, strict=True)])
    excess, square = parts[:, 0] - parts[:, 1] * relative, parts[:, 1]
    weight = 0.5 ** (np.arange(looks) / MEMORY_LOOKS)
    if not (weight * square).sum() > 0:
        return 0.0
    few = special.stdtrit(looks - 1, 0.975) / special.ndtri(0.975)
    return float(max((weight * excess).sum() / (weight * square).sum(), 0.0) * few**2)


def _errors(leads: Lexis, end: int, chance: Floats) -> tuple[float, float]:
    """Squared errors beyond luck of the wins of the next thirty days, and squares of those expected."""
    ages = len(chance)
    row = np.arange(max(end - ages + 1 - leads.first, 0), end - leads.first + 1)
    age = end - leads.first - row
    left, p = leads.undecided[row, age], chance[age]
    later = age[:, None] + np.arange(1, STEP + 1)
    came = np.where(later < ages, leads.advanced[row[:, None], np.minimum(later, ages - 1)], 0.0).sum(axis=1)
    month = age // STEP
    sums = [np.bincount(month, of) for of in (came, left * p, left * p * (1 - p))]
    return float(((sums[0] - sums[1]) ** 2 - sums[2]).sum()), float((sums[1] ** 2).sum())
