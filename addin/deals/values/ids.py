"""Ids as they were meant, whatever a spreadsheet made of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
from pandas.api import types

from addin.deals.values.text import Bools, Objects, as_text

_SCIENTIFIC = r"[0-9]{1,3}(?:[.,][0-9]+)?[eE]\+[0-9]{1,2}"
_WHOLE = r"[0-9]+\.0+"
_EXACT = 2.0**53


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
