"""What wins bring, and what the wins of a month have brought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.deals.evidence import Bools
from addin.metrics.calendar import first_day, last_day
from addin.metrics.chance import Floats
from addin.metrics.course import Moment

PRICE_DAYS = 365
"""What a win brings is taken from wins of so many days up to T."""
ENOUGH_WINS = 20
"""With fewer wins in these days every win up to T tells its price."""


@dataclass(frozen=True)
class Prices:
    """What a win brings: mean, standard deviation and median of the amounts of wins; NaN without any."""

    mean: float
    spread: float
    median: float


def prices_at(m: Moment) -> Prices:
    """The prices known at a moment."""
    amount = m.course.amount
    known = m.won & ~np.isnan(amount)
    lately = known & (m.ended > m.day - PRICE_DAYS)
    some = amount[lately if lately.sum() >= ENOUGH_WINS else known]
    if not len(some):
        return Prices(np.nan, np.nan, np.nan)
    # the median is that of every win, as in the list of pre-sale deals
    return Prices(float(some.mean()), float(some.std()), float(np.median(amount[known])))


def revenue(moment: Moment, which: int, mine: Bools | None = None) -> tuple[float, int]:
    """What a month's wins that stand on a day have brought, and how many of them have no amount.

    A win without an amount has brought something: it counts at the average of the others. NaN where nothing
    tells the price.

    Args:
        moment: the day.
        which: the month.
        mine: the deals that count, by default all.
    """
    wins = moment.won & (moment.ended >= first_day(which)) & (moment.ended <= last_day(which))
    amount = moment.course.amount[wins if mine is None else wins & mine]
    unpriced = int(np.isnan(amount).sum())
    if np.isnan(moment.course.amount).all():
        return np.nan, unpriced
    known = float(np.nansum(amount))
    return (known + unpriced * prices_at(moment).mean if unpriced else known), unpriced


def months_revenue(moment: Moment, first: int, last: int) -> Floats:
    """The revenue of the months from ``first`` to ``last``."""
    return np.array([revenue(moment, which)[0] for which in range(first, last + 1)])
