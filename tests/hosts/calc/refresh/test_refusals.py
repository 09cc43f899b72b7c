"""What Refresh refuses leaves the workbook as it was, and is told where the user looks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlwings as xw

from addin.errors import InputError
from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.workbook import refresh
from tests.hosts.calc.live_samples import state
from tests.hosts.calc.refresh.blocks import ATTENTION, DEALS, range_at


def test_what_stands_in_the_way_stops_it_and_nothing_changes(book: xw.Book) -> None:
    sheet = book.sheets[ATTENTION]
    sheet.range("B9").value = "моя заметка"
    before = state(book, ATTENTION)
    with pytest.raises(InputError) as caught:
        refresh(book, "ru")
    assert caught.value.params["cell"] == "B9"
    assert state(book, ATTENTION) == before


def test_bad_data_is_told_where_the_user_looks(book: xw.Book) -> None:
    cell = book.sheets["Формулы"].range("A3")
    book.names.add("hf_status", "='Формулы'!$A$3")
    deals = book.sheets[DEALS]
    deals.range("A4").value = "что-то"
    before = range_at(book, "attention").address
    with pytest.raises(InputError):
        refresh(book, "ru")
    assert "ID" in str(cell.value) or "id" in str(cell.value)
    assert range_at(book, "attention").address == before
    deals.range("A4").value = "ID"
    refresh(book, "ru")
    assert str(cell.value).startswith("Обновлено")


def test_a_protected_sheet_is_told_and_nothing_changes(app: xw.App, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "protected.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = content.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>')
            new.writestr(name, content)
    book = app.books.open(str(path))
    before = state(book, ATTENTION)
    with pytest.raises(CalcError, match="is protected"):
        refresh(book, "ru")
    assert state(book, ATTENTION) == before
    assert "защищ" in app.status_bar or "protected" in app.status_bar
    book.close()


def test_a_workbook_without_places_says_so(app: xw.App) -> None:
    other = app.books.add()
    with pytest.raises(InputError) as caught:
        refresh(other, "en")
    assert caught.value.key == "template_without_blocks"
    other.close()
