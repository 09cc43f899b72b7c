"""Dates as people and programs write them: real dates, serial numbers and text, of one column at a time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

from addin.deals.text import Bools, Ints, Objects, Shape, as_text, kinds, shapes

Asked = Literal["auto", "dmy", "mdy"]
Order = Literal["dmy", "mdy", "iso", "none"]
Times = npt.NDArray[np.datetime64]

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SERIALS = (20_000, 80_000)
_EPOCH = np.datetime64("1899-12-30", "us")
_NAT = np.datetime64("NaT", "us")
_SECOND = 1_000_000

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "янв январь января jan january",
            "фев февр февраль февраля feb february",
            "мар март марта mar march",
            "апр апрель апреля apr april",
            "май мая may",
            "июн июнь июня jun june",
            "июл июль июля jul july",
            "авг август августа aug august",
            "сен сент сентябрь сентября sep sept september",
            "окт октябрь октября oct october",
            "ноя нояб ноябрь ноября nov november",
            "дек декабрь декабря dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_DAY, _YEAR = "(?P<{}>[0-9]{{1,2}})", "(?P<y>[0-9]{4}|[0-9]{2})"
_D, _M, _WORD = _DAY.format("d"), _DAY.format("m"), r"(?P<word>[a-zа-я]{3,9})\.?"
_ZONE = r"(?:\s*(?P<zone>z|utc|gmt|(?P<sign>[+-])(?P<zh>[0-9]{2})(?::?(?P<zm>[0-9]{2}))?))?"
_CLOCK = r"(?P<h>[0-9]{1,2}):(?P<mi>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
_TIME = rf"(?:(?:,?\s+(?:в\s+|at\s+)?|t){_CLOCK}(?:\s*(?P<half>[ap])\.?m\.?)?{_ZONE})?"
_END = rf"(?:\s*г(?:\.|ода)?)?{_TIME}"
_FORMATS = [
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"(?P<y>[0-9]{{4}})(?P<sep>[-/.]){_M}(?P=sep){_D}",
        rf"(?P<one>[0-9]{{1,2}})(?P<sep>[-/.])(?P<two>[0-9]{{1,2}})(?P=sep){_YEAR}",
        rf"{_D}(?:[-\s.]\s*){_WORD}(?:[-\s,]\s*){_YEAR}",
        rf"{_WORD}\s+{_D}(?:st|nd|rd|th)?,?\s+{_YEAR}",
    )
]
_SERIAL = re.compile(r"(?P<whole>[0-9]{5})(?:[.,](?P<part>[0-9]+))?")


@dataclass(frozen=True)
class ParsedDates:
    """A column of dates.

    Args:
        values: datetime64[us], naive, in the business time zone; NaT where there is none.
        bad: where a cell holds something that is no date from 1990 to 2100.
        order: how dates in figures were read; "iso" where the year comes first, "none" where none is text.
        ambiguous: one of the dates in figures, where both orders fit every one and they differ: none of
            them has a value then, and the user has to be asked. Otherwise None.
        has_time: whether any value has a time of day.
    """

    values: pd.Series
    bad: Bools
    order: Order
    ambiguous: str | None
    has_time: bool


def parse_dates(raw: pd.Series, timezone: str, order: Asked = "auto") -> ParsedDates:
    """The dates of a raw column; the input is not changed.

    Args:
        raw: real dates, serial numbers of the 1900 system (rounded to the second), text, or all of them.
        timezone: IANA name; times with a zone are converted to it, naive ones are local already.
        order: of dates in figures that do not begin with the year; "auto" decides over the whole column.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: no such time zone.
    """
    zone = ZoneInfo(timezone)
    bad = raw.notna().to_numpy(dtype=bool, copy=True)
    text = _Texts(np.empty(0, "M8[us]"), np.empty(0, bool), "none", None)
    if types.is_datetime64_any_dtype(raw.dtype):
        values = _real(raw, zone)
    elif types.is_numeric_dtype(raw.dtype) and not types.is_bool_dtype(raw.dtype):
        values = _from_serial(raw.to_numpy(dtype=np.float64, na_value=np.nan))
    elif isinstance(raw.dtype, pd.StringDtype):
        text = _read_texts(as_text(raw), zone, order)
        values, bad = text.values, text.bad
    else:
        values, cells = np.full(len(raw), _NAT), raw.to_numpy(dtype=object)
        for kind, at in kinds(cells):
            if kind is str:
                text = _read_texts(as_text(raw.iloc[at]), zone, order)
                values[at], bad[at] = text.values, text.bad
            else:
                values[at] = _from_objects(cells[at], kind, zone)
    years = values.astype("datetime64[Y]").astype(np.int64) + 1970
    values[(years < _FIRST_YEAR) | (years > _LAST_YEAR)] = _NAT
    known = ~np.isnat(values)
    has_time = bool((values[known] != values[known].astype("datetime64[D]")).any())
    series = pd.Series(values, index=raw.index, name=raw.name)
    return ParsedDates(series, bad & ~known, text.order, text.ambiguous, has_time)


def _real(raw: pd.Series, zone: ZoneInfo) -> Times:
    aware = isinstance(raw.dtype, pd.DatetimeTZDtype)
    local = raw.dt.tz_convert(zone).dt.tz_localize(None) if aware else raw
    return np.array(local.to_numpy(), dtype="datetime64[us]")


def _from_serial(numbers: npt.NDArray[np.float64]) -> Times:
    """Days since 1899-12-30 as dates, to the second; NaT where they are too few or too many."""
    days = np.where((numbers >= _SERIALS[0]) & (numbers <= _SERIALS[1]), numbers, np.nan)
    seconds = np.rint(np.nan_to_num(days) * 86_400).astype(np.int64)
    return np.where(np.isnan(days), _NAT, _EPOCH + (seconds * _SECOND).astype("timedelta64[us]"))


def _from_objects(cells: Objects, kind: type, zone: ZoneInfo) -> Times:
    """Python's own dates and numbers; NaT for values of any other type."""
    if not issubclass(kind, (dt.date, int, float, Decimal, np.number)):
        return np.full(len(cells), _NAT)
    if not issubclass(kind, dt.date):
        return _from_serial(cells.astype(np.float64))
    if issubclass(kind, dt.datetime) and any(value.tzinfo for value in cells):
        cells = np.array([_naive(value, zone) for value in cells], dtype=object)
    return cells.astype("datetime64[us]")


def _naive(value: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


@dataclass(frozen=True)
class _Texts:
    """Dates read from text; ``bad`` where a text is neither empty nor a date nor awaiting an answer."""

    values: Times
    bad: Bools
    order: Order
    ambiguous: str | None


@dataclass(frozen=True)
class _Readings:
    """Distinct texts read in either order; ``figures`` where the order matters, ``dotted`` with dots."""

    dmy: Times
    mdy: Times
    figures: Bools
    dotted: Bools
    iso: Bools


def _read_texts(text: pd.Series, zone: ZoneInfo, asked: Asked) -> _Texts:
    codes, names = pd.factorize(text)
    distinct = names.to_numpy(dtype=object)
    read = _readings(distinct, zone)
    order, unclear = _order(read, np.bincount(codes, minlength=len(distinct)), asked)
    values = read.mdy if order == "mdy" else read.dmy
    ambiguous = None
    waiting = np.zeros(len(distinct), dtype=bool)
    if unclear.any():
        waiting, ambiguous = read.figures, str(distinct[unclear.argmax()])
        values = np.where(waiting, _NAT, values)
    bad = np.isnat(values) & ~waiting & (distinct != "")
    return _Texts(values[codes], bad[codes], order, ambiguous)


def _order(read: _Readings, weight: Ints, asked: Asked) -> tuple[Order, Bools]:
    """The order of dates in figures, decided over all of them, and those that leave it open."""
    clear = np.zeros(len(weight), dtype=bool)
    if not read.figures.any():
        return ("iso" if read.iso.any() else "none"), clear
    if asked != "auto":
        return asked, clear
    day_first = int(weight[read.figures & np.isnat(read.mdy)].sum())
    month_first = int(weight[read.figures & np.isnat(read.dmy)].sum())
    if read.dotted[read.figures].all():
        # with dots the day comes first everywhere, unless that cannot be
        return ("mdy" if month_first and not day_first else "dmy"), clear
    if day_first != month_first:
        return ("dmy" if day_first > month_first else "mdy"), clear
    differ = read.figures & (read.dmy != read.mdy) & ~read.dotted
    return ("none" if differ.any() else "dmy"), differ


def _readings(distinct: Objects, zone: ZoneInfo) -> _Readings:
    size = len(distinct)
    dmy, mdy = np.full(size, _NAT), np.full(size, _NAT)
    figures, dotted, iso = (np.zeros(size, dtype=bool) for _ in range(3))
    for shape in shapes(distinct):
        serial = _SERIAL.fullmatch(shape.text)
        found = next((m for m in (form.fullmatch(shape.text) for form in _FORMATS) if m), None)
        if serial:
            dmy[shape.at] = mdy[shape.at] = _from_serial(_decimal(shape, serial))
        if found:
            fields = _Fields(shape, found)
            dmy[shape.at], mdy[shape.at] = fields.moments(zone)
            figures[shape.at] = fields.has("one")
            dotted[shape.at] = fields.has("one") and found["sep"] == "."
            iso[shape.at] = fields.has("sep") and not fields.has("one")
    return _Readings(dmy, mdy, figures & ~(np.isnat(dmy) & np.isnat(mdy)), dotted, iso & ~np.isnat(dmy))


def _decimal(shape: Shape, found: re.Match[str]) -> npt.NDArray[np.float64]:
    start, end = found.span("part")
    end = min(end, start + 15)
    return shape.number(range(*found.span("whole"))) + shape.number(range(start, end)) / 10.0 ** (end - start)


@dataclass(frozen=True)
class _Fields:
    """The parts of a date, where a format found them in a shape."""

    shape: Shape
    found: re.Match[str]

    def has(self, name: str) -> bool:
        return self.found.groupdict().get(name) is not None

    def number(self, name: str) -> Ints:
        return self.shape.number(range(*self.found.span(name)) if self.has(name) else ())

    def moments(self, zone: ZoneInfo) -> tuple[Times, Times]:
        """The moments meant if the day comes first, and if the month does; NaT where there is none."""
        if self.has("one"):
            one, two = self.number("one"), self.number("two")
        else:
            one, two = self.number("d"), self._month()
        day_first = self._localised(self._day(one, two), zone)
        return day_first, (self._localised(self._day(two, one), zone) if self.has("one") else day_first)

    def _month(self) -> Ints:
        if not self.has("word"):
            return self.number("m")
        month = _MONTHS.get(self.found["word"].casefold(), 0)
        return np.full(len(self.shape.at), month, dtype=np.int64)

    def _day(self, day: Ints, month: Ints) -> Times:
        year = self.number("y")
        if len(self.found["y"]) == 2:
            year = year + np.where(year + 1900 < _FIRST_YEAR, 2000, 1900)
        months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
        date = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
        fits = (month >= 1) & (month <= 12) & (date.astype("datetime64[M]") == months)
        fits &= (year >= _FIRST_YEAR) & (year <= _LAST_YEAR)
        return np.where(fits, date.astype("datetime64[us]"), _NAT)

    def _localised(self, date: Times, zone: ZoneInfo) -> Times:
        hour, minute, second = self.number("h"), self.number("mi"), self.number("s")
        fits = (hour < 24) & (minute < 60) & (second < 60)
        if self.has("half"):
            fits &= (hour >= 1) & (hour <= 12)
            hour = hour % 12 + (12 if self.found["half"].casefold() == "p" else 0)
        part = self.number("f") * 10 ** (9 - len(self.found["f"] or "")) // 1_000
        since = ((hour * 60 + minute) * 60 + second) * _SECOND + part
        if self.has("sign"):
            east = (self.number("zh") * 60 + self.number("zm")) * 60 * _SECOND
            since = since - (east if self.found["sign"] == "+" else -east)
        moment = np.where(fits, date + since.astype("timedelta64[us]"), _NAT)
        if not self.has("zone"):
            return moment
        local = pd.DatetimeIndex(moment).tz_localize("UTC").tz_convert(zone).tz_localize(None)
        return local.to_numpy(dtype="datetime64[us]")
