"""The values of cells: those a report wants, and whether a cell shows them already."""

from __future__ import annotations

from typing import Any

import pandas as pd

from addin.hosts.sheets.reading import Rows, Value
from addin.report.blocks import Column
from addin.report.cell_values import live_cells, storable
from addin.words import Lang


def values_of(column: Column, values: pd.Series, lang: Lang) -> list[Value]:
    """The cells of a column: numbers, serial numbers of days, clean texts; None where missing."""
    shown = live_cells(column, values, lang)
    return [(storable(value) or None) if isinstance(value, str) else value for value in shown]


def is_same(old: Any, new: Any) -> bool:
    """Whether a cell shows a value already; numbers may differ by how they are written down."""
    if isinstance(old, bool) or isinstance(new, bool) or isinstance(old, str) or isinstance(new, str):
        return type(old) is type(new) and bool(old == new)
    if old is None or new is None:
        return old is new
    return bool(abs(old - new) <= 1e-12 * max(abs(old), abs(new)))


def count_differing(there: Rows, wanted: Rows) -> int:
    """How many cells do not show what is wanted yet; as many rows of as many cells in both."""
    lines = zip(there, wanted, strict=True)
    return sum(not is_same(old, new) for pair in lines for old, new in zip(*pair, strict=True))
