"""The values of a block's column as a live spreadsheet takes them: numbers, texts, moments, None."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_numeric_dtype

from addin.hosts.notes import Value
from addin.report.blocks import Column
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
        numbers = values if is_numeric_dtype(values.dtype) else pd.to_numeric(values)
        floats = numbers.to_numpy("float64", na_value=math.nan).tolist()
        return [number if math.isfinite(number) else None for number in floats]
    read, told = reader(column, lang), zip(values.tolist(), values.isna().tolist(), strict=True)
    return [None if missing else storable(read(value)) or None for value, missing in told]


def needs_text_format(value: Value) -> bool:
    """Whether a text has to stand in a cell formatted as text, so that it stays the text it is.

    Spreadsheets take what is written into a cell as if it were typed: ``=IMPORTXML(…)`` would run, and
    ``007`` become 7. In a cell of the format ``@`` both stay as they came.
    """
    return isinstance(value, str) and _TAKEN_AMISS.match(value) is not None


def _moments(dates: npt.NDArray[np.datetime64], lang: Lang) -> list[Value]:
    """Dates, those before every spreadsheet's calendar in words."""
    found: list[Value] = dates.tolist()
    for place in np.flatnonzero(dates < _FIRST).tolist():
        found[place] = day(found[place], lang)
    return found
