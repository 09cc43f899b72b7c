"""Links in the cells of a sheet: web addresses that a block holds open at a click.

A cell keeps its address as a text; the link is an element beside the rows. No text that came from a CRM ever
becomes a formula.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import pandas as pd
from lxml import etree

from addin.placement.places import Place, TextSheet, block_columns, shown_row_count
from addin.placement.ranges import Rect, column_letters
from addin.web_addresses import as_uri, is_web_address
from addin.xlsx.merges import MergedHeadings
from addin.xlsx.moving.elements import lies_in
from addin.xlsx.package import REL, Package, relations_of
from addin.xlsx.sheet import Sheet
from addin.xlsx.xml import tag, written

MAX_LINKS = 20_000
"""Links made on one sheet; Excel takes 65,530."""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ID = f"{{{REL}}}id"
_KIND = f"{REL}/hyperlink"
_LATER = frozenset(
    tag(name)
    for name in (
        *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
        *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing"),
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
        *("tableParts", "extLst"),
    )
)
"""What stands behind the links in a sheet."""


def link_cells(
    package: Package, part: str, sheet: Sheet, frames: Mapping[Place, pd.DataFrame | None]
) -> dict[str, bytes]:
    """Let addresses in the cells of blocks open at a click.

    Args:
        package: the template.
        part: the sheet's.
        sheet: filled; changed.
        frames: place of each block on it, where it stood before → its rows.

    Returns:
        The sheet's part of relations, where it is to be another.
    """
    found = [_links_of(MergedHeadings(sheet, sheet.merges), place, frame) for place, frame in frames.items()]
    areas = [area for some, _ in found for area in some]
    if not areas:
        return {}
    name = package.find(relations_of(part))
    cells = {cell: address for _, some in found for cell, address in some.items()}
    relations = _place(sheet.root, package.parts.get(name), areas, cells)
    return {} if relations is None else {name: relations}


def _links_of(
    sheet: TextSheet, place: Place, frame: pd.DataFrame | None
) -> tuple[list[Rect], dict[str, str]]:
    """The cells of a block that may hold links, as it was and as it is, and cell → address for those that do.

    Args:
        sheet: with the headings of the block.
        place: where the block stood before it was filled.
        frame: its rows.
    """
    rect, block = place.rect, place.block
    if block.fixed_rows == 1 or not any(column.kind == "link" for column in block.columns):
        return [], {}
    room = rect.bottom - rect.top
    count = 0 if frame is None else min(len(frame), room)
    if block.fixed_rows is None:
        count = shown_row_count(block, frame, rect.top)
    areas: list[Rect] = []
    cells: dict[str, str] = {}
    for number, column in block_columns(sheet, place):
        if column is not None and column.kind == "link":
            areas.append(Rect(rect.top + 1, number, rect.top + max(room, count, 1), number))
            values = frame[column.key].head(count) if frame is not None and column.key in frame else ()
            cells.update(_addressed(values, rect.top + 1, column_letters(number)))
    return areas, cells


def _addressed(values: Iterable[object], top: int, letters: str) -> Iterator[tuple[str, str]]:
    for row, value in enumerate(values, top):
        if isinstance(value, str) and is_web_address(value):
            yield f"{letters}{row}", value


def _place(
    root: etree._Element, relations: bytes | None, areas: Collection[Rect], cells: Mapping[str, str]
) -> bytes | None:
    """Let cells link to addresses, and no other cell of the areas to anything.

    Args:
        root: of the sheet; changed.
        relations: the part that lists what the sheet relates to; None where it has none.
        areas: where links are ours.
        cells: cell → address.

    Returns:
        The part of relations as it has to be; None where it stays.
    """
    related = etree.fromstring(relations) if relations else etree.Element(f"{{{RELATIONS}}}Relationships")
    removed = _remove(root, related, areas)
    if not removed and not cells:
        return None
    holder = root.find(tag("hyperlinks"))
    ids = _free_ids(related)
    known: dict[str, str] = {}
    for cell, address in list(cells.items())[:MAX_LINKS]:
        holder = _holder(root) if holder is None else holder
        target, _, within = as_uri(address).partition("#")
        if target not in known:
            known[target] = next(ids)
            etree.SubElement(
                related,
                f"{{{RELATIONS}}}Relationship",
                {"Id": known[target], "Type": _KIND, "Target": target, "TargetMode": "External"},
            )
        node = etree.SubElement(holder, tag("hyperlink"), {"ref": cell, _ID: known[target]})
        if within:
            node.set("location", within)
    return written(related)


def _remove(root: etree._Element, related: etree._Element, areas: Collection[Rect]) -> int:
    """Take out the links of the areas, and what only they related to; how many there were."""
    holder = root.find(tag("hyperlinks"))
    if holder is None:
        return 0
    ours = [node for node in holder if lies_in(node, areas)]
    for node in ours:
        holder.remove(node)
    used = {value for node in root.iter(tag("hyperlink")) for key, value in node.items() if key == _ID}
    for node in [n for n in related if n.get("Type") == _KIND and n.get("Id") not in used]:
        related.remove(node)
    if not len(holder):
        root.remove(holder)
    return len(ours)


def _holder(root: etree._Element) -> etree._Element:
    """A new list of links in its place among the parts of a sheet."""
    holder = etree.Element(tag("hyperlinks"))
    place = next((i for i, node in enumerate(root) if node.tag in _LATER), len(root))
    root.insert(place, holder)
    return holder


def _free_ids(related: etree._Element) -> Iterator[str]:
    taken = {str(node.get("Id")) for node in related}
    number = 0
    while True:
        number += 1
        if f"rIdLink{number}" not in taken:
            yield f"rIdLink{number}"
