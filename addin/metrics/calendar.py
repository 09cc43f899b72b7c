"""Months and days as whole numbers, counted from 1970-01 and from 1970-01-01."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def month_of(days: npt.ArrayLike) -> Ints:
    """The months that hold these days."""
    return np.asarray(days, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month(day: int) -> int:
    """The month that holds a day."""
    return int(month_of([day])[0])


@cache
def first_day(index: int) -> int:
    """The first day of a month."""
    return int(np.datetime64(index, "M").astype("datetime64[D]").astype(np.int64))


def last_day(index: int) -> int:
    """The last day of a month."""
    return first_day(index + 1) - 1


def date_of(day: int) -> dt.date:
    """The date of a day."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=day)


def month_name(index: int) -> str:
    """A month as 2026-09."""
    return f"{1970 + index // 12:04d}-{index % 12 + 1:02d}"
