"""The calendar of wins: how much of a usual day each day is, by its weekday and its place in the month.

Deals are closed in a hurry at the end of a month, and few on Sundays. Chances are learnt over days of all
kinds, and read after as many usual days as the calendar days ahead amount to (operational time).
"""

from __future__ import annotations

import numpy as np

from addin.deals.evidence import Ints
from addin.metrics.calendar import first_day, last_day, month
from addin.metrics.occupancy import Floats

MONTHS_BACK = 12
"""Whole months whose wins tell it, from the first with wins throughout."""
ENOUGH_DAYS = 89
"""In less than three months the calendar does not show."""
PLACES = (0, 10, 15)
"""First days, from 0, of the parts of a month; the last part is its last three days."""
LAST_DAYS = 3
PRIOR_WINS = 20
"""Each factor is drawn to 1 as if so many more wins had come as on usual days."""
ROUNDS = 3
"""Weekday and place are told apart by turns."""


def elapsed_days(wins: Ints, day: int, days_ahead: int) -> Floats:
    """Usual days that 0, 1, … calendar days ahead amount to, as known at the end of a day.

    Args:
        wins: days of the wins that stand, those without a day below 0.
        day: the day.
        days_ahead: how far to look.
    """
    ahead = np.arange(day + 1, day + days_ahead + 1)
    this = month(day + 1)
    begun = month(int(wins[wins >= 0].min(initial=day)) - 1) + 1
    first, end = first_day(max(this - MONTHS_BACK, begun)), first_day(this)
    known = wins[(wins >= first) & (wins < end)]
    if end - first < ENOUGH_DAYS or not len(known):
        return np.arange(days_ahead + 1, dtype=float)
    past = np.arange(first, end)
    came = np.bincount(known - past[0], minlength=len(past)).astype(float)
    factors = _factors(past, came)
    weight = np.prod([factor[kind] for factor, kind in zip(factors, _kinds(ahead), strict=True)], axis=0)
    return np.concatenate([[0.0], np.cumsum(weight)])


def _factors(past: Ints, came: Floats) -> list[Floats]:
    """Of each weekday, and of each part of a month: wins over those of usual days of the same months."""
    kinds, months = _kinds(past), _months(past)
    factors = [np.ones(7), np.ones(len(PLACES) + 1)]
    for _ in range(ROUNDS):
        for which, kind in enumerate(kinds):
            other = factors[1 - which][kinds[1 - which]]
            # as many as came in each month, over days that differ in the other respect alone
            by_month = np.bincount(months, came) / np.bincount(months, other)
            expected = np.bincount(kind, other * by_month[months], len(factors[which]))
            observed = np.bincount(kind, came, len(factors[which]))
            factors[which] = (observed + PRIOR_WINS) / (expected + PRIOR_WINS)
    return factors


def _kinds(days: Ints) -> list[Ints]:
    """The weekday of each day, and the part of the month it lies in."""
    starts = np.array([first_day(m) for m in range(month(int(days[0])), month(int(days[-1])) + 2)])
    at = _months(days)
    place = np.searchsorted(PLACES, days - starts[at], side="right") - 1
    last = days > starts[at + 1] - 1 - LAST_DAYS
    return [(days + 3) % 7, np.where(last, len(PLACES), place)]


def _months(days: Ints) -> Ints:
    """The month of each day, counted from that of the first."""
    ends = [last_day(m) for m in range(month(int(days[0])), month(int(days[-1])) + 1)]
    return np.searchsorted(ends, days)
