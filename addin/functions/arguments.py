"""What a cell hands to a function: single values, ranges and handles, read as each argument wants them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from addin.deals.grids import DAY_ZERO
from addin.deals.values.months import parse_month
from addin.errors import InputError
from addin.functions.lookup import compact
from addin.periods import Period, parse_period
from addin.readers.packed_columns import Column, first_value, pack
from addin.readers.packed_grid import ColumnsGrid
from addin.words import Lang, say

Scalar = float | str | bool | None

DIGITS = 8
"""As many digits of the digest a handle shows."""
_HANDLE = re.compile(rf"(?:\w+\s+)?([0-9a-f]{{{DIGITS}}})(?:\s*·.*)?", re.DOTALL)


@dataclass(frozen=True)
class Cells:
    """A range of a sheet.

    Args:
        name: the sheet as the user calls it.
        first_row: the sheet row of the first of them, from 1.
        count: how many rows there are.
        columns: its values, see :mod:`addin.readers.packed_columns`.
        since: how many days after the usual day 0 the document begins to count its days.
    """

    name: str
    first_row: int
    count: int
    columns: tuple[Column, ...]
    since: int = 0

    @classmethod
    def of_rows(cls, name: str, first_row: int, rows: Sequence[Sequence[Scalar]]) -> Self:
        """A range given by its rows; None or "" is an empty cell."""
        return cls(name, first_row, len(rows), pack(rows))

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        return self.count == 1 and len(self.columns) == 1

    @property
    def is_blank_row(self) -> bool:
        """Whether it is one row without any value."""
        return self.count == 1 and all(value is None for value in self._first())

    @property
    def value(self) -> Scalar:
        """The value of the first cell; None where it is empty."""
        return self._first()[0]

    def _first(self) -> list[Scalar]:
        return [first_value(column) for column in self.columns]

    def grid(self) -> ColumnsGrid:
        """The range for reading."""
        day_zero = DAY_ZERO + np.timedelta64(self.since, "D")
        return ColumnsGrid(self.name, self.first_row, self.count, self.columns, epoch=day_zero)


ArgumentValue = Scalar | Cells
"""One argument; None is left out."""


def scalar(value: ArgumentValue, argument: str) -> Scalar:
    """A single value; of a range of one cell its value, and None where it is empty.

    Raises:
        InputError: a range of several cells.
    """
    if isinstance(value, Cells):
        if not value.is_single:
            raise InputError("argument_range", argument=argument)
        value = value.value
    return None if value == "" or value != value else value  # noqa: PLR0124  (NaN)


def text(value: ArgumentValue, argument: str) -> str:
    """A value as its text, "" where there is none: 12.0 is "12".

    Raises:
        InputError: a range of several cells.
    """
    value = scalar(value, argument)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value.strip()
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def table(value: ArgumentValue, argument: str) -> Cells | None:
    """A range; None where the argument is left out.

    Raises:
        InputError: a single value that is not empty.
    """
    if isinstance(value, Cells):
        return None if value.is_blank_row and argument != "deals" else value
    if scalar(value, argument) is None:
        return None
    raise InputError("argument_no_range", argument=argument, value=text(value, argument))


def handle(value: ArgumentValue) -> str | None:
    """The digest that a handle names; None where the argument is left out.

    Raises:
        InputError: a table, or a text that is no handle.
    """
    if isinstance(value, Cells) and not value.is_single:
        raise InputError("handle_range")
    entry = text(value, "deals")
    if not entry:
        return None
    found = _HANDLE.fullmatch(entry)
    if found is None:
        raise InputError("handle_none", value=entry if len(entry) <= 60 else f"{entry[:60]}…")
    return found[1]


def handle_text(digest: str, count: int, lang: Lang) -> str:
    """What a cell with a set of deals shows: ``deals 3f9a1c2e · 12 012``."""
    return say("handle.text", lang, digest=digest[:DIGITS], count=f"{count:,}".replace(",", "\u00a0"))


def period(value: ArgumentValue, argument: str) -> Period | None:
    """A period as in the settings, a month in words, a date or a year; None where it is left out.

    Raises:
        InputError: a range of several cells.
        OptionError: it is none of these.
    """
    entry = text(value, argument)
    if not entry:
        return None
    month = parse_month(entry)
    return (
        Period.month_of(date(month.year, month.month, 1)) if month else parse_period(compact(entry), argument)
    )
