"""The difference between what a spreadsheet shows and what a report says: a plan, and nothing done.

Blocks stay where they are and grow or shrink downwards over free cells; what people wrote beside a row
follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from addin.errors import InputError
from addin.hosts.sheets.lookup_plan import add_lookup_rows
from addin.hosts.sheets.lookup_table import Row
from addin.hosts.sheets.orphaned_notes import read_orphaned
from addin.hosts.sheets.plan_regions import block_region, kept_regions
from addin.hosts.sheets.reading import Cells, Rows, Snapshot, Value, is_formula
from addin.hosts.sheets.row_notes import TabNotes, read_notes
from addin.hosts.sheets.steps import BlockChange, FillDown, Plan, Write
from addin.hosts.sheets.structure import NamedRange, Tab
from addin.hosts.sheets.values import count_differing, values_of
from addin.placement.places import (
    Place,
    block_columns,
    column_marks,
    contiguous_columns,
    record_cells,
    shown_row_count,
)
from addin.placement.ranges import Rect, column_letters
from addin.placement.row_notes import KEY_COLUMNS, OrphanedNotes, RowKey, key_text
from addin.report.blocks import Column
from addin.report.build import Report
from addin.report.headings import fill_notes, with_fill_notes
from addin.report.layout import BLOCK
from addin.words import say


def plan(snapshot: Snapshot, report: Report, since: Value = None, lookup_rows: Sequence[Row] = ()) -> Plan:
    """What has to be done for every block with a place to show the report.

    Args:
        snapshot: what stands there.
        report: what shall stand there.
        since: the day, as a serial number, for notes whose row is no more.
        lookup_rows: what the spreadsheet's functions look up.

    Raises:
        InputError: ``output_in_the_way`` or ``sheets_without_blocks``.
    """
    structure, found = snapshot.structure, Plan(lang=report.lang, since=since)
    if not structure.blocks:
        raise InputError("sheets_without_blocks", title=structure.title)
    orphaned = read_orphaned(snapshot, report.lang)
    for name, place in structure.blocks:
        block = _Block(name, place, structure.tab(name.tab), snapshot.cells[name.tab], report, Plan())
        others = [other for other in structure.places if other is not place]
        block.add(others, orphaned, since)
        found.add(block.plan)
    if orphaned.changed:
        found.orphaned = orphaned
        found.regions += kept_regions(snapshot, orphaned)
    if lookup_rows:
        add_lookup_rows(snapshot, lookup_rows, found)
    return found


@dataclass(frozen=True)
class _Block:
    """A block with a place: its name, its tab, the tab's cells, the report, and the plan it adds to."""

    name: NamedRange
    place: Place
    tab: Tab
    cells: Cells
    report: Report
    plan: Plan

    def add(self, others: Sequence[Place], orphaned: OrphanedNotes, since: Value) -> None:
        """Plan all that has to be done for it."""
        notes, notes_beside = 0, None
        if self.place.block.fixed_rows == 1:
            cells = self._record()
        elif self.place.block.fixed_rows is not None:
            cells = self._table(self.place.rect.bottom) + self._head()
        else:
            there = {column.key: number for number, column in self.columns if column}
            notes_beside = read_notes(self.tab, self.cells, self.place, others, there)
            self._refuse_taken(max([self.place.rect.right, *(notes_beside.columns if notes_beside else ())]))
            cells = self._table(max(self.place.rect.bottom, self.grown.bottom)) + self._head()
            notes = self._follow(notes_beside, orphaned, since) if notes_beside else 0
            self._room()
        if cells or notes:
            self.plan.changes.append(BlockChange(self.place.block.name, self.count, cells, notes))
        if not self.plan.is_empty:
            self.plan.regions.append(
                block_region(self.name, self.tab, self.cells, self.columns, notes_beside, self.plan)
            )

    @cached_property
    def frame(self) -> pd.DataFrame | None:
        """What the report says; None where it has no such block."""
        return self.report.blocks.get(self.place.block.source)

    @cached_property
    def columns(self) -> list[tuple[int, Column | None]]:
        """Each sheet column and the block's column in it; None: people's own."""
        return list(block_columns(self.cells, self.place))

    @cached_property
    def count(self) -> int:
        """How many rows are shown."""
        block, rect = self.place.block, self.place.rect
        if block.fixed_rows is None:
            return shown_row_count(block, self.frame, rect.top)
        return block.fixed_rows if block.fixed_rows == 1 else min(self._total, rect.bottom - rect.top)

    @property
    def rows(self) -> pd.DataFrame:
        """The rows that are shown."""
        return pd.DataFrame() if self.frame is None else self.frame.head(self.count)

    @property
    def grown(self) -> Rect:
        """The rectangle of a growing block once it is filled."""
        return replace(self.place.rect, bottom=self.place.rect.top + max(self.count, 1))

    @property
    def _total(self) -> int:
        return 0 if self.frame is None else len(self.frame)

    def _record(self) -> int:
        """Each value of a record beside its label; how many cells change."""
        cells, rows = 0, self.rows
        for row, number, column in record_cells(self.cells, self.place):
            value = self._values(column, rows)[:1] or [None]
            cells += self._put(row, number, [value])
        return cells

    def _table(self, last: int) -> int:
        """The values of all columns, neighbours together, and emptiness down to the last row."""
        top, rows = self.place.rect.top, self.rows
        grows = self.place.block.fixed_rows is None
        empty = self.count == 0 and not (grows and self.frame is None)
        nothing: Value = say("sheet_note.empty", self.report.lang) if empty else None
        writes = []
        for run in contiguous_columns(self.columns):
            lines = []
            for _, column in run:
                found = self._values(column, rows) or [nothing]
                lines.append([*found, *[None] * (last - top - len(found))])
                nothing = None
            writes.append(Write(self.tab.id, top + 1, run[0][0], list(zip(*lines, strict=True))))
        changed = sum(map(self._differing, writes))
        if changed:  # all of the block, so that its rows stay whole even if people sort them meanwhile
            (self.plan.staged if grows else self.plan.direct).extend(writes)
        return changed

    def _values(self, column: Column, rows: pd.DataFrame) -> list[Value]:
        return values_of(column, rows[column.key], self.report.lang) if column.key in rows else []

    def _differing(self, write: Write) -> int:
        return count_differing(self.cells.rect(write.rect), write.values)

    def _put(self, row: int, column: int, values: Rows) -> int:
        """Plan a few values where they are not there yet; how many cells change."""
        write = Write(self.tab.id, row, column, values)
        changed = self._differing(write)
        if changed:
            self.plan.direct.append(write)
        return changed

    def _head(self) -> int:
        """Headings that depend on the data, and beside the explanation what is peculiar to this report."""
        place, lang = self.place, self.report.lang
        told, marks = self.report.headings.get(place.block.source, {}), column_marks(self.cells, place)
        changed = sum(
            self._put(place.rect.top, number, [[told[key] or None]])
            for number, key in marks.items()
            if key in told
        )
        row = place.rect.top - (2 if marks else 1)
        old = self.cells.text(row, place.rect.left)
        new = with_fill_notes(
            old, fill_notes(place.block, self.count, self._total, self.report.currency, lang)
        )
        if row >= 1 and new != old and (old or self.cells.value(row, place.rect.left) is None):
            changed += self._put(row, place.rect.left, [[new]])
        return changed

    def _follow(self, notes_beside: TabNotes, orphaned: OrphanedNotes, since: Value) -> int:
        """Let notes follow what their rows are about; how many move."""
        columns, rows = {c.key: c for c in BLOCK[self.place.block.name].columns}, self.rows
        told = [self._values(columns[key], rows) for key in KEY_COLUMNS[self.place.block.name]]
        keys: list[RowKey] = [tuple(map(key_text, about)) for about in zip(*told, strict=True)]
        moves, clears, back, moved = notes_beside.plan_moves(keys, orphaned, since)
        self.plan.reorders += moves
        self.plan.clears += clears
        self.plan.direct += back
        return moved

    def _room(self) -> None:
        """Rows of the tab, the block's name, its filter, and the looks of rows that are new."""
        old, new, tab = self.place.rect, self.grown, self.tab
        if new.bottom > tab.rows:
            self.plan.require_rows(tab.id, new.bottom)
        if new != old:
            self.plan.names.append((self.name, new))
        if new.bottom <= old.bottom:
            return
        if tab.filter:
            self.plan.filters[tab.id] = new.bottom
        model, onto = replace(old, top=old.top + 1, bottom=old.top + 1), replace(new, top=old.bottom + 1)
        self.plan.fills.append(FillDown(tab.id, model, onto))
        for number, column in self.columns:
            if column is None and is_formula(self.cells.value(old.top + 1, number)):
                one, more = (replace(rect, left=number, right=number) for rect in (model, onto))
                self.plan.fills.append(FillDown(tab.id, one, more, formulas=True))

    def _refuse_taken(self, right: int) -> None:
        """Refuse to write over what stands below the block or, up to a column, below notes beside it."""
        old, bottom = self.place.rect, self.grown.bottom
        for row in range(old.bottom + 1, bottom + 1):
            for number in range(old.left, right + 1):
                if self.cells.value(row, number) is not None:
                    sheet, name = self.tab.title, self.place.block.name
                    cell = f"{column_letters(number)}{row}"
                    raise InputError("output_in_the_way", sheet=sheet, block=name, cell=cell, row=bottom)
