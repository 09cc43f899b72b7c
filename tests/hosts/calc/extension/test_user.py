"""What a user does, from the first look at the live workbook to its opening again, in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from addin.hosts.calc.launch import Office
from addin.hosts.calc.live_workbook import make_workbook
from tests.hosts.calc.extension.sheets import until
from tests.hosts.calc.live_samples import row_of, small_tables

LEADS, OWN = "B10", "K2"
"""On the sheet of formulas: the leads of whoever is chosen, and a formula of the user's own."""
KEPT = "Сохранённые заметки"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The live workbook of ``honest-funnel calc open``, with the department's last deals."""
    path = tmp_path_factory.mktemp("user") / "воронка.ods"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sheets_templates.live_workbook.sample_tables", small_tables)
        make_workbook(path, "ru", blank=False)
    return path


def area(book: xw.Book, name: str) -> xw.Range:
    return next(n for n in book.names if n.name == name).refers_to_range


def first_column(block: xw.Range) -> list[Any]:
    """What the rows of a block are about; its headings left out."""
    found: list[Any] = block[1:, 0].options(ndim=1).value
    return found


def press(office: Office, book: xw.Book) -> None:
    """Press the button of the first sheet and wait until the report says so."""
    status = area(book, "hf_status")
    status.value = "жду"
    book.sheets["Главное"].activate()
    office.client.call("click_button", book.impl.uid, "Главное")
    assert until(lambda: str(status[0, 0].value).startswith("Обновлено")), status.value


def set_status(book: xw.Book, deal: str, status: str, *, closed: bool) -> None:
    """Change the status of a deal among the raw ones, and its date of closing."""
    deals = book.sheets["Сделки"]
    head, row = deals["A4:O4"].value, row_of(deals, deal)
    column = {name: head.index(name) + 1 for name in ("Статус", "Дата закрытия", "Дата создания")}
    when = deals.range((row, column["Дата создания"])).value if closed else None
    deals.range((row, column["Дата закрытия"])).value = when
    deals.range((row, column["Статус"])).value = status


def notes(book: xw.Book) -> dict[str, str]:
    """What the user has written beside the deals that wait for something."""
    block = area(book, "hf_attention")
    beside = block.last_cell.column + 1
    cells = block.sheet.range((block.row + 1, beside), (block.last_cell.row, beside)).value
    return {deal: note for deal, note in zip(first_column(block), cells, strict=True) if note}


def test_a_day_with_the_live_workbook(app: xw.App, office: Office, workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / workbook.name
    path.write_bytes(workbook.read_bytes())
    book = app.books.open(str(path))
    choose_a_manager(book)
    leaves, stays = change_a_status(book)
    write_notes(book, leaves, stays)
    waiting, ids = area(book, "hf_key_figures").value, first_column(area(book, "hf_attention"))
    press(office, book)
    assert area(book, "hf_key_figures").value != waiting
    assert set(first_column(area(book, "hf_attention"))) == set(ids) - {leaves}
    assert notes(book) == {stays: "перезвонить в пятницу"}
    assert book.sheets[KEPT]["B2:D2"].value == [leaves, "Заметки", "оплатит завтра"]

    shown, won = (book.sheets["Формулы"][cells].value for cells in ("A4:H33", OWN))
    book.save()
    book.close()
    book = app.books.open(str(path))
    assert book.sheets["Формулы"]["A4:H33"].value == shown
    assert notes(book) == {stays: "перезвонить в пятницу"}
    set_status(book, leaves, "Новый", closed=False)
    assert book.sheets["Формулы"][OWN].value == won - 1, "the formulas are alive"
    press(office, book)
    assert notes(book) == {stays: "перезвонить в пятницу", leaves: "оплатит завтра"}
    assert book.sheets[KEPT]["B2"].value is None


def choose_a_manager(book: xw.Book) -> None:
    """The figures become his own, and everybody's again."""
    formulas = book.sheets["Формулы"]
    everybody = formulas[LEADS].value
    formulas["B5"].value = next(name for name in first_column(area(book, "hf_managers")) if name)
    assert 0 < formulas[LEADS].value < everybody
    formulas["B5"].value = None
    assert formulas[LEADS].value == everybody


def change_a_status(book: xw.Book) -> tuple[str, str]:
    """A formula of the user's own follows at once; a deal that leaves its block, and one that stays."""
    formulas = book.sheets["Формулы"]
    formulas[OWN].formula = '=STAGE_CONV(hf_deals,"Новый","Отказ")'
    assert "Отказ" in str(formulas[OWN].value), "a status that is no stage is refused in words"
    formulas[OWN].formula = '=STAGE_CONV(hf_deals,,,,,,"advanced")'
    won, handle = formulas[OWN].value, formulas["B4"].value
    ids = first_column(area(book, "hf_attention"))
    set_status(book, ids[2], "Оплачен", closed=True)
    assert formulas["B4"].value != handle
    assert formulas[OWN].value == won + 1
    return ids[2], ids[5]


def write_notes(book: xw.Book, leaves: str, stays: str) -> None:
    """Beside two deals, below a heading."""
    block = area(book, "hf_attention")
    ids, beside = first_column(block), block.last_cell.column + 1
    for deal, note in ((leaves, "оплатит завтра"), (stays, "перезвонить в пятницу")):
        block.sheet.range((block.row + 1 + ids.index(deal), beside)).value = note
    block.sheet.range((block.row, beside)).value = "Заметки"
