"""The difference between what a spreadsheet shows and what a report says: a plan, and nothing done.

Blocks stay where they are and grow or shrink downwards over free cells. What people wrote beside a row
follows it; it is moved within the spreadsheet, so that what is typed meanwhile goes along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from addin.errors import InputError
from addin.hosts.notes import (
    KEPT_NAME,
    KEYS,
    Beside,
    KeptList,
    Key,
    as_key,
    beside_of,
    next_block,
    own_columns,
)
from addin.hosts.notes import row_key as key_of_row
from addin.hosts.places import Place, columns_of, form_of, marks_of, runs, shown
from addin.hosts.sheets.answers import ANSWERS, WIDTH, Row
from addin.hosts.sheets.reading import Cells, Rows, Snapshot, Value, is_formula
from addin.hosts.sheets.shape import Named, Tab
from addin.hosts.xlsx_ranges import Rect, letters
from addin.hosts.xlsx_words import additions, explained
from addin.report.blocks import Column
from addin.report.build import Report
from addin.report.cellwords import live, storable
from addin.report.layout import BLOCK
from addin.words import Lang, say


@dataclass(frozen=True)
class Write:
    """Values for cells: tab id, first row and column from 1, rows of values; None empties a cell."""

    tab: int
    row: int
    column: int
    values: Rows

    @property
    def rect(self) -> Rect:
        """The cells."""
        return Rect(
            self.row, self.column, self.row + len(self.values) - 1, self.column + len(self.values[0]) - 1
        )


@dataclass(frozen=True)
class Spread:
    """Cells of a tab that take the formats, or the formulas, of the row ``model``."""

    tab: int
    model: Rect
    onto: Rect
    formulas: bool = False


@dataclass(frozen=True)
class Move:
    """People's columns beside a block whose rows change places.

    Args:
        tab: id of the tab.
        left, right: the columns.
        top: the first row.
        rows: how many rows there were.
        sources: for each row there will be, which one of those it was, from 0; None: a new one.
    """

    tab: int
    left: int
    right: int
    top: int
    rows: int
    sources: tuple[int | None, ...]


@dataclass(frozen=True)
class Change:
    """What becomes of a block, for people: rows before and after, cells that change, notes that move."""

    block: str
    before: int
    after: int
    cells: int
    notes: int


@dataclass
class Plan:
    """What has to be done. ``staged`` is much and prepared beforehand; ``direct`` is little."""

    staged: list[Write] = field(default_factory=list)
    direct: list[Write] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    spreads: list[Spread] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    names: list[tuple[Named, Rect]] = field(default_factory=list)
    filters: dict[int, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    kept: KeptList | None = None

    @property
    def empty(self) -> bool:
        """Whether the spreadsheet shows the report already."""
        return not (self.staged or self.direct or self.moves or self.names or self.kept)


@dataclass(frozen=True)
class _Block:
    """A place, its tab and the tab's cells."""

    place: Place
    tab: Tab
    cells: Cells
    name: Named


def plan(snapshot: Snapshot, report: Report, since: Value = None, answers: Sequence[Row] = ()) -> Plan:
    """What has to be done for every block with a place to show the report.

    Args:
        snapshot: what stands there.
        report: what shall stand there.
        since: the day, as a serial number, for notes whose row is no more.
        answers: what the spreadsheet's functions look up.

    Raises:
        InputError: ``output_in_the_way`` or ``template_without_blocks``.
    """
    shape = snapshot.shape
    if not shape.blocks:
        raise InputError("sheets_without_blocks", title=shape.title)
    planner = _Planner(snapshot, report, since, shape.places)
    for name, place in shape.blocks:
        planner.add(_Block(place, shape.tab(name.tab), snapshot.cells[name.tab], name))
    planner.close(answers)
    return planner.plan


class _Planner:
    """Plans block after block."""

    def __init__(self, snapshot: Snapshot, report: Report, since: Value, places: Sequence[Place]) -> None:
        self.snapshot, self.report, self.since, self.places = snapshot, report, since, places
        self.plan = Plan()
        self.kept = kept_list(snapshot, report.lang)

    def add(self, block: _Block) -> None:
        frame = self.report.blocks.get(block.place.block.source)
        if block.place.block.fixed is None:
            self._growing(block, frame)
        elif block.place.block.fixed == 1:
            self._record(block, frame)
        else:
            self._table(block, frame)

    def close(self, answers: Sequence[Row]) -> None:
        if self.kept.changed:
            self.plan.kept = self.kept
        name = self.snapshot.shape.named(ANSWERS)
        if name is None or not answers:
            return
        there = self.snapshot.cells[name.tab].rect(replace(name.rect, right=name.rect.left + WIDTH - 1))
        last = max((i for i, line in enumerate(there, 1) if any(line)), default=0)
        rows: list[Sequence[Value]] = [[text or None for text in row] for row in answers]
        rows += [[None] * WIDTH] * (last - len(rows))
        if any(
            not same(a, b) for x, y in zip(there, rows, strict=False) for a, b in zip(x, y, strict=True)
        ) or (len(rows) > len(there)):
            self.plan.staged.append(Write(name.tab, name.rect.top, name.rect.left, rows))
        if len(rows) > len(there):
            bottom = name.rect.top + len(rows) - 1
            self.plan.rows[name.tab] = max(bottom, self.snapshot.shape.tab(name.tab).rows)
            self.plan.names.append((name, replace(name.rect, bottom=bottom)))

    def _growing(self, block: _Block, frame: pd.DataFrame | None) -> None:
        place, old = block.place, block.place.rect
        count = shown(place.block, frame, old.top)
        new = replace(old, bottom=old.top + max(count, 1))
        columns = list(columns_of(block.cells, place))
        own = self._notes_of(block, columns)
        _refuse_taken(block, new, max([old.right, *(own.columns if own else ())]))
        rows = pd.DataFrame() if frame is None else frame.head(count)
        last = max(old.bottom, new.bottom)
        cells = self._write(block, columns, rows, last, empty=frame is not None and count == 0)
        notes = self._follow(block, own, rows, new) if own else 0
        self._room(block, new, columns)
        cells += self._head(block, count, 0 if frame is None else len(frame))
        self._changed(block, count, cells, notes)

    def _table(self, block: _Block, frame: pd.DataFrame | None) -> None:
        rect = block.place.rect
        rows = pd.DataFrame() if frame is None else frame.head(rect.bottom - rect.top)
        cells = self._write(
            block, list(columns_of(block.cells, block.place)), rows, rect.bottom, empty=rows.empty
        )
        cells += self._head(block, len(rows), 0 if frame is None else len(frame))
        self._changed(block, len(rows), cells, 0)

    def _record(self, block: _Block, frame: pd.DataFrame | None) -> None:
        cells = 0
        for row, number, column in form_of(block.cells, block.place):
            there = frame is not None and column.key in frame and len(frame) > 0
            value = values_of(column, frame[column.key].head(1), self.report.lang)[0] if there else None  # type: ignore[index]
            cells += self._put(block, row, number, [[value]])
        self._changed(block, 1, cells, 0)

    def _write(
        self,
        block: _Block,
        columns: Sequence[tuple[int, Column | None]],
        rows: pd.DataFrame,
        last: int,
        *,
        empty: bool,
    ) -> int:
        """The values of all columns, neighbours together, and emptiness down to the last row."""
        top = block.place.rect.top
        room, changed = last - top, 0
        nothing: Value = say("sheet_note.empty", self.report.lang) if empty else None
        writes = []
        for run in runs(columns):
            lines = []
            for _, column in run:
                found = values_of(column, rows[column.key], self.report.lang) if column.key in rows else []
                found = found or [nothing]
                lines.append([*found, *[None] * (room - len(found))])
                nothing = None
            writes.append(Write(block.tab.id, top + 1, run[0][0], list(zip(*lines, strict=True))))
            changed += _differs(block, writes[-1])
        if changed:  # all of the block, so that its rows stay whole even if people sort them meanwhile
            (self.plan.staged if block.place.block.fixed is None else self.plan.direct).extend(writes)
        return changed

    def _put(self, block: _Block, row: int, column: int, values: Rows) -> int:
        """Plan a few values where they are not there yet; how many cells change."""
        write = Write(block.tab.id, row, column, values)
        changed = _differs(block, write)
        if changed:
            self.plan.direct.append(write)
        return changed

    def _head(self, block: _Block, count: int, total: int) -> int:
        """Headings that depend on the data, and beside the explanation what is peculiar to this report."""
        place, changed = block.place, 0
        told, marks = self.report.headings.get(place.block.source, {}), marks_of(block.cells, place)
        for number, key in marks.items() if told else ():
            if key in told:
                changed += self._put(block, place.rect.top, number, [[told[key] or None]])
        row = place.rect.top - (2 if marks else 1)
        old = block.cells.text(row, place.rect.left)
        new = explained(old, additions(place.block, count, total, self.report.currency, self.report.lang))
        if row >= 1 and new != old and (old or block.cells.value(row, place.rect.left) is None):
            changed += self._put(block, row, place.rect.left, [[new]])
        return changed

    def _room(self, block: _Block, new: Rect, columns: Sequence[tuple[int, Column | None]]) -> None:
        """Rows of the tab, the block's name, its filter, and the looks of rows that are new."""
        old, tab = block.place.rect, block.tab
        if new.bottom > tab.rows:
            self.plan.rows[tab.id] = max(new.bottom, self.plan.rows.get(tab.id, 0))
        if new == old:
            return
        self.plan.names.append((block.name, new))
        if tab.filter and new.bottom > old.bottom:
            self.plan.filters[tab.id] = new.bottom
        if new.bottom > old.bottom:
            model, onto = replace(old, top=old.top + 1, bottom=old.top + 1), replace(new, top=old.bottom + 1)
            self.plan.spreads.append(Spread(tab.id, model, onto))
            for number, column in columns:
                if column is None and is_formula(block.cells.value(old.top + 1, number)):
                    one, more = (replace(rect, left=number, right=number) for rect in (model, onto))
                    self.plan.spreads.append(Spread(tab.id, one, more, formulas=True))

    def _notes_of(self, block: _Block, columns: Sequence[tuple[int, Column | None]]) -> _Notes | None:
        """People's notes beside the block; None where its columns do not tell what a row is about."""
        place = block.place
        told = {column.key: number for number, column in columns if column}
        if not set(KEYS.get(place.block.name, ("",))) <= set(told):
            return None
        others = [other for other in self.places if other is not place]
        right = max(place.rect.right, min(block.cells.width, next_block(place, others) - 1))
        values = block.cells.rect(replace(place.rect, right=right))
        own = [
            number
            for number in own_columns(place, values, set(told.values()))
            if not any(is_formula(line[number - place.rect.left]) for line in values[1:])
        ]
        keys = [key_of_row(line, place.rect.left, place, told) for line in values[1:]]
        return _Notes(beside_of(place, values, own, told), keys, own)

    def _follow(self, block: _Block, notes: _Notes, rows: pd.DataFrame, new: Rect) -> int:
        """Let notes follow what their rows are about; how many move."""
        columns = {column.key: column for column in BLOCK[block.place.block.name].columns}
        told = [
            values_of(columns[key], rows[key], self.report.lang) if key in rows else []
            for key in KEYS[block.place.block.name]
        ]
        keys: list[Key] = [tuple(map(as_key, about)) for about in zip(*told, strict=True)]
        known, first = {key: dict(found) for key, found in notes.beside.notes.items()}, new.top + 1
        self.kept.take_back(notes.beside, keys)
        gone = notes.beside.gone(keys)
        self.kept.add(gone, self.since)
        sources = notes.sources(keys)
        moved = sum(1 for i, key in enumerate(keys) if key in known and sources[i] != i) + len(gone)
        if known and moved:
            for left, right in _together(notes.columns):
                self.plan.moves.append(Move(block.tab.id, left, right, first, len(notes.keys), sources))
        for i, key in enumerate(keys):
            for number, note in notes.beside.notes.get(key, {}).items():
                if number not in known.get(key, {}):
                    self.plan.direct.append(Write(block.tab.id, first + i, number, [[note]]))  # type: ignore[list-item]
                    moved += 1
        return moved

    def _changed(self, block: _Block, count: int, cells: int, notes: int) -> None:
        if cells or notes:
            old = block.place.rect
            self.plan.changes.append(
                Change(block.place.block.name, old.bottom - old.top, count, cells, notes)
            )


@dataclass(frozen=True)
class _Notes:
    """Notes beside a block as they stood, what each of its rows was about, the columns they are in."""

    beside: Beside
    keys: list[Key]
    columns: list[int]

    def sources(self, keys: Sequence[Key]) -> tuple[int | None, ...]:
        """For each row there will be, which one it was."""
        was: dict[Key, int] = {}
        for i, key in enumerate(self.keys):
            was.setdefault(key, i)
        return tuple(was.pop(key, None) for key in keys)


def _differs(block: _Block, write: Write) -> int:
    """How many of the cells do not show these values yet."""
    there = zip(block.cells.rect(write.rect), write.values, strict=True)
    return sum(not same(old, new) for line, wanted in there for old, new in zip(line, wanted, strict=True))


def kept_list(snapshot: Snapshot, lang: Lang) -> KeptList:
    """The notes whose row is no more, as the spreadsheet lists them."""
    name = snapshot.shape.named(KEPT_NAME)
    if name is None:
        return KeptList(lang)
    cells = snapshot.cells[name.tab]
    rect = Rect(2, 1, max(len(cells.rows), 2), 5)
    return KeptList.read(lang, cells.rect(rect))


def values_of(column: Column, values: pd.Series, lang: Lang) -> list[Value]:
    """The cells of a column: numbers, serial numbers of days, clean texts; None where missing."""
    shown_ = live(column, values, lang)
    return [(storable(value) or None) if isinstance(value, str) else value for value in shown_]


def same(old: Any, new: Any) -> bool:
    """Whether a cell shows a value already; numbers may differ by how they are written down."""
    if isinstance(old, bool) or isinstance(new, bool) or isinstance(old, str) or isinstance(new, str):
        return type(old) is type(new) and bool(old == new)
    if old is None or new is None:
        return old is new
    return bool(abs(old - new) <= 1e-12 * max(abs(old), abs(new)))


def _together(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as pairs of the first and the last."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _refuse_taken(block: _Block, new: Rect, right: int) -> None:
    """Refuse to write over what stands below the block or below people's notes beside it."""
    old = block.place.rect
    for row in range(old.bottom + 1, new.bottom + 1):
        for number in range(old.left, right + 1):
            if block.cells.value(row, number) is not None:
                raise InputError(
                    "output_in_the_way",
                    sheet=block.tab.title,
                    block=block.place.block.name,
                    cell=f"{letters(number)}{row}",
                    row=new.bottom,
                )
