"""Formulas that read themselves: with iteration on, their results are what they remember."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from addin.xlsx.reach.reads import Area
from addin.xlsx.reach.walk import Node

_MOST_EDGES = 5_000_000


def circular(nodes: Sequence[Node], among: Collection[int]) -> set[int]:
    """The numbers of those nodes that read themselves, directly or through others of them.

    Where they read each other more often than can be followed, none is told.
    """
    numbers = sorted(among)
    columns: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for place, number in enumerate(numbers):
        sheet, rect = nodes[number].at
        columns[sheet, rect.left].append((rect.top, place))
    by_column = {key: np.array(sorted(found)) for key, found in columns.items()}
    edges: list[tuple[int, int]] = []
    for place, number in enumerate(numbers):
        for area in nodes[number].reads.areas:
            edges += [(place, read) for read in _within(by_column, area)]
        if len(edges) > _MOST_EDGES:
            return set()
    if not edges:
        return set()
    # few workbooks iterate, and these take longer to import than a workbook to follow
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones, others = np.array(edges).T
    graph = coo_array((np.ones(len(edges), bool), (ones, others)), shape=(len(numbers),) * 2)
    _, part = connected_components(graph, connection="strong")
    itself = {one for one, other in edges if one == other}
    sizes = np.bincount(part)
    return {number for place, number in enumerate(numbers) if sizes[part[place]] > 1 or place in itself}


def _within(by_column: dict[tuple[str, int], np.ndarray], area: Area) -> Iterator[int]:
    """The places of the nodes whose first cell lies in an area."""
    sheet, rect = area
    for (there, column), found in by_column.items():
        if there == sheet and rect.left <= column <= rect.right:
            first, last = np.searchsorted(found[:, 0], [rect.top, rect.bottom + 1])
            yield from found[first:last, 1].tolist()
