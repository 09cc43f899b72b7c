"""Rows of values as some reader finds them, made into what a grid has to give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from addin.deals.grids import Body, CellError, TopRow


class ErrorText(str):
    """The text that an error cell shows."""

    __slots__ = ()


Value = str | float | bool | dt.datetime
"""What a cell holds; text is never blank."""


@dataclass(frozen=True)
class Row:
    """A row that holds anything: its number in the sheet, from 1, and its cells by column, from 0."""

    number: int
    cells: Mapping[int, Value]


def top_of(rows: Iterable[Row], n: int) -> list[TopRow]:
    """The first ``n`` of these rows as text."""
    return [TopRow(row.number, _texts(row.cells)) for row in islice(rows, n)]


def body_of(rows: Iterable[Row]) -> Body:
    """All of these rows by columns."""
    numbers: list[int] = []
    columns: list[list[Value | None]] = []
    errors: list[CellError] = []
    for row in rows:
        height = len(numbers)
        numbers.append(row.number)
        for column in columns:
            column.append(None)
        width = 1 + max(row.cells)
        columns += [[None] * (height + 1) for _ in range(len(columns), width)]
        for index, value in row.cells.items():
            if isinstance(value, ErrorText):
                errors.append(CellError(row.number, index, str(value)))
            else:
                columns[index][height] = value
    return Body([_typed(column) for column in columns], np.array(numbers, dtype=np.int64), errors)


def _texts(cells: Mapping[int, Value]) -> list[str]:
    texts = [""] * (1 + max(cells))
    for index, value in cells.items():
        texts[index] = str(value)
    return texts


def _typed(values: list[Value | None]) -> pd.Series:
    """A column of one type as pandas has it; a mixed one as objects."""
    types = set(map(type, values)) - {type(None)}
    if types == {float}:
        return pd.Series(values, dtype="float64")
    if types == {dt.datetime}:
        return pd.Series(values, dtype="datetime64[us]")
    return pd.Series(values, dtype="str" if types == {str} else "object")
