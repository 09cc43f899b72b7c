"""Whether a forecast is better than another, or was lucky: Diebold–Mariano for few months.

Diebold & Mariano, J. Business & Economic Statistics 13 (1995) 253–263, corrected for small samples after
Harvey, Leybourne & Newbold, Int. J. Forecasting 13 (1997) 281–291.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from addin.deals.evidence import Ints
from addin.metrics.occupancy import Floats

ENOUGH_MONTHS = 4
"""Fewer months tell nothing of luck."""


def chance_of_luck(error: Floats, other: Floats, month: Ints, ahead: int) -> float:
    """One-sided p-value of a forecast's errors being as large as another's.

    The loss is the error without sign; forecasts of one month go together, so months are compared. With d the
    difference of losses of n months and h months ahead, the mean of d over its standard error, that from
    autocovariances up to h − 1, times √((n + 1 − 2h + h(h − 1)/n) / n), by Student's t with n − 1 degrees.

    Args:
        error, other: of the forecast and of the other one, of the same days.
        month: the month each is of.
        ahead: h: 1 of the month of the day itself, 2 of the next one.

    Returns:
        0 to 1; NaN with too few months, or where all differences are alike.
    """
    months, place = np.unique(month, return_inverse=True)
    n = len(months)
    if n < max(ENOUGH_MONTHS, 2 * ahead):
        return np.nan
    difference = np.bincount(place, np.abs(error) - np.abs(other), n) / np.bincount(place, minlength=n)
    centred = difference - difference.mean()
    lags = [float(centred[lag:] @ centred[: n - lag]) / n for lag in range(ahead)]
    variance = (lags[0] + 2 * sum(lags[1:])) / n
    if not variance > 0:
        variance = lags[0] / n  # autocovariances of few months may outweigh the variance
    if not variance > 0:
        return np.nan
    small = np.sqrt((n + 1 - 2 * ahead + ahead * (ahead - 1) / n) / n)
    return float(special.stdtr(n - 1, small * difference.mean() / np.sqrt(variance)))


def interval_score(low: Floats, high: Floats, came: Floats, level: float) -> float:
    """Mean width of limits and what they cost where they did not hold, over the mean of what came.

    Gneiting & Raftery, JASA 102 (2007) 359–378: a miss costs 2 / (1 − level) times its distance.
    """
    miss = np.maximum(low - came, 0.0) + np.maximum(came - high, 0.0)
    score = high - low + 2 / (1 - level) * miss
    return float(score.mean() / came.mean()) if len(came) and came.mean() > 0 else np.nan
