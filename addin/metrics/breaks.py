"""Whether a series of months broke: a level that moved once, by more than luck and the wobble of months.

Every month start is tried; the likelihood ratio of two levels against one, with months of the wobble that the
two levels leave, is compared with what its maximum reaches where nothing breaks (Quandt, JASA 55 (1960)
324–330; Andrews, Econometrica 61 (1993) 821–856).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MONTHS_BEFORE = 4
MONTHS_SINCE = 2
"""A break has so many months on either side, at least."""
PROVEN = 12.0
"""What the ratio must exceed: where no level moves, it does in one series of a hundred, though months wobble
by a tenth."""
USUAL_WOBBLE = 0.05
USUAL_MONTHS = 6.0
"""The standard deviation of months beside luck is drawn to the usual one as by so many more months."""


@dataclass(frozen=True)
class Break:
    """A proven one: the place of the first month of the new level, and the logarithm it moved by."""

    place: int
    move: float


def proven_break(level: Floats, variance: Floats) -> Break | None:
    """The break of a series that is likeliest, where it is proven.

    Args:
        level: a logarithm a month, oldest first.
        variance: of each by luck alone, above 0.
    """
    found, most = None, PROVEN
    for place in range(MONTHS_BEFORE, len(level) - MONTHS_SINCE + 1):
        since = (np.arange(len(level)) >= place).astype(np.int64)
        precision = 1 / (variance + _wobble(level, variance, since))
        total = np.bincount(since, precision)
        before, after = np.bincount(since, precision * level) / total
        ratio = (after - before) ** 2 / (1 / total).sum()
        if ratio > most:
            found, most = Break(place, float(after - before)), float(ratio)
    return found


def _wobble(level: Floats, variance: Floats, since: npt.NDArray[np.int64]) -> float:
    """Variance of months beside luck around two levels (DerSimonian & Laird), drawn to what is usual."""
    precision = 1 / variance
    total = np.bincount(since, precision)
    mean = np.bincount(since, precision * level) / total
    spare = len(level) - 2
    over = float(precision @ (level - mean[since]) ** 2) - spare
    square = max(over / float((total - np.bincount(since, precision**2) / total).sum()), 0.0)
    return (spare * square + USUAL_MONTHS * USUAL_WOBBLE**2) / (spare + USUAL_MONTHS)
