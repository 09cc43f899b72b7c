"""The walk from the blocks to all formulas that read them, through any number of others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from addin.placement.ranges import Rect
from addin.xlsx.reach.reads import Area, Reads

_SMALL = 16
"""Ranges of so many cells are looked up cell by cell."""
_MOST_SWEEPS = 64
"""So often are all large ranges held against new cells; what is open then is in doubt."""


@dataclass(frozen=True, slots=True)
class Node:
    """A formula, or what else is computed: the cells it fills, and what it reads."""

    at: Area
    reads: Reads


@dataclass
class CellSet:
    """Cells of a workbook: single ones by column, larger areas as they are."""

    _rows: dict[str, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    _areas: dict[str, list[Rect]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, areas: Iterable[Area]) -> CellSet:
        """All cells of some areas."""
        found = cls()
        columns: dict[tuple[str, int], set[int]] = defaultdict(set)
        for sheet, rect in areas:
            if (rect.top, rect.left) == (rect.bottom, rect.right):
                columns[sheet, rect.left].add(rect.top)
            else:
                found._areas[sheet].append(rect)
        for (sheet, column), rows in columns.items():
            found._rows[sheet][column] = sorted(rows)
        return found

    def intersects(self, area: Area) -> bool:
        """Whether one of them lies in an area."""
        sheet, rect = area
        if any(rect.intersects(other) for other in self._areas.get(sheet, ())):
            return True
        return any(
            bisect_left(rows, rect.top) < bisect_right(rows, rect.bottom)
            for column, rows in self._rows.get(sheet, {}).items()
            if rect.left <= column <= rect.right
        )

    def hits(self, sheet: str, ranges: np.ndarray) -> np.ndarray:
        """Which ranges, as rows of top, left, bottom and right, hold one of them."""
        top, left, bottom, right = ranges.T
        hit = np.zeros(len(ranges), bool)
        for other in self._areas.get(sheet, ()):
            across = (left <= other.right) & (other.left <= right)
            hit |= across & (top <= other.bottom) & (other.top <= bottom)
        for column, rows in self._rows.get(sheet, {}).items():
            first, last = np.searchsorted(rows, top, "left"), np.searchsorted(rows, bottom, "right")
            hit |= (left <= column) & (column <= right) & (first < last)
        return hit


class Walk:
    """Finds the nodes that read some areas, directly or through others.

    Args:
        nodes: all that is computed in a workbook.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        """Sort what is read into single cells and ranges."""
        self._nodes = nodes
        self._by_cell: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        large: dict[str, list[tuple[int, int, int, int, int]]] = defaultdict(list)
        for number, node in enumerate(nodes):
            for sheet, rect in node.reads.areas:
                if _size(rect) <= _SMALL:
                    for row, column in _cells(rect):
                        self._by_cell[sheet, row, column].append(number)
                else:
                    large[sheet].append((number, rect.top, rect.left, rect.bottom, rect.right))
        self._large = {sheet: np.array(found) for sheet, found in large.items()}

    def reached(self, areas: Sequence[Area]) -> set[int]:
        """The numbers of all nodes that can reach these areas, those in doubt among them."""
        found = {number for number, node in enumerate(self._nodes) if node.reads.in_doubt}
        new: list[Area] = [*areas, *(self._nodes[number].at for number in found)]
        for _ in range(_MOST_SWEEPS):
            new += self._step(found, self._readers_of_cells(new))
            swept = self._step(found, self._readers_by_range(new))
            if not swept:
                return found
            new = swept
        return found | {int(number) for large in self._large.values() for number in large[:, 0]}

    def _step(self, found: set[int], readers: Iterable[int]) -> list[Area]:
        """Add nodes, and whatever reads them cell by cell; the cells that are new."""
        added: list[Area] = []
        waiting = list(readers)
        while waiting:
            fresh = [number for number in dict.fromkeys(waiting) if number not in found]
            found.update(fresh)
            cells = [self._nodes[number].at for number in fresh]
            added += cells
            waiting = list(self._readers_of_cells(cells))
        return added

    @cached_property
    def _read_cells(self) -> dict[str, list[tuple[int, int]]]:
        """Sheet → the cells read one by one, by rows."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for sheet, row, column in sorted(self._by_cell):
            found[sheet].append((row, column))
        return found

    def _readers_of_cells(self, areas: Iterable[Area]) -> Iterator[int]:
        wide: list[Area] = []
        for sheet, rect in areas:
            if _size(rect) > _SMALL:
                wide.append((sheet, rect))
                continue
            for row, column in _cells(rect):
                yield from self._by_cell.get((sheet, row, column), ())
        for sheet, rect in wide:
            cells = self._read_cells.get(sheet, [])
            first, last = bisect_left(cells, (rect.top, 0)), bisect_left(cells, (rect.bottom + 1, 0))
            for row, column in cells[first:last]:
                if rect.left <= column <= rect.right:
                    yield from self._by_cell[sheet, row, column]

    def _readers_by_range(self, areas: Iterable[Area]) -> Iterator[int]:
        cells = CellSet.of(areas)
        for sheet, large in self._large.items():
            yield from (int(number) for number in large[cells.hits(sheet, large[:, 1:]), 0])


def _size(rect: Rect) -> int:
    return (rect.bottom - rect.top + 1) * (rect.right - rect.left + 1)


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    for row in range(rect.top, rect.bottom + 1):
        yield from ((row, column) for column in range(rect.left, rect.right + 1))
