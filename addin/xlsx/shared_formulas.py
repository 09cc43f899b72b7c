"""Formulas that a sheet stores once for many cells: written out where a fill would part them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from addin.placement.ranges import Rect
from addin.xlsx.references import read_formula
from addin.xlsx.xml import tag


@dataclass
class SharedGroup:
    """A formula and the cells that have it, each as it reads there.

    Args:
        at: the cell that the text is of.
        text: the formula.
        master: that cell's element of it.
        members: the other cells with their elements.
    """

    at: Rect
    text: str
    master: etree._Element
    members: list[tuple[Rect, etree._Element]] = field(default_factory=list)

    @property
    def is_tall(self) -> bool:
        """Whether it goes from row to row."""
        return any(at.top != self.at.top for at, _ in self.members)

    @property
    def is_wide(self) -> bool:
        """Whether it goes from column to column."""
        return any(at.left != self.at.left for at, _ in self.members)

    def touches(self, areas: Collection[Rect]) -> bool:
        """Whether one of its cells lies in one of these areas."""
        cells = [self.at, *(at for at, _ in self.members)]
        return any(area.intersects(at) for area in areas for at in cells)

    def text_at(self, at: Rect) -> str:
        """The formula as it reads in one of its cells."""
        return read_formula(self.text).at(at.top - self.at.top, at.left - self.at.left)

    def reads(self, sheets: Collection[str], here: str) -> bool:
        """Whether it names cells of one of these sheets (folded names)."""
        names = ((one.sheet_name or here) for one in read_formula(self.text).references)
        return any(name.casefold() in sheets for name in names)

    @property
    def nodes(self) -> list[etree._Element]:
        """The formulas of all its cells."""
        return [self.master, *(node for _, node in self.members)]

    def write_out(self) -> None:
        """Give each of its cells a formula of its own."""
        for at, node in self.members:
            node.text = self.text_at(at)
        for node in self.nodes:
            for key in ("t", "si", "ref"):
                node.attrib.pop(key, "")


def shared_groups(root: etree._Element) -> list[SharedGroup]:
    """The shared formulas of a sheet.

    A number is used again by some programs: then the formula that was last given under it is meant.
    """
    found: list[SharedGroup] = []
    by_number: dict[str, SharedGroup] = {}
    early: list[tuple[str, Rect, etree._Element]] = []
    for at, node in _shared(root):
        number = str(node.get("si"))
        if node.text:
            found.append(SharedGroup(at, node.text, node))
            by_number[number] = found[-1]
        elif number in by_number:
            by_number[number].members.append((at, node))
        else:
            early.append((number, at, node))
    for number, at, node in early:
        if number in by_number:
            by_number[number].members.append((at, node))
    return found


def write_out_shared(
    root: etree._Element, here: str, areas: Sequence[Rect], read: Collection[str]
) -> frozenset[etree._Element]:
    """Give cells formulas of their own where a shared one would be torn.

    That is where one of its cells lies in an area that a fill writes, and where some of its cells may read a
    block and others not: then a change of the text would not be one for all.

    Args:
        root: the sheet.
        here: its name.
        areas: the places of blocks on it.
        read: folded names of the sheets with growing blocks.

    Returns:
        The formulas that went from row to row.
    """
    down: set[etree._Element] = set()
    for group in shared_groups(root):
        if group.touches(areas) or (group.is_wide and group.reads(read, here)):
            group.write_out()
            down.update(group.nodes if group.is_tall else ())
    return frozenset(down)


def _shared(root: etree._Element) -> Iterator[tuple[Rect, etree._Element]]:
    for node in root.iter(tag("f")):
        cell = node.getparent()
        at = Rect.parse(str(cell.get("r"))) if cell is not None and node.get("t") == "shared" else None
        if at is not None:
            yield at, node
