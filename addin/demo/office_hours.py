"""Office time: the clock by which the sample's managers work.

One unit is a working day, Monday to Friday from 9 to 19; nights and weekends take no time at all. So a lead
of Saturday is answered on Monday at the earliest, and events keep their order when turned into dates.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MONDAY = np.datetime64("2024-09-30", "m")
"""Minute 0 of the sample: the midnight before its first Monday."""
DAY = 24 * 60
_OPENS, _LENGTH = 9 * 60, 10 * 60
WORKDAYS = 5 / 7
"""Working days in a calendar day, on average."""


def to_office(minutes: Ints) -> Floats:
    """Office time of a moment, that of the next opening when the office is closed.

    Args:
        minutes: since ``MONDAY``.
    """
    day, minute = np.divmod(minutes, DAY)
    week, weekday = np.divmod(day, 7)
    part = np.clip((minute - _OPENS) / _LENGTH, 0.0, 1.0)
    return np.asarray(week * 5 + np.where(weekday < 5, weekday + part, 5.0), dtype=np.float64)


def from_office(office: Floats) -> Ints:
    """Minutes since ``MONDAY`` of a moment in office time, rounded up."""
    day = np.floor(office)
    week, weekday = np.divmod(day, 5)
    minute = _OPENS + np.ceil((office - day) * _LENGTH)
    return np.asarray((week * 7 + weekday) * DAY + minute, dtype=np.int64)


def datetimes(minutes: Ints) -> npt.NDArray[np.datetime64]:
    """Dates of minutes since ``MONDAY``; negative ones are missing."""
    dates = MONDAY + minutes.astype("timedelta64[m]")
    return np.where(minutes < 0, np.datetime64("NaT", "s"), dates).astype("datetime64[us]")


def space_by_a_minute(group: Ints, minutes: Ints) -> Ints:
    """The minutes with those of one group at least one apart; sorted by group and time already."""
    if not len(group):
        return minutes
    opens = np.r_[True, np.diff(group) != 0]
    first = np.maximum.accumulate(np.where(opens, np.arange(len(group)), 0))
    rank = np.arange(len(group)) - first
    lift = np.cumsum(opens) * np.int64(1 << 32)
    return np.asarray(np.maximum.accumulate(minutes - rank + lift) - lift + rank, dtype=np.int64)
