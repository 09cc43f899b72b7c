"""What Excel hands to a function.

A range comes as a reference, is cut to the cells in use and read at one go as ``Value2``: numbers and dates
are floats then, whatever the format of the cell. Values come as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from addin.functions.arguments import ArgumentValue, Cells
from addin.hosts.excel.values import scalar_rows, to_scalar

_SINCE_1904 = 1462
"""How many days after the usual day 0 the days of such a workbook begin."""


@dataclass(frozen=True)
class SheetCells(Cells):
    """A range of a workbook.

    Args:
        book: the name of the workbook.
    """

    book: str = ""


class RawArgument(Accessor):
    """A converter of xlwings: a range as :class:`SheetCells`, anything else as a value."""

    @classmethod
    def reader(cls, options: object) -> Pipeline:  # noqa: ARG003 - the name xlwings gives it
        """One step only: no conversion of cells by xlwings, which takes each on its own."""
        steps: Pipeline = Pipeline([_take])
        return steps


def _take(context: Any) -> None:
    context.value = raw_argument(context.value if context.range is None else context.range)


def raw_argument(value: object) -> ArgumentValue:
    """One argument as the registry of functions wants it."""
    if isinstance(value, xw.Range):
        return _range(value)
    if isinstance(value, (list, tuple)):
        rows = value if value and isinstance(value[0], (list, tuple)) else [value]
        return Cells.of_rows("", 1, scalar_rows(rows))
    return to_scalar(value)


def workbook_of(arguments: Sequence[object]) -> str:
    """The workbook that the first range among the arguments is of; "" where there is none."""
    return next((one.book for one in arguments if isinstance(one, SheetCells)), "")


def _range(asked: xw.Range) -> SheetCells:
    """The cells in use of a range: a whole column is a million rows, nearly all of them empty."""
    sheet = asked.sheet
    if asked.shape == (1, 1):  # mostly the handle, in every formula: each question to Excel takes time
        dated = _counts_from_1904(sheet)
        return replace(_of_sheet(sheet, asked.row, _values(asked, dated)), since=_SINCE_1904 if dated else 0)
    used = sheet.used_range
    top, left = max(asked.row, used.row), max(asked.column, used.column)
    bottom, right = (
        min(mine + size, theirs + span) - 1
        for mine, size, theirs, span in zip(
            (asked.row, asked.column), asked.shape, (used.row, used.column), used.shape, strict=True
        )
    )
    if top > bottom or left > right:
        return _of_sheet(sheet, asked.row, ((None,),))
    return _of_sheet(sheet, top, _values(sheet.range((top, left), (bottom, right)), _counts_from_1904(sheet)))


def _of_sheet(sheet: xw.Sheet, first_row: int, rows: Sequence[Sequence[object]]) -> SheetCells:
    return replace(SheetCells.of_rows(sheet.name, first_row, scalar_rows(rows)), book=sheet.book.name)


def _counts_from_1904(sheet: xw.Sheet) -> bool:
    return bool(sheet.book.api.Date1904)


def _values(cells: xw.Range, dates: bool) -> Sequence[Sequence[object]]:
    # from a workbook whose days are counted from 1904 a number would be read as another day: dates then
    found = cells.api.Value if dates else cells.api.Value2
    return found if isinstance(found, tuple) else ((found,),)
