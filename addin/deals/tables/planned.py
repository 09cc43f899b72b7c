"""Headings of days that are planned: they date nothing that has happened."""

from __future__ import annotations

from functools import cache, lru_cache

from addin.datafile import load_toml
from addin.deals.tables.columns import DATED
from addin.deals.tables.headings import header_words, normalise_header

HAPPENED = DATED - {"next_contact"}
"""Columns of deals with the days of what has happened."""


@lru_cache(maxsize=20_000)
def is_planned(heading: str) -> bool:
    """Whether a heading speaks of a day expected, planned or aimed at.

    "Expected close date", estimatedclosedate, «Дата закрытия (план)» and "Zieldatum Abschluss" do.
    """
    words = [normalise_header(word) for word in header_words(heading)]
    return any(word in _words("words") or word.startswith(_words("beginnings")) for word in words)


@cache
def _words(rule: str) -> tuple[str, ...]:
    rules: dict[str, list[str]] = load_toml("addin.deals.tables", "heading_rules.toml")["planned"][rule]
    return tuple(dict.fromkeys(normalise_header(word) for words in rules.values() for word in words))
