"""Blocks of a report put into their places in a live workbook.

A growing block takes cells in its own columns only, within itself, so that whatever covers its rows follows
them, and gives up or takes as many free cells below: what stands beside and below never moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import xlwings as xw

from addin.errors import InputError
from addin.hosts.notes import Value
from addin.hosts.places import PREFIX, Place, columns_of, form_of, marks_of, runs, shown
from addin.hosts.workbook.reading import LiveTexts, area
from addin.hosts.workbook.undo import Undo
from addin.hosts.workbook.values import Cells, column_values
from addin.hosts.xlsx_ranges import Rect, letters, target
from addin.hosts.xlsx_words import additions, explained
from addin.report.blocks import Column
from addin.report.build import Report
from addin.words import say

LEAST = 2
"""The fewest rows a growing block keeps: a range of one row would not grow with cells put in below it."""


@dataclass(frozen=True)
class Filler:
    """Fills the places of one report in one workbook; every change can be undone."""

    book: xw.Book
    report: Report
    undo: Undo

    def fill(self, place: Place) -> Rect:
        """Put a block into its place.

        Returns:
            The rectangle it has now.

        Raises:
            InputError: ``output_in_the_way`` if something stands below where the block has to grow.
        """
        frame = self.report.blocks.get(place.block.source)
        sheet = self.book.sheets[place.sheet]
        if place.block.fixed is None:
            return self._growing(sheet, place, frame)
        rows = pd.DataFrame() if frame is None else frame
        texts = self._texts(sheet, place, place.rect.bottom)
        self.undo.keep_values(area(sheet, place.rect))
        if place.block.fixed == 1:
            self._record(sheet, texts, place, rows)
        else:
            self._table(sheet, texts, place, rows)
        return place.rect

    def _growing(self, sheet: xw.Sheet, place: Place, frame: pd.DataFrame | None) -> Rect:
        count = shown(place.block, frame, place.rect.top)
        texts = self._texts(sheet, place, place.rect.top + 1)
        old = Rect(
            place.rect.top, place.rect.left, max(place.rect.bottom, place.rect.top + 1), place.rect.right
        )
        new = Rect(old.top, old.left, old.top + max(count, LEAST), old.right)
        _refuse_taken(sheet, place, old, new)
        self.undo.keep(area(sheet, Rect(old.top, old.left, max(old.bottom, new.bottom), old.right)))
        columns = list(columns_of(texts, place))
        self._resize(sheet, old, new)
        self._own_formulas(sheet, old, new, [number for number, column in columns if column is None])
        self._name(place, new)
        rows = pd.DataFrame() if frame is None else frame.head(count)
        self._write(sheet, new, columns, rows, empty=frame is not None and count == 0)
        self._head(sheet, texts, place, count, 0 if frame is None else len(frame))
        sheet.range((new.top + 1, new.left), (new.bottom, new.left)).rows.autofit()
        return new

    def _table(self, sheet: xw.Sheet, texts: LiveTexts, place: Place, rows: pd.DataFrame) -> None:
        room = place.rect.bottom - place.rect.top
        columns = [(number, column) for number, column in columns_of(texts, place) if column is not None]
        self._write(sheet, place.rect, columns, rows.head(room), empty=rows.empty)
        self._head(sheet, texts, place, min(len(rows), room), len(rows))

    def _record(self, sheet: xw.Sheet, texts: LiveTexts, place: Place, rows: pd.DataFrame) -> None:
        for row, number, column in form_of(texts, place):
            there = column.key in rows and len(rows) > 0
            value = column_values(column, rows[column.key].head(1), self.report.lang)[0] if there else None
            self._put(sheet, row, number, [[value]])

    def _write(
        self,
        sheet: xw.Sheet,
        rect: Rect,
        columns: Sequence[tuple[int, Column | None]],
        rows: pd.DataFrame,
        *,
        empty: bool,
    ) -> None:
        """The values of all columns of the block, neighbours at once, and emptiness down to the last row."""
        room = rect.bottom - rect.top
        nothing: Value = say("sheet_note.empty", self.report.lang) if empty else None
        for run in runs(columns):
            block = []
            for _, column in run:
                found = self._column(column, rows) or [nothing]
                block.append([*found, *[None] * (room - len(found))])
                nothing = None
            self._put(sheet, rect.top + 1, run[0][0], list(zip(*block, strict=True)))

    def _column(self, column: Column, rows: pd.DataFrame) -> list[Value]:
        return column_values(column, rows[column.key], self.report.lang) if column.key in rows else []

    def _put(self, sheet: xw.Sheet, row: int, column: int, values: Cells, *, keep: bool = False) -> None:
        rect = Rect(row, column, row + len(values) - 1, column + len(values[0]) - 1)
        self.undo.put(area(sheet, rect), values, keep=keep)

    def _head(self, sheet: xw.Sheet, texts: LiveTexts, place: Place, count: int, total: int) -> None:
        """Headings that depend on the data, and beside the explanation what is peculiar to this fill."""
        told, marks = self.report.headings.get(place.block.source, {}), marks_of(texts, place)
        for number, key in marks.items() if told else ():
            if key in told:
                self._put(sheet, place.rect.top, number, [[told[key]]], keep=True)
        row = place.rect.top - (2 if marks else 1)
        old = texts.text(row, place.rect.left)
        added = additions(place.block, count, total, self.report.currency, self.report.lang)
        new = explained(old, added)
        if row >= 1 and new != old and (old or sheet.range((row, place.rect.left)).value is None):
            self._put(sheet, row, place.rect.left, [[new]], keep=True)

    def _resize(self, sheet: xw.Sheet, old: Rect, new: Rect) -> None:
        """Give the block its rows, and take or give back as many free ones below it."""
        by = new.bottom - old.bottom
        below = sheet.used_range.last_cell.row > max(old.bottom, new.bottom)
        if by > 0:
            inside = Rect(old.top + 2, old.left, old.top + 1 + by, old.right)
            self._insert(sheet, inside)
            if below:
                self._delete(sheet, Rect(new.bottom + 1, old.left, new.bottom + by, old.right))
        elif by < 0:
            self._delete(sheet, Rect(new.bottom + 1, old.left, old.bottom, old.right))
            if below:
                self._insert(sheet, Rect(new.bottom + 1, old.left, old.bottom, old.right))

    def _insert(self, sheet: xw.Sheet, rect: Rect) -> None:
        area(sheet, rect).insert("down")
        self.undo.after(lambda: area(sheet, rect).delete("up"))

    def _delete(self, sheet: xw.Sheet, rect: Rect) -> None:
        area(sheet, rect).delete("up")
        self.undo.after(lambda: area(sheet, rect).insert("down"))

    def _own_formulas(self, sheet: xw.Sheet, old: Rect, new: Rect, own: list[int]) -> None:
        """A formula in a user's own column within the block goes down the rows that are new."""
        last = old.top + 1 + new.bottom - old.bottom
        for number in own if last > old.top + 1 else ():
            formula = str(sheet.range((old.top + 1, number)).formula)
            if formula.startswith("="):
                # over several cells a formula is shifted from row to row, as if filled down
                sheet.range((old.top + 1, number), (last, number)).formula = formula

    def _name(self, place: Place, new: Rect) -> None:
        """Let the block's name cover the headings and the rows there are now."""
        name = next(n for n in self.book.names if str(n.name).casefold() == PREFIX + place.block.name)
        old = name.refers_to or ""
        if target(old) == (place.sheet, new):  # it has followed the cells already
            return
        sheet = place.sheet.replace("'", "''")
        cells = f"${letters(new.left)}${new.top}:${letters(new.right)}${new.bottom}"
        name.refers_to = f"='{sheet}'!{cells}"
        self.undo.after(lambda: setattr(name, "refers_to", old))

    def _texts(self, sheet: xw.Sheet, place: Place, bottom: int) -> LiveTexts:
        rect = place.rect
        return LiveTexts.of(sheet, Rect(max(rect.top - 2, 1), rect.left, bottom, rect.right))


def _refuse_taken(sheet: xw.Sheet, place: Place, old: Rect, new: Rect) -> None:
    if new.bottom <= old.bottom:
        return
    there = area(sheet, Rect(old.bottom + 1, old.left, new.bottom, old.right)).options(ndim=2).value
    for row, line in enumerate(there, old.bottom + 1):
        for column, value in enumerate(line, old.left):
            if value is not None:
                cell = f"{letters(column)}{row}"
                raise InputError(
                    "output_in_the_way", sheet=place.sheet, block=place.block.name, cell=cell, row=new.bottom
                )
