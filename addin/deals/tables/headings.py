"""Headings brought to comparable forms: as they stand, then without units, marks and the word for a deal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from addin.datafile import load_toml
from addin.deals.values.amount_forms import size_named
from addin.deals.values.currency_names import currency_code
from addin.deals.values.text import header_key

_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "l", "ı": "i", "İ": "i", "ø": "o", "Ø": "o", "đ": "d", "æ": "ae", "œ": "oe"}
)
_LAST_LATIN = "\u024f"
_HUMP = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPLIT = re.compile(r"[^\w%$€₽£₸₴]+|_+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RETURN = re.compile(r"_x000d_", re.IGNORECASE)
_WORDS_TOO = frozenset({"all", "top", "try"})
"""Codes of currencies that are English words in small letters."""
_LONGEST = 80
"""A longer text is no heading with something to be left off."""


@lru_cache(maxsize=20_000)
def normalise_header(header: str) -> str:
    """The comparison form of a header; "" where nothing in it can be compared. A lone # is a №."""
    if header.strip() == "#":
        return header_key("номер")
    return header_key(_plain(_RETURN.sub(" ", header).replace("№", " номер ")))


def _plain(text: str) -> str:
    """Without the accents of Latin letters; Cyrillic й and ї stay."""
    if text.isascii():
        return text
    bare: list[str] = []
    for letter in unicodedata.normalize("NFD", text.translate(_LETTERS)):
        if not (unicodedata.combining(letter) and bare and bare[-1] <= _LAST_LATIN):
            bare.append(letter)
    return unicodedata.normalize("NFC", "".join(bare))


@lru_cache(maxsize=20_000)
def shorter_forms(header: str) -> tuple[tuple[str, ...], ...]:
    """What is left of a header, in its comparison form, after each rule; the first is without units.

    «Сумма сделки, руб.» is «суммасделки» without its unit, and «сумма» without the word for a deal too.
    """
    if len(header) > _LONGEST or not any(map(str.isalpha, header)):
        return (), ()
    seen = {normalise_header(header), ""}
    bare = _without_marks(_RETURN.sub(" ", header))
    whole = [_tokens(bare), _tokens(_BRACKETS.sub(" ", bare))]
    units = [*whole, *(shorter for tokens in whole for shorter in _without_unit(tokens))]
    objects = [shorter for tokens in units for shorter in _without_object(tokens)]
    return _new(units, seen), _new(objects, seen)


def header_words(header: str) -> list[str]:
    """The words of a header, camelCase and snake_case parted."""
    return _tokens(_RETURN.sub(" ", header))


def currency_of(header: str) -> str:
    """The currency that a heading of an amount names at its end or in brackets, "" where it names none."""
    tokens = _tokens(header)
    ends = [token for token in tokens[1:][-1:] if token not in _WORDS_TOO]
    inside = [found.strip("()[] ") for found in _BRACKETS.findall(header)]
    tail = header.rsplit(",", 1)[1:] if "," in header else []
    codes = {currency_code(text) for text in (*inside, *tail, *ends)} - {""}
    return codes.pop() if len(codes) == 1 else ""


def scale_of(header: str) -> float:
    """What makes money of sums under a heading that names a unit: 1,000 of «Сумма, тыс. руб.», 1 of others.

    A currency, "net" and the like may stand after the unit.
    """
    for token in _tokens(_RETURN.sub(" ", header))[:0:-1]:
        scale = _scale(token)
        if scale is not None:
            return scale
        if not (currency_code(token) or normalise_header(token) in _words("units") | _words("joints")):
            break
    return 1.0


def _scale(token: str) -> float | None:
    return _scales().get(normalise_header(token)) or size_named(token)


def _new(forms: Sequence[Sequence[str]], seen: set[str]) -> tuple[str, ...]:
    keys = dict.fromkeys(normalise_header(" ".join(tokens)) for tokens in forms)
    fresh = tuple(key for key in keys if key not in seen)
    seen.update(fresh)
    return fresh


def _tokens(text: str) -> list[str]:
    return [token for token in _SPLIT.split(_HUMP.sub(" ", text)) if token]


def _without_marks(text: str) -> str:
    before, after = _rules()["marks"]["before"], _rules()["marks"]["after"]
    text = text.strip(" *:")
    for mark in before:
        if text.casefold().startswith(mark.casefold()):
            text = text[len(mark) :]
    for mark in after:
        if text.casefold().endswith(mark.casefold()):
            text = text[: -len(mark)]
    return text


def _without_unit(tokens: list[str]) -> Iterator[list[str]]:
    for count in (1, 2, 3):
        if len(tokens) > count and _is_unit(" ".join(tokens[-count:])):
            yield _without_joints(tokens[:-count])
            if count == 1:  # «тыс. zł», "USD thousands, net"
                yield from _without_unit(tokens[:-1])


def _is_unit(end: str) -> bool:
    key = normalise_header(end)
    return key in _words("units") or end == "%" or bool(currency_code(end)) or _scale(end) is not None


def _without_object(tokens: list[str]) -> Iterator[list[str]]:
    for count in (1, 2):
        if len(tokens) > count:
            if normalise_header(" ".join(tokens[:count])) in _words("objects"):
                yield tokens[count:]
            if normalise_header(" ".join(tokens[-count:])) in _words("objects"):
                yield _without_joints(tokens[:-count])


def _without_joints(tokens: list[str]) -> list[str]:
    while len(tokens) > 1 and normalise_header(tokens[-1]) in _words("joints"):
        tokens = tokens[:-1]
    return tokens


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return load_toml("addin.deals.tables", "heading_rules.toml")


@cache
def _scales() -> dict[str, float]:
    by_language: dict[str, dict[str, float]] = load_toml("addin.deals.tables", "heading_rules.toml")["scales"]
    return {normalise_header(word): of for words in by_language.values() for word, of in words.items()}


@cache
def _words(rule: str) -> frozenset[str]:
    return frozenset(normalise_header(word) for words in _rules()[rule].values() for word in words)
