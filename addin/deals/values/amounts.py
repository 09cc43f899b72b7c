"""Sums of money as people type them, over a whole column: which marks group thousands, which begin cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

from addin.deals.values.amount_forms import Form, form_of
from addin.deals.values.digit_shapes import shapes
from addin.deals.values.nothing import is_nothing
from addin.deals.values.text import Bools, as_text, types_in

Floats = npt.NDArray[np.float64]

_ENOUGH = 3


@dataclass(frozen=True)
class ParsedAmounts:
    """A column of sums.

    Args:
        values: NaN where there is none.
        currency: where a sign or a code stands with the sum its ISO code, or the sign if several currencies
            bear it; "" elsewhere.
        repaired: where text had to be read: more than digits, grouped as usual, with a decimal mark.
        bad: where a cell holds something that is no sum.
        sized: where a word of size stands with the sum (тыс., K), which is counted already.
        unsure: where a mark was taken to group thousands that may as well begin a decimal part.
    """

    values: Floats
    currency: pd.Series
    repaired: Bools
    bad: Bools
    sized: Bools
    unsure: Bools


def parse_amounts(raw: pd.Series) -> ParsedAmounts:
    """The sums of a raw column; the input is not changed.

    A separator used once with three digits after it groups thousands, unless the column shows it before a
    decimal part elsewhere and nowhere between thousands. What numbers written by programs ("1500.5") show
    counts for such numbers only: they say nothing of how people type ("€ 3.500").
    """
    size = len(raw)
    if isinstance(raw.dtype, pd.StringDtype):
        return _from_texts(as_text(raw))
    currency = np.full(size, "", dtype=object)
    repaired, sized, unsure = (np.zeros(size, dtype=bool) for _ in range(3))
    bad = raw.notna().to_numpy(dtype=bool, copy=True)
    if types.is_numeric_dtype(raw.dtype) and not types.is_bool_dtype(raw.dtype):
        values = raw.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    else:
        values, cells = np.full(size, np.nan), raw.to_numpy(dtype=object)
        for kind, at in types_in(cells):
            if kind is str:
                read = _from_texts(as_text(raw.iloc[at]))
                values[at], currency[at], repaired[at] = read.values, read.currency, read.repaired
                bad[at], sized[at], unsure[at] = read.bad, read.sized, read.unsure
            elif issubclass(kind, (int, float, Decimal, np.number)) and kind is not bool:
                values[at] = cells[at].astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    code = pd.Series(currency, index=raw.index, name="currency", dtype="str")
    return ParsedAmounts(values, code, repaired, bad & np.isnan(values), sized, unsure)


def parse_decimals(raw: pd.Series) -> Floats:
    """Plain numbers of a raw column, whose only mark is the decimal one: rates, shares, places in an order.

    "92,125" is a rate of ninety-two and a bit, never ninety-two thousand. NaN where unreadable or empty.
    """
    texts = as_text(raw).str.replace(r"\s", "", regex=True).str.replace(",", ".", regex=False)
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64)


def _from_texts(text: pd.Series) -> ParsedAmounts:
    codes, names = pd.factorize(text)
    distinct = names.to_numpy(dtype=object)
    size = len(distinct)
    values, currency = np.full(size, np.nan), np.full(size, "", dtype=object)
    repaired, sized, unsure = (np.zeros(size, dtype=bool) for _ in range(3))
    forms = [form for form in map(form_of, shapes(distinct)) if form]
    column = _Column.of(forms)
    for form in forms:
        at = form.shape.at
        decimal = form.decimal(column.by_programs if form.plain else column.by_people)
        guessed = ~decimal & form.open & (form.separator not in column.grouping)
        # "1,234 K" may be a million or a thousand and a bit
        values[at] = np.where(guessed & (form.size != 1), np.nan, form.value(decimal))
        currency[at], sized[at] = form.currency, form.size != 1
        unsure[at] = guessed & (not column.decimals(form))
        repaired[at] = (guessed & (not column.groups(form))) | form.worded
    unread = np.isnan(values)
    bad = unread & (distinct != "") & ~is_nothing(distinct)
    named = pd.Series(np.where(unread, "", currency), name="currency", dtype="str").take(codes)
    currencies = named.set_axis(text.index)
    return ParsedAmounts(
        values[codes],
        currencies,
        (repaired & ~unread)[codes],
        bad[codes],
        sized[codes],
        (unsure & ~unread)[codes],
    )


@dataclass(frozen=True)
class _Column:
    """What the sums of a column show of its marks.

    Args:
        grouping: those that surely group thousands.
        by_people, by_programs: those that begin a decimal part.
        alike: mark that may be either → how many different sums have three digits after it.
    """

    grouping: set[str]
    by_people: set[str]
    by_programs: set[str]
    alike: dict[str, int]

    @classmethod
    def of(cls, forms: Sequence[Form]) -> _Column:
        grouping = {form.grouping for form in forms}
        by_people = {form.shows_decimal() for form in forms if not form.plain} - grouping
        by_programs = {form.shows_decimal() for form in forms if form.plain} | by_people
        alike: dict[str, int] = {}
        for form in forms:
            if form.open:
                alike[form.separator] = alike.get(form.separator, 0) + len(form.shape.at)
        return cls(grouping, by_people, by_programs, alike)

    def decimals(self, form: Form) -> bool:
        """Whether the other mark begins the decimal parts, so that this one surely groups."""
        return bool((self.by_people | self.by_programs) - {"", form.separator})

    def groups(self, form: Form) -> bool:
        """Whether the column shows that the mark of this form groups, so that nobody need be told.

        Either the other mark begins decimal parts, or so many sums would all have just three decimals.
        """
        return self.decimals(form) or self.alike.get(form.separator, 0) >= _ENOUGH
