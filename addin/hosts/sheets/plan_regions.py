"""Which cells a plan writes over, told so that the swap can set them aside and look at them afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from addin.hosts.sheets.reading import Cells, Snapshot
from addin.hosts.sheets.regions import Region, guarded
from addin.hosts.sheets.row_notes import TabNotes
from addin.hosts.sheets.steps import Plan
from addin.hosts.sheets.structure import NamedRange, Tab
from addin.placement.ranges import Rect
from addin.placement.row_notes import (
    ORPHANED_NOTES_COLUMNS,
    ORPHANED_NOTES_NAME,
    OrphanedNotes,
    key_text,
)
from addin.report.blocks import Column

_ABOVE = 2
"""Rows above the headings that may be written to: marks, and the explanation."""


def block_region(
    name: NamedRange,
    tab: Tab,
    cells: Cells,
    columns: Sequence[tuple[int, Column | None]],
    notes: TabNotes | None,
    plan: Plan,
) -> Region:
    """The cells that the plan of one block writes over.

    Args:
        name, tab: the block's.
        cells: of the tab.
        columns: each sheet column and the block's column in it.
        notes: people's notes beside it, where they follow its rows.
        plan: of this block alone.
    """
    was, ours = name.rect, {number for number, column in columns if column}
    now = next((rect for _, rect in plan.names), was)
    reach = [write.rect.bottom for write in plan.staged]
    beside = [*notes.columns, *notes.free] if notes else []
    right = max([was.right, *beside])
    region = Region(
        name=name.name,
        tab=tab.id,
        rect=Rect(max(was.top - _ABOVE, 1), was.left, max([was.bottom, now.bottom, *reach]), right),
        was=was,
        now=now,
        guards=_row_guards(was, notes) if notes else tuple(_label_guards(was, plan)),
        mark=Rect(was.top, was.left, was.top, was.right),
        keys=tuple(notes.key_columns) if notes else (),
        people=tuple(number for number in range(was.left, right + 1) if number not in ours),
        dropped=tuple(_dropped(was, plan)),
        known=tuple(_leaving(notes, plan)) if notes else (),
        filtered=bool(plan.filters),
        beside=notes.beside() if notes else (),
    )
    return guarded(region, cells)


def _row_guards(was: Rect, notes: TabNotes) -> tuple[Rect, ...]:
    """The headings, and what each row is about."""
    return (
        Rect(was.top, was.left, was.top, was.right),
        *(Rect(was.top + 1, number, was.bottom, number) for number in notes.key_columns),
    )


def _label_guards(was: Rect, plan: Plan) -> Iterator[Rect]:
    """The cells of the first row and the first column that are not written to."""
    written = [write.rect for write in (*plan.direct, *plan.staged)]
    across = [Rect(was.top, n, was.top, n) for n in range(was.left, was.right + 1)]
    down = [Rect(row, was.left, row, was.left) for row in range(was.top + 1, was.bottom + 1)]
    yield from (cell for cell in (*across, *down) if not any(cell.intersects(rect) for rect in written))


def _dropped(was: Rect, plan: Plan) -> Iterator[Rect]:
    """Cells of people, or free ones, whose content the plan writes over or empties for good."""
    for write in plan.staged:
        yield from _below(was, write.rect)
    for fill in plan.fills:
        yield from _below(was, fill.onto) if fill.formulas else ()
    for move in plan.reorders:
        yield from _below(was, Rect(move.top, move.left, move.top + len(move.sources) - 1, move.right))
        stay = {source for source in move.sources if source is not None}
        yield from (
            Rect(move.top + i, move.left, move.top + i, move.right) for i in range(move.rows) if i not in stay
        )
    yield from (rect for _, rect in plan.clears)


def _below(was: Rect, rect: Rect) -> Iterator[Rect]:
    if rect.bottom > was.bottom:
        yield Rect(max(was.bottom + 1, rect.top), rect.left, rect.bottom, rect.right)


def _leaving(notes: TabNotes, plan: Plan) -> Iterator[str]:
    """The notes of rows that are no more, which go to the list."""
    if not plan.reorders:
        return
    stay = {source for move in plan.reorders for source in move.sources}
    there = {notes.keys[source] for source in stay if source is not None}
    for key, found in notes.row_notes.notes.items():
        yield from (key_text(note) for note in found.values() if key not in there)


def kept_regions(snapshot: Snapshot, orphaned: OrphanedNotes) -> list[Region]:
    """The list of notes whose row is no more, where there is one already."""
    name = snapshot.structure.range_named(ORPHANED_NOTES_NAME)
    if name is None:
        return []
    cells, tab = snapshot.cells[name.tab], snapshot.structure.tab(name.tab)
    last = min(max(len(cells.rows), len(orphaned.rows) + 1, 2), tab.rows)
    rect = Rect(1, 1, last, min(len(ORPHANED_NOTES_COLUMNS), tab.columns))
    return [guarded(Region(name.name, tab.id, rect, name.rect, name.rect, (rect,), name.rect), cells)]


def cell_regions(snapshot: Snapshot, names: Sequence[NamedRange]) -> list[Region]:
    """Single cells such as that of the outcome, known by the label on their left."""
    found = []
    for name in names:
        at = Rect(name.rect.top, name.rect.left, name.rect.top, name.rect.left)
        label = Rect(at.top, max(at.left - 1, 1), at.top, max(at.left - 1, 1))
        rect = Rect(at.top, label.left, at.bottom, at.right)
        guards = (label,) if label != at else ()
        region = Region(name.name, name.tab, rect, name.rect, name.rect, guards, label)
        found.append(guarded(region, snapshot.cells[name.tab]))
    return found
