"""Days and periods as people write them in settings, options and formulas."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from addin.errors import OptionError

_ALL = {"all", "все", "всё"}
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-?[qк]([1-4])", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Days of a report lie in these years."""
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0)?")
_RANGE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*(?:\.\.|…)\s*(\d{4}-\d{1,2}-\d{1,2})")


@dataclass(frozen=True)
class Period:
    """Local dates, both ends included; ``None`` is open (all there is)."""

    start: dt.date | None
    end: dt.date | None

    @classmethod
    def month_of(cls, day: dt.date) -> Period:
        """The calendar month that holds ``day``."""
        last = calendar.monthrange(day.year, day.month)[1]
        return cls(day.replace(day=1), day.replace(day=last))


def parse_period(text: str, setting: str = "period") -> Period:
    """A period from its text.

    Args:
        text: ``2026``, ``2026-09``, ``2026-Q3``, ``2026-W38`` (ISO), ``2026-09-15``,
            ``2026-09-01..2026-09-15`` or ``all``.
        setting: the name to blame.

    Raises:
        OptionError: the text is none of these, or the end is before the start.
    """
    plain = text.strip()
    if _SERIAL.fullmatch(plain):
        plain = f"{_of_serial(plain)} 00:00:00"
    if found := re.fullmatch(r"(\d{4}-\d{2})-01 00:00:00", plain):
        plain = found[1]  # a spreadsheet makes a date of 2026-09: the first of a month means the month
    try:
        period = _period(plain.removesuffix(" 00:00:00"))
    except ValueError:
        period = None
    if period is None:
        raise OptionError("period", setting=setting, value=text)
    if period.start and period.end and period.end < period.start:
        raise OptionError("period_backwards", setting=setting, value=text)
    return period


def _period(text: str) -> Period | None:
    if text.casefold() in _ALL:
        return Period(None, None)
    if found := _RANGE.fullmatch(text):
        return Period(_date(found[1]), _date(found[2]))
    if found := _QUARTER.fullmatch(text):
        first = 3 * int(found[2]) - 2
        start = dt.date(int(found[1]), first, 1)
        return Period(start, Period.month_of(start.replace(month=first + 2)).end)
    if found := _WEEK.fullmatch(text):
        start = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Period(start, start + dt.timedelta(days=6))
    if found := _MONTH.fullmatch(text):
        return Period.month_of(dt.date(int(found[1]), int(found[2]), 1))
    if re.fullmatch(r"\d{4}", text):
        return Period(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        return Period(_date(text), _date(text))
    return None


def _date(text: str) -> dt.date:
    year, month, day = (int(part) for part in text.split("-"))
    return dt.date(year, month, day)


def _of_serial(text: str) -> dt.date:
    """The date that a spreadsheet keeps as this number."""
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))


def parse_day(text: str, setting: str) -> dt.date:
    """A date from ``2026-09-18`` or ``18.09.2026``.

    Raises:
        OptionError: the text is no date, or one of no year in which anything is sold.
    """
    plain = text.strip().split(" ")[0].split("T")[0]
    try:
        day = _day(plain)
    except ValueError as error:
        raise OptionError("day", setting=setting, value=text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OptionError("day_far", setting=setting, value=text, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _day(plain: str) -> dt.date:
    if _SERIAL.fullmatch(plain):
        return _of_serial(plain)
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", plain):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    return _date(plain)
