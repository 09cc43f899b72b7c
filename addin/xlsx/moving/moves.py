"""Cells of a sheet that go down or up, and what becomes of the ranges that cover them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from addin.placement.ranges import MAX_ROW, Rect

MAX_COLUMN = 16_384


@dataclass(frozen=True)
class Move:
    """The cells of an area go ``by`` rows down, up where it is negative.

    An area down to the sheet's last row is one below inserted rows: a range that begins above it and ends in
    it grows. Any other area is cut out and put elsewhere: only ranges that lie in it go along.
    """

    sheet: str
    area: Rect
    by: int

    @classmethod
    def insertion(cls, sheet: str, before: int, count: int) -> Move:
        """So many empty rows before a row."""
        return cls(sheet, Rect(before, 1, MAX_ROW, MAX_COLUMN), count)

    @property
    def is_insertion(self) -> bool:
        """Whether rows are put in over the whole width of the sheet."""
        return self.area.bottom == MAX_ROW

    def moved(self, rect: Rect) -> Rect:
        """Where a range is afterwards; what would leave the sheet ends with it."""
        area = self.area
        if not (area.left <= rect.left and rect.right <= area.right and rect.bottom <= area.bottom):
            return rect
        if area.top <= rect.top:
            top, bottom = rect.top + self.by, rect.bottom + self.by
            return Rect(min(top, MAX_ROW), rect.left, min(bottom, MAX_ROW), rect.right)
        if self.is_insertion and area.top <= rect.bottom:
            return Rect(rect.top, rect.left, min(rect.bottom + self.by, MAX_ROW), rect.right)
        return rect

    def moved_row(self, row: int) -> int:
        """Where a row is after an insertion; moves of single cells leave rows as they are."""
        return row + self.by if self.is_insertion and row >= self.area.top else row


def moved(rect: Rect, moves: Iterable[Move]) -> Rect:
    """Where a range is after all moves of its sheet, one after the other."""
    for move in moves:
        rect = move.moved(rect)
    return rect


def moved_row(row: int, moves: Iterable[Move]) -> int:
    """Where a row is after all moves of its sheet."""
    for move in moves:
        row = move.moved_row(row)
    return row


def inserted_rows(moves: Iterable[Move]) -> dict[str, list[Rect]]:
    """Sheet → the rows put in, where they are after all moves."""
    found: dict[str, list[Rect]] = {}
    for move in moves:
        there = [move.moved(rect) for rect in found.get(move.sheet, ())]
        area = Rect(move.area.top, move.area.left, move.area.top + move.by - 1, move.area.right)
        found[move.sheet] = [*there, area]
    return found


def moved_ranges(text: str, moves: Sequence[Move]) -> str:
    """A list of ranges parted by spaces, as formats and validations have it, after the moves."""
    return " ".join(_moved_range(part, moves) for part in text.split())


def _moved_range(part: str, moves: Sequence[Move]) -> str:
    rect = Rect.parse(part)
    new = None if rect is None else moved(rect, moves)
    return part if new is None or new == rect else new.a1
