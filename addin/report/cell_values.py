"""Cells of a block as a reader sees them: codes, flags and buckets in words, dates as serials, texts cut."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.report.blocks import Column, Kind
from addin.words import Lang, day, has, say, span

NUMERIC: tuple[Kind, ...] = (
    *("int", "row", "days", "hours", "rate", "share", "tone", "ratio", "number", "money"),
)
"""The kinds whose cells are numbers."""
MAX_TEXT = 32_767
"""The most UTF-16 units a cell holds."""
EPOCH_1900, EPOCH_1904 = pd.Timestamp(1899, 12, 30), pd.Timestamp(1904, 1, 1)
_FIRST_1900 = pd.Timestamp(1900, 3, 1)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_converter(column: Column, lang: Lang) -> Callable[[object], str]:
    """What turns a value of a column that is neither number nor date into its text."""
    bucket = f"bucket.{column.key}"
    if column.kind == "month":
        return lambda value: span(value, lang)
    if column.kind == "flag":
        return lambda value: say("flag.yes" if value else "flag.no", lang)
    if column.kind == "code":
        return lambda value: say(f"code.{value}", lang) if has(f"code.{value}") else str(value)
    if column.kind == "name" and has(bucket):
        return lambda value: say(bucket, lang) if value == "" else str(value)
    return str


def serials(dates: pd.Series, *, date1904: bool = False) -> tuple[npt.NDArray[np.float64], list[int]]:
    """Dates as the days spreadsheets count, NaN where missing, and the places no such calendar reaches."""
    epoch, first = (EPOCH_1904, EPOCH_1904) if date1904 else (EPOCH_1900, _FIRST_1900)
    days = np.asarray((dates - epoch) / pd.Timedelta(days=1), dtype=np.float64)
    return days, (dates < first).to_numpy().nonzero()[0].tolist()


def figures(values: pd.Series) -> list[float | str | None]:
    """Numbers, and the words that stand in the place of some; None where there is neither."""
    told = [value if isinstance(value, str) else float(value) for value in values.tolist()]
    return [value if isinstance(value, str) or math.isfinite(value) else None for value in told]


def live_cells(column: Column, values: pd.Series, lang: Lang, since: int = 0) -> list[float | str]:
    """The cells of a column for a live spreadsheet: numbers, serial numbers and words; "" where missing.

    Args:
        column: of a block.
        values: one a row.
        lang: the language of words.
        since: how many days after the usual day 0 the spreadsheet begins to count its days.
    """
    if column.kind == "date":
        dates = pd.to_datetime(values)
        days, early = serials(dates)
        found = _numbers(days - since)
        for place in {*early, *np.flatnonzero(days < since).tolist()}:
            found[place] = day(dates.iloc[place], lang)
        return found
    if column.kind == "figure":
        return ["" if value is None else value for value in figures(values)]
    if column.kind in NUMERIC:
        return _numbers(pd.to_numeric(values).to_numpy("float64", na_value=math.nan))
    read = text_converter(column, lang)
    places, distinct = pd.factorize(values.astype("object"), use_na_sentinel=True)
    texts = [*(read(value) for value in distinct.tolist()), ""]  # a missing value has place -1
    return [texts[place] for place in places.tolist()]


def _numbers(values: npt.NDArray[np.float64]) -> list[float | str]:
    return [x if math.isfinite(x) else "" for x in values.tolist()]


def storable(value: str) -> str:
    """A text as a cell can hold it: without letters that XML forbids, cut with an ellipsis where too long."""
    clean = _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _cut(clean) if len(clean) > MAX_TEXT // 2 else clean


def _cut(value: str) -> str:
    units = value.encode("utf-16-le")
    if len(units) <= 2 * MAX_TEXT:
        return value
    return units[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"
