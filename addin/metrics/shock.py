"""The common shock: what moves all deals of a month together, as far as past errors tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH_ERRORS = 6
DEFAULT_SIZE = 0.25
"""The shock where fewer than six earlier errors tell it: a forecast out by a quarter is nothing unusual."""
DEFAULT_DEGREES = 5


@dataclass(frozen=True)
class Shock:
    """What moves all deals together: a relative error of all money to come.

    Args:
        size: its scale, as a fraction of what is expected.
        degrees: degrees of freedom of its t distribution: months whose errors tell the size.
        estimated: whether they do; otherwise it is the default.
    """

    size: float
    degrees: int
    estimated: bool


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

    Errors of one month go together, so the months are counted, not the forecasts.
    """
    expected = sum(each.expected**2 for each in errors)
    if len(errors) < ENOUGH_ERRORS or not expected > 0:
        return Shock(DEFAULT_SIZE, DEFAULT_DEGREES, False)
    excess = sum(each.error**2 - each.variance for each in errors)
    return Shock(float(np.sqrt(max(excess, 0.0) / expected)), len({each.month for each in errors}), True)
