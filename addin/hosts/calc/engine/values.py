"""Values of cells: between Python's types and the floats and texts that the office takes."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from addin.hosts.calc.engine.errors import CalcError
from addin.readers.serial_dates import timestamps_of

Cell = float | str | bool | dt.datetime
Box = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


def to_cell_value(value: Any, _options: object = None) -> Cell:
    """One value of Python as a cell can hold it; missing values are the empty text.

    Raises:
        CalcError: A cell cannot hold it.
    """
    kind = type(value)  # the common types first: this is asked for every cell
    if kind is str or kind is bool or (kind is float and math.isfinite(value)):
        return value  # type: ignore[no-any-return]
    if kind is int:
        return float(value)
    if kind is dt.datetime and value.tzinfo is None:
        return value  # type: ignore[no-any-return]
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if value is pd.NaT:
        return ""
    return _number(value) if isinstance(value, numbers.Real | Decimal) else _datetime(value)


def _number(value: Any) -> Cell:
    number = float(value)
    if math.isnan(number):
        return ""
    if math.isinf(number):
        raise CalcError("a cell cannot hold an infinite number")
    return number


def _datetime(value: Any) -> Cell:
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime(warn=False)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, str):
        return str(value)
    raise CalcError(f"a cell cannot hold a value of type {type(value).__name__}: {value!r}")


def clean_values(
    data: Sequence[Sequence[Any]],
    datetime_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    _err_to_str: object = None,
) -> list[list[Any]]:
    """Values read, as the options of xlwings want them."""
    build_dates = datetime_builder is not dt.datetime
    if not build_dates and number_builder is None:
        return [[empty_as if cell == "" or cell is None else cell for cell in row] for row in data]

    def one(cell: Any) -> Any:
        if cell == "" or cell is None:
            return empty_as
        if build_dates and isinstance(cell, dt.datetime):
            return datetime_builder(
                year=cell.year, month=cell.month, day=cell.day, hour=cell.hour, minute=cell.minute,
                second=cell.second, microsecond=cell.microsecond, tzinfo=None,
            )  # fmt: skip
        return number_builder(cell) if number_builder is not None and isinstance(cell, float) else cell

    return [[one(cell) for cell in row] for row in data]


def decode_values(answer: Sequence[Any], origin: tuple[int, int]) -> list[list[Any]]:
    """What the office answered to ``get_values``, with moments, booleans and what it told of errors."""
    rows, epoch, dates, booleans, failed = answer
    values = [list(row) for row in rows]
    places = [(row, column) for row, column in _cells_in(dates, origin) if type(values[row][column]) is float]
    days = [values[row][column] for row, column in places]
    for (row, column), moment in zip(places, _datetimes(days, dt.datetime(*epoch)), strict=True):
        values[row][column] = moment
    for row, column in _cells_in(booleans, origin):
        if type(values[row][column]) is float and values[row][column] in {0.0, 1.0}:
            values[row][column] = values[row][column] == 1.0
    for row, column, text in failed:
        values[row - origin[0]][column - origin[1]] = text
    return values


def _datetimes(days: Sequence[float], start: dt.datetime) -> list[Any]:
    """The moments of counts of days, to the millisecond; beyond the years 1 to 9999 it stays a number."""
    moments, inside = timestamps_of(np.array(days, dtype=np.float64), np.datetime64(start, "ms"))
    found: list[Any] = moments.tolist()
    for place in np.flatnonzero(~inside).tolist():
        found[place] = days[place]
    return found


def _cells_in(boxes: Iterable[Box], origin: tuple[int, int]) -> Iterable[tuple[int, int]]:
    for first_row, first_column, last_row, last_column in boxes:
        for column in range(first_column - origin[1], last_column - origin[1] + 1):
            for row in range(first_row - origin[0], last_row - origin[0] + 1):
                yield row, column


@dataclass
class Payload:
    """Values ready to be written: rows of floats and texts, and what the cells need besides."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    dates: list[Box] = field(default_factory=list)
    times: list[Box] = field(default_factory=list)
    booleans: list[Box] = field(default_factory=list)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)


def encode_values(
    rows: Sequence[Sequence[Any]], epoch: tuple[int, int, int], origin: tuple[int, int]
) -> Payload:
    """Rows of values as the office takes them.

    A text that starts with ``=`` is a formula, and one that starts with an apostrophe is the text after it,
    as in Excel; any other text stays text.
    """
    made, days = Payload(), _DayNumbers(dt.datetime(*epoch))
    marks: dict[str, dict[int, list[int]]] = {"dates": {}, "times": {}, "booleans": {}}
    for row, line in enumerate(rows):
        ready = list(line)
        for column, cell in enumerate(line):
            if type(cell) is float:
                continue
            value = cell if type(cell) is str else to_cell_value(cell)
            if type(value) is str:
                if value[:1] == "'":
                    value = value[1:]
                elif value[:1] == "=" and len(value) > 1:
                    made.formulas.append((origin[0] + row, origin[1] + column, value))
                    value = ""
            elif type(value) is bool:
                marks["booleans"].setdefault(column, []).append(row)
                value = float(value)
            elif isinstance(value, dt.datetime):
                value = days[value]
                marks["dates" if value.is_integer() else "times"].setdefault(column, []).append(row)
            ready[column] = value
        made.rows.append(tuple(ready))
    for what, columns in marks.items():
        getattr(made, what).extend(_boxes(columns, origin))
    return made


class _DayNumbers(dict[dt.datetime, float]):
    """Days since an epoch, by moment; the same moments come again and again."""

    def __init__(self, epoch: dt.datetime) -> None:
        super().__init__()
        self._epoch = epoch

    def __missing__(self, moment: dt.datetime) -> float:
        self[moment] = days = (moment - self._epoch) / dt.timedelta(days=1)
        return days


def _boxes(columns: dict[int, list[int]], origin: tuple[int, int]) -> Iterable[Box]:
    """Runs of rows in each column."""
    for column, rows in columns.items():
        first = last = rows[0]
        for row in [*rows[1:], -1]:
            if row == last + 1:
                last = row
                continue
            yield origin[0] + first, origin[1] + column, origin[0] + last, origin[1] + column
            first = last = row
