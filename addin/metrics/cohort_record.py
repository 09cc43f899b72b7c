"""How well past months' "still to come" came true: a correction of it, and how far cohorts differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from addin.metrics.age_counts import AgeCounts
from addin.metrics.calibration import LEAST_SHARE, MONTHLY_SD, drawn_to_none
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


@dataclass(frozen=True)
class CohortRecord:
    """What past looks make of the wins expected of cohorts.

    Args:
        factor: of the wins expected.
        variance: of what comes of a cohort over what is so expected, beyond luck.
    """

    factor: float = 1.0
    variance: float = 0.0


@dataclass(frozen=True, eq=False)
class Look:
    """The wins of thirty days as foreseen on the day before them, arrays over the leads' ages in months.

    Args:
        came: wins; ``expected``: of them; ``luck``: their variance were each lead's chance known.
        relative: variance of all chances together, over the square of the chance to be won within H.
    """

    came: Floats
    expected: Floats
    luck: Floats
    relative: float

    def log_ratio(self) -> tuple[float, float]:
        """Of all that came over all that was expected, above 0, and its variance by luck."""
        came, expected, luck = (float(of.sum()) for of in (self.came, self.expected, self.luck))
        return float(np.log(max(came / expected, LEAST_SHARE))), luck / expected**2 + self.relative

    def excess(self, factor: float) -> tuple[float, float]:
        """Squared errors beyond luck, and squares of what was expected, times a factor."""
        expected = factor * self.expected
        square = float((expected**2).sum())
        errors = ((self.came - expected) ** 2 - factor * self.luck).sum()
        return float(errors) - square * self.relative, square


def cohort_record(rows: pd.DataFrame, window: Window, as_of_day: int, horizon: int) -> CohortRecord:
    """What the last months tell of the wins expected; nothing where they are few.

    On each of the last twelve months' days, thirty days apart, the wins of the next thirty are foreseen from
    what was known then, by age in months. The mean logarithm of what came over what was expected is drawn to
    none as far as it may be luck, as in :mod:`addin.metrics.calibration`; the squares of the errors left,
    less what luck explains, over the squares of what was expected, are averaged, and enlarged by Student's t
    for the few months they rest on.
    """
    looks = _looks(rows, window, as_of_day, horizon)
    weight = 0.5 ** (np.arange(len(looks)) / MEMORY_LOOKS)
    told = np.array([look.expected.sum() > 0 for look in looks], bool)
    if not told.any():
        return CohortRecord()
    ratio, luck = np.array([look.log_ratio() for look, tells in zip(looks, told, strict=True) if tells]).T
    fading, precise = weight[told], weight[told] / (luck + MONTHLY_SD**2)
    mean, variance = precise @ ratio / precise.sum(), precise @ fading / precise.sum() ** 2
    factor = float(np.exp(drawn_to_none(float(mean), float(variance))))
    excess, square = np.array([look.excess(factor) for look in looks]).T
    few = special.stdtrit(len(looks) - 1, 0.975) / special.ndtri(0.975)
    return CohortRecord(factor, float(max(weight @ excess / (weight @ square), 0.0) * few**2))


def _looks(rows: pd.DataFrame, window: Window, as_of_day: int, horizon: int) -> Sequence[Look]:
    """The last looks back, the latest first; none where there are fewer than six."""
    lived = as_of_day - int(rows["entered"].min()) + 1 if len(rows) else 0
    learnt = min(as_of_day - learnt_since(window, as_of_day, horizon) + 1, LONGEST)
    days = min(lived, horizon + LOOKS * STEP + learnt)
    looks = min((days - horizon) // STEP - 1, LOOKS)
    if looks < ENOUGH_LOOKS:
        return []
    leads = Lexis.of(rows, as_of_day, horizon, days)
    ends = [as_of_day - STEP * (k + 1) for k in range(looks)]
    found = aalen_johansen(
        AgeCounts.stacked([leads.between(end - learnt + 1, end) for end in ends]), curves=True
    )
    chance = chance_by_age(found, STEP)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.nan_to_num(found.variance / found.rate**2)
    return [_look(leads, *each) for each in zip(ends, chance, relative.tolist(), strict=True)]


def _look(leads: Lexis, end: int, chance: Floats, relative: float) -> Look:
    """What was foreseen at the end of a day."""
    ages = len(chance)
    row = np.arange(max(end - ages + 1 - leads.first, 0), end - leads.first + 1)
    age = end - leads.first - row
    left, p = leads.undecided[row, age], chance[age]
    later = age[:, None] + np.arange(1, STEP + 1)
    came = np.where(later < ages, leads.advanced[row[:, None], np.minimum(later, ages - 1)], 0.0).sum(axis=1)
    month = age // STEP
    weights = (came, left * p, left * p * (1 - p))
    wins, expected, luck = (np.bincount(month, of).astype(float) for of in weights)
    return Look(wins, expected, luck, relative)
