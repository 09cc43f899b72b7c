"""Formulas that read a block: what becomes of their references when its rows grow or shrink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from addin.placement.ranges import Rect, Resize
from addin.xlsx.references import Reference, read_formula

ReferenceUse = Literal[
    "cell",  # a formula of a cell or a name: stands alone
    "block_row",  # the same in a row of the block: ranges across that row are not columns of the block
    "copied",  # goes from cell to cell, as in formats and the block's own columns
    "list",  # the list a validation offers: copied, and a range whatever it looks like
    "line",  # what a series of a chart or a sparkline draws: a range along rows or across columns
    "area",  # any other place that holds a range and nothing else
]
"""Where a reference stands tells what it means where its look does not."""
_RANGES_ONLY = ("list", "line", "area")
"""Where a single cell is a range of one."""


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
        """The blocks of a sheet; letters' case does not tell sheets apart."""
        return [resize for resize in self.resizes if resize.sheet.casefold() == sheet.casefold()]

    def shift_formula(self, text: str, here: str = "", use: ReferenceUse = "cell") -> str:
        """The formula with the references of the blocks it reads.

        Args:
            text: a formula, without or with its equals sign.
            here: the sheet that references without one mean; "" where there is none.
            use: where the formula stands.
        """
        ranges = ":" in text or use in _RANGES_ONLY
        if not ranges or not (self.resizes_on(here) or self._names_sheet(text)):
            return text  # most formulas, and reading them takes time
        return read_formula(text).replace(lambda reference: self._shifted(reference, here, use))

    def _names_sheet(self, text: str) -> bool:
        """Whether a text may name the sheet of a block."""
        folded = text.casefold()
        return any(resize.sheet.casefold().replace("'", "''") in folded for resize in self.resizes)

    def _shifted(self, reference: Reference, here: str, use: ReferenceUse) -> str:
        rect, sheet = reference.rect, reference.sheet_name
        if sheet is None or not _may_shift(reference, rect, use):
            return str(reference)
        for resize in self.resizes_on(sheet or here):
            new = resize.resized(rect)
            if new is not None and (reference.last or rect.top > resize.old.top):
                return str(_ending_in(reference, new.bottom))
        return str(reference)


def _ending_in(reference: Reference, bottom: int) -> Reference:
    """A range with another last row, whichever of its corners that is; a cell becomes one."""
    first, last = reference.first, reference.last or reference.first
    if first.row > last.row:
        first = first._replace(row=bottom)
    else:
        last = last._replace(row=bottom)
    return reference._replace(first=first, between=reference.between or ":", last=last)


def _may_shift(reference: Reference, rect: Rect, use: ReferenceUse) -> bool:
    """Whether a reference is a range that somebody may mean to cover a block's columns."""
    if reference.is_open or reference.is_whole:
        return False
    if reference.last is None and use not in _RANGES_ONLY:
        return False
    fixed = {end.fixes_row for end in reference.ends}
    across = rect.top == rect.bottom and rect.left < rect.right
    if len(fixed) > 1 or (use == "line" and across):
        return False
    if fixed == {True}:
        return True
    return use not in ("copied", "list") and not (use == "block_row" and across)
