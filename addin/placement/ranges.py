"""Rectangles of cells, and what becomes of a range when a block of the report grows or shrinks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

MAX_ROW = 1_048_576

_RECT = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
_SHEET = r"(?P<sheet>'(?:[^']|'')+'|[^\s'!,;()\[\]+*/&=<>^\"-]+)!"
_TARGET = re.compile(_SHEET + r"(?P<rect>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w:!])")
_LAST_ROW = re.compile(r"\d+$")


@cache
def column_letters(number: int) -> str:
    """A column's letters: 1 → A, 27 → AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_number(text: str) -> int:
    """A column's number from 1: A → 1, AA → 27."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of cells; rows and columns count from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> Rect | None:
        """The rectangle of ``A4:O5`` or ``$A$4``; None for anything else, such as whole columns."""
        found = _RECT.fullmatch(text)
        if found is None:
            return None
        left, top = column_number(found[1]), int(found[2])
        return cls(top, left, int(found[4] or top), column_number(found[3]) if found[3] else left)

    def intersects(self, other: Rect) -> bool:
        """Whether they have a cell in common."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom

    def contains(self, other: Rect) -> bool:
        """Whether every cell of the other is one of its own."""
        return (
            self.top <= other.top and other.bottom <= self.bottom
            and self.left <= other.left and other.right <= self.right
        )  # fmt: skip

    @property
    def a1(self) -> str:
        """As ``A4:O5``; a single cell as ``A4``."""
        first, last = f"{column_letters(self.left)}{self.top}", f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


def parse_reference(formula: str) -> tuple[str, Rect] | None:
    """Sheet and rectangle of a name's formula such as ``'Pre-sale'!$A$4:$O$5``; None for anything else."""
    found = _TARGET.fullmatch(formula.strip().removeprefix("="))
    rect = Rect.parse(found["rect"]) if found else None
    return (unquote_sheet(found["sheet"]), rect) if found and rect else None


def format_reference(sheet: str, rect: Rect) -> str:
    """What a name says of these cells: ``='Pre-sale'!$A$4:$O$5``."""
    quoted = sheet.replace("'", "''")
    return f"='{quoted}'!${column_letters(rect.left)}${rect.top}:${column_letters(rect.right)}${rect.bottom}"


def unquote_sheet(sheet: str) -> str:
    """A sheet's name without the quotes of a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


@dataclass(frozen=True)
class Resize:
    """A block of a sheet gets another last row.

    ``old`` holds the heading row and the former rows of data; ``totals`` counts the rows that stay below.
    A range follows when it ends on the block's last row, starts on its headings or on its first row of data,
    and lies within its columns; any other range is somebody else's.
    """

    sheet: str
    old: Rect
    bottom: int
    totals: int = 0

    def resized(self, rect: Rect) -> Rect | None:
        """What becomes of a rectangle that covers the block's rows; None for any other."""
        within = self.old.left <= rect.left and rect.right <= self.old.right
        starts = rect.top in (self.old.top, self.old.top + 1)
        if not (within and starts and rect.bottom == self.old.bottom):
            return None
        return Rect(rect.top, rect.left, self.bottom, rect.right)

    def contains_data(self, rect: Rect) -> bool:
        """Whether a rectangle lies in the block's former rows of data."""
        rows = self.old.top < rect.top and rect.bottom <= self.old.bottom
        return rows and self.old.left <= rect.left and rect.right <= self.old.right

    def resize_ranges(self, text: str) -> str:
        """What becomes of a list of ranges parted by spaces, as formats and validations have it."""
        parts = [(part, Rect.parse(part)) for part in text.split()]
        return " ".join(part if rect is None else self._resize_range(part, rect) for part, rect in parts)

    def _resize_range(self, part: str, rect: Rect) -> str:
        new = self.resized(rect)
        return part if new is None else new.a1

    def ends_print(self, sheet: str, rect: Rect) -> bool:
        """Whether a print area is columns of the block, or spans it and ends with it."""
        if sheet.casefold() != self.sheet.casefold():
            return False
        spans = rect.left <= self.old.left and self.old.right <= rect.right and rect.top <= self.old.top
        ends = rect.bottom in (self.old.bottom, self.old.bottom + self.totals)
        return (spans and ends) or self.resized(rect) is not None


def resize_print_area(text: str, resizes: Sequence[Resize]) -> str:
    """Print areas that end with blocks end with them again, with the lowest of several side by side."""

    def one(found: re.Match[str]) -> str:
        rect, sheet = Rect.parse(found["rect"]), unquote_sheet(found["sheet"])
        ending = [resize for resize in resizes if rect is not None and resize.ends_print(sheet, rect)]
        bottoms = [
            resize.bottom + resize.totals * (rect.bottom > resize.old.bottom) for resize in ending if rect
        ]
        return _LAST_ROW.sub(str(max(bottoms)), found[0]) if bottoms else found[0]

    return _TARGET.sub(one, text)
