"""Markers of nothing: what programs and people write into a cell that holds no value."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from addin.deals.values.spelling import NameColumn
from addin.deals.values.text import Bools, as_text
from addin.deals.values.vocabulary import NO_DATE, NOTHING, NOTHING_BUT_STAGES

Kind = Literal["stage", "name", "date"]

_WORDS: dict[Kind, frozenset[str]] = {"stage": NOTHING, "name": NOTHING_BUT_STAGES, "date": NO_DATE}
_MARKERS = {kind: pa.array(sorted(words), pa.large_string()) for kind, words in _WORDS.items()}


def is_nothing(texts: object, kind: Kind = "name") -> Bools:
    r"""Where a text stands for an empty cell: ``\N``, NULL, None, N/A, «не указано», "(No value)".

    Args:
        texts: an array of stripped texts.
        kind: what the column holds. A bare «нет» or "no" stays in one of stages or pipelines, as it may be
            the name of a refusal; «не закрыта» is nothing in one of dates only.
    """
    lower = pc.utf8_lower(pa.array(texts, pa.large_string()))
    return np.asarray(pc.is_in(lower, value_set=_MARKERS[kind]), dtype=bool)


def without_nothing(text: pd.Series, kind: Kind = "name") -> pd.Series:
    """The column with markers of nothing emptied; the input is not changed."""
    names = NameColumn.of(text)
    empty = is_nothing(names.distinct, kind)
    return names.replaced({name: "" for name, is_so in zip(names.distinct, empty, strict=True) if is_so})


def said(cells: pd.Series, kind: Kind = "name") -> pd.Series:
    """A raw column as text, "" where a cell is empty or holds a marker of nothing."""
    return without_nothing(as_text(cells), kind)


def is_said(cells: pd.Series, kind: Kind = "name") -> Bools:
    """Where a raw column holds anything but a marker of nothing."""
    if isinstance(cells.dtype, pd.StringDtype) or cells.dtype == object:
        return (said(cells, kind) != "").to_numpy(dtype=bool)
    return cells.notna().to_numpy(dtype=bool)
