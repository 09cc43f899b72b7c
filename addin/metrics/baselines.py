"""The ways a month is usually forecast, for comparison with ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.metrics.calendar import month
from addin.metrics.occupancy import Floats, Moment
from addin.metrics.revenue import months_revenue, revenue

LAST = 3
"""Months whose average revenue is the hardest rival."""


@dataclass(frozen=True, eq=False)
class Guess:
    """A rival's forecast at one day.

    Args:
        this, following: revenue of the month of the day and of the one after; NaN where it cannot tell.
        chance: of the day's open deals to be won, NaN where it cannot tell; None: it gives none.
    """

    this: float
    following: float
    chance: Floats | None = None


def crm(moment: Moment, probability: Floats, price: float) -> Guess:
    """Fixed probabilities by stage: amount × probability of everything open, on top of what has come.

    Args:
        probability: of each rung, 0 to 1; NaN where none is given, and then the deals there do not count.
        price: what an unpriced deal counts as.
    """
    if not moment.course.by_stage or np.isnan(probability).all():
        return Guess(np.nan, np.nan)
    return _weighted(moment, probability, price)


def closed_rate(moment: Moment, price: float) -> Guess:
    """Won / (won + lost) among the deals that reached the stage, × amount, on top of what has come."""
    c, ends = moment.course, moment.course.ends
    if not c.by_stage:
        return Guess(np.nan, np.nan)
    stands = (ends.day <= moment.day) & (moment.day < ends.over)
    won = int((stands & ends.won).sum())
    lost = ends.top[stands & ~ends.won & (ends.top >= 0)]
    ever_lost = np.bincount(lost, minlength=c.rungs)[::-1].cumsum()[::-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(won + ever_lost > 0, won / (won + ever_lost), np.nan)
    return _weighted(moment, rate, price)


def _weighted(moment: Moment, rate: Floats, price: float) -> Guess:
    chance = rate[moment.waiting.rung]
    amount = moment.course.amount[moment.waiting.deal]
    worth = np.where(np.isnan(amount), price, amount)
    waiting = float(np.nansum(chance * worth))
    closed, _ = revenue(moment, month(moment.day))
    return Guess(closed + waiting, waiting, chance)


def last3(moment: Moment) -> Guess:
    """The average revenue of the last three whole months, whatever has come or stands open."""
    this = month(moment.day)
    average = float(months_revenue(moment, this - LAST, this - 1).mean())
    return Guess(average, average)
