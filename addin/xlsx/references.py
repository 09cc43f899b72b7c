"""References as formulas write them: parted from names, functions and texts, and read as ranges.

The tokenizer and the translator of openpyxl were tried: they take ``B5:INDEX(…)`` for a function, leave
``Data!B5:Data!B6``, whole rows of other sheets and lower case as they are, and fail at ``T['[A]]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from addin.placement.ranges import MAX_ROW, Rect, column_letters, column_number, unquote_sheet

MAX_COLUMN = 16_384

_SHEET = r"""(?!:)(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[^\s'!,;()\[\]{}+*/&=<>^"%#@-]*)!"""
"""A sheet, sheets parted by a colon, or another workbook, with its exclamation mark."""
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[0-9]{1,7}"
_INSIDE = r"(?:'.|[^\[\]'])"
"""What may stand within brackets; an apostrophe takes the next character's meaning away."""
_PIECE = re.compile(
    r'"(?:[^"]|"")*"'
    r"|#[A-Z][A-Z0-9/_]*[!?]?"  # an error
    rf"|(?:(?P<sheet>(?!{_CELL}:){_SHEET})|(?<![\w.$\]\\?]))"
    rf"(?:(?P<first>{_CELL})(?:(?P<between>:(?:{_SHEET})?)(?P<last>{_CELL}))?"
    rf"|(?P<line>(?:{_COLUMN}:(?:{_SHEET})?{_COLUMN}|{_ROW}:(?:{_SHEET})?{_ROW})))"
    r"(?P<spill>\#(?![A-Z]))?(?![\w(!.\[\\?$])"
    rf"|(?P<table>[^\W\d][\w.\\]*)?\[(?:{_INSIDE}|\[{_INSIDE}*\])*\](?!!)"
    rf"|(?P<scope>{_SHEET})?(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)(?P<call>\()?"
    r"|'(?:[^']|'')+'"
    r"|\d[\w.]*"
)
_END = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


@dataclass(frozen=True)
class End:
    """A corner of a range; column or row 0 where whole rows or columns are meant."""

    letters: str
    column: int
    row: int
    fixes_column: bool
    fixes_row: bool

    @classmethod
    def parse(cls, text: str) -> End:
        """A corner such as ``$B5``, ``B`` or ``$5``."""
        found = _END.fullmatch(text)
        if found is None:
            raise ValueError(text)
        column_sign, letters, row_sign, row = found.groups()
        if not letters:  # the one sign there is stands before the row
            row_sign = column_sign or row_sign
        return cls(
            letters,
            column_number(letters.upper()),
            int(row or 0),
            bool(letters and column_sign),
            bool(row_sign),
        )

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


@dataclass(frozen=True)
class Reference:
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

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """Its corners, one or two."""
        return (self.first,) if self.last is None else (self.first, self.last)

    @cached_property
    def rect(self) -> Rect | None:
        """Its cells, whichever corners are named; None where no sheet has such."""
        rows, columns = [end.row for end in self.ends], [end.column for end in self.ends]
        if max(rows) > MAX_ROW or max(columns) > MAX_COLUMN:
            return None
        top, bottom = (min(rows), max(rows)) if all(rows) else (1, MAX_ROW)
        left, right = (min(columns), max(columns)) if all(columns) else (1, MAX_COLUMN)
        return Rect(top, left, bottom, right)

    @cached_property
    def sheet_name(self) -> str | None:
        """The sheet it names, "" for the formula's own; None for several sheets or another workbook."""
        name, again = (unquote_sheet(text.rpartition("!")[0]) for text in (self.sheet, self.between[1:]))
        return None if set("[:") & set(name) or again.casefold() not in ("", name.casefold()) else name

    @property
    def is_whole(self) -> bool:
        """Whether it is whole rows or columns."""
        return not (self.first.row and self.first.column)

    def __str__(self) -> str:
        """As a formula has it."""
        return f"{self.sheet}{self.first}{self.between}{self.last or ''}"


@dataclass(frozen=True)
class Word:
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
    open_range, done = False, 0
    for found in _PIECE.finditer(text):
        open_range |= ":" in text[done : found.start()]
        reference = _reference(found, text)
        pieces += [text[done : found.start()], found[0]] if reference is None else []
        pieces += [text[done : found.start()], reference, found["spill"] or ""] if reference else []
        words += [] if reference else _words(found)
        done = found.end()
    open_range |= ":" in text[done:]
    return Formula((*pieces, text[done:]), tuple(words), open_range)


def _reference(found: re.Match[str], text: str) -> Reference | None:
    sheet, between = found["sheet"] or "", found["between"] or ""
    if found["line"]:
        first, colon, rest = found["line"].partition(":")
        repeated, mark, last = rest.rpartition("!")
        between = colon + repeated + mark
    elif found["first"]:
        first, last = found["first"], found["last"] or ""
    else:
        return None
    around = text[: found.start()].rstrip()[-1:] + text[found.end() :].lstrip()[:1]
    is_open = ":" in around or bool(found["spill"])
    made = Reference(sheet, End.parse(first), between, End.parse(last) if last else None, is_open)
    # anything else is a name that only looks like a cell
    return made if made.rect is not None and str(made) == found[0].removesuffix("#") else None


def _words(found: re.Match[str]) -> list[Word]:
    if found["name"]:
        return [Word(found["name"], "function" if found["call"] else "name", found["scope"] or "")]
    if found["first"] and not found["last"]:
        return [Word(found["first"], "name", found["sheet"] or "")]
    if found["table"]:
        return [Word(found["table"], "table")]
    return [Word("", "column")] if found[0].startswith("[") else []
