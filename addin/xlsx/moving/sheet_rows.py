"""The rows of a sheet moved: their numbers, their cells, shared formulas, page breaks."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from addin.placement.ranges import Rect, column_letters
from addin.xlsx.moving.elements import local
from addin.xlsx.moving.moves import Move, moved_row
from addin.xlsx.rows import column_of, numbered
from addin.xlsx.shared_formulas import shared_groups
from addin.xlsx.xml import tag


def move_rows(root: etree._Element, moves: Sequence[Move]) -> None:
    """Move the rows, cells and page breaks of a sheet; formulas are left as they are."""
    data = root.find(tag("sheetData"))
    if data is not None:
        for move in moves:
            rows = dict(numbered(data))
            if move.is_insertion:
                _push_down(rows, move)
            else:
                _cut_out(data, rows, move)
    for node in root.iter(tag("brk")):
        if local(_parent(node)) == "rowBreaks":
            # a break goes with the row below it; its number is that of the row above
            node.set("id", str(moved_row(int(node.get("id") or 0) + 1, moves) - 1))


def _push_down(rows: dict[int, etree._Element], move: Move) -> None:
    for number, row in rows.items():
        if number >= move.area.top:
            _renumber(row, number + move.by)


def _cut_out(data: etree._Element, rows: dict[int, etree._Element], move: Move) -> None:
    """Move single cells to rows that others may share."""
    area, taken = move.area, []
    for number in sorted(n for n in rows if area.top <= n <= area.bottom):
        for cell in _between(rows[number], area):
            rows[number].remove(cell)
            taken.append((number + move.by, cell))
    freed = Rect(area.top + move.by, area.left, area.bottom + move.by, area.right)
    for number in (n for n in rows if freed.top <= n <= freed.bottom):
        for cell in _between(rows[number], freed):
            rows[number].remove(cell)
    for number, cell in taken:
        row = rows.get(number)
        if row is None:
            row = rows[number] = etree.Element(tag("row"), r=str(number))
            later = [n for n in rows if n > number]
            data.insert(data.index(rows[min(later)]) if later else len(data), row)
        column = column_of(cell)
        cell.set("r", f"{column_letters(column)}{number}")
        after = next((i for i, other in enumerate(row) if column_of(other) > column), len(row))
        row.insert(after, cell)


def _between(row: etree._Element, area: Rect) -> list[etree._Element]:
    return [cell for cell in row if area.left <= column_of(cell) <= area.right]


def _renumber(row: etree._Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        cell.set("r", f"{column_letters(column_of(cell))}{number}")


def spell_out_shared(root: etree._Element) -> None:
    """Give each cell of a shared formula its own: moved cells are no longer at even distances."""
    for group in shared_groups(root):
        group.write_out()


def _parent(node: etree._Element) -> etree._Element:
    found = node.getparent()
    return node if found is None else found
