"""Values as the XML of cells, a whole column at a time.

A cell is written as ``<c r="A5" s="3"`` and a *tail*: ``/>`` where it is empty, otherwise the value and the
end tag. Text is always an inline string, so nothing that came from a CRM can ever become a formula.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pandas as pd

from addin.report.blocks import Column
from addin.report.cell_values import NUMERIC, figures, serials, storable, text_converter
from addin.words import Lang, day

EMPTY = "/>"
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class CellWriter:
    """Turns columns of a block into tails of cells.

    Args:
        lang: the language of words, names of buckets and flags.
        date1904: the workbook counts days from 1904.
    """

    lang: Lang
    date1904: bool = False

    def column(self, column: Column, values: pd.Series) -> list[str]:
        """One tail a value; what is missing is an empty cell.

        Raises:
            ValueError: a column of numbers or dates holds something else.
        """
        if column.kind == "date":
            return self._dates(values)
        if column.kind == "figure":
            return [
                text(x) if isinstance(x, str) else number(math.nan if x is None else x)
                for x in figures(values)
            ]
        if column.kind in NUMERIC:
            return [number(x) for x in pd.to_numeric(values).to_numpy("float64", na_value=math.nan).tolist()]
        return self._texts(values, text_converter(column, self.lang))

    @staticmethod
    def _texts(values: pd.Series, read: Callable[[object], str]) -> list[str]:
        places, distinct = pd.factorize(values.astype("object"), use_na_sentinel=True)
        tails = [text(read(value)) for value in distinct.tolist()]
        tails.append(EMPTY)  # a missing value has place -1
        return [tails[place] for place in places.tolist()]

    def _dates(self, values: pd.Series) -> list[str]:
        dates = pd.to_datetime(values)
        days, early = serials(dates, date1904=self.date1904)
        tails = [number(serial) for serial in days.tolist()]
        for i in early:  # no calendar of a spreadsheet goes there
            tails[i] = text(day(dates.iloc[i], self.lang))
        return tails


def number(value: float) -> str:
    """The tail of a number; NaN and infinities, which no cell can hold, are empty."""
    if not math.isfinite(value):
        return EMPTY
    return f"><v>{int(value) if value.is_integer() and abs(value) < 1e15 else repr(value)}</v></c>"


def text(value: str) -> str:
    """The tail of a text, as it can stand in a cell."""
    clean = storable(value)
    if not clean:
        return EMPTY
    shown = escape(_ESCAPED.sub("_x005F_", clean))
    return f' t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
