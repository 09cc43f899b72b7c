"""The cells that a publication writes over, and how it is known afterwards that they were those meant.

Between the last look and the swap somebody may put rows in, sort, or type. So the swap first sets aside, in
the same call, all that it writes over. What was set aside is compared with what the plan was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from addin.hosts.sheets.reading import Value, is_formula
from addin.placement.ranges import Rect
from addin.placement.row_notes import SEPARATOR, key_text

_GAP = 8
"""Rows that people may put in between two of a block while it is looked for."""


class CellSource(Protocol):
    """Cells by row and column from 1; None where empty."""

    def value(self, row: int, column: int) -> Value:
        """One cell."""


class Note(NamedTuple):
    """What people wrote beside a row: what that is about, the heading, columns from the block's first, text.

    ``heading`` is "" where the column has none.
    """

    about: str
    heading: str
    across: int
    text: str


@dataclass(frozen=True)
class Region:
    """Cells of a tab that are written over together, and the name that moves along with them.

    Args:
        name: that marks them, such as ``hf_attention``.
        tab: id of the tab.
        rect: the cells.
        was, now: what the name covers before and after.
        guards: cells that must hold what they held, or rows have moved.
        digest: of what they held.
        mark: the cells by which the place is found again: a row of headings, a label.
        head: what they hold.
        keys: the columns that tell what a row is about.
        about: what the rows are about, each as one text.
        people: the columns that are people's.
        dropped: cells whose content is to go.
        known: texts among it that are kept elsewhere already.
        filtered: whether the tab's filter moves along.
        beside: people's notes beside the rows, as they stood.
    """

    name: str
    tab: int
    rect: Rect
    was: Rect
    now: Rect
    guards: tuple[Rect, ...]
    mark: Rect
    digest: str = ""
    head: tuple[Value, ...] = ()
    keys: tuple[int, ...] = ()
    about: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    dropped: tuple[Rect, ...] = ()
    known: tuple[str, ...] = ()
    filtered: bool = False
    beside: tuple[Note, ...] = ()


def guarded(region: Region, cells: CellSource) -> Region:
    """The region with what its guards, its heading and its last row hold now."""
    return replace(
        region,
        digest=digest(cells, region.guards),
        head=tuple(_plain(value) for _, _, value in cells_of(cells, region.mark)),
        about=tuple(
            _about(cells, row, region.keys)
            for row in range(region.was.top + 1, region.was.bottom + 1)
            if region.keys
        ),
    )


def _about(cells: CellSource, row: int, keys: Iterable[int]) -> str:
    """What a row is about; "" where it is empty."""
    return SEPARATOR.join(key_text(cells.value(row, n)) for n in keys).strip(SEPARATOR)


def digest(cells: CellSource, rects: Iterable[Rect]) -> str:
    """What cells hold, in short; a formula is one whatever it points to."""
    held = [[_plain(value) for _, _, value in cells_of(cells, rect)] for rect in rects]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:20]


def cells_of(cells: CellSource, rect: Rect) -> Iterable[tuple[int, int, Value]]:
    """Row, column and value of each cell of a rectangle."""
    for row in range(rect.top, rect.bottom + 1):
        for column in range(rect.left, rect.right + 1):
            yield row, column, cells.value(row, column)


def texts_of(cells: CellSource, rects: Iterable[Rect]) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of each cell that somebody filled; numbers as people read them."""
    for rect in rects:
        for row, column, value in cells_of(cells, rect):
            if value is not None:
                yield row, column, key_text(value)


def _plain(value: Value) -> Value:
    if value is None or value == "":
        return None
    if is_formula(value):
        return "="
    return value if isinstance(value, (bool, str)) else float(value)


def found_again(region: Region, cells: CellSource, rows: int, columns: int) -> Rect | None:
    """Where the cells of a name stand by their content: its heading row, or else its rows, down to the last.

    Args:
        region: what is looked for.
        cells: of the tab.
        rows, columns: the tab's size.

    Returns:
        What the name should cover; None where neither stands anywhere.
    """
    mark, was = region.mark, region.was
    near = sorted(range(1, rows + 1), key=lambda row: abs(row - mark.top))
    head = next(((row, span) for row in near if (span := _span(region.head, cells, row, columns))), None)
    if head is None:
        return _found_by_rows(region, cells, rows, columns)
    row, (left, right) = head
    down, first = row - mark.top, was.left + left - mark.left
    moved = Rect(was.top + down, first, was.bottom + down, was.right + right - mark.right)
    if not region.keys:
        return moved
    # rows may have been put in between, taken out or sorted: all that are known belong to it
    keys, known = [n + left - mark.left for n in region.keys], set(region.about) - {""}
    last = (r for r in range(rows, moved.top, -1) if _about(cells, r, keys) in known)
    return replace(moved, bottom=next(last, moved.top + 1))


def _found_by_rows(region: Region, cells: CellSource, rows: int, columns: int) -> Rect | None:
    """The nearest place where half of the rows stand together, sorted or not: a wrong one has no headings."""
    known, was, found = set(region.about) - {""}, region.was, list[tuple[int, Rect]]()
    across = range(1 - min(region.keys, default=1), columns - max(region.keys, default=columns) + 1)
    for right in across if known else ():
        told = {row: _about(cells, row, [n + right for n in region.keys]) for row in range(1, rows + 1)}
        for run in _runs([row for row, about in told.items() if about in known]):
            if 2 * len({told[row] for row in run}) >= len(known):
                away, top = abs(run[0] - was.top - 1) + abs(right), max(run[0] - 1, 1)
                found.append((away, Rect(top, was.left + right, run[-1], was.right + right)))
    return min(found, key=lambda pair: pair[0], default=(0, None))[1]


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Rising numbers that lie close together."""
    run: list[int] = []
    for number in numbers:
        if run and number - run[-1] > _GAP:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _span(head: Sequence[Value], cells: CellSource, row: int, columns: int) -> tuple[int, int] | None:
    """First and last column of a row that holds these values in this order; columns may lie between them."""
    if not any(head):
        return None
    column, places = 1, list[int]()
    for value in head:
        while column <= columns and value is not None and _plain(cells.value(row, column)) != value:
            column += 1
        places.append(column)
        column += 1
    return (places[0], places[-1]) if places[-1] <= columns else None
