"""Ids as they were meant, whatever a spreadsheet made of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
from pandas.api import types

from addin.deals.values.nothing import is_nothing
from addin.deals.values.text import Bools, Ints, Objects, as_text, types_in

_SCIENTIFIC = r"[0-9]{1,3}(?:[.,][0-9]+)?[eE]\+[0-9]{1,2}"
_WHOLE = r"[0-9]+\.0+"
_EXACT = 2.0**53
_KEPT, _TOO_LONG = 15, 1e15
"""A spreadsheet keeps so many digits of a number; the rest become zeros."""


@dataclass(frozen=True)
class ParsedIds:
    """Ids as text.

    Args:
        values: "" where there is none.
        repaired: where the id is what is left of one whose last digits are lost, or may be.
        reason: the code of the reason there, None elsewhere.
    """

    values: pd.Series
    repaired: Bools
    reason: Objects


def parse_ids(raw: pd.Series) -> ParsedIds:
    """Ids as they were meant: 12345.0 is "12345", and "1,23E+11" is "123000000000", its digits perhaps lost.

    A number of more than 15 digits has lost the last ones (``id_digits_lost``), unless it still shows them.
    Markers of nothing are no id.
    """
    text, lost = as_text(raw), _lost_digits(raw)
    if types.is_numeric_dtype(raw.dtype) and not lost:
        return ParsedIds(text, np.zeros(len(text), dtype=bool), np.full(len(text), None, dtype=object))
    none = is_nothing(text)
    dotted = np.flatnonzero(text.str.contains(".", regex=False))
    whole = dotted[text.iloc[dotted].str.fullmatch(_WHOLE).to_numpy(dtype=bool)]
    powers = np.flatnonzero(text.str.contains("+", regex=False))
    powers = powers[text.iloc[powers].str.fullmatch(_SCIENTIFIC).to_numpy(dtype=bool)]
    meant = {int(at): number for at in powers if (number := _unfolded(text.iloc[at]))}
    if len(whole) or meant or lost or none.any():  # a million texts are not taken apart for nothing
        values = text.to_numpy(dtype=object, copy=True)
        values[none] = ""
        values[whole] = text.iloc[whole].str.split(".", n=1).str[0].to_numpy(dtype=object)
        values[list(meant)], values[list(lost)] = list(meant.values()), list(lost.values())
        text = pd.Series(values, index=text.index, name=text.name, dtype="str")
    reason = np.full(len(text), None, dtype=object)
    reason[list(meant)], reason[list(lost)] = "id_scientific", "id_digits_lost"
    return ParsedIds(text, pd.notna(reason), reason)


def tell_apart(ids: ParsedIds, rows: Ints, used: Bools) -> ParsedIds:
    """Ids of which the rows that share what is left of a lost id each have one of their own.

    They need not be one deal, and nothing tells which are: the row's number is put behind the id
    ("550000000000001000#7", ``id_numbered``).

    Args:
        ids: of a table in which each row is a deal.
        rows: the sheet row of each.
        used: which rows count.
    """
    shared = np.zeros(len(rows), dtype=bool)
    if (ids.repaired & used).any():
        shared[used] = ids.values[used].duplicated(keep=False)
        shared &= ids.repaired
    if not shared.any():
        return ids
    values, reason = ids.values.to_numpy(dtype=object, copy=True), ids.reason.copy()
    values[shared] = [f"{value}#{row}" for value, row in zip(values[shared], rows[shared], strict=True)]
    reason[shared] = "id_numbered"
    text = pd.Series(values, index=ids.values.index, name=ids.values.name, dtype="str")
    return ParsedIds(text, ids.repaired, reason)


def _lost_digits(raw: pd.Series) -> dict[int, str]:
    """Where a number stands that has lost its last digits, and what is left of it."""
    numeric = types.is_numeric_dtype(raw.dtype) and not types.is_bool_dtype(raw.dtype)
    if isinstance(raw.dtype, pd.StringDtype) or (numeric and not (raw.abs() >= _TOO_LONG).any()):
        return {}
    lost: dict[int, str] = {}
    cells = raw.to_numpy(dtype=object)
    for kind, places in types_in(cells):
        if not issubclass(kind, (int, float, np.number)) or kind is bool:
            continue
        numbers = np.abs(cells[places].astype(np.float64))
        for at in places[(numbers >= _TOO_LONG) & np.isfinite(numbers)].tolist():
            exact = issubclass(kind, (int, np.integer)) or abs(cells[at]) <= _EXACT
            left = str(int(cells[at])) if exact else _unfolded(repr(float(cells[at])))
            if not exact or not left[_KEPT:].strip("0"):
                lost[at] = left
    return lost


def _unfolded(text: str) -> str:
    """1,23E+11 written out; "" where that is no whole number."""
    number = Decimal(text.replace(",", "."))
    return f"{number:f}".split(".")[0] if number == number.to_integral_value() else ""
