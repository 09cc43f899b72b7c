"""The forms in which a sum of money is written: what stands around its digits, and between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.deals.values.currency_names import agreed, currency_key, currency_sign
from addin.deals.values.digit_shapes import Shape
from addin.deals.values.text import Bools
from addin.deals.values.vocabulary import MAGNITUDES, MAGNITUDES_NOT_WITH, MAGNITUDES_WITH

_MINUS = "-−–"
_AROUND = re.compile(r"(?P<before>[^0-9]*)(?P<core>[0-9].*?)(?P<after>[^0-9]*)", re.DOTALL)
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CENTS = re.compile(r"^[.,:/][-−–=]")
_SPACED = re.compile(r"\s")
_MOST_DIGITS = 15
_SIZES = frozenset(MAGNITUDES) | {word for _, word in MAGNITUDES_WITH}


@dataclass(frozen=True)
class Form:
    """How the sums of one shape are written.

    Args:
        shape: the shape.
        groups: the runs of digits, as (start, end) places.
        separator: the mark that is, or may be, the decimal one, "" if there is none.
        grouping: the mark that surely groups thousands, "" if there is none.
        open: whether the separator may as well group thousands.
        negative, currency, size: what stands around the digits: тыс. is a size of 1,000.
        plain: whether a program could have written it: a minus, digits, a point.
        worded: whether more than digits, their marks and a minus before them stands there.
    """

    shape: Shape
    groups: Sequence[tuple[int, int]]
    separator: str
    grouping: str
    open: bool
    negative: bool
    currency: str
    size: float
    plain: bool
    worded: bool

    def _fraction_anyway(self) -> Bools:
        """Where a mark that may group thousands cannot, as nothing but zero stands before it."""
        return np.asarray(self.shape.number(range(*self.groups[0])) == 0, dtype=bool)

    def shows_decimal(self) -> str:
        """The separator, if some sum of this form shows that it is a decimal one."""
        return self.separator if not self.open or self._fraction_anyway().any() else ""

    def decimal(self, shown: set[str]) -> Bools:
        """Where the separator begins a decimal part, given the marks shown to do so elsewhere."""
        sure = bool(self.separator) and (not self.open or self.separator in shown)
        return self._fraction_anyway() | sure if self.open else np.full(len(self.shape.at), sure)

    def value(self, decimal: Bools) -> npt.NDArray[np.float64]:
        """The sums; the digits make one whole number, divided once, so that it is the nearest float."""
        digits = [place for start, end in self.groups for place in range(start, end)]
        start, end = self.groups[-1]
        sums = self.shape.number(digits) * self.size / np.where(decimal, 10.0 ** (end - start), 1.0)
        return -sums if self.negative else sums


def form_of(shape: Shape) -> Form | None:
    """The form of a shape, None where it is no sum."""
    around = _AROUND.fullmatch(shape.text)
    if not around:
        return None
    signs = _signs(around["before"], _CENTS.sub("", around["after"]))
    marks = _marks(around["core"])
    groups = [match.span() for match in re.finditer("[0-9]+", shape.text)]
    lengths = [end - start for start, end in groups]
    if signs is None or marks is None or sum(lengths) > _MOST_DIGITS or not _grouped(marks, lengths):
        return None
    last = marks[-1:] if marks[-1:] in tuple(".,") and marks.count(marks[-1:]) == 1 else ""
    could_group = len(marks) == 1 and _thousands(lengths)
    plain = _PLAIN.fullmatch(shape.text) is not None
    worded = around["before"].strip() not in {"", "+", *_MINUS} or around["after"].strip() != ""
    grouping = marks[0] if len(marks) > 1 else ""
    return Form(shape, groups, last, grouping, bool(last) and could_group, *signs, plain, worded)


def size_named(text: str) -> float | None:
    """How many a word of size makes a sum: "k€" and «тыс» are 1,000; None for other texts."""
    words = _words(text)
    return _size(words[1], words[0]) if words and words[1] else None


def _signs(before: str, after: str) -> tuple[bool, str, float] | None:
    """Whether the sum is negative, its currency and its size; None where there is anything else around it."""
    minuses = sum(before.count(sign) + after.count(sign) for sign in _MINUS)
    brackets = "(" in before and ")" in after
    left = re.sub(rf"[{_MINUS}+()]", "", before), re.sub(rf"[{_MINUS})]", "", after)
    words = [_words(part) for part in left if currency_key(part)]
    if minuses > 1 or ("(" in before) != (")" in after) or None in words:
        return None
    named = [word[0] for word in words if word and word[0]]
    sizes = [word[1] for word in words if word and word[1]]
    currency = agreed(named)
    if (named and not currency) or len(sizes) > 1:
        return None
    size = _size(sizes[0], currency) if sizes else 1.0
    return None if size is None else (brackets or minuses == 1, currency, size)


def _words(text: str) -> tuple[str, str] | None:
    """The currency and the word of size that a text names, each "" where there is none; None for others."""
    currency, key = currency_sign(text), currency_key(text)
    if currency:
        return currency, ""
    if key in _SIZES:
        return "", key
    return next(_apart(key), None)


def _apart(key: str) -> Iterator[tuple[str, str]]:
    """The ways to take a text such as «тысруб» or "k€" apart into a currency and a word of size."""
    for at in range(len(key) - 1, 0, -1):
        for size, name in ((key[:at], key[at:]), (key[at:], key[:at])):
            if size in _SIZES and (currency := currency_sign(name)):
                yield currency, size


def _size(word: str, currency: str) -> float | None:
    """How many the word makes a sum of this currency, None where that cannot be told."""
    if currency in MAGNITUDES_NOT_WITH.get(word, ()):
        return None
    return MAGNITUDES.get(word) or MAGNITUDES_WITH.get((currency, word))


def _marks(core: str) -> str | None:
    """The marks between the runs of digits, any space as " " and any apostrophe as "'"; None for others."""
    marks = _SPACED.sub(" ", re.sub("[’`ʼ]", "'", core))
    found = re.findall(r"[^0-9]+", marks)
    return "".join(found) if all(mark in {" ", "'", ".", ","} for mark in found) else None


def _grouped(marks: str, lengths: list[int]) -> bool:
    """Whether the runs of digits can be thousands or lakhs, with at most a decimal part after them."""
    if len(marks) < 2:
        return marks not in {" ", "'"} or _thousands(lengths)
    if len(set(marks)) == 1:
        return _thousands(lengths) or (marks[0] == "," and _lakhs(lengths))
    if len(set(marks[:-1])) != 1 or marks[-1] not in ".,":
        return False
    return _thousands(lengths[:-1]) or (marks[0] == "," and _lakhs(lengths[:-1]))


def _thousands(lengths: list[int]) -> bool:
    return lengths[0] <= 3 and all(length == 3 for length in lengths[1:])


def _lakhs(lengths: list[int]) -> bool:
    """Groups as in India: 1,25,000."""
    return len(lengths) > 2 and lengths[0] <= 2 and lengths[-1] == 3 and set(lengths[1:-1]) == {2}
