"""The name of a status as text: its words, and the numbers that people write beside them."""

from __future__ import annotations

import re
import unicodedata

from addin.deals.values.text import fold

_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[^\W_]+")
_STATED = re.compile(
    r"[(\[]\s*(\d{1,3})\s*%\s*[)\]]|^\W*(\d{1,3})\s*%\s*[-–—:|]|\s[-–—:|]\s*(\d{1,3})\s*%\s*$"
)
_NUMBERED = re.compile(r"\W*(?:C\d+:)?\W*0*(\d{1,3})(?:[.):\-–—_|/]|\s)", re.IGNORECASE)
_LETTERED = re.compile(r"\W*[^\W\d_][.):]\s*\w")


def words_of(status: str) -> list[str]:
    """The words of a name in their comparison form, without numbers and percentages that only count it."""
    text = _STATED.sub(" ", _HUMP.sub(" ", status))
    text = fold(re.sub(r"\b0*(\d{1,2})\s*%", " percent ", text)).translate(_LETTERS)
    words = _WORDS.findall("".join(map(_plain, text)))
    lettered = _LETTERED.match(text) is not None
    while len(words) > 1 and (words[0].isdigit() or re.fullmatch(r"c\d+", words[0]) or lettered):
        words, lettered = words[1:], False
    return words


def _plain(letter: str) -> str:
    """A Latin letter without its accent."""
    base = unicodedata.normalize("NFD", letter)
    if len(base) == 1:
        return "" if letter == "\u0307" else letter
    return base[0] if "LATIN" in unicodedata.name(base[0], "") else letter


def stated_percent(status: str) -> float | None:
    """The percentage that a name bears beside its words: 75 of ``EB sign-off (75%)``."""
    found = _STATED.search(status)
    return None if found is None else float(next(filter(None, found.groups())))


def number_in_front(status: str) -> float | None:
    """The number a name begins with: 2 of ``02 - Meeting``."""
    found = _NUMBERED.match(status)
    return float(found[1]) if found and "%" not in status[: found.end()] else None


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase in their comparison form, "*" kept."""
    words = []
    for part in phrase.split():
        plain = words_of(part.rstrip("*")) or [part]
        words += [*plain[:-1], plain[-1] + ("*" if part.endswith("*") else "")]
    return tuple(words)
