"""Months as people write them."""

from __future__ import annotations

import re

import pandas as pd

from addin.deals.values.text import fold

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
