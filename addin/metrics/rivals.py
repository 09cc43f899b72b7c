"""The ways a month is usually forecast, for comparison with ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.metrics.calendar import month
from addin.metrics.chance import Floats
from addin.metrics.course import Moment
from addin.metrics.revenue import months_revenue, revenue

LAST = 3
"""Months whose average revenue is the hardest rival."""


@dataclass(frozen=True)
class Guess:
    """A rival's forecast at one day.

    Args:
        this, following: revenue of the month of the day and of the one after; NaN where it cannot tell.
        chance: of every deal of the course to be won, NaN for deals that are not open; None: it gives none.
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
    c = moment.course
    if not c.by_stage:
        return Guess(np.nan, np.nan)
    begun = (c.every.start <= moment.day) & c.placed[c.every.deal]
    top = np.full(len(c.created), -1)
    for rung in range(c.rungs):
        top[c.every.deal[begun & (c.every.stage == rung)]] = rung
    top[moment.won] = c.rungs
    won, lost = (np.bincount(top[which & (top >= 0)], minlength=c.rungs + 1) for which in _ends(moment))
    ever_won, ever_lost = won[::-1].cumsum()[::-1][:-1], lost[::-1].cumsum()[::-1][:-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(ever_won + ever_lost > 0, ever_won / (ever_won + ever_lost), np.nan)
    return _weighted(moment, rate, price)


def _ends(moment: Moment) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], ...]:
    return moment.won, moment.gone


def _weighted(moment: Moment, rate: Floats, price: float) -> Guess:
    chance = np.where(moment.rung >= 0, rate[moment.rung], np.nan)
    amount = moment.course.amount
    worth = np.where(np.isnan(amount), price, amount)
    waiting = float(np.nansum(chance * worth))
    closed, _ = revenue(moment, month(moment.day))
    return Guess(closed + waiting, waiting, chance)


def last3(moment: Moment) -> Guess:
    """The average revenue of the last three whole months, whatever has come or stands open."""
    this = month(moment.day)
    average = float(months_revenue(moment, this - LAST, this - 1).mean())
    return Guess(average, average)
