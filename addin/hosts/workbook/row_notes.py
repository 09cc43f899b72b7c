"""Notes beside the rows of a block in a live workbook: read from cells, put beside the rows again."""

from __future__ import annotations

from collections.abc import Sequence

from addin.hosts.workbook.snapshot import SheetSnapshot, range_at
from addin.hosts.workbook.undo_log import UndoLog
from addin.placement.places import Place, block_columns
from addin.placement.ranges import Rect
from addin.placement.row_notes import (
    KEY_COLUMNS,
    OrphanedNote,
    RowKey,
    RowNotes,
    next_block_left,
    row_notes_of,
    user_columns,
)


def read_notes(snapshot: SheetSnapshot, place: Place, others: Sequence[Place]) -> RowNotes | None:
    """The notes in and beside a block; None where its columns do not tell what a row is about.

    Beside it are the columns to its right, one of which may be empty, up to the next empty one or the next
    block. A column with formulas holds no notes: formulas are about cells, and stay where they are.
    """
    rect, keys = place.rect, KEY_COLUMNS.get(place.block.name, ())
    told = {column.key: n for n, column in block_columns(snapshot, place) if column}
    if not keys or not set(keys) <= set(told):
        return None
    right = max(min(snapshot.used.right, next_block_left(place, others) - 1), rect.right)
    values = snapshot.rows(Rect(rect.top, rect.left, rect.bottom, right))
    own = [n for n in user_columns(place, values, set(told.values())) if not _calculated(snapshot, rect, n)]
    return row_notes_of(place, values, own, told)


def _calculated(snapshot: SheetSnapshot, rect: Rect, number: int) -> bool:
    """Whether a column holds a formula below its heading."""
    return any(snapshot.formula(row, number) for row in range(rect.top + 1, rect.bottom + 1))


def place_notes(
    beside: RowNotes, rect: Rect, keys: Sequence[RowKey], snapshot: SheetSnapshot, undo: UndoLog
) -> list[OrphanedNote]:
    """Put notes beside the rows they are about.

    Args:
        beside: the notes as they stood.
        rect: where the block stands now.
        keys: what each of its rows is about.
        snapshot: its sheet.
        undo: is told of the change.

    Returns:
        The notes whose row is no more.
    """
    for number in beside.columns:
        within = number <= rect.right
        last = rect.bottom if within else max(rect.bottom, beside.place.rect.bottom)
        column = [beside.notes.get(key, {}).get(number) for key in keys]
        column += [None] * (last - rect.top - len(column))
        there, notes = Rect(rect.top + 1, number, last, number), [[note] for note in column]
        if snapshot.rows(there) != notes:
            undo.write(range_at(snapshot.sheet, there), notes, snapshot.contents(there))
    return beside.orphaned(keys)
