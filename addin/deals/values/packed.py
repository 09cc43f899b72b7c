"""Cells into which a program packed an object: the name or the id it holds."""

from __future__ import annotations

import ast
import json

import pandas as pd

from addin.deals.values.text import as_text

_NAMES = ("name", "title", "label", "value", "id")
"""What an object is called by, best first."""
_DEEP, _LONG = 5, 2_000


def unpack(cells: pd.Series) -> pd.Series:
    """Cells with what is packed in them in its place; others as they are."""
    text = as_text(cells)
    packed = text.str.startswith(("[", "{")).fillna(False).to_numpy(dtype=bool)
    if not packed.any():
        return cells
    return text.replace({value: unpacked(value) for value in text[packed].unique()})


def unpacked(value: str) -> str:
    """The name, else the id in ``[{"lead_status": {"id": 142}}]``; "" of nothing, else the text as it is."""
    if not value.startswith(("[", "{")) or len(value) > _LONG:
        return value
    found = _parsed(value)
    return value if found is None else _named(found, _DEEP)


def _parsed(value: str) -> object:
    """Of JSON, or of a list or dict as Python writes it; None where it is neither."""
    for parse, wrong in ((json.loads, (ValueError, RecursionError)), (ast.literal_eval, _NOT_PYTHON)):
        try:
            return parse(value)
        except wrong:
            continue
    return None


_NOT_PYTHON = (ValueError, SyntaxError, TypeError, MemoryError, RecursionError)


def _named(found: object, deep: int) -> str:
    if isinstance(found, list):
        return _named(found[0], deep - 1) if found and deep else ""
    if isinstance(found, dict):
        inner = next((found[key] for key in _NAMES if found.get(key) not in (None, "", [], {})), None)
        if inner is None:
            inner = next(iter(found.values()), None)
        return _named(inner, deep - 1) if deep else ""
    return "" if found is None or isinstance(found, bool) else str(found)
