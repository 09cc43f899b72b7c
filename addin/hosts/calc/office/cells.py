"""What Calc hands to a function, as the worker takes it: numbers, texts, None (left out), tables of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .columns import PART, packed, packed_parts

EMPTY = ("", None)


def wired(value: Any) -> Any:
    """One argument for the wire.

    A cell range becomes ``("cells", sheet, first_row, rows, columns)``, ``first_row`` counted from 1 and
    ``rows`` how many; so does an array, of which Calc tells neither the sheet nor the row. An error cell is
    as an empty one.
    """
    if value is None or isinstance(value, (float, str, bool)):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, tuple):
        return _wired("", 1, without_empty_end(value))
    return _read(value)


def _wired(sheet: str, first_row: int, rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    return ("cells", sheet, first_row, len(rows), packed(rows))


def _read(cells: Any) -> tuple[Any, ...]:
    """The cells of a range object down to where its sheet is used: A:L is not a million rows."""
    asked, sheet = cells.getRangeAddress(), cells.getSpreadsheet()
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.getRangeAddress()
    right, bottom = min(asked.EndColumn, used.EndColumn), min(asked.EndRow, used.EndRow)
    if right < asked.StartColumn or bottom < asked.StartRow:
        return _wired(sheet.getName(), asked.StartRow + 1, ())
    part = sheet.getCellRangeByPosition(asked.StartColumn, asked.StartRow, right, bottom)
    return (
        "cells",
        sheet.getName(),
        asked.StartRow + 1,
        bottom - asked.StartRow + 1,
        packed_parts(parts(part)),
    )


def parts(cells: Any) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The rows of a range some at a time: all at once they and their values take half as long again."""
    last = cells.getRows().getCount() - 1
    width = cells.getColumns().getCount() - 1
    for first in range(0, last + 1, PART):
        yield cells.getCellRangeByPosition(0, first, width, min(first + PART - 1, last)).getDataArray()


def without_empty_end(rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """The rows up to the last that holds anything."""
    last = len(rows)
    while last and all(value in EMPTY for value in rows[last - 1]):
        last -= 1
    return rows[:last]
