"""Whether a formula's result, or a value that a chart keeps, may be another once the blocks are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from addin.placement.ranges import Rect
from addin.xlsx.package import Package
from addin.xlsx.reach.cycles import circular
from addin.xlsx.reach.gather import formula_nodes, pivot_nodes, pivot_reads, read_context
from addin.xlsx.reach.reads import Area, ReadContext, Reads
from addin.xlsx.reach.walk import CellSet, Walk
from addin.xlsx.xml import tag

_ROWS_OF_NOTES = 4
"""How far above its headings a block may be explained, merged cells counted."""


@dataclass(frozen=True)
class Reach:
    """What the blocks of a workbook can reach.

    Args:
        context: what its formulas may mention.
        cells: the blocks' cells, and those computed from them.
        stale: (sheet, cell) of the formulas whose last result no longer holds.
    """

    context: ReadContext
    cells: CellSet
    stale: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def is_stale(self, sheet: str, cell: str) -> bool:
        """Whether the last result of a formula no longer holds."""
        return (sheet, cell) in self.stale

    def reaches(self, text: str) -> bool:
        """Whether a reference or a formula outside of sheets reads what may be another."""
        return self._reached(self.context.reads(text))

    def reaches_pivot(self, cache: etree._Element) -> bool:
        """Whether the source of a pivot table may be another."""
        return self._reached(pivot_reads(cache, self.context))

    def _reached(self, reads: Reads) -> bool:
        return reads.in_doubt or any(self.cells.intersects(area) for area in reads.areas)


def reach_of(
    package: Package,
    book: etree._Element,
    blocks: Mapping[str, Sequence[Rect]],
    rewritten: Mapping[str, Sequence[Rect]],
    *,
    rows_moved: bool = False,
) -> Reach:
    """Follow all references of a workbook from its blocks on.

    Args:
        package: the workbook.
        book: the part that lists its sheets and names.
        blocks: sheet → the places of blocks on it, with the rows they had and those they get.
        rewritten: sheet → cells of which no formula stays.
        rows_moved: cells are elsewhere than where the last results were computed.

    Circular formulas of a workbook that iterates are told to hold: their results are what they remember.
    """
    context = read_context(package, book, rows_moved=rows_moved)
    areas = [(sheet.casefold(), _with_notes(rect)) for sheet, rects in blocks.items() for rect in rects]
    found = list(formula_nodes(package, context, rewritten))
    nodes = [node for _, _, node in found] + list(pivot_nodes(package, context))
    reached = Walk(nodes).reached(areas)
    kept = circular(nodes, reached) if _iterates(book) else set()
    stale = frozenset(found[number][:2] for number in reached - kept if number < len(found))
    return Reach(context, CellSet.of([*areas, *(nodes[number].at for number in reached)]), stale)


def reach_of_areas(context: ReadContext, areas: Sequence[Area]) -> Reach:
    """The reach of cells that no formula reads."""
    return Reach(context, CellSet.of(areas))


def _with_notes(rect: Rect) -> Rect:
    """A block with some rows above it, as a fill says there what is peculiar to it."""
    return Rect(max(rect.top - _ROWS_OF_NOTES, 1), rect.left, rect.bottom, rect.right)


def _iterates(book: etree._Element) -> bool:
    node = book.find(tag("calcPr"))
    return node is not None and node.get("iterate") in ("1", "true")
