"""Dates written as one bare number: serials of a spreadsheet, Unix times, digits of a day run together."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from addin.deals.grids import DAY_ZERO
from addin.deals.values.date_forms import FIRST_YEAR, LAST_YEAR, NAT, SECOND, Times, from_utc
from addin.deals.values.text import Bools

Floats = npt.NDArray[np.float64]
Kind = Callable[[Floats], Times]

_SERIALS = (20_000, 80_000)
_UNIX_ZERO = np.datetime64("1970-01-01", "us")
_UNIX_SECONDS = (631_152_000, 1_990_000_000)
"""From 1990 to the start of 2033; later ones are more likely digits of a day and an hour."""
_UNIX = (1, 1_000, 1_000_000, 1_000_000_000)
_PACKED_DAY, _PACKED_MINUTE, _PACKED_SECOND = 1, 10_000, 1_000_000


def from_numbers(numbers: Floats, zone: ZoneInfo, day_zero: np.datetime64 = DAY_ZERO) -> Times:
    """The moments that a column's bare numbers mean; NaT where they mean none.

    They are all of one kind, the one that fits most of them: serials of a workbook, to the second;
    seconds, milliseconds, microseconds or nanoseconds since 1970 in Greenwich, made local; 20250729,
    202507291015, 20250729101500. Eight digits are days only where all numbers of eight digits are.

    Args:
        numbers: NaN where there is none.
        zone: the business time zone.
        day_zero: the day from which the workbook counts its days.
    """
    best: Times = np.full(len(numbers), NAT)
    most = 0
    if not np.isfinite(numbers).any():
        return best
    for kind, in_greenwich in _KINDS:
        found = kind(numbers)
        if kind is _serial:
            found += day_zero - DAY_ZERO
        count = int((~np.isnat(found)).sum())
        if count > most:
            best, most = from_utc(found, zone) if in_greenwich else found, count
    return best


def _within(numbers: Floats, first: float, last: float) -> Bools:
    return np.asarray((numbers >= first) & (numbers <= last), dtype=bool)


def _serial(numbers: Floats) -> Times:
    fits = _within(numbers, *_SERIALS)
    seconds = np.rint(np.where(fits, numbers, 0) * 86_400).astype(np.int64)
    return np.where(fits, DAY_ZERO + (seconds * SECOND).astype("timedelta64[us]"), NAT)


def _unix(per_second: int) -> Kind:
    def kind(numbers: Floats) -> Times:
        fits = _within(numbers, *(edge * per_second for edge in _UNIX_SECONDS))
        since = np.rint(np.where(fits, numbers, 0) / per_second * SECOND).astype("timedelta64[us]")
        return np.where(fits, _UNIX_ZERO + since, NAT)

    return kind


def _packed(per_day: int) -> Kind:
    def kind(numbers: Floats) -> Times:
        near = _within(numbers, 1e7 * per_day, 1e8 * per_day - 1)
        found = _unpacked(np.where(near, numbers, 0).astype(np.int64), per_day)
        fits = ~np.isnat(found) & (numbers == np.rint(numbers))
        return np.where(fits, found, NAT) if fits[near].all() else np.full(len(numbers), NAT)

    return kind


def _unpacked(whole: npt.NDArray[np.int64], per_day: int) -> Times:
    days, time = whole // per_day, whole % per_day * (_PACKED_SECOND // per_day if per_day > 1 else 1)
    year, month, day = days // 10_000, days // 100 % 100, days % 100
    hour, minute, second = time // 10_000, time // 100 % 100, time % 100
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    date = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    fits = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12)
    fits &= (date.astype("datetime64[M]") == months) & (hour < 24) & (minute < 60) & (second < 60)
    since = ((hour * 60 + minute) * 60 + second) * SECOND
    return np.where(fits, date.astype("datetime64[us]") + since.astype("timedelta64[us]"), NAT)


_KINDS: tuple[tuple[Kind, bool], ...] = (
    (_serial, False),
    *((_unix(per_second), True) for per_second in _UNIX),
    *((_packed(per_day), False) for per_day in (_PACKED_DAY, _PACKED_MINUTE, _PACKED_SECOND)),
)
"""What numbers may be, and whether in the time of Greenwich."""
