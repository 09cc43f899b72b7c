"""The sheet "Notes kept" of a live workbook: notes whose deal left the block they stood beside."""

from __future__ import annotations

from dataclasses import dataclass

import xlwings as xw

from addin.hosts.workbook.reading import name_of
from addin.hosts.workbook.snapshot import Rows, contents_of
from addin.hosts.workbook.undo_log import UndoLog
from addin.placement.row_notes import ORPHANED_NOTES_COLUMNS, ORPHANED_NOTES_NAME, OrphanedNotes, Value
from addin.words import say

_WIDTHS = (24, 30, 24, 60, 12)


@dataclass(frozen=True)
class OrphanedNotesSheet:
    """The list as it stands and as it will be, and the workbook it is in."""

    book: xw.Book
    orphaned: OrphanedNotes

    def write(self, undo: UndoLog) -> None:
        """Write the list where it changed; its sheet is made when there is something to keep."""
        if not self.orphaned.changed:
            return
        sheet = sheet_of(self.book) or self._made(undo)
        used = max(sheet.used_range.last_cell.row, 2)
        blank: list[Value] = [None] * len(_WIDTHS)
        rows = [*self.orphaned.rows, *[blank] * (used - 1 - len(self.orphaned.rows))]
        cells = sheet.range((2, 1), (len(rows) + 1, len(blank)))
        undo.write(cells, rows, contents_of(cells))

    def _made(self, undo: UndoLog) -> xw.Sheet:
        lang = self.orphaned.lang
        title, sheets = say("sheet.notes_kept", lang), self.book.sheets
        sheet = sheets.add(title, after=sheets[len(sheets) - 1])
        undo.on_rollback(sheet.delete)
        sheet.range("A1").value = [[say(f"notes_kept.{head}", lang) for head in ORPHANED_NOTES_COLUMNS]]
        sheet.range("A1:E1").font.bold = True
        sheet.range("B:D").number_format = "@"
        sheet.range("E:E").number_format = say("notes_kept.day", lang)
        for column, width in enumerate(_WIDTHS, 1):
            sheet.range((1, column)).column_width = width
        name = self.book.names.add(ORPHANED_NOTES_NAME, f"='{title}'!$A$1")
        undo.on_rollback(name.delete)
        return sheet


def rows_of(book: xw.Book) -> Rows:
    """The rows of the list; none without its sheet."""
    sheet = sheet_of(book)
    rows: Rows = sheet.used_range.options(ndim=2).value[1:] if sheet is not None else []
    return rows


def sheet_of(book: xw.Book) -> xw.Sheet | None:
    """The sheet of kept notes, where there is one."""
    name = name_of(book, ORPHANED_NOTES_NAME)
    if name is None or "#REF!" in (name.refers_to or "").upper():
        return None
    return name.refers_to_range.sheet
