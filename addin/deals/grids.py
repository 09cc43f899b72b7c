"""A sheet as a host hands it over, and the one made of cells in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd


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
    """

    columns: list[pd.Series]
    rows: npt.NDArray[np.int64]
    errors: list[CellError] = field(default_factory=list)


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
    """

    name: str
    cells: Sequence[Sequence[object]]
    first_row: int = 1

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
        kept = [
            (self.first_row + i, row)
            for i, row in enumerate(self.cells)
            if self.first_row + i > after and not all(_empty(v) for v in row)
        ]
        width = max((len(row) for row in self.cells), default=0)
        columns = [
            _typed([row[c] if c < len(row) and not _empty(row[c]) else None for _, row in kept])
            for c in range(width)
        ]
        return Body(columns, np.array([number for number, _ in kept], dtype=np.int64))


def _empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))


def _typed(values: list[object]) -> pd.Series:
    """A column of numbers as float64; anything else as it came, as objects."""
    numbers = all(v is None or (isinstance(v, (int, float)) and not isinstance(v, bool)) for v in values)
    if numbers and any(v is not None for v in values):
        return pd.Series([np.nan if v is None else float(str(v)) for v in values], dtype="float64")
    return pd.Series(values, dtype="object")
