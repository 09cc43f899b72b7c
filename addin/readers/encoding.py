"""The encoding of a text without a mark of it: the code page whose letters are those of one language.

A code page gives every byte some letter, so that a wrong one shows itself only by what it makes of the text:
letters of several alphabets at once, signs of drawing, capitals within a word, Cyrillic letters within Latin
words, rare letters where common ones are to be expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from addin.datafile import load_toml

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINES = 400
"""So many lines that are not plain ASCII tell as much as all."""
_WORD = re.compile(r"[^\W\d_]+")
_LONE = re.compile(r"(?<![^\W\d_])[^\W\d_](?=\d)|(?<=\d )[^\W\d_](?![^\W\d_])")
"""A single letter beside a figure, as a sign of a currency becomes in a wrong code page."""
_BEYOND = re.compile("[^\x00-\x7f\ufffd]+")
_LETTERS_A_BAD_BYTE = 20
"""A text with so many letters beyond ASCII that are whole for one byte that is not is a damaged UTF-8."""
_PENALTY = 3.0
"""What one sign that no such text holds weighs against one letter that it may hold."""
_USUAL = 0.1
"""What a letter weighs more for being a common one."""


def text_of(content: bytes) -> str | None:
    """The text of a file; None where it is no text in any encoding we know."""
    found = decoded(content)
    return found[0] if found else None


def decoded(content: bytes) -> tuple[str, str] | None:
    """The text of a file, and the name of its encoding; None where it is no text in any that we know.

    A byte order mark tells the encoding. Without one it is UTF-8 if it decodes as such, but for a byte here
    and there that becomes U+FFFD; UTF-16 if every other byte is zero, else the code page that makes the
    likeliest text of it.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for name in (marked,) if marked else _names(content):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            if not name.startswith("utf-8") or not _few_bad_bytes(content):
                continue
            text = content.decode(name, "replace")
        if "\0" not in text:
            return text, name
    return None


def _few_bad_bytes(content: bytes) -> bool:
    """Whether a text is UTF-8 but for a byte here and there: such letters by chance are far rarer."""
    if b"\0" in content:
        return False
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return 0 < bad * _LETTERS_A_BAD_BYTE <= sum(map(len, _BEYOND.findall(text)))


def _names(content: bytes) -> Iterator[str]:
    """Encodings to try, the likeliest first."""
    yield "utf-8"
    if b"\0" in content:
        yield from (name for name in ("utf-16-le", "utf-16-be") if _is_utf_16(content, name))
        return
    lines = [line for line in content.splitlines() if not line.isascii()][:_LINES]
    likeliest = code_page(b"\n".join(lines))
    if likeliest is not None:
        yield likeliest


def _is_utf_16(content: bytes, name: str) -> bool:
    """Whether the first letters are of scripts we read: in the other order of bytes they are hardly ever."""
    text = content[:4096].decode(name, "ignore")
    return sum(letter < "\u0530" or "\u2000" <= letter < "\u2200" for letter in text) > 0.9 * len(text)


def code_page(sample: bytes) -> str | None:
    """The single-byte encoding that makes the likeliest text of some lines; None where none does."""
    best, likeliest = 0.0, None
    for name in _data()[1]:
        try:
            found = _likelihood(sample.decode(name))
        except UnicodeDecodeError:
            continue
        if found > best:
            best, likeliest = found, name
    return likeliest


def _likelihood(text: str) -> float:
    """The share of signs beyond ASCII that one language has, less what no text in it would hold."""
    beyond = [letter for letter in text if letter > "\x7f"]
    if not beyond:
        return 0.0
    alphabets, _, signs, common = _data()
    own = max(sum(letter in alphabet for letter in beyond) for alphabet in alphabets)
    known = sum(letter in signs for letter in beyond)
    strange = sum(not letter.isalpha() and letter not in signs for letter in beyond)
    broken = sum(_is_broken(word) for word in _WORD.findall(text))
    broken += sum(not letter.isascii() for letter in _LONE.findall(text))
    usual = sum(letter.lower() in common for letter in beyond)
    return (own + known - _PENALTY * (strange + broken) + _USUAL * usual) / len(beyond)


def _is_broken(word: str) -> bool:
    """Whether a word has a capital after a small letter beyond ASCII, or letters of two alphabets."""
    if word.isascii():
        return False
    pairs = pairwise(word)
    turned = any(a.islower() and b.isupper() and not (a + b).isascii() for a, b in pairs)
    latin = any(letter < "\u0250" for letter in word)
    return turned or (latin and any("\u0400" <= letter <= "\u052f" for letter in word))


@cache
def _data() -> tuple[tuple[frozenset[str], ...], tuple[str, ...], frozenset[str], frozenset[str]]:
    """Letters of each language, code pages by preference, signs that texts hold, common letters."""
    data = load_toml("addin.readers", "encodings.toml")
    alphabets = tuple(frozenset(letters + letters.upper()) for letters in data["alphabets"].values())
    return alphabets, tuple(data["code_pages"]), frozenset(data["signs"]), frozenset(data["common"])
