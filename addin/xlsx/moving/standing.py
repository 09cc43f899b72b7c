"""What of the user's stands on a sheet: cells, and things that hang on cells without a value in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from addin.placement.ranges import MAX_ROW, Rect, parse_reference
from addin.xlsx.moving.drawings import anchored
from addin.xlsx.moving.elements import local, ranges_of
from addin.xlsx.package import Package
from addin.xlsx.rows import column_of, numbered
from addin.xlsx.xml import parsed, tag

_RELATED = {"table": "table", "pivotTable": "location", "tableSingleCells": "singleXmlCell"}
"""Kind of a part of a sheet → its elements that tell where on the sheet it stands."""


@dataclass(frozen=True)
class Standing:
    """What stands on a sheet.

    Args:
        things: everything that a block must not be written over.
        whole: what would be torn by rows that are put into it.
        lists: two cells with a value, one right above the other.
        values: cells with a value that is no formula's.
    """

    things: tuple[Rect, ...]
    whole: tuple[Rect, ...] = ()
    lists: tuple[Rect, ...] = ()
    values: tuple[Rect, ...] = ()


def standing_on(package: Package, sheet: str, book: etree._Element, below: int) -> Standing:
    """What stands on a sheet; of the cells, those from a row down."""
    part = dict(package.sheets())[sheet]
    root = parsed(package.parts[part])
    cells = list(_cells(root, below))
    whole = [*ranges_of(root, "mergeCell"), *_arrays(root)]
    for kind, name in _RELATED.items():
        whole += _related_ranges(package, part, kind, name)
    points = [*ranges_of(root, "dataValidation", "hyperlink"), *_extended(root), *_named_cells(book, sheet)]
    points += [*_related_ranges(package, part, "comments", "comment"), *anchored(root)]
    for drawing in package.related(part, "drawing").values():
        points += anchored(parsed(package.parts[drawing])) if drawing in package.parts else ()
    every = [rect for rect, _ in cells]
    limited = [rect for rect in points if rect.bottom < MAX_ROW]
    return Standing(
        (*every, *whole, *limited),
        tuple(whole),
        tuple(_lists(every)),
        tuple(rect for rect, formula in cells if not formula),
    )


def _cells(root: etree._Element, below: int) -> Iterator[tuple[Rect, bool]]:
    """Each cell that holds something, and whether that is a formula."""
    data = root.find(tag("sheetData"))
    for number, row in numbered(data) if data is not None else ():
        if number >= below:
            for cell in row.iterchildren(tag("c")):
                if len(cell):
                    column = column_of(cell)
                    yield Rect(number, column, number, column), cell.find(tag("f")) is not None


def _lists(cells: list[Rect]) -> Iterator[Rect]:
    at = {(cell.left, cell.top) for cell in cells}
    for (column, row), (same, below) in pairwise(sorted(at)):
        if same == column and below == row + 1:
            yield Rect(row, column, below, column)


def _arrays(root: etree._Element) -> Iterator[Rect]:
    for node in root.iter(tag("f")):
        rect = Rect.parse(node.get("ref") or "") if node.get("t") in ("array", "dataTable") else None
        if rect is not None:
            yield rect


def _extended(root: etree._Element) -> Iterator[Rect]:
    """Validations of 2010 and sparklines."""
    for node in root.iter(etree.Element):
        if local(node) in ("dataValidation", "sparkline") and "/2009/9/main" in str(node.tag):
            yield from ranges_of(node, "sqref")


def _related_ranges(package: Package, part: str, kind: str, name: str) -> Iterator[Rect]:
    for found in package.related(part, kind).values():
        if found in package.parts:
            yield from ranges_of(parsed(package.parts[found]), name)


def _named_cells(book: etree._Element, sheet: str) -> Iterator[Rect]:
    """Cells and ranges that somebody has given a name."""
    for node in book.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
        place = parse_reference(node.text or "")
        if place is not None and place[0] == sheet and not str(node.get("name")).startswith("_xl"):
            yield place[1]
