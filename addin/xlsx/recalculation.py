"""How a workbook is calculated: anew when it is opened, in an order that is not ours to keep."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from addin.placement.places import Place
from addin.placement.ranges import Rect
from addin.xlsx.xml import tag

_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")


def recalculate_on_open(book: etree._Element) -> None:
    """Have the spreadsheet compute the user's formulas when it opens the file."""
    node = book.find(tag("calcPr"))
    if node is None:
        node = etree.Element(tag("calcPr"))
        before = next(found for name in _BEFORE_CALC if (found := book.find(tag(name))) is not None)
        before.addnext(node)
    node.set("fullCalcOnLoad", "1")


def is_chain_stale(chain: etree._Element, book: etree._Element, places: Iterable[Place]) -> bool:
    """Whether an order of calculation lists cells where a block is or may come to be.

    Such an order no longer holds; a spreadsheet makes it anew where there is none.
    """
    sheets = book.iterfind(f"{tag('sheets')}/{tag('sheet')}")
    names = {str(node.get("sheetId")): str(node.get("name")) for node in sheets}
    sheet = ""
    for node in chain:
        sheet = names.get(str(node.get("i")), "") if node.get("i") else sheet
        cell = Rect.parse(str(node.get("r")))
        if cell and any(place.sheet == sheet and _in_columns(cell, place.rect) for place in places):
            return True
    return False


def _in_columns(cell: Rect, rect: Rect) -> bool:
    return cell.top >= rect.top and rect.left <= cell.left <= rect.right
