"""Rows of values as some reader finds them, made into what a grid has to give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from addin.deals.grids import WRITTEN_RETURN, Body, CellError, TopRow
from addin.readers.merged_cells import Box, spread


class ErrorText(str):
    """The text that an error cell shows."""

    __slots__ = ()


Value = str | float | bool | dt.datetime
"""What a cell holds; text is never blank."""


@dataclass(frozen=True)
class Row:
    """A row that holds anything.

    Args:
        number: in the sheet, from 1.
        cells: by column, from 0.
        merged: the merged cells that begin in it; what they cover is not among the cells.
    """

    number: int
    cells: Mapping[int, Value]
    merged: tuple[Box, ...] = ()


def without_written_returns(text: str) -> str:
    """A whole file's text without the ends of lines that a program has spelt out."""
    return text.replace(WRITTEN_RETURN, " ").replace(WRITTEN_RETURN.lower(), " ")


def top_of(rows: Iterable[Row], n: int) -> list[TopRow]:
    """The first ``n`` of these rows as text."""
    return [TopRow(row.number, _texts(row.cells)) for row in islice(rows, n)]


def body_of(rows: Iterable[Row]) -> Body:
    """All of these rows by columns, with the values of merged cells in all that they cover."""
    numbers: list[int] = []
    columns: list[list[Value | None]] = []
    errors: list[CellError] = []
    merged: list[Box] = []
    for row in rows:
        merged += row.merged
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
    body = Body([_typed(column) for column in columns], np.array(numbers, dtype=np.int64), errors)
    return spread(body, merged, 0)


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
