"""Cells of logs, which hold who did something and when: "Ann Lee Nov 3, 2026 10:12 AM"."""

from __future__ import annotations

import re

import numpy as np

from addin.deals.values.text import Objects
from addin.deals.values.vocabulary import AROUND_DATES, MONTHS, ZONES, bare

_WORD = r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*"
_CELL = re.compile(
    rf"(?P<before>[^0-9]*?)(?P<month>(?:{_WORD})?)(?P<gap>[.,\s]*)(?P<date>[0-9](?:.*[0-9])?)(?P<after>[^0-9]*)",
    re.DOTALL,
)
_TIME_WORDS = re.compile(r"\s*(?:[ap]\.?\s?m\b\.?)?", re.IGNORECASE)
_LONGEST = 200
_CODE = 5
"""A word of so many capitals at most may be a zone that nobody can tell, and no name."""


def without_names(texts: Objects) -> Objects:
    """The texts without the name before or after a date; texts without a name as they are.

    A name has a word with a capital and small letters, or is an address. Whether what is left is a date, the
    forms of dates say.
    """
    return np.array([_without_name(text) for text in texts], dtype=object)


def _without_name(text: str) -> str:
    cell = _CELL.fullmatch(text) if len(text) <= _LONGEST else None
    if cell is None:
        return text
    begins = cell.start("month") if bare(cell["month"]) in MONTHS else cell.start("date")
    ends = cell.end("date") + _time_words(cell["after"])
    names = [part for part in (text[:begins], text[ends:]) if re.search(_WORD, part)]
    apart = begins == 0 or not text[begins - 1].isalnum()
    return text[begins:ends].strip() if apart and names and all(map(_is_name, names)) else text


def _time_words(after: str) -> int:
    """How much of what follows the digits belongs to the time: "PM", "UTC", «г.»."""
    found = _TIME_WORDS.match(after)
    end = found.end() if found else 0
    for word in re.finditer(_WORD, after[end:]):
        if bare(word[0]) not in AROUND_DATES and bare(word[0]) not in ZONES:
            return end + word.start()
    return len(after)


def _is_name(text: str) -> bool:
    words = re.findall(_WORD, text)
    code = any(word.isupper() and 1 < len(word) <= _CODE for word in words)
    return "@" in text or (not code and any(word[:1].isupper() and word[1:2].islower() for word in words))
