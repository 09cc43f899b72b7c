"""Dates of a few cells, and how they are shown in tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from addin.deals.values.dates import Asked, ParsedDates, parse_dates


def parse(cells: Sequence[object], order: Asked = "auto", dtype: str = "object") -> ParsedDates:
    return parse_dates(pd.Series(list(cells), dtype=dtype), "Europe/Moscow", order)


def as_texts(parsed: ParsedDates) -> list[str]:
    """Each value as text, "-" for none, "!" for an unreadable cell."""
    marks = zip(parsed.values, parsed.bad, strict=True)
    return ["!" if bad else "-" if pd.isna(value) else str(value) for value, bad in marks]
