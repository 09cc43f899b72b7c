"""What users write beside a deal follows it."""

from __future__ import annotations

import datetime as dt

import xlwings as xw

from addin.hosts.workbook import refresh
from addin.hosts.workbook.orphaned_notes import sheet_of
from addin.report.layout import BLOCK
from tests.hosts.calc.live_samples import row_of
from tests.hosts.calc.refresh.blocks import ATTENTION, DEALS, cells, range_at, status_column


def deals_of(book: xw.Book) -> list[str]:
    return [row[0] for row in cells(book, "attention")[1:]]


def set_status(book: xw.Book, deal: str, status: str) -> None:
    deals = book.sheets[DEALS]
    deals.range((row_of(deals, deal), status_column(deals))).value = status


def test_notes_follow_their_deals_and_are_kept_when_these_leave(book: xw.Book) -> None:
    refresh(book, "ru")
    rect, sheet = range_at(book, "attention"), book.sheets[ATTENTION]
    beside, top = rect.last_cell.column + 1, rect.row
    ids = deals_of(book)
    sheet.range((top, beside)).value = "Заметки"
    leaves, stays = ids[2], ids[10]
    when = dt.datetime(2026, 9, 21)
    sheet.range((top + 3, beside)).value = "обещал подумать"
    note = sheet.range((top + 11, beside), (top + 11, beside + 1))
    note[0].number_format = "@"
    note.value = ["=не формула", when]
    set_status(book, leaves, "Отказ")
    refresh(book, "ru")
    now = deals_of(book)
    assert leaves not in now
    notes = sheet.range((top + 1, beside), (top + len(now), beside + 1)).value
    where = {deal: note for deal, note in zip(now, notes, strict=True) if note != [None, None]}
    assert where == {stays: ["=не формула", when]}
    kept = sheet_of(book)
    assert kept is not None
    row = ["Сделки, которыми надо заняться", leaves, "Заметки", "обещал подумать"]
    assert kept.range("A2:D2").value == row
    set_status(book, leaves, "Новый")
    refresh(book, "ru")
    assert sheet.range((top + 1 + deals_of(book).index(leaves), beside)).value == "обещал подумать"
    assert kept.range("A2").value is None


def test_every_keyed_block_has_its_key_columns() -> None:
    from addin.placement.row_notes import KEY_COLUMNS

    assert all(set(keys) <= set(BLOCK[block].keys) for block, keys in KEY_COLUMNS.items())
