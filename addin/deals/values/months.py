"""Months as people write them, in columns that may hold days as well."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.dataset import DATE
from addin.deals.reading.cells import Bools, Cells
from addin.deals.values.text import as_text, fold

_STEMS = (
    ("янв", "jan"),
    ("фев", "feb"),
    ("мар", "mar"),
    ("апр", "apr"),
    ("мая", "май", "may"),
    ("июн", "jun"),
    ("июл", "jul"),
    ("авг", "aug"),
    ("сен", "sep"),
    ("окт", "oct"),
    ("ноя", "nov"),
    ("дек", "dec"),
)
_MONTHS = {stem: number for number, stems in enumerate(_STEMS, 1) for stem in stems}
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./]?(?P<month>\d{1,2})")
_YEAR_LAST = re.compile(r"(?P<month>\d{1,2})[-./](?P<year>\d{4})")
_WORD_FIRST = re.compile(r"(?P<word>[a-zа-я]{3,9})[.,]?[ -]?(?P<year>\d{4}|\d{2})(?: ?г(?:ода|\.)?)?")
_WORD_LAST = re.compile(r"(?P<year>\d{4})[ ,]{1,2}(?P<word>[a-zа-я]{3,9})\.?")
_FORMS = (_YEAR_FIRST, _YEAR_LAST, _WORD_FIRST, _WORD_LAST)


@dataclass(frozen=True)
class Moments:
    """A column of days, of months, or of both.

    Args:
        values: days; of a month its first; NaT where there is none.
        is_month: where a month was written.
        bad: where a cell holds something else.
    """

    values: pd.Series
    is_month: Bools
    bad: Bools


def parse_month(text: str) -> pd.Timestamp | None:
    """The first day of a month written as 2026-09, 202609, 09.2026, «сентябрь 2026», "Sep 26"; else None."""
    plain = fold(text)
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = _MONTHS.get(parts["word"][:3], 0) if "word" in parts else int(parts["month"])
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    return pd.Timestamp(year, month, 1) if 1 <= month <= 12 and 1990 <= year <= 2100 else None


def read_moments(cells: Cells, column: str) -> Moments:
    """Days and months of a column.

    Raises:
        InputError: day and month of its dates cannot be told apart.
    """
    raw = cells.table.cells(column)
    if pd.api.types.is_datetime64_any_dtype(raw.dtype):
        values, bad = cells.dates_of(raw, column)
        return Moments(values, np.zeros(len(raw), dtype=bool), bad)
    text = as_text(raw)
    months = {word: parse_month(word) for word in text.unique() if word}
    written = text.map({word: month for word, month in months.items() if month is not None})
    values = pd.Series(pd.to_datetime(written), dtype=DATE).reset_index(drop=True)
    is_month = values.notna().to_numpy(dtype=bool)
    days, bad = cells.dates_of(raw.mask(is_month), column)
    return Moments(values.fillna(days), is_month, bad & ~is_month)
