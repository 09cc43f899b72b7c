"""The values of a block's column as a live spreadsheet takes them: numbers, texts, moments, None."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

import pandas as pd

from addin.hosts.notes import Value
from addin.report.blocks import Column
from addin.report.cellwords import NUMERIC, reader, storable
from addin.words import Lang, day

TEXT = "@"
"""The format of cells whose text stays the text it is."""

Cells = Sequence[Sequence[Value]]
"""Rows of values."""

_FIRST = pd.Timestamp(1900, 3, 1)
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
        return [_moment(value, lang) for value in pd.to_datetime(values)]
    if column.kind in NUMERIC:
        numbers = pd.to_numeric(values).to_numpy("float64", na_value=math.nan)
        return [_number(value) for value in numbers.tolist()]
    read, missing = reader(column, lang), values.isna().to_numpy().tolist()
    return [None if no else storable(read(value)) or None for value, no in zip(values, missing, strict=True)]


def needs_text_format(value: Value) -> bool:
    """Whether a text has to stand in a cell formatted as text, so that it stays the text it is.

    Spreadsheets take what is written into a cell as if it were typed: ``=IMPORTXML(…)`` would run, and
    ``007`` become 7. In a cell of the format ``@`` both stay as they came.
    """
    return isinstance(value, str) and _TAKEN_AMISS.match(value) is not None


def _number(value: float) -> Value:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _moment(value: object, lang: Lang) -> Value:
    if not isinstance(value, pd.Timestamp):  # NaT is none
        return None
    moment: dt.datetime = value.to_pydatetime()
    return moment if value >= _FIRST else day(moment, lang)
