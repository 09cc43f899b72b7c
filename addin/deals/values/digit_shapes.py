"""Texts grouped by their shape, which is all of a text but its digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.values.text import Ints, Objects

_NINES = dict.fromkeys(map(ord, "012345678"), "9")
_LONGEST = 64
"""Texts longer than this are no date and no amount."""


@dataclass(frozen=True)
class Shape:
    """Texts that are alike but for their digits.

    Args:
        text: one of them with every digit as 9.
        at: their positions in the list they came from.
        rows: their positions in ``columns``.
        columns: the code points of all texts of the list, one row a place in the text.
    """

    text: str
    at: Ints
    rows: Ints
    columns: npt.NDArray[np.uint32]

    def number(self, places: Iterable[int]) -> Ints:
        """The whole number that the digits at these places make, at most 18 of them; 0 of none."""
        found = np.zeros(len(self.at), dtype=np.int64)
        for place in places:
            found = found * 10 + (self.columns[place][self.rows].astype(np.int64) - ord("0"))
        return found


def shapes(texts: Objects) -> Iterator[Shape]:
    """The shapes of many texts, so that a format is recognised once and its digits are read all at once.

    Empty texts and texts of more than 64 characters are left out.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    short = np.flatnonzero((lengths > 0) & (lengths <= _LONGEST))
    if not len(short):
        return
    fixed = texts[short].astype(str)
    columns = np.ascontiguousarray(fixed.view(np.uint32).reshape(len(short), -1).T)
    codes = _shape_codes(columns)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes))
    for start, end in zip(np.r_[0, ends[:-1]], ends, strict=True):
        rows = order[start:end]
        yield Shape(str(fixed[rows[0]]).translate(_NINES), short[rows], rows, columns)


def _shape_codes(columns: npt.NDArray[np.uint32]) -> Ints:
    """A number for each text, equal where texts differ in digits only.

    The few characters in use are numbered, and the numbers of many places packed into each word.
    """
    used = np.zeros(int(columns.max()) + 1, dtype=bool)
    for column in columns:
        used[column] = True
    used[ord("0") : ord("9")] = False
    number = np.cumsum(used).astype(np.uint64)
    number[ord("0") : ord("9") + 1] = number.max() + np.uint64(1)
    bits = int(number.max()).bit_length()
    codes = np.zeros(columns.shape[1], dtype=np.int64)
    for start in range(0, len(columns), 64 // bits):
        word = np.zeros(columns.shape[1], dtype=np.uint64)
        for column in columns[start : start + 64 // bits]:
            word = (word << np.uint64(bits)) | number[column]
        part, distinct = pd.factorize(word)
        codes, _ = pd.factorize(codes * len(distinct) + part)
    return codes
