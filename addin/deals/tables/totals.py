"""Rows of totals («Итого», "Total") among the data."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.tables.columns import TOTALS
from addin.deals.values.months import names_span
from addin.deals.values.text import as_text, fold

_LABELS = frozenset(fold(word) for word in TOTALS)
_OPENINGS = tuple(f"{fold(word)}{mark}" for word in TOTALS for mark in (" ", ":"))
_FORMS = [form for word in TOTALS for form in (word, word.upper(), word.lower())]
_SPELLINGS = [*_FORMS, *(f"{form}:" for form in _FORMS)]
_TAIL = 3
"""A total that fills the id (say, with a count) is looked for among this many last rows."""
_DATE = {"deals": "created", "history": "changed_at", "ledger": "seen_at"}
"""The tables of deals, and the column that dates a record of theirs."""


def total_rows(table: str, columns: Mapping[str, pd.Series], cells: list[pd.Series]) -> npt.NDArray[np.bool_]:
    """Which records are sums of others.

    In tables of deals a record without an id, with the word for an id, or among the last three and without a
    date; elsewhere any record. One of its cells, in any column of the sheet, must be the word for a total.

    Args:
        table: our name of the table.
        columns: our columns of it.
        cells: all its columns.
    """
    length = len(cells[0]) if cells else 0
    found = np.zeros(length, dtype=bool)
    if table in ("stages", "mapping"):
        return found
    at = np.flatnonzero(_suspects(table, columns, length))
    if len(at):
        marked = np.zeros(len(at), dtype=bool)
        for column in cells:
            if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
                text = as_text(column.iloc[at])
                marked |= text.isin([name for name in text.unique() if _is_label(name)]).to_numpy(dtype=bool)
        found[at[marked]] = True
    return found


def group_rows(columns: Mapping[str, pd.Series], cells: list[pd.Series]) -> npt.NDArray[np.bool_]:
    """Which records of deals are a heading of a group.

    That has no id and no status and is one cell alone, or names a month, quarter, week or year where a deal
    has its day of creation: sums may stand beside it.
    """
    length = len(cells[0]) if cells else 0
    found = np.ones(length, dtype=bool)
    for name in ("status", "id") if "status" in columns else ("created", "id"):
        if name in columns:
            found &= columns[name].isna().to_numpy(dtype=bool)
    at = np.flatnonzero(found)
    if len(at):
        alone = sum(column.iloc[at].notna().to_numpy(dtype=int) for column in cells) == 1
        found[at] = alone | _spans(columns["created"].iloc[at]) if "created" in columns else alone
    return found


def _spans(cells: pd.Series) -> npt.NDArray[np.bool_]:
    if not (isinstance(cells.dtype, pd.StringDtype) or cells.dtype == object):
        return np.zeros(len(cells), dtype=bool)
    text = as_text(cells)
    return text.isin([name for name in text.unique() if names_span(name)]).to_numpy(dtype=bool)


def _suspects(table: str, columns: Mapping[str, pd.Series], length: int) -> npt.NDArray[np.bool_]:
    if table not in _DATE:
        return np.ones(length, dtype=bool)
    dates = columns[_DATE[table]]
    ids = columns.get("id", dates)
    suspect = ids.isna().to_numpy(dtype=bool) | _spelt(ids)
    tail = slice(max(length - _TAIL, 0), length)
    suspect[tail] |= dates.iloc[tail].isna().to_numpy(dtype=bool) | _spelt(dates.iloc[tail])
    return suspect


def _spelt(cells: pd.Series) -> npt.NDArray[np.bool_]:
    if isinstance(cells.dtype, pd.StringDtype) or cells.dtype == object:
        return cells.isin(_SPELLINGS).to_numpy(dtype=bool)
    return np.zeros(len(cells), dtype=bool)


def _is_label(text: str) -> bool:
    if not text or len(text) > 80:
        return False
    plain = fold(text)
    return plain.rstrip(" :.") in _LABELS or plain.startswith(_OPENINGS)
