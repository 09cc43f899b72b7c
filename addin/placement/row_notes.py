"""Row notes, what people write beside the rows of a block: they follow what their row is about.

A comment in a user's own column, within the block or beside it, belongs to the deal (the manager, the step)
of its row, wherever that row goes. A note whose row is no more is orphaned: it is kept on a list, and returns
from there once the row does. The same for every live spreadsheet: values in, values out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from addin.placement.places import Place
from addin.placement.ranges import column_letters
from addin.words import LANGS, Lang, say

Value = float | int | str | dt.datetime | None
RowKey = tuple[str, ...]

KEY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "attention": ("id",),
    "to_call": ("id",),
    "intake_by_team": ("team",),
    "intake_by_dimension": ("dimension",),
    "conversion_by_team": ("team", "from", "to"),
    "conversion_by_dimension": ("dimension", "from", "to"),
    "scoreboard": ("team", "manager"),
    "presale": ("id",),
    "intake_by_manager": ("manager",),
    "intake_by_source": ("source",),
    "intake_by_week": ("week",),
    "conversion": ("from", "to"),
    "conversion_by_manager": ("manager", "from", "to"),
    "conversion_by_source": ("source", "from", "to"),
    "cohorts": ("month",),
    "managers": ("manager",),
    "heatmap": ("manager",),
    "stages": ("pipeline", "status"),
}
"""Block → the columns that tell what a row is about."""
ORPHANED_NOTES_NAME = "hf_notes_kept"
"""The name of the first cell of the list's sheet, so that the sheet may be called anything."""
ORPHANED_NOTES_COLUMNS = ("block", "about", "column", "note", "since")
SEPARATOR = " · "
"""Between the parts of what a row is about, on the list."""


@dataclass(frozen=True)
class OrphanedNote:
    """A note whose row is no more: the block, what the row was about, the column's heading, the note."""

    block: str
    row_key: RowKey
    heading: str
    note: Value


@dataclass(frozen=True)
class RowNotes:
    """The row notes of one block as they stood.

    Args:
        place: where the block stood.
        columns: sheet column → its heading, or its letters where it has none.
        notes: what a row is about → sheet column → the note.
    """

    place: Place
    columns: dict[int, str]
    notes: dict[RowKey, dict[int, Value]] = field(default_factory=dict)

    def orphaned(self, keys: Collection[RowKey]) -> list[OrphanedNote]:
        """The notes of rows that are not among those there now."""
        there = set(keys)
        return [
            OrphanedNote(self.place.block.name, key, self.columns[number], note)
            for key, notes in self.notes.items()
            if key not in there
            for number, note in notes.items()
        ]


def row_notes_of(
    place: Place, values: Sequence[Sequence[Value]], columns: Sequence[int], keys: Mapping[str, int]
) -> RowNotes:
    """The notes of a block.

    Args:
        place: where it stands.
        values: its cells from the headings to the last row, and those beside it; None where empty.
        columns: the sheet columns that hold notes.
        keys: column that tells what a row is about → its sheet column.
    """
    left = place.rect.left
    found = RowNotes(place, {n: heading_of(values[0][n - left], n) for n in columns})
    for line in values[1:]:
        notes = {n: line[n - left] for n in columns if line[n - left] is not None}
        if notes:
            found.notes.setdefault(row_key(line, left, place, keys), {}).update(notes)
    return found


def row_key(line: Sequence[Value], left: int, place: Place, keys: Mapping[str, int]) -> RowKey:
    """What a row is about, as its cells tell it."""
    return tuple(key_text(line[keys[key] - left]) for key in KEY_COLUMNS[place.block.name])


def key_text(value: object) -> str:
    """The text of a cell that tells what a row is about."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def user_columns(
    place: Place, values: Sequence[Sequence[object]], report_columns: Collection[int]
) -> list[int]:
    """The user's columns within the block, and those beside it up to the second empty one."""
    left = place.rect.left
    used = [any(line[i] is not None for line in values) for i in range(len(values[0]))]
    own = [n for n in range(left, place.rect.right + 1) if n not in report_columns and used[n - left]]
    gap = 0
    for n in range(place.rect.right + 1, left + len(used)):
        if used[n - left]:
            own.append(n)
            gap = 1  # from here on the first empty column ends it
        elif gap:
            break
        else:
            gap = 1
    return own


def next_block_left(place: Place, others: Sequence[Place]) -> int:
    """The first column of the next block to the right of this one, beside its rows."""
    lefts = [
        other.rect.left
        for other in others
        if other.sheet == place.sheet
        and other.rect.left > place.rect.right
        and other.rect.top <= place.rect.bottom
        and place.rect.top <= other.rect.bottom
    ]
    return min(lefts, default=2**14 + 1)


def heading_of(value: object, number: int) -> str:
    """A column's heading, or its letters where it has none."""
    return value if isinstance(value, str) else column_letters(number)


@dataclass
class OrphanedNotes:
    """The list of orphaned notes: rows of block title, row, heading, note and since when."""

    lang: Lang
    rows: list[list[Value]] = field(default_factory=list)
    changed: bool = False

    @classmethod
    def read(cls, lang: Lang, cells: Sequence[Sequence[Value]]) -> OrphanedNotes:
        """The list of a sheet's cells below its headings."""
        width = len(ORPHANED_NOTES_COLUMNS)
        return cls(lang, [[*line, *[None] * width][:width] for line in cells if any(line)])

    def restore(self, row_notes: RowNotes, keys: Collection[RowKey]) -> None:
        """Return the notes of rows that are there again, where the column they stood in is free for them."""
        titles = {say(f"block.{row_notes.place.block.name}", lang) for lang in LANGS}
        about = {SEPARATOR.join(key): key for key in keys}
        left = []
        for line in self.rows:
            title, name, heading, note, _ = line
            key, column = about.get(key_text(name)), _column(row_notes, key_text(heading))
            free = key is not None and column is not None and column not in row_notes.notes.get(key, {})
            if title in titles and key is not None and column is not None and free:
                row_notes.columns.setdefault(column, key_text(heading))
                row_notes.notes.setdefault(key, {})[column] = note
                self.changed = True
            else:
                left.append(line)
        self.rows = left

    def append(self, notes: Collection[OrphanedNote], since: Value) -> None:
        """Append notes that are orphaned now, each once."""
        for note in notes:
            title = say(f"block.{note.block}", self.lang)
            line: list[Value] = [title, SEPARATOR.join(note.row_key), note.heading, note.note]
            if line not in (known[: len(line)] for known in self.rows):
                self.rows.append([*line, since])
                self.changed = True


def _column(row_notes: RowNotes, heading: str) -> int | None:
    """The column a note stood in: by its heading, or by its letters where it had none."""
    found = next((n for n, known in row_notes.columns.items() if known == heading), None)
    right = row_notes.place.rect.right
    return found or next((n for n in (right + 1, right + 2) if column_letters(n) == heading), None)
