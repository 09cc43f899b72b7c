"""Rows and cells of a sheet as text: those a fill puts in, and those that stay beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from addin.placement.ranges import column_letters, column_number
from addin.xlsx.xml import MAIN, tag

_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class RowBand:
    """Rows of a block: from row ``top`` down, in columns ``left`` to ``right``.

    ``cells`` is one text of cells a row, ``heights`` the points a row needs, 0 for one line; ``fixed`` is the
    height a user has given all rows, "" if none.
    """

    top: int
    left: int
    right: int
    cells: Sequence[str]
    heights: Sequence[float]
    style: str
    fixed: str = ""

    def attributes(self, number: int) -> str:
        """The attributes of a row, apart from its number."""
        return self.style + self.height(number)

    def height(self, number: int) -> str:
        """The attributes that give a row its height: the user's, else what its text needs."""
        if self.fixed:
            return f' ht="{self.fixed}" customHeight="1"'
        needed = self.heights[number - self.top]
        return f' ht="{needed}"' if needed else ""


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


def attributes_of(row: etree._Element, without: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A row's own attributes: not its number, not those of extensions, not the ones named."""
    for key, value in row.attrib.items():
        if key != "r" and key not in without and not str(key).startswith("{"):
            yield str(key), str(value)


def bare(cell: etree._Element) -> str:
    """A cell as text without the namespaces that the place it goes to has anyway."""
    text = etree.tostring(cell, encoding="unicode", with_tail=False)
    for prefix, space in cell.getroottree().getroot().nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{space}"' if prefix else f' xmlns="{space}"', "", 1)
    return text
