"""Filters over the report's tables: they grow with their tables, and show the right rows after a refresh."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from addin.hosts.workbook import refresh
from addin.hosts.workbook.reading import places_of
from addin.placement.ranges import Rect
from tests.hosts.calc.live_samples import row_of
from tests.hosts.calc.refresh.blocks import ATTENTION, DEALS, cells, range_at, status_column

MANAGER = "Менеджер"
Filtered = Callable[..., xw.Book]


@pytest.fixture
def filtered(book: xw.Book, app: xw.App, tmp_path: Path) -> Filtered:
    """A refreshed workbook opened anew, whose list of deals to act on shows only some values of a column."""

    def opened(heading: str, shown: set[Any]) -> xw.Book:
        refresh(book, "ru")
        area, path = range_at(book, "attention"), tmp_path / "filtered.xlsx"
        column = area[0, :].value.index(heading)
        book.save(str(tmp_path / "refreshed.xlsx"))
        file = loaded(tmp_path / "refreshed.xlsx")
        sheet = file[ATTENTION]
        sheet.auto_filter.ref = area.get_address(False, False)
        sheet.auto_filter.add_filter_column(column, sorted(map(str, shown)))
        for row in range(area.row + 1, area.last_cell.row + 1):
            sheet.row_dimensions[row].hidden = sheet.cell(row, column + 1).value not in shown
        file.save(path)
        return app.books.open(str(path))

    return opened


def values(book: xw.Book, heading: str) -> list[Any]:
    """What the rows of the list have in a column."""
    head, *rows = cells(book, "attention")
    return [row[head.index(heading)] for row in rows]


def shown(book: xw.Book, heading: str) -> list[Any]:
    """The same of those rows that can be seen."""
    first = range_at(book, "attention").row + 1
    sheet = book.sheets[ATTENTION]
    every = enumerate(values(book, heading), first)
    return [value for row, value in every if not sheet.range((row, 1)).rows.hidden]


def set_statuses(book: xw.Book, ids: list[str], status: str) -> None:
    deals = book.sheets[DEALS]
    for deal in ids:
        deals.range((row_of(deals, deal), status_column(deals))).value = status


def loaded(path: Path) -> openpyxl.Workbook:
    """A workbook to look into or to change; what openpyxl does not know of it does not matter here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def filter_areas(path: Path) -> dict[str, str]:
    """Sheet → the cells that its filter covers, in a saved workbook."""
    file = loaded(path)
    return {sheet.title: sheet.auto_filter.ref for sheet in file if sheet.auto_filter.ref}


def reference(rect: Rect) -> str:
    first, last = (openpyxl.utils.get_column_letter(number) for number in (rect.left, rect.right))
    return f"{first}{rect.top}:{last}{rect.bottom}"


def test_filters_grow_and_shrink_with_their_tables(book: xw.Book, tmp_path: Path) -> None:
    for change in (None, "Отказ"):
        if change:
            set_statuses(book, [row[0] for row in cells(book, "attention")[1:60]], change)
        refresh(book, "ru")
        book.save(str(tmp_path / "saved.xlsx"))
        areas = filter_areas(tmp_path / "saved.xlsx")
        places = {p.sheet: reference(p.rect) for p in places_of(book) if p.block.fixed_rows is None}
        assert len(set(areas) & set(places)) >= 10
        assert {sheet: areas[sheet] for sheet in places if sheet in areas} == {
            sheet: place for sheet, place in places.items() if sheet in areas
        }


@pytest.mark.parametrize("many", [1, 2])
def test_rows_that_a_filter_of_texts_shows_are_those_it_looks_for(many: int, filtered: Filtered) -> None:
    book = filtered(MANAGER, {"Игорь Лапшин", "Семён Журавлёв"} if many == 2 else {"Игорь Лапшин"})
    wanted = {"Игорь Лапшин", "Семён Журавлёв"} if many == 2 else {"Игорь Лапшин"}
    assert set(shown(book, MANAGER)) == wanted
    set_statuses(book, [row[0] for row in cells(book, "attention")[3:40:2]], "Отказ")
    refresh(book, "ru")
    every = Counter(value for value in values(book, MANAGER) if value in wanted)
    assert Counter(shown(book, MANAGER)) == every
    assert set(every) == wanted
    book.close()


def test_a_list_that_grows_under_a_filter_shows_what_is_looked_for(filtered: Filtered) -> None:
    book = filtered(MANAGER, {"Игорь Лапшин"})
    before, deals = len(values(book, MANAGER)), book.sheets[DEALS]
    head = deals.range("A4:O4").value
    column = head.index("Следующий контакт") + 1
    listed = {row[0] for row in cells(book, "attention")[1:]}
    for row in range(5, 200):
        if str(deals.range((row, 1)).value).removesuffix(".0") not in listed:
            deals.range((row, status_column(deals))).value = "Ожидаем оплату"
            deals.range((row, column)).value = deals.range((row, 2)).value
    refresh(book, "ru")
    assert len(values(book, MANAGER)) > before
    assert len(shown(book, MANAGER)) == values(book, MANAGER).count("Игорь Лапшин") > 0
    assert set(shown(book, MANAGER)) == {"Игорь Лапшин"}
    book.close()


def test_a_failure_while_writing_leaves_the_filter_at_work(
    filtered: Filtered, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = filtered(MANAGER, {"Игорь Лапшин"})
    before, every = shown(book, MANAGER), values(book, MANAGER)
    set_statuses(book, [row[0] for row in cells(book, "attention")[3:40:2]], "Отказ")

    def fail(*_args: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr("addin.hosts.workbook.OrphanedNotesSheet.write", fail)
    with pytest.raises(RuntimeError, match="no more"):
        refresh(book, "ru")
    assert values(book, MANAGER) == every
    assert shown(book, MANAGER) == before
    book.close()
