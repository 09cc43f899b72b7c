"""Blocks of a report put into their places in a live workbook.

Only what changes is written. A growing block takes cells in its own columns only, within itself, so that
whatever covers its rows follows them, and gives up or takes as many free cells below: what stands beside and
below never moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import xlwings as xw

from addin.errors import InputError
from addin.hosts.workbook.changes import TargetColumns, changed_cells
from addin.hosts.workbook.snapshot import BookSnapshot, Rows, SheetSnapshot, range_at
from addin.hosts.workbook.undo_log import UndoLog
from addin.hosts.workbook.values import BlockValues
from addin.placement.places import PREFIX, Place, block_columns, column_marks, record_cells, shown_row_count
from addin.placement.ranges import Rect, column_letters, format_reference, parse_reference
from addin.placement.row_notes import Value
from addin.report.blocks import Column
from addin.report.build import Report
from addin.report.headings import fill_notes, with_fill_notes
from addin.web_addresses import is_web_address
from addin.words import say

MIN_ROWS = 2
"""The fewest rows a growing block keeps: a range of one row would not grow with cells put in below it."""
MAX_LINKS = 1_000
"""Links made in one block: a live spreadsheet takes its time over each."""
Columns = Sequence[tuple[int, Column | None]]
"""Sheet column and what of a block stands in it; None is the user's own."""


@dataclass(frozen=True)
class BlockFiller:
    """Fills the places of one report in one workbook; every change can be undone.

    Args:
        names: the workbook's names, folded.
        sheets: its sheets as they were before.
        report: what to fill in.
        values: of the report's blocks.
        undo: is told of every change.
    """

    names: Mapping[str, xw.Name]
    sheets: BookSnapshot
    report: Report
    values: BlockValues
    undo: UndoLog

    def fill(self, place: Place) -> Rect:
        """Put a block into its place.

        Returns:
            The rectangle it has now.

        Raises:
            InputError: ``output_in_the_way`` if something stands below where the block has to grow.
        """
        frame = self.report.blocks.get(place.block.source)
        sheet = self.sheets.sheet(place.sheet)
        if place.block.fixed_rows is None:
            return self._growing(sheet, place, frame)
        if place.block.fixed_rows == 1:
            self._record(sheet, place)
        else:
            self._table(sheet, place, 0 if frame is None else len(frame))
        return place.rect

    def _growing(self, sheet: SheetSnapshot, place: Place, frame: pd.DataFrame | None) -> Rect:
        rect, count = place.rect, shown_row_count(place.block, frame, place.rect.top)
        old = Rect(rect.top, rect.left, max(rect.bottom, rect.top + 1), rect.right)
        new = Rect(old.top, old.left, old.top + max(count, MIN_ROWS), old.right)
        columns = list(block_columns(sheet, place))
        if new != rect:
            self._resize(sheet, place, old, new, [number for number, column in columns if column is None])
        filled = Place(place.block, place.sheet, new)
        wanted = self._wanted(filled, columns, count, told=frame is not None)
        changed = self._put(sheet, new.top + 1, wanted, fitted=False)
        self._link(sheet, filled, columns, count)
        self._head(sheet, place, count, 0 if frame is None else len(frame))
        if new != rect or changed is not None:
            first, last = changed if new == rect and changed else (new.top + 1, new.bottom)
            self.undo.autofit(range_at(sheet.sheet, Rect(first, new.left, last, new.left)))
        return new

    def _link(self, sheet: SheetSnapshot, place: Place, columns: Columns, count: int) -> None:
        """Let web addresses in cells of the block open at a click; any other text stays a text."""
        for number, column in columns:
            if column is not None and column.kind == "link" and count:
                told = enumerate(self.values.column(place.block, column, min(count, MAX_LINKS)))
                links = [(row, text) for row, text in told if isinstance(text, str) and is_web_address(text)]
                top, last = place.rect.top + 1, place.rect.top + count
                if links:
                    self.undo.link(range_at(sheet.sheet, Rect(top, number, last, number)), links)

    def _table(self, sheet: SheetSnapshot, place: Place, total: int) -> None:
        count = min(total, place.rect.bottom - place.rect.top)
        self._put(sheet, place.rect.top + 1, self._wanted(place, list(block_columns(sheet, place)), count))
        self._head(sheet, place, count, total)

    def _record(self, sheet: SheetSnapshot, place: Place) -> None:
        lines: dict[int, dict[int, list[Value]]] = {}
        for row, number, column in record_cells(sheet, place):
            lines.setdefault(row, {})[number] = self.values.column(place.block, column, 1) or [None]
        for row, line in lines.items():
            self._put(sheet, row, line)

    def _wanted(self, place: Place, columns: Columns, count: int, *, told: bool = True) -> TargetColumns:
        """The values of all columns of the block, and emptiness down to its last row.

        Args:
            place: the block's.
            columns: what stands in each.
            count: rows of the block.
            told: whether to say so where there are none.
        """
        ours = [(number, column) for number, column in columns if column is not None]
        wanted = {number: self.values.column(place.block, column, count) for number, column in ours}
        if told and not count and ours:
            wanted[ours[0][0]] = [say("sheet_note.empty", self.report.lang)]
        room = place.rect.bottom - place.rect.top
        return {number: [*found, *[None] * (room - len(found))] for number, found in wanted.items()}

    def _put(
        self, sheet: SheetSnapshot, top: int, wanted: TargetColumns, *, fitted: bool = True
    ) -> tuple[int, int] | None:
        """Write columns from a row on where they differ from what they should hold.

        Args:
            sheet: where to.
            top: the row.
            wanted: the columns.
            fitted: whether the host is to fit heights of rows as it does, see :class:`UndoLog`.

        Returns:
            The first and the last row in which a text has changed; None where none has.
        """
        todo = changed_cells(sheet, top, wanted)
        for rect, values in todo:
            self.undo.write(range_at(sheet.sheet, rect), values, sheet.contents(rect), fitted=fitted)
        texts = [row for rect, values in todo for row in _other_texts(sheet, rect, values)]
        return (min(texts), max(texts)) if texts else None

    def _head(self, sheet: SheetSnapshot, place: Place, count: int, total: int) -> None:
        """Headings that depend on the data, and beside the explanation what is peculiar to this fill."""
        rect, told = place.rect, self.report.headings.get(place.block.source, {})
        marks = column_marks(sheet, place)
        self._put(
            sheet, rect.top, {number: [told[key] or None] for number, key in marks.items() if key in told}
        )
        row = rect.top - (2 if marks else 1)
        old = sheet.text(row, rect.left)
        added = fill_notes(place.block, count, total, self.report.currency, self.report.lang)
        if row >= 1 and (old or sheet.value(row, rect.left) is None):
            self._put(sheet, row, {rect.left: [with_fill_notes(old, added) or None]})

    def _resize(self, snapshot: SheetSnapshot, place: Place, old: Rect, new: Rect, own: list[int]) -> None:
        """Give the block its rows, and take or give back as many free ones below it."""
        _refuse_taken(snapshot, place, old, new)
        self._keep_name(place)
        sheet, by = snapshot.sheet, new.bottom - old.bottom
        below = snapshot.used.bottom > max(old.bottom, new.bottom)
        moved = self.undo.back_up(
            range_at(sheet, Rect(old.top, old.left, max(old.bottom, new.bottom), old.right))
        )
        if by > 0:
            self._insert(snapshot, Rect(old.top + 2, old.left, old.top + 1 + by, old.right))
            moved()
            if below:
                self._delete(snapshot, Rect(new.bottom + 1, old.left, new.bottom + by, old.right))
        elif by < 0:
            self._delete(snapshot, Rect(new.bottom + 1, old.left, old.bottom, old.right))
            moved()
            if below:
                self._insert(snapshot, Rect(new.bottom + 1, old.left, old.bottom, old.right))
        self._own_formulas(sheet, old, new, own)
        self._name(place, new)
        self.sheets.cells_moved()

    def _insert(self, snapshot: SheetSnapshot, rect: Rect) -> None:
        range_at(snapshot.sheet, rect).insert("down")
        self.undo.on_rollback(lambda: range_at(snapshot.sheet, rect).delete("up"))
        snapshot.cells_inserted(rect)

    def _delete(self, snapshot: SheetSnapshot, rect: Rect) -> None:
        range_at(snapshot.sheet, rect).delete("up")
        self.undo.on_rollback(lambda: range_at(snapshot.sheet, rect).insert("down"))
        snapshot.cells_deleted(rect)

    def _own_formulas(self, sheet: xw.Sheet, old: Rect, new: Rect, own: list[int]) -> None:
        """A formula in a user's own column within the block goes down the rows that are new."""
        last = old.top + 1 + new.bottom - old.bottom
        for number in own if last > old.top + 1 else ():
            formula = str(sheet.range((old.top + 1, number)).formula)
            if formula.startswith("="):
                # over several cells a formula is shifted from row to row, as if filled down
                sheet.range((old.top + 1, number), (last, number)).formula = formula

    def _keep_name(self, place: Place) -> None:
        """Remember what the name covers: a range that shrank does not grow again when its cells return."""
        name = self.names[PREFIX + place.block.name]
        old = name.refers_to
        self.undo.on_rollback(lambda: setattr(name, "refers_to", old))

    def _name(self, place: Place, new: Rect) -> None:
        """Let the block's name cover the headings and the rows there are now."""
        name = self.names[PREFIX + place.block.name]
        covered = parse_reference(name.refers_to or "")
        if covered != (place.sheet, new):  # else it has followed the cells already
            name.refers_to = format_reference(place.sheet, new)


def _other_texts(sheet: SheetSnapshot, rect: Rect, values: Rows) -> list[int]:
    """The rows in which a text has come, gone or changed: numbers never run over several lines."""
    found = []
    for row, old, new in zip(range(rect.top, rect.bottom + 1), sheet.rows(rect), values, strict=True):
        if any(a != b and (isinstance(a, str) or isinstance(b, str)) for a, b in zip(old, new, strict=True)):
            found.append(row)
    return found


def _refuse_taken(sheet: SheetSnapshot, place: Place, old: Rect, new: Rect) -> None:
    if new.bottom <= old.bottom:
        return
    there = sheet.rows(Rect(old.bottom + 1, old.left, new.bottom, old.right))
    for row, line in enumerate(there, old.bottom + 1):
        for column, value in enumerate(line, old.left):
            if value is not None:
                cell = f"{column_letters(column)}{row}"
                raise InputError(
                    "output_in_the_way", sheet=place.sheet, block=place.block.name, cell=cell, row=new.bottom
                )
