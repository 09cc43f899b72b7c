"""References in formulas after cells have moved: each cell, range and row follows, whatever reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from addin.placement.ranges import MAX_ROW, Rect, column_number, unquote_sheet
from addin.xlsx.moving.moves import MAX_COLUMN, Move, moved

_INSIDE = r"(?:'.|[^\[\]'])"
"""What may stand within brackets; an apostrophe takes the next character's meaning away."""
_PIECE = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|(?P<sheet>(?!:)(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[^\s'!,;()\[\]{}+*/&=<>^\"%-]+)!)?"
    r"(?<![\w.$\]\\?])(?P<cells>\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?|\$?\d+:\$?\d+)"
    r"(?![\w(!.\[\\?])"
    rf"|\[(?:{_INSIDE}|\[{_INSIDE}*\])*\]"  # a column of a table, or another workbook
    r"|'(?:[^']|'')+'"
    r"|[^\W\d][\w.\\?]*"  # a name or a function: nothing in it is a cell
)
_END = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d+)")


def move_references(formula: str, here: str, moves: Sequence[Move], *, relative: bool = True) -> str:
    """A formula as it reads after cells have moved.

    Args:
        formula: without or with its equals sign.
        here: the sheet that references without one mean; "" where there is none.
        moves: those of all sheets, in their order.
        relative: rows without ``$`` mean rows too; not so in a name, where they depend on who uses it.

    A reference through several sheets (``Jan:Dec!A5``) or to another workbook stays as it is.
    """
    by_sheet: dict[str, list[Move]] = {}
    for move in moves:
        by_sheet.setdefault(move.sheet.casefold(), []).append(move)

    def one(found: re.Match[str]) -> str:
        cells = found["cells"]
        if not cells:
            return found[0]
        sheet = unquote_sheet(found["sheet"][:-1]) if found["sheet"] else here
        there = by_sheet.get(sheet.casefold())
        if not there or not (relative or "$" in re.sub(r"\$(?=[A-Za-z])", "", cells)):
            return found[0]
        return (found["sheet"] or "") + _moved_cells(cells, there)

    return _PIECE.sub(one, formula) if by_sheet else formula


def _moved_cells(text: str, moves: Sequence[Move]) -> str:
    """``B5``, ``$B$5:C9``, ``9:5`` after the moves, its signs and letters as they were."""
    ends = [_END.fullmatch(end) for end in text.split(":")]
    rows = [int(end[4]) for end in ends if end]
    columns = [column_number(end[2].upper()) if end and end[2] else 0 for end in ends]
    if max(rows) > MAX_ROW or max(columns) > MAX_COLUMN:
        return text  # a name that looks like a cell
    left, right = (min(columns), max(columns)) if any(columns) else (1, MAX_COLUMN)
    new = moved(Rect(min(rows), left, max(rows), right), moves)
    top, bottom = (new.bottom, new.top) if rows[0] > rows[-1] else (new.top, new.bottom)
    return ":".join(
        f"{end[1]}{end[2]}{end[3]}{row}" for end, row in zip(ends, (top, bottom), strict=False) if end
    )
