"""Columns in which days, months or both may stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.dataset import DATE
from addin.deals.reading.cells import Bools, Cells
from addin.deals.values.months import parse_month
from addin.deals.values.text import as_text


@dataclass(frozen=True)
class DaysOrMonths:
    """A column of days, of months, or of both.

    Args:
        values: days; of a month its first; NaT where there is none.
        is_month: where a month was written.
        bad: where a cell holds something else.
    """

    values: pd.Series
    is_month: Bools
    bad: Bools


def read_days_or_months(cells: Cells, column: str) -> DaysOrMonths:
    """Days and months of a column.

    Raises:
        InputError: day and month of its dates cannot be told apart.
    """
    raw = cells.table.cells(column)
    if pd.api.types.is_datetime64_any_dtype(raw.dtype):
        values, bad = cells.dates_of(raw, column)
        return DaysOrMonths(values, np.zeros(len(raw), dtype=bool), bad)
    text = as_text(raw)
    months = {word: parse_month(word) for word in text.unique() if word}
    written = text.map({word: month for word, month in months.items() if month is not None})
    values = pd.Series(pd.to_datetime(written), dtype=DATE).reset_index(drop=True)
    is_month = values.notna().to_numpy(dtype=bool)
    days, bad = cells.dates_of(raw.mask(is_month), column)
    return DaysOrMonths(values.fillna(days), is_month, bad & ~is_month)
