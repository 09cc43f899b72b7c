"""The values of a block's column as a live spreadsheet takes them: numbers, texts, moments, None."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_numeric_dtype

from addin.placement.places import shown_row_count
from addin.placement.row_notes import Value
from addin.report.blocks import Block, Column
from addin.report.build import Report
from addin.report.cell_values import NUMERIC, figures, storable, text_converter
from addin.words import Lang, day

TEXT = "@"
"""The format of cells whose text stays the text it is."""

Cells = Sequence[Sequence[Value]]
"""Rows of values."""

_FIRST = np.datetime64("1900-03-01", "us")
"""Before it spreadsheets do not agree which day a number is."""
_MISREAD = re.compile(r"\s*[=+\-@]|\s*[\d.,(%$€₽].*|(?:true|false|истина|ложь)\s*", re.IGNORECASE | re.DOTALL)
"""How a text begins that a spreadsheet may take for a formula, a number, a date or a truth value."""


def column_values(column: Column, values: pd.Series, lang: Lang) -> list[Value]:
    """One value a row; what is missing is None, words are in ``lang``.

    Raises:
        ValueError: a column of numbers or dates holds something else.
    """
    if column.kind == "date":
        return _moments(pd.to_datetime(values).to_numpy("datetime64[us]"), lang)
    if column.kind == "figure":
        return list(figures(values))
    if column.kind in NUMERIC:
        return _numbers(values)
    read, told = text_converter(column, lang), zip(values.tolist(), values.isna().tolist(), strict=True)
    return [None if missing else storable(read(value)) or None for value, missing in told]


class BlockValues:
    """The values of a report's blocks, those of each made once.

    Args:
        report: with the blocks.
    """

    def __init__(self, report: Report) -> None:
        """Nothing is made yet."""
        self._report = report
        self._made: dict[str, dict[str, list[Value]]] = {}

    def column(self, block: Block, column: Column, count: int) -> list[Value]:
        """The first values of a column; none where the report has no such column.

        Raises:
            ValueError: see :func:`column_values`.
        """
        return self._columns(block).get(column.key, [])[:count]

    def _columns(self, block: Block) -> dict[str, list[Value]]:
        if block.name not in self._made:
            frame = self._report.blocks.get(block.source)
            self._made[block.name] = {} if frame is None else self._values(block, frame)
        return self._made[block.name]

    def _values(self, block: Block, frame: pd.DataFrame) -> dict[str, list[Value]]:
        there = frame.iloc[: shown_row_count(block, frame, 0)]
        ours = [column for column in block.columns if column.key in there]
        return {column.key: column_values(column, there[column.key], self._report.lang) for column in ours}


def needs_text_format(value: Value) -> bool:
    """Whether a text has to stand in a cell formatted as text, so that it stays the text it is.

    Spreadsheets take what is written into a cell as if it were typed: ``=IMPORTXML(…)`` would run, and
    ``007`` become 7. In a cell of the format ``@`` both stay as they came.
    """
    return isinstance(value, str) and _MISREAD.match(value) is not None


def _numbers(values: pd.Series) -> list[Value]:
    plain = isinstance(values.dtype, np.dtype) and values.dtype.kind in "fiu"  # as most are: it is quick
    numbers = values if plain or is_numeric_dtype(values.dtype) else pd.to_numeric(values)
    floats = np.asarray(numbers, "float64") if plain else numbers.to_numpy("float64", na_value=math.nan)
    if np.isfinite(floats).all():
        return list(floats.tolist())
    return [number if math.isfinite(number) else None for number in floats.tolist()]


def _moments(dates: npt.NDArray[np.datetime64], lang: Lang) -> list[Value]:
    """Dates, those before every spreadsheet's calendar in words."""
    found: list[Value] = dates.tolist()
    for place in np.flatnonzero(dates < _FIRST).tolist():
        found[place] = day(found[place], lang)
    return found
