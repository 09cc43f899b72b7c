"""The values of a block's column as a live spreadsheet takes them: numbers, texts, moments, None."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_numeric_dtype

from addin.hosts.notes import Value
from addin.hosts.places import shown
from addin.report.blocks import Block, Column
from addin.report.build import Report
from addin.report.cellwords import NUMERIC, reader, storable
from addin.words import Lang, day

TEXT = "@"
"""The format of cells whose text stays the text it is."""

Cells = Sequence[Sequence[Value]]
"""Rows of values."""

_FIRST = np.datetime64("1900-03-01", "us")
"""Before it spreadsheets do not agree which day a number is."""
_TAKEN_AMISS = re.compile(
    r"\s*[=+\-@]|\s*[\d.,(%$€₽].*|(?:true|false|истина|ложь)\s*", re.IGNORECASE | re.DOTALL
)
"""How a text begins that a spreadsheet may take for a formula, a number, a date or a truth value."""


def column_values(column: Column, values: pd.Series, lang: Lang) -> list[Value]:
    """One value a row; what is missing is None, words are in ``lang``.

    Raises:
        ValueError: a column of numbers or dates holds something else.
    """
    if column.kind == "date":
        return _moments(pd.to_datetime(values).to_numpy("datetime64[us]"), lang)
    if column.kind in NUMERIC:
        return [number if math.isfinite(number) else None for number in _floats(values).tolist()]
    read, told = reader(column, lang), zip(values.tolist(), values.isna().tolist(), strict=True)
    return [None if missing else storable(read(value)) or None for value, missing in told]


class BlockValues:
    """The values of a report's blocks, each column made once.

    Args:
        report: with the blocks.
    """

    def __init__(self, report: Report) -> None:
        """Nothing is made yet."""
        self._report = report
        self._made: dict[tuple[str, str], list[Value]] = {}

    def prepare(self, blocks: Iterable[Block]) -> None:
        """Begin to make all columns: whoever writes them waits for a spreadsheet half of the time."""
        columns = [(block, column) for block in blocks for column in block.columns]
        threading.Thread(target=self._make, args=(columns,), daemon=True).start()

    def of(self, block: Block, column: Column, count: int) -> list[Value]:
        """The first values of a column; none where the report has no such column.

        Raises:
            ValueError: see :func:`column_values`.
        """
        key = (block.name, column.key)
        if key not in self._made:
            frame = self._report.blocks.get(block.source, pd.DataFrame())
            there = frame[column.key].head(shown(block, frame, 0)) if column.key in frame else None
            self._made[key] = [] if there is None else column_values(column, there, self._report.lang)
        return self._made[key][:count]

    def _make(self, columns: Iterable[tuple[Block, Column]]) -> None:
        with suppress(Exception):  # whoever asks for the column is told
            for block, column in columns:
                self.of(block, column, 0)


def needs_text_format(value: Value) -> bool:
    """Whether a text has to stand in a cell formatted as text, so that it stays the text it is.

    Spreadsheets take what is written into a cell as if it were typed: ``=IMPORTXML(…)`` would run, and
    ``007`` become 7. In a cell of the format ``@`` both stay as they came.
    """
    return isinstance(value, str) and _TAKEN_AMISS.match(value) is not None


def _floats(values: pd.Series) -> npt.NDArray[np.float64]:
    if values.dtype == np.float64:  # most are, and then it is quick
        return np.asarray(values)
    numbers = values if is_numeric_dtype(values.dtype) else pd.to_numeric(values)
    return numbers.to_numpy("float64", na_value=math.nan)


def _moments(dates: npt.NDArray[np.datetime64], lang: Lang) -> list[Value]:
    """Dates, those before every spreadsheet's calendar in words."""
    found: list[Value] = dates.tolist()
    for place in np.flatnonzero(dates < _FIRST).tolist():
        found[place] = day(found[place], lang)
    return found
