"""Currencies by their ISO codes, their signs and the words people use for them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from addin.deals.values.text import fold
from addin.deals.values.vocabulary import CURRENCIES, CUSTOMARY, SHARED

_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NO_LETTER = re.compile(r"[\s.()\[\]]")


def currency_key(text: str) -> str:
    """The form in which names of currencies are compared: folded, without spaces, points and brackets."""
    return _NO_LETTER.sub("", fold(text))


def currency_sign(text: str) -> str:
    """The ISO code that a sign, a word or a code of a currency means, "" if it means none.

    A sign of several currencies ("$", "kr", "¥") stays a sign, folded: see ``candidates``. What stands in
    brackets may name the same currency again ("RUB (₽)"), or say nothing ("US Dollar(s)"); where it names
    another one the text means none.
    """
    folded = fold(text)
    keys = map(currency_key, [_BRACKETS.sub("", folded), *_BRACKETS.findall(folded)])
    return agreed({CURRENCIES.get(key) or (key if key in SHARED else "") for key in keys})


def agreed(signs: Iterable[str]) -> str:
    """The one code or sign that several mean together, as "$" and CAD mean CAD; "" if they disagree."""
    named = set(signs) - {""}
    codes = named - SHARED.keys()
    if len(codes) == 1 and all(next(iter(codes)) in candidates(sign) for sign in named):
        return codes.pop()
    return named.pop() if len(named) == 1 else ""


def candidates(sign: str) -> tuple[str, ...]:
    """The ISO codes that a sign or a code of ``currency_sign`` may mean."""
    return SHARED.get(sign, (sign,))


def is_shared(sign: str) -> bool:
    """Whether several currencies bear this sign."""
    return sign in SHARED


def currency_code(text: str) -> str:
    """The same as a code: the customary one for a sign of several, "" where there is none."""
    sign = currency_sign(text)
    return CUSTOMARY.get(sign, "") if sign in SHARED else sign
