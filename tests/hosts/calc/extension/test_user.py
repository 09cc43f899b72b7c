"""What a user does, from the first look at the live workbook to its opening again, in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from addin.hosts.calc import live
from addin.hosts.calc.launch import Office
from tests.hosts.calc.extension.sheets import until
from tests.hosts.calc.live_samples import row_of, small_tables

FIRST_LEADS, LEFT, STAYS = "B10", 2, 5


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The live workbook of ``honest-funnel calc open``, with the department's last deals."""
    path = tmp_path_factory.mktemp("user") / "воронка.ods"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sheets_templates.live.sample_tables", small_tables)
        live.make(path, "ru", blank=False)
    return path


def area(book: xw.Book, name: str) -> xw.Range:
    return next(n for n in book.names if n.name == name).refers_to_range


def first_column(block: xw.Range) -> list[Any]:
    """What the rows of a block are about; its headings left out."""
    found: list[Any] = block[1:, 0].options(ndim=1).value
    return found


def press(office: Office, book: xw.Book) -> None:
    """Press the button of the Summary and wait until the report says so."""
    status = area(book, "hf_status")
    status.value = "жду"
    book.sheets["Сводка"].activate()
    office.bridge.call("click_button", book.impl.uid, "Сводка")
    assert until(lambda: str(status[0, 0].value).startswith("Обновлено")), status.value


def test_a_day_with_the_live_workbook(app: xw.App, office: Office, workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / workbook.name
    path.write_bytes(workbook.read_bytes())
    book = app.books.open(str(path))
    formulas, deals, attention = (book.sheets[name] for name in ("Формулы", "Сделки", "Внимание"))

    # a manager is chosen from the list: the figures become his own
    everybody = formulas[FIRST_LEADS].value
    formulas["B5"].value = next(name for name in first_column(area(book, "hf_managers")) if name)
    assert 0 < formulas[FIRST_LEADS].value < everybody
    formulas["B5"].value = None
    assert formulas[FIRST_LEADS].value == everybody

    # a status is changed among the raw deals: a formula of the user's own follows at once
    formulas["K2"].formula = '=STAGE_CONV(hf_deals,"Новый","Отказ")'
    assert "Отказ" in str(formulas["K2"].value), "a status that is no stage is refused in words"
    formulas["K2"].formula = '=STAGE_CONV(hf_deals,,,,,,"advanced")'
    won, handle = formulas["K2"].value, formulas["B4"].value
    ids = first_column(area(book, "hf_attention"))
    head = deals["A4:O4"].value
    status, closed = (head.index(name) + 1 for name in ("Статус", "Дата закрытия"))
    leaves, stays = ids[LEFT], ids[STAYS]
    row = row_of(deals, leaves)
    deals.range((row, closed)).value = deals.range((row, head.index("Дата создания") + 1)).value
    deals.range((row, status)).value = "Оплачен"
    assert formulas["B4"].value != handle
    assert formulas["K2"].value == won + 1

    # notes beside two deals that wait for something
    rect = area(book, "hf_attention")
    beside = rect.last_cell.column + 1
    attention.range((rect.row, beside)).value = "Заметки"
    attention.range((rect.row + 1 + LEFT, beside)).value = "оплатит завтра"
    attention.range((rect.row + 1 + STAYS, beside)).value = "перезвонить в пятницу"

    # the button: the blocks are filled, one note follows its deal, the other is kept
    waiting = area(book, "hf_key_figures").value
    press(office, book)
    assert area(book, "hf_key_figures").value != waiting
    now = first_column(area(book, "hf_attention"))
    assert leaves not in now
    assert len(now) == len(ids) - 1
    notes = attention.range((rect.row + 1, beside), (rect.row + len(now), beside)).value
    assert {deal: note for deal, note in zip(now, notes, strict=True) if note} == {
        stays: "перезвонить в пятницу"
    }
    kept = book.sheets["Сохранённые заметки"]
    assert kept["B2:D2"].value == [leaves, "Заметки", "оплатит завтра"]

    # saved, opened again: values are there, and formulas live
    shown = formulas["A4:H33"].value
    book.save()
    book.close()
    book = app.books.open(str(path))
    formulas, deals = book.sheets["Формулы"], book.sheets["Сделки"]
    assert formulas["A4:H33"].value == shown
    assert first_column(area(book, "hf_attention")) == now
    assert book.sheets["Сохранённые заметки"]["D2"].value == "оплатит завтра"
    deals.range((row, closed)).value = None
    deals.range((row, status)).value = "Новый"
    assert formulas["K2"].value == won
    press(office, book)
    back = first_column(area(book, "hf_attention"))
    note = book.sheets["Внимание"].range((rect.row + 1 + back.index(leaves), beside)).value
    assert note == "оплатит завтра"
