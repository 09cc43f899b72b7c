"""The macro "Refresh report": a live workbook's own sheets are read, and the report's places in it filled.

Written on the public interface of xlwings, so that one macro serves every spreadsheet program that xlwings
reaches; nothing here knows which. Either the whole report is filled, or the workbook is as it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain

import xlwings as xw

from addin.deals.grids import Grid
from addin.deals.tables.key_value import read_template_settings
from addin.errors import HonestFunnelError, InputError
from addin.hosts.workbook import ledger
from addin.hosts.workbook.checking import summary
from addin.hosts.workbook.filling import BlockFiller
from addin.hosts.workbook.filters import filters_of
from addin.hosts.workbook.orphaned_notes import OrphanedNotesSheet
from addin.hosts.workbook.orphaned_notes import rows_of as orphaned_rows
from addin.hosts.workbook.orphaned_notes import sheet_of as orphaned_sheet
from addin.hosts.workbook.reading import LiveBook, grid_of, name_of, names_of, places_of
from addin.hosts.workbook.row_notes import place_notes, read_notes
from addin.hosts.workbook.snapshot import BookSnapshot, Rows
from addin.hosts.workbook.undo_log import SCRATCH, UndoLog
from addin.hosts.workbook.values import BlockValues
from addin.placement.places import Place
from addin.placement.ranges import Rect
from addin.placement.row_notes import KEY_COLUMNS, OrphanedNotes, RowKey, key_text
from addin.readers.sources import tables_of
from addin.refresh import LoadedData, done_message, parts_of, type_tables
from addin.report.build import Report
from addin.words import Lang, say

STATUS = "hf_status"
"""The name of the cell that tells when the report was refreshed, or why it was not."""


def refresh(book: xw.Book, lang: Lang) -> str:
    """Fill every block that has a place ``hf_<block>`` in the workbook from its sheets of raw tables.

    Formats, formulas, filters, charts and notes of the user's stay; notes beside a row follow it. The cell
    named ``hf_status`` tells the outcome, good or bad.

    Args:
        book: a live workbook with a sheet of deals and names ``hf_<block>``.
        lang: the language where the workbook's settings name none.

    Returns:
        What was done, in words.

    Raises:
        InputError, OptionError: something in the workbook, in words a user can act on; but for the words in
            ``hf_status`` nothing has changed.
    """
    with filters_of(book) as filters, _quiet(book.app):
        try:
            places, sheets = _places(book), BookSnapshot(book)
            raw = _raw(book, places)
            # the report is computed while the spreadsheet tells what its sheets hold
            with ThreadPoolExecutor(1) as other:
                computing = other.submit(_computed, *raw, lang)
                sheets.load({place.sheet for place in places})
                found = _BookState(places, sheets, names_of(book), orphaned_rows(book))
                loaded, parts = computing.result()
            filters.suspend(place.sheet for place in places)
            filled, report = _filled(book, parts, loaded, found)
            filters.filled.extend(filled)
        except HonestFunnelError as error:
            _show_status(book, error.text(lang))
            raise
        except Exception as error:
            _show_status(book, say("refresh.refused", lang, message=error))
            raise
        done = done_message(report, loaded.settings)
        _show_status(book, done)
    return done


def check(book: xw.Book, lang: Lang) -> str:
    """What a report would be made from: rows read, roles guessed, what was set aside. Nothing is changed.

    Args:
        book: a live workbook with a sheet of deals.
        lang: the language where the workbook's settings name none.

    Raises:
        InputError, OptionError: something in the workbook, in words a user can act on.
    """
    return summary(loaded_of(book, places_of(book), lang))


def _places(book: xw.Book) -> list[Place]:
    """Where the report's blocks stand.

    Raises:
        InputError: ``template_without_blocks``.
    """
    places = places_of(book)
    if not places:
        raise InputError("template_without_blocks", file=book.name)
    return places


def loaded_of(book: xw.Book, places: list[Place], lang: Lang) -> LoadedData:
    """The raw tables of the workbook, typed."""
    tables, template = _raw(book, places)
    return type_tables(tables, {}, template, lang)


def _computed(
    tables: dict[str, Grid], template: dict[str, str], lang: Lang
) -> tuple[LoadedData, Iterator[Report]]:
    """What was loaded, and the parts of the report, the first of them computed already."""
    loaded = type_tables(tables, {}, template, lang)
    parts = parts_of(loaded)
    return loaded, chain([next(parts)], parts)


def _raw(book: xw.Book, places: list[Place]) -> tuple[dict[str, Grid], dict[str, str]]:
    """What stands on sheets without a place of the report, and the settings of the report's own sheet."""
    skipped = {place.sheet for place in places} | {SCRATCH}
    kept, seen = orphaned_sheet(book), ledger.sheet_of(book)
    if kept is not None:
        skipped.add(kept.name)
    if seen is not None and ledger.is_blank(seen):
        skipped.add(seen.name)
    tables = tables_of(LiveBook(book, skipped))
    own = next((place.sheet for place in places if place.block.name == "settings"), None)
    template = read_template_settings(grid_of(book.sheets[own])) if own else {}
    return tables, template


@dataclass(frozen=True)
class _BookState:
    """What a workbook holds before it is filled.

    Args:
        places: of the report's blocks.
        sheets: with their cells.
        names: its names, folded.
        orphaned: rows of the notes kept.
    """

    places: list[Place]
    sheets: BookSnapshot
    names: dict[str, xw.Name]
    orphaned: Rows


Filled = list[tuple[str, Rect]]
"""Sheet and rectangle of each place that was filled."""


def _filled(
    book: xw.Book, parts: Iterable[Report], loaded: LoadedData, found: _BookState
) -> tuple[Filled, Report]:
    """Fill all places, or none; where they are now, and the last part of the report.

    While the next part is computed, a spreadsheet is at what it was asked to write.
    """
    undo, filled = UndoLog(book), []
    try:
        orphans = OrphanedNotesSheet(book, OrphanedNotes.read(loaded.settings.lang, found.orphaned))
        for part in parts:
            filled += _fill(part, found, undo, orphans, loaded.settings.today())
        orphans.write(undo)
        seen = ledger.sheet_of(book)
        if seen is not None:
            ledger.append_rows(seen, loaded, undo)
        undo.wait()
    except BaseException:
        undo.roll_back()
        raise
    finally:
        undo.close()
    return filled, part


def _fill(
    part: Report, found: _BookState, undo: UndoLog, orphans: OrphanedNotesSheet, today: dt.date
) -> Filled:
    """Fill the places of the blocks of a part."""
    values, filled = BlockValues(part), []
    filler = BlockFiller(found.names, found.sheets, part, values, undo)
    for place in found.places:
        if place.block.source not in part.blocks:
            continue
        sheet = found.sheets.sheet(place.sheet)
        beside = read_notes(sheet, place, [other for other in found.places if other is not place])
        rect = filler.fill(place)
        filled.append((place.sheet, rect))
        if beside is not None:
            keys = _keys(values, place, rect.bottom - rect.top)
            orphans.orphaned.restore(beside, keys)
            orphaned = place_notes(beside, rect, keys, sheet, undo)
            orphans.orphaned.append(orphaned, dt.datetime.combine(today, dt.time()))
    return filled


def _keys(values: BlockValues, place: Place, room: int) -> list[RowKey]:
    """What each row of a filled block is about, as its cells tell it."""
    columns = {column.key: column for column in place.block.columns}
    told = [values.column(place.block, columns[key], room) for key in KEY_COLUMNS[place.block.name]]
    return [tuple(map(key_text, about)) for about in zip(*told, strict=True)]


def _show_status(book: xw.Book, text: str) -> None:
    """Put the outcome where the user looks."""
    name = name_of(book, STATUS)
    # the outcome itself matters more than where it is told
    with suppress(Exception):
        book.app.status_bar = text
    if name is not None:
        with suppress(Exception):
            name.refers_to_range[0, 0].value = text


@contextmanager
def _quiet(app: xw.App) -> Iterator[None]:
    """Nothing is redrawn, calculated or asked meanwhile; selection and state return at the end."""
    state = {name: getattr(app, name) for name in ("screen_updating", "display_alerts", "calculation")}
    selection = app.selection
    app.screen_updating, app.display_alerts, app.calculation = False, False, "manual"
    try:
        yield
    finally:
        for name in ("calculation", "display_alerts"):
            setattr(app, name, state[name])
        if selection is not None:
            selection.sheet.activate()
            selection.select()
        app.screen_updating = state["screen_updating"]
