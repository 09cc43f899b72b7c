"""Local times as moments, so that what lies between them is real time, also where clocks are changed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np

from addin.deals.values.text import Ints

_DAY = 86_400
_EPOCH = dt.datetime(1970, 1, 1)


def utc_seconds(local: Ints, zone: ZoneInfo) -> Ints:
    """Seconds since 1970 in UTC of local times.

    A time that the clocks show twice is the first of the two; one that they skip is counted as if they had
    not been changed yet.

    Args:
        local: seconds since 1970-01-01 by the clock of the zone.
        zone: the business time zone.
    """
    days, row = np.unique(local // _DAY, return_inverse=True)
    ends = np.unique(np.concatenate([days, days + 1]))
    offset = np.array([_offset(int(day) * _DAY, zone) for day in ends], dtype=np.int64)
    before, after = (offset[np.searchsorted(ends, day)] for day in (days, days + 1))
    found = before[row]
    for day in np.flatnonzero(before != after):  # clocks are changed on a few days a year
        rows = np.flatnonzero(row == day)
        found[rows] = [_offset(int(second), zone) for second in local[rows]]
    return np.asarray(local - found, dtype=np.int64)


def _offset(second: int, zone: ZoneInfo) -> int:
    """Seconds that the zone is ahead of UTC at a local time."""
    ahead = (_EPOCH + dt.timedelta(seconds=second)).replace(tzinfo=zone).utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds())
