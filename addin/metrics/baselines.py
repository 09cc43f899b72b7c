"""The baselines: the ways a month is usually forecast, for comparison with ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.metrics.calendar import first_day, last_day, month
from addin.metrics.occupancy import DaySnapshot, Floats
from addin.metrics.revenue import monthly_revenue, revenue

AVERAGE_MONTHS = 3
"""Months whose average revenue is the hardest baseline to beat."""

SMOOTHING = 0.4
"""What the last month weighs in exponential smoothing."""


LEVEL_WEIGHT, SLOPE_WEIGHT, DAMPING = 0.3, 0.1, 0.95
"""What the last month weighs in the level and in its trend, and how much of a trend lasts another month."""
TREND_MONTHS = 4
"""In fewer whole months no trend shows."""
LEAST_SHARE = 0.05


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

    @property
    def both(self) -> tuple[float, float]:
        """The two months."""
        return self.this_month, self.next_month


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


def usual_rest(snapshot: DaySnapshot) -> BaselineForecast:
    """What has come, and what the days of the month still left brought on average in the last three months.

    Of the next month it knows no more than :func:`last3`.
    """
    this, wins = month(snapshot.day), snapshot.wins
    passed = snapshot.day - first_day(this) + 1
    rest = 0.0
    for which in range(this - AVERAGE_MONTHS, this):
        later = (wins.day >= first_day(which) + passed) & (wins.day <= last_day(which))
        rest += float(np.nansum(wins.amount[later])) / AVERAGE_MONTHS
    return BaselineForecast(revenue(snapshot, this)[0] + rest, last3(snapshot).next_month)


def smoothing(snapshot: DaySnapshot) -> BaselineForecast:
    """Exponential smoothing of the revenue of all whole months since the first lead."""
    this, created = month(snapshot.day), snapshot.occupancy.creation_days
    if not len(created) or month(int(created[0])) + 1 >= this:
        return BaselineForecast(np.nan, np.nan)
    level, *later = monthly_revenue(snapshot, month(int(created[0])) + 1, this - 1)
    for value in later:
        level = SMOOTHING * value + (1 - SMOOTHING) * level
    return BaselineForecast(float(level), float(level))


def seasonal(snapshot: DaySnapshot) -> BaselineForecast:
    """What the same month of the year before brought; NaN where records are shorter."""
    this, created = month(snapshot.day), snapshot.occupancy.creation_days
    if not len(created) or month(int(created[0])) >= this - 12:
        return BaselineForecast(np.nan, np.nan)
    both = monthly_revenue(snapshot, this - 12, this - 11)
    return BaselineForecast(float(both[0]), float(both[1]))


def trend(snapshot: DaySnapshot) -> BaselineForecast:
    """The logarithm of monthly revenue, smoothed, and its trend, which dies away (Gardner & McKenzie 1985).

    A month of next to nothing counts as a twentieth of the usual one, so that it has a logarithm.
    """
    this, created = month(snapshot.day), snapshot.occupancy.creation_days
    if not len(created) or month(int(created[0])) + TREND_MONTHS >= this:
        return BaselineForecast(np.nan, np.nan)
    revenue_of = monthly_revenue(snapshot, month(int(created[0])) + 1, this - 1)
    if not revenue_of.mean() > 0:
        return BaselineForecast(np.nan, np.nan)
    level, *later = np.log(np.maximum(revenue_of, LEAST_SHARE * revenue_of.mean()))
    slope = 0.0
    for value in later:
        before = level
        level = LEVEL_WEIGHT * value + (1 - LEVEL_WEIGHT) * (level + DAMPING * slope)
        slope = SLOPE_WEIGHT * (level - before) + (1 - SLOPE_WEIGHT) * DAMPING * slope
    next_slope = DAMPING * slope
    return BaselineForecast(
        float(np.exp(level + next_slope)), float(np.exp(level + next_slope * (1 + DAMPING)))
    )


def last3(snapshot: DaySnapshot) -> BaselineForecast:
    """The average revenue of the last three whole months, whatever has come or stands open."""
    this = month(snapshot.day)
    average = float(monthly_revenue(snapshot, this - AVERAGE_MONTHS, this - 1).mean())
    return BaselineForecast(average, average)


OF_REVENUE = {
    "last3": last3,
    "usual_rest": usual_rest,
    "smoothing": smoothing,
    "trend": trend,
    "seasonal": seasonal,
}
"""Those that rest on past revenue alone, which the forecast may lean on."""
