"""What runs inside xlwings Lite, in a browser: the cell functions and a Refresh of its own.

There the workbook's values are handed over before a script runs, and everything it writes is done at its end,
all of it or, after an error, nothing. Formulas, formats and notes can be neither read nor moved: blocks are
written where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import xlwings as xw

from addin.errors import HonestFunnelError, InputError
from addin.functions.arguments import ArgumentValue, Cells
from addin.functions.call import call
from addin.hosts.excel.values import scalar_rows, to_excel, to_scalar
from addin.hosts.workbook import STATUS, loaded_of
from addin.hosts.workbook.reading import name_of, names_of, places_of
from addin.hosts.workbook.snapshot import SheetSnapshot, range_at
from addin.hosts.workbook.values import needs_text_format
from addin.placement.places import PREFIX, Place, block_columns, record_cells, shown_row_count
from addin.placement.ranges import Rect, format_reference
from addin.placement.row_notes import KEY_COLUMNS
from addin.refresh import done_message, report_of
from addin.report.blocks import Column
from addin.report.build import Report
from addin.report.cell_values import live_cells
from addin.words import Lang

Values = Sequence[float | str]


def answer(function: str, lang: Lang, *arguments: object) -> object:
    """What the cells of a formula show.

    Args:
        function: its name in the registry.
        lang: the language where a workbook's settings name none.
        arguments: what xlwings hands over: values, rows of them for a range, None for what is left out.
    """
    return to_excel(call(function, [_given(one) for one in arguments], lang))


def refresh(book: xw.Book, lang: Lang) -> str:
    """Fill every block that has a place ``hf_<block>`` from the sheets of raw tables; tell the outcome.

    Returns:
        What was done, or why nothing was, in words; they stand in the cell ``hf_status`` too.
    """
    try:
        places = places_of(book)
        if not places:
            raise InputError("template_without_blocks", file=book.name)
        _refuse_notes(book, places)
        loaded = loaded_of(book, places, lang)
        report = report_of(loaded)
        for place in places:
            _fill(book, report, place)
        text = done_message(report, loaded.settings)
    except HonestFunnelError as error:
        text = error.text(lang)
    status = name_of(book, STATUS)
    if status is not None:
        status.refers_to_range[0, 0].value = text
    return text


def _given(value: object) -> ArgumentValue:
    if isinstance(value, (list, tuple)):
        rows = value if value and isinstance(value[0], (list, tuple)) else [value]
        return Cells.of_rows("", 1, scalar_rows(rows))
    return to_scalar(value)


def _refuse_notes(book: xw.Book, places: list[Place]) -> None:
    """Notes that people keep beside rows could not follow them: better no report than notes on other deals.

    Raises:
        InputError: ``lite_notes``.
    """
    for place in places:
        sheet, rect = book.sheets[place.sheet], place.rect
        last = sheet.used_range.last_cell
        if place.block.name not in KEY_COLUMNS or last.column <= rect.right or last.row <= rect.top:
            continue
        beside = range_at(sheet, Rect(rect.top + 1, rect.right + 1, last.row, last.column))
        if any(value is not None for row in beside.options(ndim=2).value for value in row):
            raise InputError("lite_notes", sheet=place.sheet)


def _fill(book: xw.Book, report: Report, place: Place) -> None:
    sheet, rect = book.sheets[place.sheet], place.rect
    texts = SheetSnapshot(sheet, Rect(max(rect.top - 2, 1), rect.left, rect.bottom, rect.right))
    frame = report.blocks.get(place.block.source)
    rows = pd.DataFrame() if frame is None else frame
    if place.block.fixed_rows == 1:
        for row, number, column in record_cells(texts, place):
            _put(sheet, row, number, _cells(column, rows.head(1), report.lang) or [""])
        return
    count = min(len(rows), place.block.fixed_rows or shown_row_count(place.block, frame, rect.top))
    bottom = rect.bottom if place.block.fixed_rows else max(sheet.used_range.last_cell.row, rect.top + 1)
    for number, its in block_columns(texts, place):
        if its is not None:
            found = _cells(its, rows.head(count), report.lang)
            _put(sheet, rect.top + 1, number, [*found, *[""] * (bottom - rect.top - len(found))])
    if not place.block.fixed_rows:
        _name(book, place, max(rect.top + count, rect.top + 1))


def _cells(column: Column, rows: pd.DataFrame, lang: Lang) -> list[float | str]:
    return live_cells(column, rows[column.key], lang) if column.key in rows else []


def _put(sheet: xw.Sheet, row: int, column: int, values: Values) -> None:
    """Write a column; a text that would be taken for a formula or a number stays the text it is."""
    for place, one in enumerate(values):
        if isinstance(one, str) and needs_text_format(one):
            sheet.range((row + place, column)).number_format = "@"
    sheet.range((row, column), (row + len(values) - 1, column)).value = [[one] for one in values]


def _name(book: xw.Book, place: Place, bottom: int) -> None:
    name = names_of(book)[PREFIX + place.block.name]
    name.refers_to = format_reference(place.sheet, replace(place.rect, bottom=bottom))
