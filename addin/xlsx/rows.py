"""Rows and cells of a sheet as text: those a fill puts in, and those that stay beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from addin.placement.ranges import Rect, column_letters, column_number
from addin.xlsx.xml import MAIN, tag

_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class RowBand:
    """Rows of a block: from row ``top`` down, in columns ``left`` to ``right``.

    ``cells`` is one text of cells a row, ``heights`` the points a row needs, 0 for one line; ``fixed`` is the
    height a user has given all rows, "" if none; ``filtered``: rows were hidden by a filter of the block.
    """

    top: int
    left: int
    right: int
    cells: Sequence[str]
    heights: Sequence[float]
    style: str
    fixed: str = ""
    filtered: bool = False

    def attributes(self, number: int) -> str:
        """The attributes of a row, apart from its number."""
        return self.style + self.height(number)

    def height(self, number: int) -> str:
        """The attributes that give a row its height: the user's, else what its text needs."""
        if self.fixed:
            return f' ht="{self.fixed}" customHeight="1"'
        needed = self.heights[number - self.top]
        return f' ht="{needed}"' if needed else ""


def joined_row(number: int, row: etree._Element | None, bands: Sequence[RowBand]) -> str:
    """A row with its cells of blocks and, where ``row`` is given, those of the user's that stay.

    A row that somebody has put cells into keeps its height, its group and, unless a filter of the block has
    hidden it, that it is hidden. A row without blocks stays as it is.
    """
    here = [band for band in bands if band.top <= number < band.top + len(band.cells)]
    pieces = [(band.left, band.cells[number - band.top]) for band in here]
    attributes = here[0].attributes(number) if here else ""
    if row is not None:
        kept = {key: value for key, value in attributes_of(row) if not here or _stays(key, row, here)}
        attributes = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        if "ht" not in kept:
            highest = max(here, key=lambda band: band.heights[number - band.top], default=None)
            attributes += highest.height(number) if highest else ""
        pieces.extend((column_of(cell), bare(cell)) for cell in row)
    cells = "".join(piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))
    return f'<row r="{number}"{attributes}>{cells}</row>' if cells or (attributes and not here) else ""


def _stays(key: str, row: etree._Element, bands: Sequence[RowBand]) -> bool:
    """Whether a row of blocks keeps an attribute that it has."""
    if key in ("ht", "customHeight"):
        return row.get("customHeight") in ("1", "true") and not any(band.fixed for band in bands)
    return key != "spans" and not (key == "hidden" and any(band.filtered for band in bands))


def unprefixed(root: etree._Element) -> etree._Element:
    """The sheet with its own names free of a prefix, as rows are spliced in without one."""
    if root.nsmap.get(None) == MAIN:
        return root
    spaces = {prefix: space for prefix, space in root.nsmap.items() if prefix}
    own: Any = {None: MAIN, **spaces}
    new = etree.Element(root.tag, {str(k): str(v) for k, v in root.attrib.items()}, nsmap=own)
    new.extend(root)
    etree.cleanup_namespaces(new, keep_ns_prefixes=[p for p, space in spaces.items() if space != MAIN])
    return new


def numbered(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows with their numbers; rows and cells that leave theirs out get them."""
    number = 0
    for row in data.iterchildren(tag("row")):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = 0
        for cell in row if any(cell.get("r") is None for cell in row) else ():
            column = column_of(cell) if cell.get("r") else column + 1
            cell.set("r", f"{column_letters(column)}{number}")
        yield number, row


def column_of(cell: etree._Element) -> int:
    """The number of a cell's column."""
    found = _CELL.match(str(cell.get("r")))
    return column_number(found[1]) if found else 0


def attributes_of(row: etree._Element) -> Iterator[tuple[str, str]]:
    """A row's own attributes: not its number, not those of extensions."""
    for key, value in row.attrib.items():
        if key != "r" and not str(key).startswith("{"):
            yield str(key), str(value)


def bare(cell: etree._Element) -> str:
    """A cell as text without the namespaces that the place it goes to has anyway."""
    text = etree.tostring(cell, encoding="unicode", with_tail=False)
    for prefix, space in cell.getroottree().getroot().nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{space}"' if prefix else f' xmlns="{space}"', "", 1)
    return text


def clear(row: etree._Element, left: int, right: int) -> None:
    """Take the cells of some columns out of a row."""
    if len(row) and left <= column_of(row[0]) and column_of(row[-1]) <= right:
        del row[:]
        return
    for cell in [cell for cell in row if left <= column_of(cell) <= right]:
        row.remove(cell)


def set_dimension(root: etree._Element, rows: Mapping[int, etree._Element], bands: Sequence[RowBand]) -> None:
    """Let a sheet that tells which cells it uses tell so of those it has now."""
    node = root.find(tag("dimension"))
    if node is None:
        return
    spans = [(n, column_of(row[0]), column_of(row[-1])) for n, row in rows.items() if len(row)]
    for band in bands:
        spans += [(n, band.left, band.right) for n in (band.top, band.top + len(band.cells) - 1)]
    if spans:
        numbers, lefts, rights = zip(*spans, strict=True)
        node.set("ref", Rect(min(numbers), min(lefts), max(numbers), max(rights)).a1)
