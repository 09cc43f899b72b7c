"""Raw cells as text: the comparison form of names, one spelling a name, ids as they were meant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pandas.api import types

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]

_SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NOTHING = dict.fromkeys(map(ord, _INVISIBLE))
_YO = re.compile("е\u0308+")
_SCIENTIFIC = r"[0-9]{1,3}(?:[.,][0-9]+)?[eE]\+[0-9]{1,2}"
_WHOLE = r"[0-9]+\.0+"
_EXACT = 2.0**53
_NINES = dict.fromkeys(map(ord, "012345678"), "9")
_LONGEST = 48
"""Texts longer than this are no date and no amount."""


def fold(text: str) -> str:
    """The comparison form of a name: small letters, ё as е, single plain spaces, nothing invisible."""
    # decomposed, so that letters typed as base and accent are the same letters
    apart = unicodedata.normalize("NFD", text.translate(_NOTHING)).casefold()
    apart = _YO.sub("е", unicodedata.normalize("NFD", apart))
    return " ".join(unicodedata.normalize("NFC", apart).split())


def header_key(text: str) -> str:
    """The comparison form of a header: letters, digits and inner colons of its folded text."""
    return "".join(c for c in fold(text) if c.isalnum() or c == ":").strip(":")


def kinds(values: Objects) -> Iterator[tuple[type, Ints]]:
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
    for kind, at in kinds(values):
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


@dataclass(frozen=True)
class Unified:
    """Names in one spelling each.

    Args:
        values: the column with spellings replaced; "" stays "".
        variants: ``variant, canonical, count``, one row a replaced spelling, by canonical and variant.
    """

    values: pd.Series
    variants: pd.DataFrame


def unify(text: pd.Series) -> Unified:
    """One spelling for names that differ in case, spaces or ё/е only.

    It is the most frequent of them, of equally frequent ones the smallest.
    """
    names = Names.of(text)
    return _replaced(names, spellings(names.counts()))


def unify_to(text: pd.Series, known: Sequence[str]) -> Unified:
    """The known spelling of each name, of several alike the first; names not known stay as they are."""
    names = Names.of(text)
    return _replaced(names, known_spellings(names.counts(), known))


@dataclass(frozen=True)
class Names:
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
    def of(cls, text: pd.Series) -> Names:
        """The names of a column of text without missing values."""
        held = pa.array(text)
        whole = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
        found = whole.dictionary_encode()
        return cls(text, found.dictionary.to_pylist(), found.indices.to_numpy())

    def counts(self) -> dict[str, int]:
        """How often each name stands there; "" is none."""
        counts = np.bincount(self.code, minlength=len(self.distinct)).tolist()
        return {name: n for name, n in zip(self.distinct, counts, strict=True) if name}

    def respelt(self, to: Mapping[str, str]) -> pd.Series:
        """The column with some of its names replaced."""
        if not to:
            return self.text.astype("str")
        names = pa.array([to.get(name, name) for name in self.distinct], pa.large_string())
        return pd.Series(names.take(pa.array(self.code)), self.text.index, "str", self.text.name)


def spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """The names that change for one spelling each, and that spelling.

    Args:
        counts: name → how often it stands.
    """
    first: dict[str, str] = {}
    of = {name: fold(name) for name in counts}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        first.setdefault(of[name], name)
    return {name: first[of[name]] for name in counts if first[of[name]] != name}


def known_spellings(counts: Mapping[str, int], known: Sequence[str]) -> dict[str, str]:
    """The names that change for a known spelling, likewise."""
    by_fold, listed = {fold(name): name for name in reversed(known)}, set(known)
    found = {name: by_fold.get(fold(name), name) for name in counts if name not in listed} if known else {}
    return {name: canonical for name, canonical in found.items() if canonical != name}


def _replaced(names: Names, to: Mapping[str, str]) -> Unified:
    counts = names.counts()
    variants = sorted(to, key=lambda name: (to[name], name))
    table = pd.DataFrame(
        {
            "variant": pd.Series(variants, dtype="str"),
            "canonical": pd.Series([to[name] for name in variants], dtype="str"),
            "count": np.array([counts[name] for name in variants], np.int64),
        }
    )
    return Unified(names.respelt(to), table)


@dataclass(frozen=True)
class ParsedIds:
    """Ids as text.

    Args:
        values: "" where there is none.
        repaired: where the id had to be guessed from what is left of it.
        reason: the code of the reason there, None elsewhere.
    """

    values: pd.Series
    repaired: Bools
    reason: Objects


def parse_ids(raw: pd.Series) -> ParsedIds:
    """Ids as they were meant: 12345.0 is "12345", and "1,23E+11" is "123000000000", its digits perhaps lost.

    A number too great to be exact as a float is marked in the same way (``id_scientific``).
    """
    text = as_text(raw)
    numbers = pd.to_numeric(raw, errors="coerce") if types.is_numeric_dtype(raw.dtype) else None
    if numbers is not None:
        repaired = np.asarray(numbers.abs() > _EXACT, dtype=bool)
        return ParsedIds(text, repaired, _reasons(repaired))
    dotted = np.flatnonzero(text.str.contains(".", regex=False))
    whole = dotted[text.iloc[dotted].str.fullmatch(_WHOLE).to_numpy(dtype=bool)]
    powers = np.flatnonzero(text.str.contains("+", regex=False))
    powers = powers[text.iloc[powers].str.fullmatch(_SCIENTIFIC).to_numpy(dtype=bool)]
    meant = {int(at): number for at in powers if (number := _unfolded(text.iloc[at]))}
    repaired = np.zeros(len(text), dtype=bool)
    repaired[list(meant)] = True
    if len(whole) or meant:  # a million texts are not taken apart for nothing
        values = text.to_numpy(dtype=object, copy=True)
        values[whole] = text.iloc[whole].str.split(".", n=1).str[0].to_numpy(dtype=object)
        values[list(meant)] = list(meant.values())
        text = pd.Series(values, index=text.index, name=text.name, dtype="str")
    return ParsedIds(text, repaired, _reasons(repaired))


def _reasons(repaired: Bools) -> Objects:
    reasons = np.full(len(repaired), None, dtype=object)
    reasons[repaired] = "id_scientific"
    return reasons


def _unfolded(text: str) -> str:
    """1,23E+11 written out; "" where that is no whole number."""
    number = Decimal(text.replace(",", "."))
    return f"{number:f}".split(".")[0] if number == number.to_integral_value() else ""


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

    Empty texts and texts of more than 48 characters are left out.
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
