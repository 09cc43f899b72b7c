"""References as formulas write them: parted from names, functions and texts, and read as ranges.

The tokenizer and the translator of openpyxl were tried: they take ``B5:INDEX(…)`` for a function, leave
``Data!B5:Data!B6``, whole rows of other sheets and lower case as they are, and fail at ``T['[A]]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from addin.placement.ranges import MAX_ROW, Rect, column_letters, column_number, unquote_sheet

MAX_COLUMN = 16_384

_SHEET = r"""(?!:)(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[^\s'!,;()\[\]{}+*/&=<>^"%#@-]*)!"""
"""A sheet, sheets parted by a colon, or another workbook, with its exclamation mark."""
_COLUMN, _ROW = r"(\$?)([A-Za-z]{1,3})", r"(\$?)([1-9][0-9]{0,6})"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_INSIDE = r"(?:'.|[^\[\]'])"
"""What may stand within brackets; an apostrophe takes the next character's meaning away."""
_PIECE = re.compile(
    rf"(?:(?P<sheet>(?!{_CELL}:){_SHEET})|(?<![\w.$\]\\?]))"
    rf"(?:{_COLUMN}{_ROW}(?:(?P<between>:(?:{_SHEET})?){_COLUMN}{_ROW})?"
    rf"|{_COLUMN}(?P<columns>:(?:{_SHEET})?){_COLUMN}|{_ROW}(?P<rows>:(?:{_SHEET})?){_ROW})"
    r"(?P<spill>\#(?![A-Z]))?(?![\w(!.\[\\?$])"
    r"|\"(?:[^\"]|\"\")*\""
    r"|#[A-Z][A-Z0-9/_]*[!?]?"  # an error
    rf"|(?P<table>[^\W\d][\w.\\]*)?\[(?:{_INSIDE}|\[{_INSIDE}*\])*\](?!!)"
    rf"|(?P<scope>{_SHEET})?(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)(?P<call>\()?"
    r"|'(?:[^']|'')+'"
    r"|\d[\w.]*"
)
_NO_REFERENCE = _PIECE.groupindex["table"]
"""From this group on a piece is something else."""


class End(NamedTuple):
    """A corner of a range; column or row 0 where whole rows or columns are meant."""

    letters: str
    column: int
    row: int
    fixes_column: bool
    fixes_row: bool

    @classmethod
    def of(cls, sign: str, letters: str, row_sign: str, row: str) -> End:
        """A corner from its parts, such as ``$``, ``B``, "", ``5``; "" for what it lacks."""
        column = column_number(letters.upper()) if letters else 0
        return cls(letters, column, int(row or 0), bool(sign), bool(row_sign))

    def moved(self, rows: int, columns: int) -> End:
        """The corner so many cells further; what would leave the sheet comes in at its other end."""
        row, column, letters = self.row, self.column, self.letters
        if row and not self.fixes_row:
            row = (row + rows - 1) % MAX_ROW + 1
        if column and columns and not self.fixes_column:
            column = (column + columns - 1) % MAX_COLUMN + 1
            letters = column_letters(column)
        return End(letters, column, row, self.fixes_column, self.fixes_row)

    def __str__(self) -> str:
        """As a formula has it."""
        row = f"{'$' * self.fixes_row}{self.row}" if self.row else ""
        return f"{'$' * self.fixes_column}{self.letters}{row}"


class Reference(NamedTuple):
    """A cell, a range, whole columns or whole rows.

    Args:
        sheet: as written, with its exclamation mark; "" for the formula's own.
        first: its first corner as written.
        between: the colon, with the sheet that some repeat after it; "" for a single cell.
        last: its other corner.
        is_open: whether something else is a part of the range too (``B5:INDEX(…)``, ``B5#``).
    """

    sheet: str
    first: End
    between: str
    last: End | None
    is_open: bool

    def moved(self, rows: int, columns: int = 0) -> Reference:
        """As it reads so many cells further."""
        last = None if self.last is None else self.last.moved(rows, columns)
        return Reference(self.sheet, self.first.moved(rows, columns), self.between, last, self.is_open)

    @property
    def ends(self) -> tuple[End, ...]:
        """Its corners, one or two."""
        return (self.first,) if self.last is None else (self.first, self.last)

    @property
    def rect(self) -> Rect:
        """Its cells, whichever corners are named."""
        one, other = self.first, self.last or self.first
        top, bottom = (one.row, other.row) if one.row <= other.row else (other.row, one.row)
        left, right = (one.column, other.column) if one.column <= other.column else (other.column, one.column)
        return Rect(top or 1, left or 1, bottom or MAX_ROW, right or MAX_COLUMN)

    @property
    def sheet_name(self) -> str | None:
        """The sheet it names, "" for the formula's own; None for several sheets or another workbook."""
        if not self.sheet and len(self.between) < 2:
            return ""
        name, again = (unquote_sheet(text.rpartition("!")[0]) for text in (self.sheet, self.between[1:]))
        return None if set("[:") & set(name) or again.casefold() not in ("", name.casefold()) else name

    @property
    def is_whole(self) -> bool:
        """Whether it is whole rows or columns."""
        return not (self.first.row and self.first.column)

    def __str__(self) -> str:
        """As a formula has it."""
        return f"{self.sheet}{self.first}{self.between}{self.last or ''}"


class Word(NamedTuple):
    """A name, a function or a table that a formula mentions.

    Args:
        text: the name as written, without its sheet.
        kind: what stands after it tells which.
        scope: the sheet or workbook before it, with its exclamation mark.
    """

    text: str
    kind: str
    scope: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula in pieces, without its equals sign or with it."""

    pieces: tuple[str | Reference, ...]
    """The references, and the text between them."""
    words: tuple[Word, ...]
    """Kinds: ``name``, ``function``, ``table``, and ``column`` of a table that is not named."""
    has_open_range: bool
    """Whether a range has an end that only a computation finds."""

    @property
    def references(self) -> Iterator[Reference]:
        """The references, in their order."""
        return (piece for piece in self.pieces if isinstance(piece, Reference))

    def replace(self, change: Callable[[Reference], str]) -> str:
        """The formula with other texts in place of its references."""
        return "".join(piece if isinstance(piece, str) else change(piece) for piece in self.pieces)

    def at(self, rows: int, columns: int = 0) -> str:
        """The formula as it reads so many rows below and columns to the right."""
        if not rows and not columns:
            return "".join(map(str, self.pieces))
        return self.replace(lambda reference: str(reference.moved(rows, columns)))


@lru_cache(maxsize=4096)
def read_formula(text: str) -> Formula:
    """A formula in pieces; whatever it holds, they put together are the formula again."""
    pieces: list[str | Reference] = []
    words: list[Word] = []
    gaps, done = "", 0
    for found in _PIECE.finditer(text):
        gap = text[done : found.start()]
        gaps += gap
        reference = _reference(found, text) if (found.lastindex or _NO_REFERENCE) < _NO_REFERENCE else None
        if reference is None:
            pieces += (gap, found[0])
            words += _words(found)
        else:
            pieces += (gap, reference, found["spill"] or "")
        done = found.end()
    gaps += text[done:]
    return Formula((*pieces, text[done:]), tuple(words), ":" in gaps)


def _reference(found: re.Match[str], text: str) -> Reference | None:
    """The reference of a piece; None where it is none, or a name that only looks like one."""
    sheet, between, columns, rows = found.group("sheet", "between", "columns", "rows")
    last: End | None = None
    if columns:
        between = columns
        first, last = (End.of(found[at], found[at + 1], "", "") for at in (11, 14))
    elif rows:
        between = rows
        first, last = (End.of("", "", found[at], found[at + 1]) for at in (16, 19))
    else:
        first = End.of(*found.group(2, 3, 4, 5))
        last = End.of(*found.group(7, 8, 9, 10)) if between else None
    if not (_exists(first) and (last is None or _exists(last))):
        return None
    is_open = bool(found["spill"]) or (":" in text and _meets_colon(found, text))
    return Reference(sheet or "", first, between or "", last, is_open)


def _meets_colon(found: re.Match[str], text: str) -> bool:
    return ":" in text[: found.start()].rstrip()[-1:] + text[found.end() :].lstrip()[:1]


def _exists(end: End) -> bool:
    return end.row <= MAX_ROW and end.column <= MAX_COLUMN


def _words(found: re.Match[str]) -> list[Word]:
    if found["name"]:
        return [Word(found["name"], "function" if found["call"] else "name", found["scope"] or "")]
    if found["table"]:
        return [Word(found["table"], "table")]
    if found[5] and not found["between"]:  # looks like a cell
        return [Word(found[0].rpartition("!")[2], "name", found["sheet"] or "")]
    return [Word("", "column")] if found[0].startswith("[") else []
