"""Refresh fills the blocks of a live Calc workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from addin.hosts.workbook import refresh
from addin.hosts.workbook.reading import places_of
from addin.hosts.workbook.values import column_values
from addin.refresh import Request, load, report_of
from tests.hosts.calc.live_samples import row_of
from tests.hosts.calc.refresh.blocks import ATTENTION, DEALS, cells, range_at, status_column


def test_every_growing_block_is_filled_as_a_file_would_be(book: xw.Book, made: Path) -> None:
    said = refresh(book, "ru")
    assert "400" in said
    report = report_of(load(Request(made, system_lang="ru")))
    for place in places_of(book):
        if place.block.fixed_rows is not None:
            continue
        frame = report.blocks[place.block.name].head(place.block.max_rows or 10**6)
        wanted = [column_values(column, frame[column.key], "ru") for column in place.block.columns]
        rows = [list(row) for row in zip(*wanted, strict=True)]
        shown = cells(book, place.block.name)[1 : len(rows) + 1]
        for found, row in zip(shown, rows, strict=True):
            for value, expected in zip(found, row, strict=True):
                if isinstance(expected, float):
                    assert value == pytest.approx(expected, rel=1e-12)
                else:
                    assert value == expected


def test_rows_the_user_has_hidden_stay_hidden(book: xw.Book) -> None:
    refresh(book, "ru")
    top, deals = range_at(book, "attention").row, book.sheets[DEALS]
    hidden = book.sheets[ATTENTION].range((top + 2, 1), (top + 6, 1)).rows
    hidden.hidden = True
    column = status_column(deals)
    for deal, *_ in cells(book, "attention")[8:12]:
        deals.range((row_of(deals, deal), column)).value = "Отказ"
    refresh(book, "ru")
    assert hidden.hidden


def test_rows_that_hold_other_texts_become_as_high_as_these_need(book: xw.Book) -> None:
    refresh(book, "ru")
    rect, deals = range_at(book, "attention"), book.sheets[DEALS]
    rows = rect[1:, :]
    rows.wrap_text, rows.column_width, rows.row_height = True, 2, 12
    column = status_column(deals)
    for deal, *_ in cells(book, "attention")[1:4]:
        deals.range((row_of(deals, deal), column)).value = "Отказ"
    refresh(book, "ru")
    heights = [cell.row_height for cell in range_at(book, "attention")[1:, :1]]
    assert len(heights) == rows.shape[0] - 3
    assert all(height is not None and height > 24 for height in heights), "two lines and more"


def test_the_key_figures_of_the_summary_are_filled(book: xw.Book) -> None:
    refresh(book, "ru")
    leads = book.sheets["Приём"].range("B4").value
    total = sum(row[1] for row in cells(book, "intake_by_manager")[1:] if row[1] is not None)
    assert leads == total > 0


def test_a_block_grows_and_shrinks_with_what_covers_it(book: xw.Book) -> None:
    refresh(book, "ru")
    sheet = book.sheets[ATTENTION]
    rect = range_at(book, "attention")
    top, bottom = rect.row, rect.last_cell.row
    sheet.range((top, 20)).formula = f"=COUNTA(A{top + 1}:A{bottom})"
    sheet.range((bottom + 40, 1)).value = "моё"
    deals = book.sheets[DEALS]
    column = status_column(deals)
    first = [row[0] for row in cells(book, "attention")[1:30]]
    for deal in first:
        deals.range((row_of(deals, deal), column)).value = "Отказ"
    refresh(book, "ru")
    shrunk = range_at(book, "attention")
    assert shrunk.last_cell.row == bottom - len(first)
    assert sheet.range((top, 20)).value == bottom - top - len(first)
    assert sheet.range((bottom + 40, 1)).value == "моё"
    assert sheet.range((bottom, 1)).value is None
    for deal in first:
        deals.range((row_of(deals, deal), column)).value = "Новый"
    refresh(book, "ru")
    grown = range_at(book, "attention")
    assert sheet.range((top, 20)).formula == f"=COUNTA(A{top + 1}:A{grown.last_cell.row})"
    assert sheet.range((bottom + 40, 1)).value == "моё"
    new = sheet.range((grown.last_cell.row, 1))
    assert new.number_format == sheet.range((top + 1, 1)).number_format
    assert new.value


def test_only_what_differs_is_written_and_an_error_differs(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(book, "ru")
    client, written = book.impl.app.client, []
    genuine = client.submit

    def submit(op: str, *args: Any) -> Any:
        if op == "set_values":
            written.append(args[0][1:])
        return genuine(op, *args)

    monkeypatch.setattr(client, "submit", submit)
    refresh(book, "ru")
    status = book.names["hf_status"].refers_to_range
    told = (status.sheet.name, status.row - 1, status.column - 1, status.row - 1, status.column - 1)
    assert set(written) <= {told}
    cell = range_at(book, "attention")[2, 3]
    shown, empty = cell.value, next(c for c in range_at(book, "attention")[2, :] if c.value is None)
    cell.value, empty.formula = "чужое", "=1/0"
    assert shown
    refresh(book, "ru")
    assert cell.value == shown
    assert (empty.value, empty.formula) == (None, "")
    assert len({*written} - {told}) == 1


def test_a_formula_beside_and_a_formula_within_stay_formulas(book: xw.Book) -> None:
    rect, sheet = range_at(book, "attention"), book.sheets[ATTENTION]
    sheet.range((rect.row + 1, 3)).value = None
    sheet.range((rect.row, 3)).value = "Моё"  # the user's own heading: the column is his
    sheet.range((rect.row - 1, 3)).value = None
    sheet.range((rect.row + 1, 3)).formula = f"=LEN(A{rect.row + 1})"
    refresh(book, "ru")
    grown = range_at(book, "attention")
    own = sheet.range((grown.row + 1, 3), (grown.last_cell.row, 3))
    assert own.value == [float(len(row[0])) for row in cells(book, "attention")[1:]]
    assert own[-1].formula == f"=LEN(A{grown.last_cell.row})"


def test_text_of_the_crm_is_no_formula(book: xw.Book) -> None:
    deals = book.sheets[DEALS]
    column = deals.range("A4:O4").value.index("Менеджер") + 1
    cell = deals.range((deals.used_range.last_cell.row, column))
    cell.number_format = "@"
    cell.value = '=HYPERLINK("http://127.0.0.1/";"Анна")'
    refresh(book, "ru")
    names = [row[0] for row in cells(book, "intake_by_manager")[1:]]
    assert '=HYPERLINK("http://127.0.0.1/";"Анна")' in names


def test_a_period_without_deals_says_so_and_the_next_refresh_fills_again(book: xw.Book) -> None:
    settings = book.sheets["Настройки"]
    settings.range("B3").value = "2020-01"
    refresh(book, "ru")
    empty = cells(book, "intake_by_week")
    assert len(empty) == 3, "a block keeps two rows, so that what covers them can grow"
    settings.range("B3").value = "2026-09"
    refresh(book, "ru")
    assert len(cells(book, "intake_by_week")) == 4


def test_addresses_of_deals_open_at_a_click_and_a_second_refresh_finds_them_as_they_are(
    book: xw.Book,
) -> None:
    refresh(book, "ru")
    area = range_at(book, "attention")
    rows = cells(book, "attention")
    link, deal = rows[0].index("Ссылка"), rows[1][0]
    shown = area[1, link]
    assert shown.value == shown.hyperlink == f"https://crm.example/deals/{deal}"
    assert not shown.formula.startswith("=")
    deals = book.sheets[DEALS]
    deals.range((row_of(deals, deal), status_column(deals))).value = "Отказ"
    refresh(book, "ru")
    after = cells(book, "attention")
    assert after[1][0] != deal
    moved = range_at(book, "attention")[1, link]
    assert moved.value == moved.hyperlink == f"https://crm.example/deals/{after[1][0]}"
