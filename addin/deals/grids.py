"""A sheet as a host hands it over, and the one made of cells in memory."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

DAY_ZERO = np.datetime64("1899-12-30", "ms")
"""Day 0 of nearly all workbooks."""
DAY_ZERO_1904 = np.datetime64("1904-01-01", "ms")
"""Day 0 of those from old Macs."""
WRITTEN_RETURN = "_x000D_"
"""The end of a line, as programs that copy the XML of a workbook letter by letter leave it in texts."""
_NOTHING = {type(None)}


@dataclass(frozen=True)
class TopRow:
    """One of the first rows of a sheet: its number there, from 1, and its cells as text ("" where empty)."""

    row: int
    cells: list[str]


@dataclass(frozen=True)
class CellError:
    """An error cell such as ``#REF!``: sheet row from 1, column index from 0, the text shown."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Body:
    """The cells below the headers.

    Args:
        columns: one series a sheet column: float64, datetime64, bool or text with None where empty. In a
            column of mixed types all values may have become text, a date then as ``2024-01-03 00:00:00``.
        rows: the sheet row, from 1, of each record; rows without any value are left out.
        errors: the error cells; their values are missing in ``columns``.
        day_zero: the day from which numbers that are dates are counted.
    """

    columns: list[pd.Series]
    rows: npt.NDArray[np.int64]
    errors: list[CellError] = field(default_factory=list)
    day_zero: np.datetime64 = DAY_ZERO


class Grid(Protocol):
    """A sheet of a workbook, a file of values, or a range of a live spreadsheet."""

    @property
    def name(self) -> str:
        """What the user calls it: the sheet's name, or the file's."""

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything."""

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``."""


@dataclass(frozen=True)
class CellsGrid:
    """A grid of plain values, as a live spreadsheet or a test has them.

    Args:
        name: what the user calls it.
        cells: rows of values; None or "" is an empty cell.
        first_row: the sheet row of the first of them.
        day_zero: the day from which numbers that are dates are counted.
    """

    name: str
    cells: Sequence[Sequence[object]]
    first_row: int = 1
    day_zero: np.datetime64 = DAY_ZERO

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything."""
        rows = (
            TopRow(self.first_row + i, ["" if _empty(v) else str(v) for v in row])
            for i, row in enumerate(self.cells)
            if not all(_empty(v) for v in row)
        )
        return [row for row, _ in zip(rows, range(n), strict=False)]

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``."""
        first = max(after + 1, self.first_row)
        rows = self.cells[first - self.first_row :]
        width = max(map(len, self.cells), default=0)
        columns = [_typed(column) for column in _columns(rows, width)]
        numbers = np.arange(first, first + len(rows), dtype=np.int64)
        filled = np.zeros(len(rows), dtype=bool)
        for column in columns:  # the first column is mostly an id, and then every row holds something
            filled |= column.notna().to_numpy(dtype=bool)
            if filled.all():
                return Body(columns, numbers, day_zero=self.day_zero)
        columns = [column[filled].reset_index(drop=True) for column in columns]
        return Body(columns, numbers[filled], day_zero=self.day_zero)


def _columns(rows: Sequence[Sequence[object]], width: int) -> list[list[object]]:
    """The columns of rows; what short rows lack is empty."""
    if set(map(len, rows)) - {width}:
        rows = [(*row, *[None] * (width - len(row))) for row in rows]
    every = list(chain.from_iterable(rows))  # a slice of one long list is twice as fast as zip(*rows)
    return [every[place::width] for place in range(width)]


def _empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _typed(column: list[object]) -> pd.Series:
    """A column of numbers as float64, of text as text, of dates as dates; any other as it came."""
    kinds = set(map(type, column)) - _NOTHING
    if kinds == {str}:
        return _texts(column)
    if str in kinds or (float in kinds and len(kinds) > 1):
        column = [None if v is None or v == "" or v != v else v for v in column]  # noqa: PLR0124  (NaN)
        kinds = set(map(type, column)) - _NOTHING
    if kinds and all(issubclass(kind, (int, float)) and kind is not bool for kind in kinds):
        return pd.Series(np.array(column, dtype="float64"))
    if kinds == {dt.datetime} and not any(map(attrgetter("tzinfo"), filter(None, column))):
        return pd.Series(pd.DatetimeIndex(column))
    return pd.Series(column, dtype="object")


def as_texts(column: Sequence[object]) -> pa.Array:
    """Texts and None as Arrow's large strings; a part of a letter becomes the sign of one that is lost."""
    try:
        return pa.array(column, pa.large_string())
    except UnicodeEncodeError:  # half a letter, as where a CRM cut a text in the middle of one
        whole = [v and str(v).encode("utf-16", "surrogatepass").decode("utf-16", "replace") for v in column]
        return pa.array(whole, pa.large_string())


def _texts(column: Sequence[object]) -> pd.Series:
    texts = as_texts(column)
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    if texts.null_count == len(texts):
        return pd.Series([None] * len(column), dtype="object")
    return pd.Series(texts, dtype="str")
