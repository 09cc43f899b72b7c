"""One spelling a name: names that differ only in case, spaces or ё/е are the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from addin.deals.values.text import fold


@dataclass(frozen=True)
class NameColumn:
    """A column of names, each of which stands in many rows.

    Args:
        text: the column.
        distinct: its names, each once.
        code: of each row, the place of its name among them.
    """

    text: pd.Series
    distinct: list[str]
    code: npt.NDArray[np.int32]

    @classmethod
    def of(cls, text: pd.Series) -> NameColumn:
        """The names of a column of text without missing values."""
        held = pa.array(text)
        whole = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
        found = whole.dictionary_encode()
        return cls(text, found.dictionary.to_pylist(), found.indices.to_numpy())

    def counts(self) -> dict[str, int]:
        """How often each name stands there; "" is none."""
        counts = np.bincount(self.code, minlength=len(self.distinct)).tolist()
        return {name: n for name, n in zip(self.distinct, counts, strict=True) if name}

    def replaced(self, to: Mapping[str, str]) -> pd.Series:
        """The column with some of its names replaced."""
        if not to:
            return self.text.astype("str")
        names = pa.array([to.get(name, name) for name in self.distinct], pa.large_string())
        return pd.Series(names.take(pa.array(self.code)), self.text.index, "str", self.text.name)


def most_frequent_spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """The names that change for one spelling each, and that spelling.

    It is the most frequent of them, of equally frequent ones the smallest.

    Args:
        counts: name → how often it stands.
    """
    first: dict[str, str] = {}
    of = {name: fold(name) for name in counts}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        first.setdefault(of[name], name)
    return {name: first[of[name]] for name in counts if first[of[name]] != name}


def known_spellings(counts: Mapping[str, int], known: Sequence[str]) -> dict[str, str]:
    """The names that change for a known spelling, and that spelling; of several alike it is the first."""
    by_fold, listed = {fold(name): name for name in reversed(known)}, set(known)
    found = {name: by_fold.get(fold(name), name) for name in counts if name not in listed} if known else {}
    return {name: canonical for name, canonical in found.items() if canonical != name}


def unify(text: pd.Series) -> pd.Series:
    """A column of names in one spelling each, the most frequent one; "" stays ""."""
    names = NameColumn.of(text)
    return names.replaced(most_frequent_spellings(names.counts()))
