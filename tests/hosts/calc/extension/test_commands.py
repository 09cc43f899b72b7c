"""The toolbar, the menu and buttons in a sheet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from addin.functions.registry import FUNCTIONS
from addin.hosts.calc.extension.build import parts
from addin.hosts.calc.launch import Office
from addin.words import LANGS
from tests.hosts.calc.extension.sheets import filled, until

REFRESH = "org.honestfunnel:refresh"
NOTHING = "nothing yet"


@pytest.fixture
def book(app: xw.App) -> xw.Book:
    """A workbook whose sheet "Ф" has a place for the block of intake."""
    book = filled(app)
    book.names.add("hf_intake", "=Ф!$A$3:$B$4")
    book.sheets["Ф"]["A3"].value = [["Leads", "Taken"], [NOTHING, NOTHING]]
    return book


@pytest.fixture
def in_russian(office: Office) -> Iterator[None]:
    office.client.call("environment", "HONEST_FUNNEL_LANG", "ru")
    yield
    office.client.call("environment", "HONEST_FUNNEL_LANG", None)


def test_the_toolbar_item_fills_the_report(book: xw.Book, office: Office) -> None:
    office.client.call("dispatch", REFRESH)
    assert office.client.call("told").startswith("Refreshed ")
    assert book.sheets["Ф"]["A4"].value == 4


def test_a_button_in_a_sheet_fills_the_report(book: xw.Book, office: Office) -> None:
    office.client.call("add_button", (book.impl.uid, "Ф", 20, 0, 21, 1), "Обновить отчёт", REFRESH)
    book.sheets["Ф"].activate()
    office.client.call("click_button", book.impl.uid, "Ф")
    assert until(lambda: book.sheets["Ф"]["A4"].value == 4)


def test_a_workbook_without_places_says_what_to_do(app: xw.App, office: Office) -> None:
    filled(app)
    office.client.call("dispatch", REFRESH)
    assert "hf_" in office.client.call("told")


@pytest.mark.usefixtures("in_russian")
def test_a_workbook_without_places_says_so_in_russian(app: xw.App, office: Office) -> None:
    filled(app)
    office.client.call("dispatch", REFRESH)
    assert "нет ни одного имени hf_" in office.client.call("told")


@pytest.mark.usefixtures("book")
def test_a_second_press_is_refused_while_the_first_is_answered(office: Office) -> None:
    assert office.client.call("two_presses", "refresh") == "A command is running already; wait for it to end."


def test_the_list_of_extensions_names_the_functions() -> None:
    texts = parts("/usr/bin/python3", None)
    said = texts["description.en.txt"].decode()
    assert ", ".join(function.name for function in FUNCTIONS) in said
    assert "/usr/bin/python3" in said
    listed = texts["description.xml"].decode()
    assert all(f'<src lang="{lang}" xlink:href="description.{lang}.txt"/>' in listed for lang in LANGS)


def test_toolbar_and_menu_are_there_in_the_offices_language(office: Office) -> None:
    toolbar = "/org.openoffice.Office.Addons/AddonUI/OfficeToolBar/org.honestfunnel.calc.toolbar/refresh"
    title, url = office.client.call("configured", toolbar, ("Title", "URL"))
    assert (title, url) == ("Refresh report", REFRESH)
    menu = "/org.openoffice.Office.Addons/AddonUI/OfficeMenuBar/org.honestfunnel.calc.menu"
    found = office.client.call("configured", menu, ("Title", "Submenu/0_refresh/Title"))
    assert found == ("Honest Funnel", "Refresh report")
