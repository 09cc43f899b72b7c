"""The sheet "Notes kept": notes whose deal left the block they stood beside, until it returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

import xlwings as xw

from addin.hosts.workbook.notes import Beside, Kept, Key, as_key
from addin.hosts.workbook.undo import Undo
from addin.hosts.workbook.values import Value
from addin.hosts.xlsx_ranges import letters
from addin.words import LANGS, Lang, say

NAME = "hf_notes_kept"
"""The name of the sheet's first cell, so that the sheet may be called anything."""
_JOINT = " · "
_WIDTHS = (24, 30, 24, 60, 12)


@dataclass
class KeptNotes:
    """The list as it stands, and as it will be."""

    book: xw.Book
    lang: Lang
    rows: list[list[Value]] = field(default_factory=list)
    _changed: bool = False

    @classmethod
    def of(cls, book: xw.Book, lang: Lang) -> KeptNotes:
        """Read the list; without its sheet it is empty."""
        sheet = sheet_of(book)
        cells = sheet.used_range.options(ndim=2).value[1:] if sheet is not None else []
        width = len(_WIDTHS)
        return cls(book, lang, [[*line, *[None] * width][:width] for line in cells if any(line)])

    def take_back(self, beside: Beside, keys: Collection[Key]) -> None:
        """Return the notes of rows that are there again, where the column they stood in is free for them."""
        titles = {say(f"block.{beside.place.block.name}", lang) for lang in LANGS}
        about = {_JOINT.join(key): key for key in keys}
        left = []
        for line in self.rows:
            title, name, heading, note, _ = line
            key, column = about.get(as_key(name)), _column(beside, as_key(heading))
            free = key is not None and column is not None and column not in beside.notes.get(key, {})
            if title in titles and key is not None and column is not None and free:
                beside.columns.setdefault(column, as_key(heading))
                beside.notes.setdefault(key, {})[column] = note
                self._changed = True
            else:
                left.append(line)
        self.rows = left

    def add(self, kept: Collection[Kept], today: dt.date) -> None:
        """Append notes whose row is no more."""
        since = dt.datetime.combine(today, dt.time())
        for note in kept:
            title = say(f"block.{note.block}", self.lang)
            self.rows.append([title, _JOINT.join(note.about), note.column, note.note, since])
            self._changed = True

    def write(self, undo: Undo) -> None:
        """Write the list where it changed; its sheet is made when there is something to keep."""
        if not self._changed:
            return
        sheet = sheet_of(self.book) or self._made(undo)
        used = max(sheet.used_range.last_cell.row, 2)
        blank: list[Value] = [None] * len(_WIDTHS)
        rows = [*self.rows, *[blank] * (used - 1 - len(self.rows))]
        undo.put(sheet.range((2, 1), (len(rows) + 1, len(blank))), rows, keep=True)

    def _made(self, undo: Undo) -> xw.Sheet:
        title, sheets = say("sheet.notes_kept", self.lang), self.book.sheets
        sheet = sheets.add(title, after=sheets[len(sheets) - 1])
        undo.after(sheet.delete)
        heads = ("block", "about", "column", "note", "since")
        sheet.range("A1").value = [[say(f"notes_kept.{head}", self.lang) for head in heads]]
        sheet.range("A1:E1").font.bold = True
        sheet.range("B:D").number_format = "@"
        sheet.range("E:E").number_format = say("notes_kept.day", self.lang)
        for column, width in enumerate(_WIDTHS, 1):
            sheet.range((1, column)).column_width = width
        name = self.book.names.add(NAME, f"='{title}'!$A$1")
        undo.after(name.delete)
        return sheet


def sheet_of(book: xw.Book) -> xw.Sheet | None:
    """The sheet of kept notes, where there is one."""
    name = next((name for name in book.names if str(name.name).casefold() == NAME), None)
    if name is None or "#REF!" in (name.refers_to or "").upper():
        return None
    return name.refers_to_range.sheet


def _column(beside: Beside, heading: str) -> int | None:
    """The column a note stood in: by its heading, or by its letters where it had none."""
    found = next((n for n, told in beside.columns.items() if told == heading), None)
    right = beside.place.rect.right
    return found or next((n for n in (right + 1, right + 2) if letters(n) == heading), None)
