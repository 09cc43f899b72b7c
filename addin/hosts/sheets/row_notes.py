"""People's notes beside a block follow what their rows are about.

They are moved within the spreadsheet, so that what is typed meanwhile goes along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from addin.hosts.sheets.reading import Cells, Value, is_formula
from addin.hosts.sheets.regions import Note
from addin.hosts.sheets.steps import Reorder, Write
from addin.hosts.sheets.structure import Tab
from addin.placement.places import Place
from addin.placement.ranges import Rect, column_letters
from addin.placement.row_notes import (
    KEY_COLUMNS,
    SEPARATOR,
    OrphanedNotes,
    RowKey,
    RowNotes,
    key_text,
    next_block_left,
    row_key,
    row_notes_of,
    user_columns,
)


@dataclass(frozen=True)
class TabNotes:
    """Notes beside a block as they stood.

    Args:
        tab: id of the tab.
        row_notes: the notes.
        keys: what each row of the block was about.
        columns: the sheet columns they are in.
        free: empty columns beside them, in which a note may be begun.
        key_columns: the sheet columns that tell what a row is about.
    """

    tab: int
    row_notes: RowNotes
    keys: list[RowKey]
    columns: list[int]
    free: list[int]
    key_columns: list[int]

    def plan_moves(
        self, keys: Sequence[RowKey], orphaned: OrphanedNotes, since: Value
    ) -> tuple[list[Reorder], list[tuple[int, Rect]], list[Write], int]:
        """What lets the notes follow their rows.

        ``orphaned`` takes those whose row is gone, and gives back others.

        Args:
            keys: what each row there will be is about.
            orphaned: the list of notes whose row is no more; it changes.
            since: the day for those that come to it, as a serial number.

        Returns:
            What moves, cells that hold nothing and are to hold nothing, what comes back from the list, how
            many notes that are.
        """
        known = {key: dict(found) for key, found in self.row_notes.notes.items()}
        orphaned.restore(self.row_notes, keys)
        gone, first = self.row_notes.orphaned(keys), self.row_notes.place.rect.top + 1
        orphaned.append(gone, since)
        sources = self._sources(keys)
        moved = sum(key in known and sources[i] != i for i, key in enumerate(keys)) + len(gone)
        shuffled = sources[: len(self.keys)] != tuple(range(len(self.keys)))
        own, free = (self.columns, self.free) if known else ((), [*self.columns, *self.free])
        moves = [
            Reorder(self.tab, left, right, first, len(self.keys), sources)
            for left, right in (_contiguous(own) if shuffled else ())
        ]
        clears = [
            (self.tab, Rect(first, left, first + len(self.keys) - 1, right))
            for left, right in (_contiguous(free) if shuffled and self.keys else ())
        ]
        back: list[Write] = [
            Write(self.tab, first + i, number, [[note]])  # type: ignore[list-item]  # a cell holds no moment
            for i, key in enumerate(keys)
            for number, note in self.row_notes.notes.get(key, {}).items()
            if number not in known.get(key, {})
        ]
        return moves, clears, back, moved + len(back)

    def beside(self) -> tuple[Note, ...]:
        """The notes as a journal tells them, wherever the block will stand."""
        left = self.row_notes.place.rect.left
        return tuple(
            Note(
                SEPARATOR.join(key), "" if heading == column_letters(n) else heading, n - left, key_text(note)
            )
            for key, found in self.row_notes.notes.items()
            for n, note in found.items()
            for heading in (self.row_notes.columns[n],)
        )

    def _sources(self, keys: Sequence[RowKey]) -> tuple[int | None, ...]:
        """For each row there will be, which one it was."""
        was: dict[RowKey, int] = {}
        for i, key in enumerate(self.keys):
            was.setdefault(key, i)
        return tuple(was.pop(key, None) for key in keys)


def read_notes(
    tab: Tab, cells: Cells, place: Place, others: Sequence[Place], columns: Mapping[str, int]
) -> TabNotes | None:
    """People's notes beside a block; None where its columns do not tell what a row is about.

    Args:
        tab: the tab.
        cells: of the tab.
        place: the block's.
        others: those of the other blocks.
        columns: key of each column that is there → its sheet column.
    """
    if not set(KEY_COLUMNS.get(place.block.name, ("",))) <= set(columns):
        return None
    left, end = place.rect.left, next_block_left(place, others) - 1
    right = max(place.rect.right, min(max(cells.width, place.rect.right) + 2, tab.columns, end))
    values = cells.rect(replace(place.rect, right=right))
    ours = set(columns.values())
    theirs = user_columns(place, values, ours)
    own = [number for number in theirs if not any(is_formula(line[number - left]) for line in values[1:])]
    keys = [row_key(line, left, place, columns) for line in values[1:]]
    beside = range(left, min(max([place.rect.right + 1, *theirs]) + 1, right) + 1)
    free = [number for number in beside if number not in ours and number not in theirs]
    about = [columns[key] for key in KEY_COLUMNS[place.block.name]]
    return TabNotes(tab.id, row_notes_of(place, values, own, columns), keys, own, free, about)


def _contiguous(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as pairs of the first and the last."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
