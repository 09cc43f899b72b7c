"""Amounts of money as people type them: grouped thousands, decimal commas, signs and codes of currencies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

from addin.deals.values.currency_names import currency_code
from addin.deals.values.digit_shapes import Shape, shapes
from addin.deals.values.text import Bools, as_text, types_in

Floats = npt.NDArray[np.float64]

_MINUS = "-−–"
_AROUND = re.compile(r"(?P<before>[^0-9]*)(?P<core>[0-9].*?)(?P<after>[^0-9]*)", re.DOTALL)
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CENTS = re.compile(r"^[.,][-−–]")
_SPACED = re.compile(r"\s")
_MOST_DIGITS = 15


@dataclass(frozen=True)
class ParsedAmounts:
    """A column of sums.

    Args:
        values: NaN where there is none.
        currency: ISO code where a sign or a code stands with the sum, "" elsewhere.
        repaired: where text had to be read; a plain number such as "1500.5" had not.
        bad: where a cell holds something that is no sum.
    """

    values: Floats
    currency: pd.Series
    repaired: Bools
    bad: Bools


def parse_amounts(raw: pd.Series) -> ParsedAmounts:
    """The sums of a raw column; the input is not changed.

    A separator used once with three digits after it groups thousands, unless the column shows it before a
    decimal part elsewhere and nowhere between thousands. What numbers written by programs ("1500.5") show
    counts for such numbers only: they say nothing of how people type ("€ 3.500").
    """
    size = len(raw)
    if isinstance(raw.dtype, pd.StringDtype):
        texts = as_text(raw)
        values, code, repaired = _from_texts(texts)
        return ParsedAmounts(values, code, repaired, (texts != "").to_numpy(dtype=bool) & np.isnan(values))
    currency = np.full(size, "", dtype=object)
    repaired, bad = np.zeros(size, dtype=bool), raw.notna().to_numpy(dtype=bool, copy=True)
    if types.is_numeric_dtype(raw.dtype) and not types.is_bool_dtype(raw.dtype):
        values = raw.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    else:
        values, cells = np.full(size, np.nan), raw.to_numpy(dtype=object)
        for kind, at in types_in(cells):
            if kind is str:
                texts = as_text(raw.iloc[at])
                values[at], currency[at], repaired[at] = _from_texts(texts)
                bad[at] = (texts != "").to_numpy(dtype=bool)
            elif issubclass(kind, (int, float, Decimal, np.number)) and kind is not bool:
                values[at] = cells[at].astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    code = pd.Series(currency, index=raw.index, name="currency", dtype="str")
    return ParsedAmounts(values, code, repaired, bad & np.isnan(values))


def parse_decimals(raw: pd.Series) -> Floats:
    """Plain numbers of a raw column, whose only mark is the decimal one: rates, shares, places in an order.

    "92,125" is a rate of ninety-two and a bit, never ninety-two thousand. NaN where unreadable or empty.
    """
    texts = as_text(raw).str.replace(r"\s", "", regex=True).str.replace(",", ".", regex=False)
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64)


def _from_texts(text: pd.Series) -> tuple[Floats, pd.Series, Bools]:
    codes, names = pd.factorize(text)
    distinct = names.to_numpy(dtype=object)
    size = len(distinct)
    values, currency = np.full(size, np.nan), np.full(size, "", dtype=object)
    repaired = np.zeros(size, dtype=bool)
    forms = [form for form in map(_form, shapes(distinct)) if form]
    by_people = {form.shows_decimal() for form in forms if not form.plain} - {form.grouping for form in forms}
    by_programs = {form.shows_decimal() for form in forms if form.plain} | by_people
    for form in forms:
        at = form.shape.at
        decimal = form.decimal(by_programs if form.plain else by_people)
        values[at], currency[at] = form.value(decimal), form.currency
        repaired[at] = ~decimal & form.open | (not form.plain)
    named = pd.Series(currency, name="currency", dtype="str").take(codes).set_axis(text.index)
    return values[codes], named, repaired[codes]


@dataclass(frozen=True)
class _Form:
    """How the sums of one shape are written.

    Args:
        shape: the shape.
        groups: the runs of digits, as (start, end) places.
        separator: the mark that is, or may be, the decimal one, "" if there is none.
        grouping: the mark that surely groups thousands, "" if there is none.
        open: whether the separator may as well group thousands.
        negative, currency: what stands around the digits.
        plain: whether a program could have written it: a minus, digits, a point.
    """

    shape: Shape
    groups: Sequence[tuple[int, int]]
    separator: str
    grouping: str
    open: bool
    negative: bool
    currency: str
    plain: bool

    def _fraction_anyway(self) -> Bools:
        """Where a mark that may group thousands cannot, as nothing but zero stands before it."""
        return np.asarray(self.shape.number(range(*self.groups[0])) == 0, dtype=bool)

    def shows_decimal(self) -> str:
        """The separator, if some sum of this form shows that it is a decimal one."""
        return self.separator if not self.open or self._fraction_anyway().any() else ""

    def decimal(self, shown: set[str]) -> Bools:
        """Where the separator begins a decimal part, given the marks shown to do so elsewhere."""
        sure = bool(self.separator) and (not self.open or self.separator in shown)
        return self._fraction_anyway() | sure if self.open else np.full(len(self.shape.at), sure)

    def value(self, decimal: Bools) -> Floats:
        """The sums; the digits make one whole number, divided once, so that it is the nearest float."""
        digits = [place for start, end in self.groups for place in range(start, end)]
        start, end = self.groups[-1]
        sums = self.shape.number(digits) / np.where(decimal, 10.0 ** (end - start), 1.0)
        return -sums if self.negative else sums


def _form(shape: Shape) -> _Form | None:
    """The form of a shape, None where it is no sum."""
    around = _AROUND.fullmatch(shape.text)
    if not around:
        return None
    signs = _signs(around["before"], _CENTS.sub("", around["after"]))
    marks = _marks(around["core"])
    groups = [match.span() for match in re.finditer("[0-9]+", shape.text)]
    lengths = [end - start for start, end in groups]
    if signs is None or marks is None or sum(lengths) > _MOST_DIGITS or not _grouped(marks, lengths):
        return None
    last = marks[-1:] if marks[-1:] in tuple(".,") and marks.count(marks[-1:]) == 1 else ""
    could_group = len(marks) == 1 and _thousands(lengths)
    plain = _PLAIN.fullmatch(shape.text) is not None
    return _Form(
        shape, groups, last, marks[0] if len(marks) > 1 else "", bool(last) and could_group, *signs, plain
    )


def _signs(before: str, after: str) -> tuple[bool, str] | None:
    """Whether the sum is negative, and its currency; None where there is anything else around it."""
    minuses = sum(before.count(sign) + after.count(sign) for sign in _MINUS)
    brackets = "(" in before and ")" in after
    left = re.sub(rf"[{_MINUS}+()]", "", before), re.sub(rf"[{_MINUS})]", "", after)
    named = [part for part in left if re.sub(r"[\s.]", "", part)]
    codes = {currency_code(part) for part in named}
    if minuses > 1 or ("(" in before) != (")" in after) or "" in codes or len(codes) > 1:
        return None
    return brackets or minuses == 1, codes.pop() if codes else ""


def _marks(core: str) -> str | None:
    """The marks between the runs of digits, any space as " " and any apostrophe as "'"; None for others."""
    marks = _SPACED.sub(" ", re.sub("[’`ʼ]", "'", core))
    found = re.findall(r"[^0-9]+", marks)
    return "".join(found) if all(mark in {" ", "'", ".", ","} for mark in found) else None


def _grouped(marks: str, lengths: list[int]) -> bool:
    """Whether the runs of digits can be thousands, with at most a decimal part after them."""
    if len(marks) < 2:
        return marks not in {" ", "'"} or _thousands(lengths)
    if len(set(marks)) == 1:
        return _thousands(lengths)
    return len(set(marks[:-1])) == 1 and marks[-1] in ".," and _thousands(lengths[:-1])


def _thousands(lengths: list[int]) -> bool:
    return lengths[0] <= 3 and all(length == 3 for length in lengths[1:])
