"""Array formulas that would leave rows of a block out: their cells stay as many while the block grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from lxml import etree

from addin.errors import InputError
from addin.placement.ranges import Rect
from addin.xlsx.blocks import resize_of
from addin.xlsx.formulas import ReferenceShift
from addin.xlsx.package import Package
from addin.xlsx.references import Reference, read_formula
from addin.xlsx.template_places import places_of
from addin.xlsx.xml import parsed, tag

_ROW_BY_ROW = frozenset(
    ["", "ABS", "CEILING", "CONCATENATE", "DATE", "DAY", "EXACT", "EXP", "FLOOR", "IF", "IFERROR", "IFNA",
     "INT", "ISBLANK", "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LN", "LOG", "LOWER", "MID", "MOD",
     "MONTH", "N", "NOT", "POWER", "PROPER", "RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP", "SIGN", "SQRT",
     "SUBSTITUTE", "T", "TEXT", "TRANSPOSE", "TRIM", "TRUNC", "UPPER", "VALUE", "WEEKDAY", "YEAR"]
)  # fmt: skip
"""Functions with a result for each value they are given; "" is a bare parenthesis."""


def refuse_short_arrays(package: Package, blocks: Mapping[str, pd.DataFrame]) -> None:
    """Refuse where an array formula showed all rows of a block and would show only the first of them.

    Args:
        package: the template as it was read: cells are told as somebody sees them in it.
        blocks: block name → its rows.

    Raises:
        InputError: ``template_array_short`` names the formula's cells, the range it is to read and how many
            lines that takes. A formula that spills takes them itself, and one that draws a few values out
            of many (``LARGE``, ``INDEX``) has as many cells as somebody wants. And what ``places_of`` raises.
    """
    sheets = [(name, part) for name, part in package.sheets() if part and b"array" in package.parts[part]]
    shift = _shift(package, blocks) if sheets else ReferenceShift(())
    for sheet, part in sheets:
        for text, cells in _wide_arrays(parsed(package.parts[part])):
            for reference, lines in _cut_off(text, cells, sheet, shift):
                raise InputError(
                    "template_array_short", sheet=sheet, cells=cells.a1, range=reference, lines=lines
                )


def _shift(package: Package, blocks: Mapping[str, pd.DataFrame]) -> ReferenceShift:
    """The new rows of the growing blocks."""
    places = places_of(package, parsed(package.parts[package.workbook]))
    growing = (one for one in places if one.is_growing)
    return ReferenceShift(
        tuple(one.resized(resize_of(one.place, blocks.get(one.place.block.source))) for one in growing)
    )


def _wide_arrays(root: etree._Element) -> Iterator[tuple[str, Rect]]:
    """Each array formula of a fixed number of cells, more than one, with them."""
    for node in root.iter(tag("f")):
        rect = Rect.parse(node.get("ref") or "") if node.get("t") == "array" else None
        cell = node.getparent()
        if rect is not None and ":" in rect.a1 and cell is not None and cell.get("cm") is None:
            yield node.text or "", rect


def _cut_off(text: str, cells: Rect, sheet: str, shift: ReferenceShift) -> Iterator[tuple[str, int]]:
    """Each range that had a cell for all its rows and would not have any longer, with its rows."""
    new = read_formula(shift.shift_formula(text, sheet)).references
    height, width = cells.bottom - cells.top + 1, cells.right - cells.left + 1
    for (old, functions), reference in zip(_nested(text), new, strict=True):
        lines, room = _rows(reference), (width if functions.count("TRANSPOSE") % 2 else height)
        if _ROW_BY_ROW.issuperset(functions) and _rows(old) <= room < lines and str(old) != str(reference):
            yield str(reference), lines


def _nested(text: str) -> Iterator[tuple[Reference, tuple[str, ...]]]:
    """Each reference of a formula, with the functions around it, in upper case."""
    around: list[str] = []
    for piece in read_formula(text).pieces:
        if isinstance(piece, Reference):
            yield piece, tuple(around)
        elif piece.endswith("(") and piece[-2:-1].isalnum():
            around.append(piece[:-1].upper())
        elif piece[:1] not in ('"', "'") and "[" not in piece:
            for sign in piece:
                if sign in "({":
                    around.append("")
                elif sign in ")}" and around:
                    around.pop()


def _rows(reference: Reference) -> int:
    return reference.rect.bottom - reference.rect.top + 1
