"""The baselines: the ways a month is usually forecast, for comparison with ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.metrics.calendar import month
from addin.metrics.occupancy import DaySnapshot, Floats
from addin.metrics.revenue import monthly_revenue, revenue

AVERAGE_MONTHS = 3
"""Months whose average revenue is the hardest baseline to beat."""


@dataclass(frozen=True, eq=False)
class BaselineForecast:
    """A baseline's forecast on one day.

    Args:
        this_month, next_month: revenue of the month of the day and of the one after; NaN where it cannot
            tell.
        chance: of the day's open deals to be won, NaN where it cannot tell; None: it gives none.
    """

    this_month: float
    next_month: float
    chance: Floats | None = None


def crm(snapshot: DaySnapshot, probability: Floats, default_amount: float) -> BaselineForecast:
    """Fixed probabilities by stage: amount × probability of everything open, on top of what has come.

    Args:
        snapshot: the deals on the day.
        probability: of each rung, 0 to 1; NaN where none is given, and then the deals there do not count.
        default_amount: what an unpriced deal counts as.
    """
    if not snapshot.occupancy.by_stage or np.isnan(probability).all():
        return BaselineForecast(np.nan, np.nan)
    return _weighted(snapshot, probability, default_amount)


def closed_rate(snapshot: DaySnapshot, default_amount: float) -> BaselineForecast:
    """Won / (won + lost) among the deals that reached the stage, × amount, on top of what has come."""
    occupancy, ends = snapshot.occupancy, snapshot.occupancy.ends
    if not occupancy.by_stage:
        return BaselineForecast(np.nan, np.nan)
    stands = (ends.day <= snapshot.day) & (snapshot.day < ends.revoked_on)
    won = int((stands & ends.won).sum())
    lost = ends.highest_rung[stands & ~ends.won & (ends.highest_rung >= 0)]
    ever_lost = np.bincount(lost, minlength=occupancy.rungs)[::-1].cumsum()[::-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(won + ever_lost > 0, won / (won + ever_lost), np.nan)
    return _weighted(snapshot, rate, default_amount)


def _weighted(snapshot: DaySnapshot, rate: Floats, default_amount: float) -> BaselineForecast:
    chance = rate[snapshot.open_deals.rung]
    amount = snapshot.occupancy.amount[snapshot.open_deals.deal]
    amount = np.where(np.isnan(amount), default_amount, amount)
    expected = float(np.nansum(chance * amount))
    closed, _ = revenue(snapshot, month(snapshot.day))
    return BaselineForecast(closed + expected, expected, chance)


def last3(snapshot: DaySnapshot) -> BaselineForecast:
    """The average revenue of the last three whole months, whatever has come or stands open."""
    this = month(snapshot.day)
    average = float(monthly_revenue(snapshot, this - AVERAGE_MONTHS, this - 1).mean())
    return BaselineForecast(average, average)
