"""Where the blocks of a report stand in a template, and how each kind of block is filled.

A block's place is a defined name ``hf_<block>``: its first row holds the headings, the rows below the
values. A record (a block of one row) may also stand as a form: labels with the values to their right, or
strips of labels with the values below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from addin.errors import InputError
from addin.placement.places import Place, block_columns, column_marks, record_cells, shown_row_count
from addin.placement.ranges import Rect, Resize, column_letters
from addin.report.blocks import Column
from addin.report.headings import fill_notes
from addin.words import say
from addin.xlsx.cells import EMPTY, CellWriter, text
from addin.xlsx.explanation import write_notes
from addin.xlsx.merges import MergedHeadings
from addin.xlsx.own_columns import own_column, refuse_cut_arrays
from addin.xlsx.place_checks import refuse_merged, refuse_unknown, seen_cell
from addin.xlsx.sheet import Sheet
from addin.xlsx.styles import Styles
from addin.xlsx.xml import tag

_Columns = Sequence[tuple[int, Column | None]]
"""Each sheet column of a place and the block's column in it, None where it is the user's own."""


@dataclass(frozen=True)
class BlockWriter:
    """Fills the places of one report.

    Args:
        writer: turns values into cells.
        styles: which styles wrap.
        currency: the currency of amounts, "" if not known.
        headings: block → column → its heading, where that depends on the data.
    """

    writer: CellWriter
    styles: Styles
    currency: str
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def write(
        self, sheet: Sheet, place: Place, frame: pd.DataFrame | None, reach: Rect | None = None
    ) -> None:
        """Put a block into its place.

        Args:
            sheet: where.
            place: the block's cells.
            frame: its rows; None: the report has no such block.
            reach: the place with all columns of the user's table that it is a part of.

        Raises:
            InputError: ``template_no_heading`` or ``template_merged`` for a place that cannot be filled,
                ``template_array_cut`` if a formula of several cells reaches into it, ``output_in_the_way``
                if something stands below where the block has to grow.
        """
        self._check(sheet, place)
        wide = list(sheet.wide_formulas())
        for area, own in _taken(sheet, place, frame, reach or place.rect) if wide else ():
            refuse_cut_arrays(wide, place.sheet, place.block.name, area, own)
        self._write_headings(sheet, place)
        rows = pd.DataFrame() if frame is None else frame
        if place.block.fixed_rows is None:
            self._write_growing(sheet, place, frame, reach or place.rect)
        elif place.block.fixed_rows == 1:
            self._write_record(sheet, place, rows)
        else:
            self._write_fixed(sheet, place, rows)

    def _check(self, sheet: Sheet, place: Place) -> None:
        """Refuse a place without any heading of the block."""
        if place.block.fixed_rows == 1:
            known: list[Column | None] = [column for *_, column in record_cells(sheet, place)]
        else:
            known = [column for _, column in block_columns(_headings(sheet), place)]
        refuse_unknown(sheet, place, known, self.writer.lang)

    def _write_headings(self, sheet: Sheet, place: Place) -> None:
        """Put headings that depend on the data where a mark above tells the column without them."""
        for number, heading in self.headings_of(sheet, place).items():
            sheet.write_cell(place.rect.top, number, text(heading))

    def headings_of(self, sheet: Sheet, place: Place) -> dict[int, str]:
        """Sheet column → its heading, where that depends on the data."""
        headings = self.headings.get(place.block.source, {})
        marks = column_marks(_headings(sheet), place) if headings else {}
        return {number: headings[key] for number, key in marks.items() if key in headings}

    def _write_growing(self, sheet: Sheet, place: Place, frame: pd.DataFrame | None, reach: Rect) -> None:
        block, resize = place.block, resize_of(place, frame)
        total = 0 if frame is None else len(frame)
        count = shown_row_count(block, frame, place.rect.top)
        _refuse_taken(sheet, place, resize.bottom)
        rows = pd.DataFrame() if frame is None else frame.head(count)
        columns = list(block_columns(_headings(sheet), place))
        tails = self._column_tails(sheet, place, columns, rows, empty=frame is not None and total == 0)
        cells, heights = self._row_texts(sheet, place, tails, max(count, 1))
        added = [] if frame is None else fill_notes(block, count, total, self.currency, self.writer.lang)
        refuse_merged(sheet.merges, place, [n for n, column in columns if column], resize.bottom)
        sheet.replace_rows(resize, cells, heights)
        write_notes(sheet, place, [*added, *self._notes_of_rows(sheet, resize)])
        for number in _beside(place.rect, reach):
            _fill_beside(sheet, resize, number)
        sheet.resize(resize_of(place, frame, reach))

    def _notes_of_rows(self, sheet: Sheet, resize: Resize) -> list[str]:
        """What hides rows of a block, or would if it were applied again."""
        hidden, lang = len(sheet.hidden_rows(resize)), self.writer.lang
        filtered = [say("sheet_note.filtered", lang)] if sheet.is_filtered(resize.old) else []
        return filtered + ([say("sheet_note.hidden", lang, count=hidden)] if hidden else [])

    def _row_texts(
        self, sheet: Sheet, place: Place, tails_of: Iterable[tuple[int, list[str]]], count: int
    ) -> tuple[list[str], list[float]]:
        """The cells of each of the ``count`` rows of a growing block as one text, and the row's height."""
        first = place.rect.top + 1
        columns: list[list[str]] = []
        heights: list[list[float]] = []
        for number, tails in tails_of:
            style = sheet.style(first, number)
            heights.append(self.styles.heights(style, sheet.width(number), tails))
            start, end = f'<c r="{column_letters(number)}', f'" s="{style}"' if style else '"'
            columns.append([f"{start}{first + i}{end}{tail}" for i, tail in enumerate(tails)])
        highest = [max(row) for row in zip(*(h for h in heights if any(h)), strict=True)] or [0.0] * count
        return list(map("".join, zip(*columns, strict=True))), highest

    def _column_tails(
        self, sheet: Sheet, place: Place, columns: _Columns, rows: pd.DataFrame, *, empty: bool
    ) -> Iterator[tuple[int, list[str]]]:
        """Each sheet column of a growing block, and the tails of its cells; at least one each."""
        count = max(len(rows), 1)
        nothing = text(say("sheet_note.empty", self.writer.lang)) if empty else EMPTY
        for number, column in columns:
            if column is None:
                yield number, own_column(sheet, place.rect.top + 1, number, count)
            elif column.key in rows and len(rows):
                yield number, self.writer.column(column, rows[column.key])
            else:
                yield number, [nothing] + [EMPTY] * (count - 1)
                nothing = EMPTY

    def _write_fixed(self, sheet: Sheet, place: Place, rows: pd.DataFrame) -> None:
        """A table of a fixed size: as many rows as it has room for, the rest of its room empty."""
        room = place.rect.bottom - place.rect.top
        columns = [(n, column) for n, column in block_columns(_headings(sheet), place) if column is not None]
        refuse_merged(sheet.merges, place, [number for number, _ in columns], place.rect.bottom)
        seen = min(len(rows), room)
        write_notes(sheet, place, fill_notes(place.block, seen, len(rows), self.currency, self.writer.lang))
        nothing = EMPTY if len(rows) else text(say("sheet_note.empty", self.writer.lang))
        for number, column in columns:
            known = self.writer.column(column, rows[column.key].head(room)) if column.key in rows else []
            tails = [*known, *[nothing, *[EMPTY] * room][: room - len(known)]]
            nothing = EMPTY
            for row, tail in enumerate(tails, place.rect.top + 1):
                sheet.write_cell(row, number, tail)

    def _write_record(self, sheet: Sheet, place: Place, rows: pd.DataFrame) -> None:
        """One record as a form."""
        for row, number, column in record_cells(sheet, place):
            there = column.key in rows and len(rows) > 0
            tail = self.writer.column(column, rows[column.key].head(1))[0] if there else EMPTY
            sheet.write_cell(*seen_cell(sheet, sheet.merges, place, row, number), tail)


def _headings(sheet: Sheet) -> MergedHeadings:
    return MergedHeadings(sheet, sheet.merges)


def resize_of(place: Place, frame: pd.DataFrame | None, reach: Rect | None = None) -> Resize:
    """What becomes of the rows of a growing block, in its own columns or in those it reaches over."""
    rect, across = place.rect, reach or place.rect
    old = Rect(rect.top, across.left, max(rect.bottom, rect.top + 1), across.right)
    return Resize(place.sheet, old, rect.top + max(shown_row_count(place.block, frame, rect.top), 1))


def _beside(rect: Rect, reach: Rect) -> Iterator[int]:
    """The columns of a table beside its block."""
    return (n for n in range(reach.left, reach.right + 1) if not rect.left <= n <= rect.right)


def _fill_beside(sheet: Sheet, resize: Resize, number: int) -> None:
    """Let a formula in a column of the table go down the block's rows; values stay where they are."""
    top = resize.old.top + 1
    cell = sheet.cell(top, number)
    if cell is None or cell.find(tag("f")) is None:
        return
    count, style = resize.bottom - resize.old.top, sheet.style(top, number)
    start, end = f'<c r="{column_letters(number)}', f'" s="{style}"' if style else '"'
    tails = own_column(sheet, top, number, count)
    cells = [f"{start}{top + i}{end}{tail}" for i, tail in enumerate(tails)]
    own = Rect(resize.old.top, number, resize.old.bottom, number)
    sheet.replace_rows(Resize(resize.sheet, own, resize.bottom), cells, [0.0] * count)


def _taken(
    sheet: Sheet, place: Place, frame: pd.DataFrame | None, reach: Rect
) -> Iterator[tuple[Rect, frozenset[int]]]:
    """The cells that a block writes, and which of their columns are the user's own."""
    rect, columns = place.rect, list(block_columns(_headings(sheet), place))
    if place.block.fixed_rows is None:
        bottom = max(rect.bottom, resize_of(place, frame).bottom)
        own = {number for number, column in columns if column is None} | set(_beside(rect, reach))
        yield Rect(rect.top + 1, reach.left, bottom, reach.right), frozenset(own)
    elif place.block.fixed_rows == 1:
        for row, number, _ in record_cells(sheet, place):
            yield Rect(row, number, row, number), frozenset()
    else:
        for number, column in columns:
            if column is not None:
                yield Rect(rect.top + 1, number, rect.bottom, number), frozenset()


def _refuse_taken(sheet: Sheet, place: Place, bottom: int) -> None:
    taken = sheet.first_taken_below(Resize(place.sheet, place.rect, bottom))
    if taken is not None:
        raise InputError(
            "output_in_the_way", sheet=place.sheet, block=place.block.name, cell=taken.a1, row=bottom
        )
