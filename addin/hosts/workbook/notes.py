"""What people write beside the rows of a block: it follows what its row is about.

A comment in a user's own column, within the block or beside it, belongs to the deal (the manager, the step)
of its row, wherever that row goes. What belongs to a row that is no more goes to the sheet "Notes kept", and
from there back once the row returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlwings as xw

from addin.hosts.places import Place, columns_of
from addin.hosts.workbook.reading import LiveTexts, area
from addin.hosts.workbook.undo import Undo, lines
from addin.hosts.workbook.values import Value
from addin.hosts.xlsx_ranges import Rect, letters

Key = tuple[str, ...]

KEYS: Mapping[str, tuple[str, ...]] = {
    "attention": ("id",),
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


@dataclass(frozen=True)
class Kept:
    """A note whose row is no more: the block, what the row was about, the column's heading, the note."""

    block: str
    about: Key
    column: str
    note: Value


@dataclass(frozen=True)
class Beside:
    """The notes of one block as they stood.

    Args:
        place: where the block stood.
        columns: sheet column → its heading, or its letters where it has none.
        notes: what a row is about → sheet column → the note.
    """

    place: Place
    columns: dict[int, str]
    notes: dict[Key, dict[int, Value]] = field(default_factory=dict)


def notes_of(sheet: xw.Sheet, place: Place, others: Sequence[Place]) -> Beside | None:
    """The notes in and beside a block; None where its columns do not tell what a row is about.

    Beside it are the columns to its right, one of which may be empty, up to the next empty one or the next
    block. A column with formulas holds no notes: formulas are about cells, and stay where they are.
    """
    rect, keys = place.rect, KEYS.get(place.block.name, ())
    above = Rect(max(rect.top - 1, 1), rect.left, rect.top, rect.right)
    told = {column.key: n for n, column in columns_of(LiveTexts.of(sheet, above), place) if column}
    if not keys or not set(keys) <= set(told):
        return None
    right = min(sheet.used_range.last_cell.column, _next_block(place, others) - 1)
    cells = area(sheet, Rect(rect.top, rect.left, rect.bottom, max(right, rect.right)))
    values = cells.options(ndim=2).value
    own = [
        n for n in _own_columns(place, values, set(told.values())) if not _calculated(cells, n - rect.left)
    ]
    found = Beside(place, {n: _heading(values[0][n - rect.left], n) for n in own})
    for line in values[1:]:
        notes = {n: line[n - rect.left] for n in own if line[n - rect.left] is not None}
        if notes:
            about = tuple(as_key(line[told[key] - rect.left]) for key in keys)
            found.notes.setdefault(about, {}).update(notes)
    return found


def as_key(value: object) -> str:
    """The text of a cell that tells what a row is about."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _own_columns(place: Place, values: list[list[object]], taken: set[int]) -> list[int]:
    """The user's columns within the block, and those beside it up to the second empty one."""
    left = place.rect.left
    used = [any(line[i] is not None for line in values) for i in range(len(values[0]))]
    own = [n for n in range(left, place.rect.right + 1) if n not in taken and used[n - left]]
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


def _next_block(place: Place, others: Sequence[Place]) -> int:
    """The first column of the next block to the right of this one, beside its rows."""
    beside = [
        other.rect.left
        for other in others
        if other.sheet == place.sheet
        and other.rect.left > place.rect.right
        and other.rect.top <= place.rect.bottom
        and place.rect.top <= other.rect.bottom
    ]
    return min(beside, default=2**14 + 1)


def _heading(value: object, number: int) -> str:
    return value if isinstance(value, str) else letters(number)


def _calculated(cells: xw.Range, index: int) -> bool:
    """Whether a column holds a formula below its heading."""
    column = cells[1:, index]
    formulas, values = lines(column.formula), column.options(ndim=2).value
    return any(f.startswith("=") and f != value for (f,), (value,) in zip(formulas, values, strict=True))


def lay(beside: Beside, rect: Rect, keys: Sequence[Key], sheet: xw.Sheet, undo: Undo) -> list[Kept]:
    """Put notes beside the rows they are about.

    Args:
        beside: the notes as they stood.
        rect: where the block stands now.
        keys: what each of its rows is about.
        sheet: its sheet.
        undo: is told of the change.

    Returns:
        The notes whose row is no more.
    """
    for number in beside.columns:
        within = number <= rect.right
        last = rect.bottom if within else max(rect.bottom, beside.place.rect.bottom)
        column = [beside.notes.get(key, {}).get(number) for key in keys]
        column += [None] * (last - rect.top - len(column))
        cells = sheet.range((rect.top + 1, number), (last, number))
        undo.put(cells, [[note] for note in column], keep=True)
    there = set(keys)
    return [
        Kept(beside.place.block.name, key, beside.columns[number], note)
        for key, notes in beside.notes.items()
        if key not in there
        for number, note in notes.items()
    ]
