"""Months as people write them."""

from __future__ import annotations

import re

import pandas as pd

from addin.deals.values.text import fold
from addin.deals.values.vocabulary import AROUND_DATES, MONTHS, SPANS, bare

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./]?(?P<month>\d{1,2})")
_YEAR_LAST = re.compile(r"(?P<month>\d{1,2})[-./](?P<year>\d{4})")
_WORD_FIRST = re.compile(r"(?P<word>[^\W\d_]+)[-.,/ ]*(?:de |del |di )?(?P<year>\d{4}|\d{2})(?P<rest>\D*)")
_WORD_LAST = re.compile(r"(?P<year>\d{4})[-.,/ ]*(?:ж\.? )?(?P<word>[^\W\d_]+)\.?")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_FORMS = (_YEAR_FIRST, _YEAR_LAST, _WORD_FIRST, _WORD_LAST)


def parse_month(text: str) -> pd.Timestamp | None:
    """The first day of a month written as 2026-09, 202609, 09.2026, «сентябрь 2026», "Sep 26"; else None."""
    plain = fold(text)
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    parts = found.groupdict()
    rest = (parts.get("rest") or "").strip(" .")
    month = MONTHS.get(bare(parts["word"]), 0) if "word" in parts else int(parts["month"])
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    sensible = 1 <= month <= 12 and 1990 <= year <= 2100 and (not rest or bare(rest) in AROUND_DATES)
    return pd.Timestamp(year, month, 1) if sensible else None


def names_span(text: str) -> bool:
    """Whether a text names a month, quarter, week or year: «ИЮНЬ 2026», "Q3 2026", «2026 год»; no day."""
    pieces = [bare(piece) for piece in _PIECE.findall(text)]
    words = {piece for piece in pieces if not piece.isdigit()}
    years = [piece for piece in pieces if piece.isdigit() and len(piece) == 4 and "1990" <= piece <= "2100"]
    others = len(pieces) - sum(not piece.isdigit() for piece in pieces) - len(years)
    if not words <= MONTHS.keys() | SPANS | AROUND_DATES or len(years) > 1:
        return False
    if words & MONTHS.keys():
        return len(years) + others <= 1
    return bool(years or others) and others <= (1 if words & SPANS else 0)
