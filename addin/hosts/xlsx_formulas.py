"""Formulas that read a block: what becomes of their references when its rows grow or shrink."""

from __future__ import annotations

import re
from dataclasses import dataclass

from addin.hosts.xlsx_ranges import Rect, Resize, unquoted

_PIECE = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|\[[^\[\]]*\]"  # a column of a table, or another workbook
    r"|(?<![\w.$!\]'])(?:(?P<sheet>'(?:[^']|'')+'|[^\s'!,;()\[\]{}+*/&=<>^\"%:-]+)!)?"
    r"(?P<rect>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(:!.\[])"
)
_LAST_ROW = re.compile(r"\d+$")


@dataclass(frozen=True)
class Follow:
    """The new rows of all growing blocks of a workbook.

    A reference follows when it is a range that is one or several columns of a block, from its headings or
    its first row of data to its last row. A single cell stays: it is a cell that somebody points at.
    """

    resizes: tuple[Resize, ...]

    def formula(self, text: str, here: str = "", *, anchored: bool = False, single: bool = False) -> str:
        """The formula with the references of the blocks it reads.

        Args:
            text: a formula, without or with its equals sign.
            here: the sheet that references without one mean; "" where there is none.
            anchored: only ranges with fixed rows (``C$5:C$9``) follow, as others move from cell to cell.
            single: a single cell follows too while it is all that a block of one row has; spreadsheets
                write a chart's range of one cell so.
        """
        return _PIECE.sub(lambda found: self._piece(found, here, anchored, single), text)

    def _piece(self, found: re.Match[str], here: str, anchored: bool, single: bool) -> str:
        rect = Rect.parse(found["rect"]) if found["rect"] else None
        if rect is None or (anchored and found["rect"].count("$") < 2):
            return found[0]
        sheet = unquoted(found["sheet"]) if found["sheet"] else here
        for resize in self.resizes:
            if resize.sheet != sheet:
                continue
            new = resize.rect(rect)
            if new == rect:
                continue
            if ":" in found["rect"]:
                return _LAST_ROW.sub(str(new.bottom), found[0])
            if single and rect.top > resize.old.top:
                return f"{found[0]}:{_LAST_ROW.sub(str(new.bottom), found['rect'])}"
        return found[0]

    def reads(self, text: str, areas: dict[str, list[Rect]]) -> bool:
        """Whether a formula reads a cell of these areas, by sheet."""
        pieces = (found for found in _PIECE.finditer(text) if found["rect"] and found["sheet"])
        read = ((Rect.parse(found["rect"]), areas.get(unquoted(found["sheet"]), [])) for found in pieces)
        return any(rect is not None and rect.meets(area) for rect, there in read for area in there)
