"""Dates as people and programs write them: real dates, serial numbers and text, of one column at a time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api import types

from addin.deals.grids import DAY_ZERO
from addin.deals.values.date_forms import FIRST_YEAR, LAST_YEAR, NAT, Times, fields_of
from addin.deals.values.date_logs import without_names
from addin.deals.values.date_numbers import from_numbers
from addin.deals.values.digit_shapes import Shape, shapes
from addin.deals.values.nothing import is_nothing
from addin.deals.values.text import Bools, Ints, Objects, as_text, types_in
from addin.time_zones import time_zone

Floats = npt.NDArray[np.float64]
Asked = Literal["auto", "dmy", "mdy"]
Order = Literal["dmy", "mdy", "iso", "none"]

_STAMP = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,19})(?:[.,](?P<part>[0-9]+))?")
_ZERO_DAYS = np.array(["0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01"], "M8[D]")
"""What programs write where there is no date."""


@dataclass(frozen=True)
class ParsedDates:
    """A column of dates.

    Args:
        values: datetime64[us], naive, in the business time zone; NaT where there is none.
        bad: where a cell holds something that is no date from 1990 to 2100.
        order: how dates in figures were read; "iso" where the year comes first, "none" where none is text.
        ambiguous: one of the dates in figures that can be read both ways, where the column shows neither
            order, or shows both: none of them has a value then, and the user has to be asked. Otherwise None.
    """

    values: pd.Series
    bad: Bools
    order: Order
    ambiguous: str | None


def parse_dates(
    raw: pd.Series, timezone: str, order: Asked = "auto", day_zero: np.datetime64 = DAY_ZERO
) -> ParsedDates:
    """The dates of a raw column; the input is not changed.

    Args:
        raw: real dates, bare numbers (see ``from_numbers``), text, or all of them.
        timezone: IANA name; times with a zone are converted to it, naive ones are local already.
        order: of dates in figures that do not begin with the year; "auto" decides over the whole column.
        day_zero: the day from which a workbook counts its days.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: no such time zone.
    """
    zone = time_zone(timezone)
    bad = raw.notna().to_numpy(dtype=bool, copy=True)
    numbers = np.full(len(raw), np.nan)
    text = _Texts(np.empty(0, "M8[us]"), np.empty(0, bool), numbers, "none", None)
    if types.is_datetime64_any_dtype(raw.dtype):
        values = _real(raw, zone)
    elif types.is_numeric_dtype(raw.dtype) and not types.is_bool_dtype(raw.dtype):
        values, numbers = np.full(len(raw), NAT), raw.to_numpy(dtype=np.float64, na_value=np.nan)
    elif isinstance(raw.dtype, pd.StringDtype):
        text = _read_texts(as_text(raw), zone, order)
        values, bad, numbers = text.values, text.bad, text.numbers
    else:
        values, cells = np.full(len(raw), NAT), raw.to_numpy(dtype=object)
        for kind, at in types_in(cells):
            if kind is str:
                text = _read_texts(as_text(raw.iloc[at]), zone, order)
                values[at], bad[at], numbers[at] = text.values, text.bad, text.numbers
            elif issubclass(kind, dt.date):
                values[at] = _from_dates(cells[at], kind, zone)
            elif issubclass(kind, (int, float, Decimal, np.number)) and kind is not bool:
                numbers[at] = cells[at].astype(np.float64)
    moments = from_numbers(numbers, zone, day_zero)
    values = np.where(np.isnat(moments), values, moments)
    bad &= (numbers != 0) & ~np.isin(values.astype("M8[D]"), _ZERO_DAYS)
    known = _sensible(values)
    values[~known] = NAT
    series = pd.Series(values, index=raw.index, name=raw.name)
    return ParsedDates(series, bad & ~known, text.order, text.ambiguous)


def _sensible(values: Times) -> Bools:
    """Which dates are there and no slips of the pen."""
    first, after = (np.datetime64(f"{year}-01-01", "us") for year in (FIRST_YEAR, LAST_YEAR + 1))
    return np.asarray((values >= first) & (values < after), dtype=bool)


def _real(raw: pd.Series, zone: ZoneInfo) -> Times:
    aware = isinstance(raw.dtype, pd.DatetimeTZDtype)
    local = raw.dt.tz_convert(zone).dt.tz_localize(None) if aware else raw
    return np.array(local.to_numpy(), dtype="datetime64[us]")


def _from_dates(cells: Objects, kind: type, zone: ZoneInfo) -> Times:
    """Python's own dates."""
    if issubclass(kind, dt.datetime) and any(map(attrgetter("tzinfo"), cells)):
        cells = np.array([_naive(value, zone) for value in cells], dtype=object)
    if kind is dt.datetime:  # pandas takes a fraction of the time of Arrow and NumPy
        return np.array(pd.DatetimeIndex(cells), dtype="datetime64[us]")
    return cells.astype("datetime64[us]")


def _naive(value: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


@dataclass(frozen=True)
class _Texts:
    """Dates read from text.

    Args:
        values: NaT where there is none.
        bad: where a text is neither empty nor a date nor awaiting an answer.
        numbers: bare numbers, of which the column as a whole tells the kind; NaN elsewhere.
        order, ambiguous: as in ``ParsedDates``.
    """

    values: Times
    bad: Bools
    numbers: Floats
    order: Order
    ambiguous: str | None


@dataclass(frozen=True)
class _Readings:
    """Distinct texts read.

    Args:
        dmy, mdy: the moments in either order.
        figures, dotted: where the order matters; the same with dots.
        iso, none: where the year comes first; where no date is meant.
        numbers: bare numbers, NaN elsewhere.
    """

    dmy: Times
    mdy: Times
    figures: Bools
    dotted: Bools
    iso: Bools
    none: Bools
    numbers: Floats

    def mostly_unread(self, weight: Ints) -> bool:
        """Whether over half of the texts, so many of each, mean something and are no date."""
        unread = np.isnat(self.dmy) & np.isnat(self.mdy) & np.isnan(self.numbers) & ~self.none
        return bool(2 * weight[unread].sum() > weight[~self.none].sum())


def _read_texts(text: pd.Series, zone: ZoneInfo, asked: Asked) -> _Texts:
    stamped, moments = _stamps(text)
    if not stamped.any():
        return _read_forms(text, zone, asked)
    others = _read_forms(text[~stamped], zone, asked)
    values, bad, numbers = moments, np.zeros(len(text), dtype=bool), np.full(len(text), np.nan)
    values[~stamped], bad[~stamped], numbers[~stamped] = others.values, others.bad, others.numbers
    plain = others.order == "none" and others.ambiguous is None
    return _Texts(values, bad, numbers, "iso" if plain else others.order, others.ambiguous)


def _stamps(text: pd.Series) -> tuple[Bools, Times]:
    """Which texts are dates as a program writes them, ``2024-01-03 00:00:00``, and those dates.

    A column where dates and text are mixed comes as text, and nearly all of it looks like this.
    """
    texts = pa.array(text)
    alike = pc.fill_null(pc.match_substring_regex(texts, _STAMP), False)
    try:
        cast = pc.if_else(alike, texts, None).cast(pa.timestamp("us"))
    except pa.ArrowInvalid:  # a 31st of April among them: then they are read like all other forms
        return np.zeros(len(text), dtype=bool), np.full(len(text), NAT)
    moments = np.array(cast.to_numpy(zero_copy_only=False), dtype="datetime64[us]")
    return np.asarray(alike) & _sensible(moments), moments


def _read_forms(text: pd.Series, zone: ZoneInfo, asked: Asked) -> _Texts:
    """Dates of any form we know."""
    codes, names = pd.factorize(text)
    distinct = names.to_numpy(dtype=object)
    weight = np.bincount(codes, minlength=len(distinct))
    read = _readings(distinct, zone)
    if read.mostly_unread(weight):
        named = _readings(without_names(distinct), zone)
        read = read if named.mostly_unread(weight) else named
    order, unclear = _order(read, weight, asked)
    values = read.mdy if order == "mdy" else read.dmy
    ambiguous = None
    waiting = np.zeros(len(distinct), dtype=bool)
    if unclear.any():
        waiting, ambiguous = read.figures, str(distinct[unclear.argmax()])
        values = np.where(waiting, NAT, values)
    bad = np.isnat(values) & ~waiting & ~read.none
    return _Texts(values[codes], bad[codes], read.numbers[codes], order, ambiguous)


def _order(read: _Readings, weight: Ints, asked: Asked) -> tuple[Order, Bools]:
    """The order of dates in figures, decided over all of them, and those that leave it open.

    Dates that fit one order only decide for the rest. Where they speak for both orders, what most of them
    show would be a guess about the others: then it stays open, unless no other date hangs on it.
    """
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
    either = read.figures & ~np.isnat(read.dmy) & ~np.isnat(read.mdy) & (read.dmy != read.mdy)
    if day_first and month_first and either.any():
        return "none", either
    if day_first != month_first:
        return ("dmy" if day_first > month_first else "mdy"), clear
    differ = read.figures & (read.dmy != read.mdy) & ~read.dotted
    return ("none" if differ.any() else "dmy"), differ


def _readings(distinct: Objects, zone: ZoneInfo) -> _Readings:
    size = len(distinct)
    dmy, mdy, numbers = np.full(size, NAT), np.full(size, NAT), np.full(size, np.nan)
    figures, dotted, iso = (np.zeros(size, dtype=bool) for _ in range(3))
    none = (distinct == "") | is_nothing(distinct, "date")
    for shape in shapes(distinct):
        number = _NUMBER.fullmatch(shape.text)
        if number:
            numbers[shape.at] = _decimal(shape, number)
        elif fields := fields_of(shape):
            dmy[shape.at], mdy[shape.at] = fields.timestamps(zone)
            none[shape.at] |= fields.no_day()
            figures[shape.at] = fields.has("one")
            dotted[shape.at] = fields.has("one") and "." in fields.text("sep")
            iso[shape.at] = fields.has("sep") and not fields.has("one")
    figures &= ~(np.isnat(dmy) & np.isnat(mdy))
    return _Readings(dmy, mdy, figures, dotted, iso & ~np.isnat(dmy), none, numbers)


def _decimal(shape: Shape, found: re.Match[str]) -> Floats:
    first, last = found.span("whole")
    start, end = found.span("part")
    end = min(end, start + 15)
    whole = shape.number(range(first, min(last, first + 18))) * 10.0 ** max(last - first - 18, 0)
    return whole + shape.number(range(start, end)) / 10.0 ** (end - start)
