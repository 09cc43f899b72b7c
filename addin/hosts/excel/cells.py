"""What Excel hands to a function, and what a function hands back.

A range comes as a reference, is cut to the cells in use and read at one go as ``Value2``: numbers and dates
are floats then, whatever the format of the cell. Values come as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from addin.hosts.arguments import Cells, Given, Scalar
from addin.hosts.functions import Rows

NOT_AVAILABLE = "#N/A"
"""What stands for Excel's own #N/A until the macro code puts that in its place."""

_ERRORS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!",
    2042: NOT_AVAILABLE, 2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!",
    2048: "#UNKNOWN!", 2049: "#FIELD!", 2050: "#CALC!",
}  # fmt: skip
ERRORS = {code - 2146828288: text for code, text in _ERRORS.items()}
"""An error value as COM sends it → the text its cell shows."""

_PLAIN = {float, str, bool, type(None)}
_DAY_ZERO = dt.datetime(1899, 12, 30)


@dataclass(frozen=True)
class SheetCells(Cells):
    """A range of a workbook.

    Args:
        book: the name of the workbook.
    """

    book: str = ""


class AsGiven(Accessor):  # type: ignore[misc]
    """A converter of xlwings: a range as :class:`SheetCells`, anything else as a value."""

    @classmethod
    def reader(cls, options: object) -> Pipeline:  # noqa: ARG003 - the name xlwings gives it
        """One step only: no conversion of cells by xlwings, which takes each on its own."""
        return Pipeline().append_stage(_take)


def _take(context: Any) -> None:
    context.value = given(context.value if context.range is None else context.range)


def given(value: object) -> Given:
    """One argument as the registry of functions wants it."""
    if isinstance(value, xw.Range):
        return _range(value)
    if isinstance(value, (list, tuple)):
        rows = value if value and isinstance(value[0], (list, tuple)) else [value]
        return Cells("", 1, _clean(rows))
    return _scalar(value)


def origin(arguments: Sequence[object]) -> str:
    """The workbook that the first range among the arguments is of; "" where there is none."""
    return next((one.book for one in arguments if isinstance(one, SheetCells)), "")


def shown(rows: Rows) -> object:
    """What the cell or the cells of a formula get: a value, or rows of them."""
    cells = [[NOT_AVAILABLE if value is None else value for value in row] for row in rows]
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else cells


def _range(asked: xw.Range) -> SheetCells:
    """The cells in use of a range: a whole column is a million rows, nearly all of them empty."""
    sheet, used = asked.sheet, asked.sheet.used_range
    top, left = max(asked.row, used.row), max(asked.column, used.column)
    bottom, right = (
        min(mine + size, theirs + span) - 1
        for mine, size, theirs, span in zip(
            (asked.row, asked.column), asked.shape, (used.row, used.column), used.shape, strict=True
        )
    )
    if top > bottom or left > right:
        return SheetCells(sheet.name, asked.row, ((None,),), sheet.book.name)
    found = _values(sheet.range((top, left), (bottom, right)))
    return SheetCells(sheet.name, top, _filled(_clean(found)), sheet.book.name)


def _values(cells: xw.Range) -> Sequence[Sequence[object]]:
    # from a workbook whose days are counted from 1904 a number would be read as another day: dates then
    dates = bool(cells.sheet.book.api.Date1904)
    found = cells.api.Value if dates else cells.api.Value2
    return found if isinstance(found, tuple) else ((found,),)


def _clean(rows: Sequence[Sequence[object]]) -> tuple[tuple[Scalar, ...], ...]:
    if set(map(type, chain.from_iterable(rows))) <= _PLAIN:
        return tuple(map(tuple, rows))  # type: ignore[arg-type]
    return tuple(tuple(map(_scalar, row)) for row in rows)


def _filled(rows: tuple[tuple[Scalar, ...], ...]) -> tuple[tuple[Scalar, ...], ...]:
    """Without the empty rows at the end, which formats alone may have put into use."""
    count = len(rows)
    while count > 1 and not any(value is not None and value != "" for value in rows[count - 1]):
        count -= 1
    return rows[:count]


def _scalar(value: object) -> Scalar:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, dt.datetime):  # one of Excel's has no zone, though pywin32 gives it one
        return (value.replace(tzinfo=None) - _DAY_ZERO) / dt.timedelta(days=1)
    if isinstance(value, int):  # numbers are floats; the only whole numbers are errors
        return ERRORS.get(value, float(value))
    return float(value)  # type: ignore[arg-type]
