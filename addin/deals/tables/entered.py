"""Headings of columns that date the entries into one stage."""

from __future__ import annotations

import re
from functools import cache

from addin.datafile import load_toml

_QUOTED = r"[\"«“„”‹‘‚]\s*(?P<{name}>[^\s«»“„”].*?)\s*[\"»”“›’‘]"
_BRACKETS = re.compile(r"(?P<bare>.*\S)\s*\((?P<inside>[^()]*(?:\([^()]*\))?[^()]*)\)")


def entered_status(header: str) -> str | None:
    """The status whose entries a column dates; None where the column is another one.

    ``entered: Договор``, ``вход:Договор``, HubSpot's ``Date entered "Договор (Продажи)"`` and, in its dumps,
    ``hs_v2_date_entered_contract`` are such; so are, in the other languages, «Date d'entrée dans « Contrat »»
    and «"Sözleşme" aşamasına giriş tarihi».
    """
    found = _pattern().fullmatch(header)
    if found is None:
        return None
    return found["plain"] or found["api"] or without_brackets(found["quoted"] or found["first"])[0]


def entered_quoted(header: str) -> str | None:
    """The status in quotation marks, with its pipeline in brackets if that is there; None without marks."""
    found = _pattern().fullmatch(header)
    return None if found is None else found["quoted"] or found["first"]


def without_brackets(name: str) -> tuple[str, str]:
    """A name without the brackets at its end, and what stands in them ("" where there are none)."""
    found = _BRACKETS.fullmatch(name.strip())
    return (found["bare"], found["inside"].strip()) if found else (name.strip(), "")


@cache
def _pattern() -> re.Pattern[str]:
    """Words before a colon and the status, or beside the status in quotation marks; HubSpot's own names."""
    words = load_toml("addin.deals.tables", "aliases.toml")["entered"]
    before, after = (_any_of(words[place]) for place in ("before", "after"))
    quoted, first = (_QUOTED.format(name=name) for name in ("quoted", "first"))
    forms = (
        r"(?:properties[._])?hs_(?:v2_)?date_entered_(?!current_stage$)(?P<api>\w+)",
        rf"(?:{before})\s*:\s*(?P<plain>.+?)",
        rf"(?:{before})\s*{quoted}",
        rf"{first}\s*(?:{after})",
    )
    return re.compile(rf"\s*(?:{'|'.join(forms)})\s*", re.IGNORECASE)


def _any_of(by_language: dict[str, list[str]]) -> str:
    """The words as a pattern: spaces of any kind, apostrophes as they come."""
    words = {word for some in by_language.values() for word in some}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in ordered)
