"""What the wins of a month have brought."""

from __future__ import annotations

import numpy as np

from addin.deals.evidence import Bools
from addin.metrics.calendar import first_day, last_day
from addin.metrics.occupancy import Floats, Moment


def revenue(moment: Moment, which: int, mine: Bools | None = None) -> tuple[float, int]:
    """What a month's wins that stand on a day have brought, and how many of them have no amount.

    A win without an amount has brought something: it counts at the average of the others. NaN where nothing
    tells the price.

    Args:
        moment: the day.
        which: the month.
        mine: of every deal, whether it counts; by default all do.
    """
    wins = moment.wins
    counts = (wins.ended >= first_day(which)) & (wins.ended <= last_day(which))
    amount = wins.amount[counts if mine is None else counts & mine[wins.deal]]
    unpriced = int(np.isnan(amount).sum())
    if not moment.course.priced:
        return np.nan, unpriced
    known = float(np.nansum(amount))
    return (known + unpriced * moment.prices.mean if unpriced else known), unpriced


def months_revenue(moment: Moment, first: int, last: int) -> Floats:
    """The revenue of the months from ``first`` to ``last``."""
    return np.array([revenue(moment, which)[0] for which in range(first, last + 1)])
