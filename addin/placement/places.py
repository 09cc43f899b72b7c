"""Where the blocks of a report stand on sheets, and which of their columns stands in which.

The same for a file and for a live spreadsheet: all that is asked of a sheet is the text of a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

import pandas as pd

from addin.placement.ranges import MAX_ROW, Rect
from addin.report.blocks import Block, Column
from addin.report.headings import folded, keys_by_heading
from addin.report.layout import BLOCK

PREFIX = "hf_"
"""What the name of a block begins with."""


def shown_row_count(block: Block, frame: pd.DataFrame | None, top: int) -> int:
    """How many rows of a block a sheet shows whose headings stand in row ``top``; 0 without the block."""
    return min(0 if frame is None else len(frame), block.max_rows or MAX_ROW, MAX_ROW - top)


@dataclass(frozen=True)
class Place:
    """A block's rectangle on a sheet, headings included."""

    block: Block
    sheet: str
    rect: Rect


def block_of(name: str) -> Block | None:
    """The block that a defined name marks; None where the name is none of ours."""
    folded_name = name.casefold()
    return BLOCK.get(folded_name.removeprefix(PREFIX)) if folded_name.startswith(PREFIX) else None


class TextSheet(Protocol):
    """A sheet whose cells can be read as text."""

    def text(self, row: int, column: int) -> str:
        """The text of the cell at a row and a column, both from 1; "" where it is empty or holds no text."""


def block_columns(sheet: TextSheet, place: Place) -> Iterator[tuple[int, Column | None]]:
    """Each sheet column of the place and the block's column in it, None where it is the user's own.

    A heading is known in either language or by the column's key. Where a user has put it in his own words,
    the mark in the hidden row above tells; marks come second, as texts may be moved about without them.
    """
    rect, known = place.rect, keys_by_heading(place.block.name)
    by_key = {column.key: column for column in place.block.columns}
    marks = column_marks(sheet, place)
    for number in range(rect.left, rect.right + 1):
        key = known.get(folded(sheet.text(rect.top, number))) or marks.get(number)
        yield number, by_key[key] if key else None


def contiguous_columns(columns: Iterable[tuple[int, Column | None]]) -> Iterator[list[tuple[int, Column]]]:
    """The block's columns, those that stand side by side together; the user's own part them."""
    ours = [(number, column) for number, column in columns if column is not None]
    place: Callable[[tuple[int, tuple[int, Column]]], int] = lambda pair: pair[1][0] - pair[0]  # noqa: E731
    for _, run in groupby(enumerate(ours), place):
        yield [pair for _, pair in run]


def column_marks(sheet: TextSheet, place: Place) -> dict[int, str]:
    """Sheet column → key, from the row above the headings where it holds keys and nothing else."""
    rect = place.rect
    found = {n: sheet.text(rect.top - 1, n) for n in range(rect.left, rect.right + 1)}
    marks = {number: key for number, key in found.items() if key}
    return marks if set(marks.values()) <= set(place.block.keys) else {}


def record_cells(sheet: TextSheet, place: Place) -> Iterator[tuple[int, int, Column]]:
    """The cells for a record's values, as row, column and what belongs there."""
    rect, known = place.rect, keys_by_heading(place.block.name)
    by_key = {column.key: column for column in place.block.columns}

    def labels(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int, Column]]:
        keys = ((row, number, known.get(folded(sheet.text(row, number)))) for row, number in cells)
        return [(row, number, by_key[key]) for row, number, key in keys if key]

    rows = range(rect.top, rect.bottom + 1)
    numbers = range(rect.left, rect.right + 1)
    across = [[(row, number) for number in numbers] for row in rows]
    down = [[(row, number) for row in rows] for number in numbers]
    lies = len(labels(across[0])) >= len(labels(down[0])) and rect.bottom > rect.top
    before_values = False
    for line in across if lies else down:
        # the line after one of labels holds values, whatever they read like
        found = [] if before_values else labels(line)
        before_values = bool(found)
        yield from ((row + lies, number + (not lies), column) for row, number, column in found)
