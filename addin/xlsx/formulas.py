"""Formulas that read a block: what becomes of their references when its rows grow or shrink."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from addin.placement.ranges import Rect, Resize, unquote_sheet

ReferenceUse = Literal[
    "cell",  # a formula of a cell or a name: stands alone
    "block_row",  # the same in a row of the block: ranges across that row are not columns of the block
    "copied",  # goes from cell to cell, as in formats and the block's own columns
    "list",  # the list a validation offers: copied, and a range whatever it looks like
    "line",  # what a series of a chart or a sparkline draws: a range along rows or across columns
    "area",  # any other place that holds a range and nothing else
]
"""Where a reference stands tells what it means where its look does not."""

_PIECE = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|\[[^\[\]]*\]"  # a column of a table, or another workbook
    r"|(?<![\w.$!\]':])(?:(?P<sheet>'(?:[^']|'')+'|[^\s'!,;()\[\]{}+*/&=<>^\"%:-]+)!)?"
    r"(?P<rect>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(:!.\[])"
)
_ROW = re.compile(r"(\$?)\d+")
"""A row and the sign that fixes it."""
_LAST_ROW = re.compile(r"\d+$")


@dataclass(frozen=True)
class ReferenceShift:
    """The new rows of all growing blocks of a workbook.

    A reference follows when it is a range that is one or several columns of a block, from its headings or
    its first row of data to its last row. A single cell stays, as somebody points at it, save where only
    ranges stand: spreadsheets write a chart's range of one cell so. A range with one end fixed
    (``C$5:C5``) adds up row by row and stays.
    """

    resizes: tuple[Resize, ...]

    def resizes_on(self, sheet: str) -> list[Resize]:
        """The blocks of a sheet."""
        return [resize for resize in self.resizes if resize.sheet == sheet]

    def shift_formula(self, text: str, here: str = "", use: ReferenceUse = "cell") -> str:
        """The formula with the references of the blocks it reads.

        Args:
            text: a formula, without or with its equals sign.
            here: the sheet that references without one mean; "" where there is none.
            use: where the formula stands.
        """
        return _PIECE.sub(lambda found: self._shift_piece(found, here, use), text)

    def _shift_piece(self, found: re.Match[str], here: str, use: ReferenceUse) -> str:
        rect = Rect.parse(found["rect"]) if found["rect"] else None
        if rect is None or not _may_shift(found["rect"], rect, use):
            return found[0]
        sheet = unquote_sheet(found["sheet"]) if found["sheet"] else here
        for resize in self.resizes:
            new = resize.resized(rect) if resize.sheet == sheet else None
            if new is None:
                continue
            if ":" in found["rect"]:
                return _LAST_ROW.sub(str(new.bottom), found[0])
            if rect.top > resize.old.top:
                return f"{found[0]}:{_LAST_ROW.sub(str(new.bottom), found['rect'])}"
        return found[0]

    def reads_any(self, text: str, areas: Mapping[str, Sequence[Rect]]) -> bool:
        """Whether a formula reads a cell of these areas, by sheet."""
        pieces = (found for found in _PIECE.finditer(text) if found["rect"] and found["sheet"])
        read = ((Rect.parse(found["rect"]), areas.get(unquote_sheet(found["sheet"]), [])) for found in pieces)
        return any(rect is not None and rect.intersects(area) for rect, there in read for area in there)


def fill_down(formula: str, by: int) -> str:
    """The formula as it reads ``by`` rows below: rows that are not fixed go down with it."""

    def one(found: re.Match[str]) -> str:
        if not found["rect"]:
            return found[0]
        sheet = found[0].removesuffix(found["rect"])
        return sheet + _ROW.sub(lambda row: row[0] if row[1] else str(int(row[0]) + by), found["rect"])

    return _PIECE.sub(one, formula) if by else formula


def _may_shift(written: str, rect: Rect, use: ReferenceUse) -> bool:
    """Whether a reference is a range that somebody may mean to cover a block's columns."""
    if ":" not in written and use not in ("list", "line", "area"):
        return False
    fixed = set(_ROW.findall(written))
    across = rect.top == rect.bottom and rect.left < rect.right
    if len(fixed) > 1 or (use == "line" and across):
        return False
    if "$" in fixed:
        return True
    return use not in ("copied", "list") and not (use == "block_row" and across)
