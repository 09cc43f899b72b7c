"""The common shock: what moves all deals of a month together, as far as past errors tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from addin.metrics.occupancy import Floats

LEVEL = 0.80
"""Share of the months that the limits of a forecast are to hold."""
ENOUGH_ERRORS = 6
DEFAULT_SIZE = 0.25
"""The shock where fewer than six earlier errors tell it, if they are no larger: a forecast out by a quarter
is nothing unusual."""
DEFAULT_DEGREES = 5
HALF_LIFE_MONTHS = 6
"""An error of so many months before counts for half."""
USUAL_SIZE = 0.12
USUAL_MONTHS = 2
"""The size is drawn to what is usual as if so many more months had told it."""
_NORMAL = 1.4826
"""Standard deviation over the median of errors without sign, where they are normal."""


@dataclass(frozen=True)
class Shock:
    """What moves all deals together: a relative error of all money to come.

    Args:
        size: its scale, as a fraction of what is expected.
        degrees: degrees of freedom of its t distribution: months whose errors tell the size, 5 at least.
        estimated: whether enough do; otherwise it is the default, or larger where their errors are.
    """

    size: float
    degrees: int
    estimated: bool


@dataclass(frozen=True)
class Calibration:
    """What is made of a forecast.

    Args:
        factor: of the money to come.
        shock: common to all deals.
        level: share of the futures between the limits.
        correction: the part of the factor that is our own past errors'.
        leaning: share of the forecast that is the baselines'.
    """

    factor: float
    shock: Shock
    level: float = LEVEL
    correction: float = 1.0
    leaning: float = 0.0


@dataclass(frozen=True)
class ForecastError:
    """What came of an earlier forecast.

    Args:
        month: the month forecast, counted from 1970-01.
        error: what came less what was expected of the money then still to come.
        expected: that money.
        variance: of it, by the luck of the draw alone.
    """

    month: int
    error: float
    expected: float
    variance: float


def shock_of(errors: Sequence[ForecastError]) -> Shock:
    """The shock that makes errors as large as they were: what luck alone does not explain of their squares.

    The mean of what is left over remembers one whale for long, and the median knows nothing of tails: the
    middle of both is taken, drawn to what is usual. Errors of one month go together, so the months are
    counted, not the forecasts; those of long ago fade. A few errors make the default no smaller, but larger.
    """
    told = [each for each in errors if each.expected > 0]
    if not told:
        return Shock(DEFAULT_SIZE, DEFAULT_DEGREES, False)
    expected = np.array([each.expected for each in told])
    relative = np.abs(np.array([each.error for each in told])) / expected
    luck = np.array([each.variance for each in told]) / expected**2
    months = np.array([each.month for each in told])
    weight = 0.5 ** ((months.max() - months) / HALF_LIFE_MONTHS)
    luck_alone = float(np.average(luck, weights=weight))
    by_mean = float(np.average(relative**2, weights=weight)) - luck_alone
    by_median = (_NORMAL * _weighted_median(relative, weight)) ** 2 - luck_alone
    square, count = (max(by_mean, 0.0) + max(by_median, 0.0)) / 2, len(set(months.tolist()))
    size = float(np.sqrt((count * square + USUAL_MONTHS * USUAL_SIZE**2) / (count + USUAL_MONTHS)))
    enough = len(told) >= ENOUGH_ERRORS
    return Shock(size if enough else max(size, DEFAULT_SIZE), max(count, DEFAULT_DEGREES), enough)


def _weighted_median(values: Floats, weight: Floats) -> float:
    order = np.argsort(values)
    return float(np.interp(0.5, np.cumsum(weight[order]) / weight.sum(), values[order]))
