"""What Calc hands to a function, as the worker takes it: numbers, texts, None (left out), tables of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Tuple  # noqa: UP035

EMPTY = ("", None)
BLOCK_ROWS = 2048  # rows to hand over at a time: while the worker packs some, the office gets at the next
Rows = Sequence[Tuple[Any, ...]]  # noqa: UP006 - as far back as Python 3.8


class Table(NamedTuple):
    """A range of cells.

    Args:
        head: ``("cells", sheet, first_row)``, the row counted from 1.
        parts: gives its rows some at a time, as often as it is asked to.
    """

    head: Tuple[str, str, int]  # noqa: UP006
    parts: Callable[[], Iterable[Rows]]


def encode_argument(value: Any) -> Any:
    """One argument for the wire.

    A cell range becomes a table; so does an array, of which Calc tells neither the sheet nor the row. An
    error cell is as an empty one.
    """
    if value is None or isinstance(value, (float, str, bool)):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, tuple):
        return Table(("cells", "", 1), lambda: _cut(strip_empty_rows(value)))
    return _read(value)


def days_since(day_zero: Any) -> tuple[int, ...]:
    """How many days after the usual day 0 a document counts from, given its own; nothing where it is that."""
    if day_zero is None:
        return ()
    days = (dt.date(day_zero.Year, day_zero.Month, day_zero.Day) - dt.date(1899, 12, 30)).days
    return (days,) if days else ()


def _cut(rows: Rows) -> Iterator[Rows]:
    return (rows[first : first + BLOCK_ROWS] for first in range(0, len(rows), BLOCK_ROWS))


def _read(cells: Any) -> Table:
    """The cells of a range object down to where its sheet is used: A:L is not a million rows."""
    asked, sheet = cells.getRangeAddress(), cells.getSpreadsheet()
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.getRangeAddress()
    right, bottom = min(asked.EndColumn, used.EndColumn), min(asked.EndRow, used.EndRow)
    head = ("cells", sheet.getName(), asked.StartRow + 1)
    if right < asked.StartColumn or bottom < asked.StartRow:
        return Table(head, lambda: ())
    part = sheet.getCellRangeByPosition(asked.StartColumn, asked.StartRow, right, bottom)
    return Table(head, lambda: _parts(part))


def _parts(cells: Any) -> Iterator[Rows]:
    last = cells.getRows().getCount() - 1
    width = cells.getColumns().getCount() - 1
    for first in range(0, last + 1, BLOCK_ROWS):
        yield cells.getCellRangeByPosition(0, first, width, min(first + BLOCK_ROWS - 1, last)).getDataArray()


def strip_empty_rows(rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """The rows up to the last that holds anything."""
    last = len(rows)
    while last and all(value in EMPTY for value in rows[last - 1]):
        last -= 1
    return rows[:last]
