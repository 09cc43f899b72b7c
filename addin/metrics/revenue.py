"""What the wins of a month have brought."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from addin.deals.evidence import Bools
from addin.metrics.calendar import first_day, last_day
from addin.metrics.occupancy import DaySnapshot, Floats


def revenue(snapshot: DaySnapshot, month: int, selected: Bools | None = None) -> tuple[float, int]:
    """What a month's wins that stand on a day have brought, and how many of them have no amount.

    Only amounts on record count: what a win without one has brought nobody knows, and nothing is made up.
    NaN where no deal has an amount.

    Args:
        snapshot: the deals on that day.
        month: counted from 1970-01.
        selected: of every deal, whether it counts; by default all do.
    """
    return revenue_between(snapshot, first_day(month), last_day(month), selected)


def revenue_between(
    snapshot: DaySnapshot, first: int, last: int, selected: Bools | None = None
) -> tuple[float, int]:
    """The same of the wins from a first day to a last, both included."""
    wins = snapshot.wins
    counts = (wins.day >= first) & (wins.day <= last)
    amount = wins.amount[counts if selected is None else counts & selected[wins.deal]]
    unpriced = int(np.isnan(amount).sum())
    return float(np.nansum(amount)) if snapshot.occupancy.has_amounts else np.nan, unpriced


def monthly_revenue(snapshot: DaySnapshot, first: int, last: int) -> Floats:
    """The revenue of the months from ``first`` to ``last``."""
    months, money = snapshot.money_by_month
    if not snapshot.occupancy.has_amounts:
        return np.full(max(last - first + 1, 0), np.nan)
    edges = np.searchsorted(months, np.arange(first, last + 2))
    return np.array([money[begin:end].sum() for begin, end in pairwise(edges)])
