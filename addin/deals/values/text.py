"""Raw cells as text, and the forms in which texts are compared."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]

_SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NOTHING = dict.fromkeys(map(ord, _INVISIBLE))
_YO = re.compile("е\u0308+")


def fold(text: str) -> str:
    """The comparison form of a name: small letters, ё as е, single plain spaces, nothing invisible."""
    # decomposed, so that letters typed as base and accent are the same letters
    apart = unicodedata.normalize("NFD", text.translate(_NOTHING)).casefold()
    apart = _YO.sub("е", unicodedata.normalize("NFD", apart))
    return " ".join(unicodedata.normalize("NFC", apart).split())


def header_key(text: str) -> str:
    """The comparison form of a header: letters, digits and inner colons of its folded text."""
    return "".join(c for c in fold(text) if c.isalnum() or c == ":").strip(":")


def types_in(values: Objects) -> Iterator[tuple[type, Ints]]:
    """The Python types in a column, each with the positions that hold it; empty cells are left out."""
    if types.infer_dtype(values, skipna=False) == "string":
        yield str, np.arange(len(values))
        return
    every = set(map(type, values)) - {type(None)}
    if len(every) == 1:  # most columns hold values of one type
        yield every.pop(), np.flatnonzero(pd.notna(values))
        return
    found = np.fromiter(map(type, values), dtype=object, count=len(values))
    found[pd.isna(values)] = None
    codes, names = pd.factorize(found)
    for code, name in enumerate(names):
        yield name, np.flatnonzero(codes == code)


def as_text(series: pd.Series) -> pd.Series:
    """A raw column as text, "" where empty: stripped, whole numbers without ".0", dates as in ISO.

    Text that looks like a formula stays text. The input is not changed.
    """
    if isinstance(series.dtype, pd.StringDtype):
        text = series.astype("str")
    else:
        text = pd.Series(_texts(series), index=series.index, name=series.name, dtype="str")
    return text.fillna("").str.strip(_SPACES + _INVISIBLE)


def _texts(series: pd.Series) -> Objects:
    values = series.to_numpy(dtype=object)
    texts = np.full(len(values), "", dtype=object)
    for kind, at in types_in(values):
        if kind is str:
            texts[at] = values[at]
            continue
        codes, distinct = pd.factorize(values[at])
        texts[at] = np.array([_shown(value) for value in distinct], dtype=object)[codes]
    return texts


def _shown(value: object) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value)).upper()
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)
