"""The office as an application: screen, calculation, selection, several workbooks and several offices."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlwings as xw

from addin.hosts.calc.engine import CalcError, NotFoundError, UnsupportedError, connect, disconnect
from addin.hosts.calc.launch import Office

MOMENT = dt.datetime(2024, 1, 2, 3, 4)


def test_the_office_is_an_application(app: xw.App, office: Office) -> None:
    assert app.pid == office.pid
    assert app.version.major >= 7
    assert app == xw.apps.active
    assert xw.apps[app.pid] == app
    assert app.engine.name == "libreoffice"


def test_screen_calculation_and_status(app: xw.App, sheet: xw.Sheet) -> None:
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
    with app.properties(screen_updating=False, calculation="manual", status_bar="Считаем…"):
        assert (app.screen_updating, app.calculation, app.status_bar) == (False, "manual", "Считаем…")
        sheet["A1"].value = [1, "=A1+1"]
        sheet["A1"].value = 5
        app.calculate()
        assert sheet["B1"].value == 6
        sheet["A1"].value = 7
        assert sheet["B1"].value == 6
        app.calculate()
        assert sheet["B1"].value == 8
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
    with pytest.raises(
        CalcError, match=r"^calculation is one of automatic, semiautomatic, manual, not 'never'$"
    ):
        app.calculation = "never"


def test_selection(app: xw.App, book: xw.Book, sheet: xw.Sheet) -> None:
    other = book.sheets.add("Other", after=sheet)
    other["B2:C3"].select()
    assert book.selection == other["B2:C3"]
    assert app.selection == other["B2:C3"]
    assert book.sheets.active == other
    app.screen_updating = False
    sheet["A5"].select()
    app.screen_updating = True
    assert book.selection == sheet["A5"]


@pytest.mark.usefixtures("book")
def test_a_message_is_refused_without_a_screen(app: xw.App) -> None:
    with pytest.raises(CalcError, match=r"^a message cannot be shown: the office has no screen$"):
        app.alert("done")


def test_what_makes_no_sense_is_refused(app: xw.App) -> None:
    with pytest.raises(UnsupportedError, match=r"^App.enable_events = False is not supported"):
        app.enable_events = False
    with pytest.raises(UnsupportedError, match=r"^starting an office through xlwings is not supported"):
        xw.App()


def test_two_workbooks_at_once(app: xw.App, book: xw.Book) -> None:
    with app.books.add() as other:
        book.sheets[0]["A1"].value = "first"
        other.sheets[0]["A1"].value = "second"
        assert app.books.count == 2
        assert book.name != other.name
        assert app.books[book.name].sheets[0]["A1"].value == "first"
        assert app.books[other.name].sheets[0]["A1"].value == "second"
    assert app.books.count == 1
    with pytest.raises(CalcError, match=r"^the workbook is not open any more$"):
        other.sheets[0]["A1"].value = 1
    with pytest.raises(NotFoundError, match=r"^no workbook 'x.ods' is open$"):
        app.books["x.ods"]


def test_two_offices_at_once(app: xw.App, book: xw.Book) -> None:
    with Office() as second:
        other = connect(second.client)
        try:
            assert len(xw.apps) == 2
            there = other.books.add()
            there.sheets[0]["A1"].value = "there"
            book.sheets[0]["A1"].value = "here"
            assert there.sheets[0]["A1"].value == "there"
            assert book.sheets[0]["A1"].value == "here"
            with pytest.raises(CalcError, match=r"in another office$"):
                book.sheets[0].impl.copy(None, there.sheets[0].impl)
        finally:
            disconnect(other)
    assert xw.apps.active == app


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_saved_and_opened_again(book: xw.Book, sheet: xw.Sheet, tmp_path: Path, ending: str) -> None:
    sheet.name = "Data"
    sheet["A1"].value = [["id", "when", "ok", "sum"], [1, MOMENT, True, "=A2*2"]]
    sheet["A2"].number_format = "0.00"
    sheet["A1:D1"].font.bold = True
    book.names.add("hf_block", "=Data!$A$1:$D$2")
    sheet.tables.add(sheet["A1:D2"], name="Deals")
    sheet["A1"].add_note("a note")
    path = tmp_path / f"книга.{ending}"
    book.save(path)
    assert (book.name, book.fullname) == (path.name, str(path))
    sheet["A2"].value = 2
    book.save()
    before = sheet["A1:D2"].value
    book.close()
    again = xw.Book(path)
    try:
        check_saved(again, before)
        assert xw.Book(path) == again
    finally:
        again.close()


def check_saved(book: xw.Book, before: object) -> None:
    page = book.sheets["Data"]
    assert page["A1:D2"].value == before == [["id", "when", "ok", "sum"], [2, MOMENT, True, 4]]
    assert page["D2"].formula == "=A2*2"
    assert (page["A2"].number_format, page["A1:D1"].font.bold) == ("0.00", True)
    assert book.names["hf_block"].refers_to_range == page["A1:D2"]
    assert page.tables["Deals"].range.address == "$A$1:$D$2"
    assert page["A1"].note is not None


def test_exports_and_bad_endings(book: xw.Book, sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = [["Имя", 1.5], ["a,b", 2]]
    book.save(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes()[:5] == b"%PDF-"
    book.save(tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text("utf-8") == 'Имя,1.5\n"a,b",2\n'
    assert book.fullname.startswith("Untitled")
    with pytest.raises(CalcError, match=r"x\.doc: endings of workbooks are \.csv, \.fods"):
        book.save(tmp_path / "x.doc")
    with pytest.raises(CalcError, match=r"^the workbook was never saved or is read-only: give a path$"):
        book.save()


def test_files_that_cannot_be_opened(app: xw.App, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "none.xlsx")
    (tmp_path / "page.html").write_text("<p>no table</p>")
    (tmp_path / "word.odt").write_bytes(b"PK\3\4 not a document")
    with pytest.raises(CalcError, match="could not be opened"):
        app.books.open(tmp_path / "word.odt")
    with pytest.raises(UnsupportedError, match="read_only and password"):
        app.books.open(tmp_path / "page.html", update_links=True)
