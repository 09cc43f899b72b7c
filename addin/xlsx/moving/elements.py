"""Which elements of a workbook's parts hold ranges and formulas, and how each is moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from addin.placement.places import block_of
from addin.placement.ranges import Rect
from addin.xlsx.moving.moves import Move, moved_ranges
from addin.xlsx.moving.references import move_references

_BY_ATTRIBUTE = {
    "ref": "dimension mergeCell autoFilter sortState sortCondition hyperlink table location comment "
    "threadedComment f",
    "sqref": "conditionalFormatting dataValidation ignoredError protectedRange scenarios scenario selection",
    "r": "inputCells cellWatch singleXmlCell",
    "r1": "f",
    "r2": "f",
    "topLeftCell": "sheetView customSheetView pane",
    "activeCell": "selection",
}
RANGES = {
    name: tuple(key for key, names in _BY_ATTRIBUTE.items() if name in names.split())
    for name in " ".join(_BY_ATTRIBUTE.values()).split()
}
"""Local name of an element → its attributes that hold ranges of its own sheet."""
_TEXTS = {"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
_FORMULAS: dict[str, tuple[str, ...]] = {
    "hyperlink": ("location",),
    "cfvo": ("val",),
    "controlPr": ("linkedCell", "listFillRange"),
    "formControlPr": ("fmlaRange", "fmlaLink", "fmlaGroup", "fmlaTxbx"),
    "sp": ("textlink",),
    "pic": ("textlink",),
    "parameter": ("cell",),
}
"""Local name of an element → its attributes that hold formulas."""
_SOURCES = ("dataRef", "worksheetSource", "rangeSet")
"""Elements with a range and the sheet it lies on."""


@dataclass(frozen=True)
class PartMover:
    """Moves what a part holds, in place; each method tells whether anything changed.

    Args:
        moves: those of the whole workbook, in their order.
        sheet: the sheet the part belongs to, "" for none.
    """

    moves: Sequence[Move]
    sheet: str = ""

    @property
    def own(self) -> list[Move]:
        """The moves of the part's own sheet."""
        return [move for move in self.moves if move.sheet == self.sheet]

    def move(self, root: etree._Element) -> bool:
        """Every range and formula of a part."""
        changed = False
        own = self.own
        for node in root.iter(etree.Element):
            name = local(node)
            for key in RANGES.get(name, ()) if own else ():
                changed |= set_attribute(node, key, moved_ranges(node.get(key) or "", own))
            for key in _FORMULAS.get(name, ()):
                changed |= set_attribute(node, key, self.formula(node.get(key) or ""))
            if name in _TEXTS:
                changed |= _set_text(node, self.formula(node.text or ""))
            elif name == "sqref" and own:
                changed |= _set_text(node, moved_ranges(node.text or "", own))
            elif name in _SOURCES:
                changed |= self._move_source(node)
        return changed

    def formula(self, text: str) -> str:
        """A formula of the part."""
        return move_references(text, self.sheet, self.moves)

    def name(self, name: str, text: str) -> str:
        """What a name stands for: rows that are not fixed depend on who uses it, a block's place apart."""
        place = block_of(name) is not None
        return move_references(text, "", self.moves, relative=place)

    def _move_source(self, node: etree._Element) -> bool:
        sheet = node.get("sheet") or self.sheet
        there = [move for move in self.moves if move.sheet == sheet]
        return set_attribute(node, "ref", moved_ranges(node.get("ref") or "", there))


def ranges_of(root: etree._Element, *names: str) -> Iterator[Rect]:
    """The ranges that elements of these local names hold."""
    for node in root.iter(etree.Element):
        name = local(node)
        if name in names:
            keys = RANGES.get(name, ())
            texts = [node.text or ""] if name == "sqref" else [node.get(key) or "" for key in keys]
            for part in " ".join(texts).split():
                rect = Rect.parse(part)
                if rect is not None:
                    yield rect


def lies_in(link: etree._Element, areas: Collection[Rect]) -> bool:
    """Whether all cells of a link lie in one of some areas."""
    rects = list(ranges_of(link, "hyperlink"))
    return bool(rects) and all(any(area.contains(rect) for area in areas) for rect in rects)


def local(node: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def set_attribute(node: etree._Element, key: str, value: str) -> bool:
    """Give an attribute another value; an absent or equal one stays."""
    if node.get(key) is None or node.get(key) == value:
        return False
    node.set(key, value)
    return True


def _set_text(node: etree._Element, text: str) -> bool:
    if (node.text or "") == text:
        return False
    node.text = text
    return True
