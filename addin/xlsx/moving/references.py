"""References in formulas after cells have moved: each cell, range and row follows, whatever reads it."""

from __future__ import annotations

from collections.abc import Sequence

from addin.xlsx.moving.moves import Move, moved
from addin.xlsx.references import Reference, read_formula


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

    def one(reference: Reference) -> str:
        sheet = reference.sheet_name
        there = None if sheet is None else by_sheet.get((sheet or here).casefold())
        fixed = any(end.fixes_row for end in reference.ends)
        return str(_moved(reference, there) if there and (relative or fixed) else reference)

    return read_formula(formula).replace(one) if by_sheet else formula


def _moved(reference: Reference, moves: Sequence[Move]) -> Reference:
    """``B5``, ``$B$5:C9``, ``9:5`` after the moves, its signs and letters as they were."""
    if not reference.first.row:
        return reference  # whole columns
    new = moved(reference.rect, moves)
    first, last = reference.first, reference.last
    if last is None:
        return reference._replace(first=first._replace(row=new.top))
    top, bottom = (new.bottom, new.top) if first.row > last.row else (new.top, new.bottom)
    return reference._replace(first=first._replace(row=top), last=last._replace(row=bottom))
