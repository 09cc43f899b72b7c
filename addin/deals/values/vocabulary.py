"""The words of cells in every language we know, from ``values.toml`` and ``currencies.toml``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from addin.datafile import load_toml
from addin.deals.values.text import fold


def bare(word: str) -> str:
    """The comparison form of a word: folded, without accents, Turkish ı and İ as i."""
    apart = unicodedata.normalize("NFD", fold(word))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("ı", "i")


def table(name: str) -> dict[str, Any]:
    """A file of words beside this one."""
    return load_toml("addin.deals.values", name)


def _words(lines: Mapping[str, str]) -> frozenset[str]:
    return frozenset(bare(word) for line in lines.values() for word in line.split())


def _phrases(lines: Mapping[str, list[str]]) -> frozenset[str]:
    every = [phrase for line in lines.values() for phrase in line]
    return frozenset(map(fold, every)) | frozenset(map(str.lower, every))


_VALUES, _CURRENCIES = table("values.toml"), table("currencies.toml")

MONTHS: Mapping[str, int] = {
    bare(word): number
    for months in _VALUES["months"].values()
    for number, words in enumerate(months, start=1)
    for word in words.split()
}
"""Bare name or abbreviation of a month → 1 to 12."""

WEEKDAYS = _words(_VALUES["weekdays"])
"""Bare names and abbreviations of days of the week."""

AROUND_DATES = WEEKDAYS | _words(_VALUES["around_dates"])
"""Bare words that may stand between a date and its time, or after them."""

SPANS = _words(_VALUES["spans"])
"""Words of quarters, weeks, months, halves and years."""

BEFORE_NOON, AFTER_NOON = _words(_VALUES["before_noon"]), _words(_VALUES["after_noon"])

ZONES: Mapping[str, float] = {bare(name): float(hours) for name, hours in _VALUES["zones"].items()}
"""Bare name of a zone → hours east of Greenwich."""

NOTHING = _phrases(_VALUES["nothing"])
"""Markers of nothing in a cell of any kind, in small letters."""

NOTHING_BUT_STAGES = NOTHING | _phrases(_VALUES["nothing_but_stages"])
"""The same with words that could be the name of a stage."""

NO_DATE = NOTHING_BUT_STAGES | _phrases(_VALUES["no_date"])
"""The same with words that stand for a date that is not there yet."""

MAGNITUDES: Mapping[str, float] = {
    fold(word): float(size) for line in _VALUES["magnitudes"].values() for word, size in line.items()
}
"""Folded word after a sum → how many it makes it."""

MAGNITUDES_WITH: Mapping[tuple[str, str], float] = {
    (code, fold(word)): float(size)
    for code, line in _VALUES["magnitudes_with"].items()
    for word, size in line.items()
}
"""The same for a word that means it beside one currency only."""

MAGNITUDES_NOT_WITH: Mapping[str, frozenset[str]] = {
    fold(word): frozenset(codes.split()) for word, codes in _VALUES["magnitudes_not_with"].items()
}
"""Folded word → the currencies beside which it may mean another size."""

SHARED: Mapping[str, tuple[str, ...]] = {
    fold(sign): tuple(codes.split()) for sign, codes in _CURRENCIES["shared"].items()
}
"""Folded sign of several currencies → their ISO codes."""

CUSTOMARY: Mapping[str, str] = {
    sign: SHARED[sign][0] for sign in map(fold, _CURRENCIES["customary"]["signs"])
}
"""Folded sign of several currencies → the one that is meant where nothing tells."""

CURRENCIES: Mapping[str, str] = {code: code.upper() for code in _CURRENCIES["codes"]["iso"].split()} | {
    fold(word): code for code, words in _CURRENCIES["names"].items() for word in words.split()
}
"""Folded code, sign or word of one currency → its ISO code."""
