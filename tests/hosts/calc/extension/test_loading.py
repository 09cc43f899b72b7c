"""Workbooks saved and opened again: formulas stay alive, and what came as #NAME? is set anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from addin.hosts.calc.launch import Office
from tests.hosts.calc.extension.sheets import DEALS, LOAD, STAGES, filled, until
from tests.office import converted

FULL = "ORG.HONESTFUNNEL.FUNCTIONS."


def raw(office: Office, sheet: xw.Sheet, row: int, column: int) -> str:
    where = (sheet.book.impl.uid, sheet.name, row, column, row, column)
    return str(office.client.call("raw_formula", where))


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_formulas_are_alive_after_saving_and_opening(
    ending: str, app: xw.App, office: Office, tmp_path: Path
) -> None:
    book = filled(app)
    book.sheets["Ф"]["A1"].formula = LOAD
    book.sheets["Ф"]["A2"].formula = '=INTAKE(A1,"won",,,"all")'
    book.sheets["Ф"]["B1:C2"].formula_array = '=REPORT_BLOCK("intake",A1,"all")'
    handle = book.sheets["Ф"]["A1"].value
    book.save(tmp_path / f"saved.{ending}")
    book.close()
    book = app.books.open(tmp_path / f"saved.{ending}")
    sheet = book.sheets["Ф"]
    assert sheet["A1:A2"].value == [handle, 2]
    book.sheets["Сделки"]["C3"].value = "Оплачен"
    assert sheet["A2"].value == 3
    assert sheet["A1"].value != handle
    assert sheet["B1:B2"].value == ["Leads", 5]
    assert raw(office, sheet, 0, 1).startswith("{=" + FULL)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """An .xlsx as another program writes it: functions by their bare names, values not computed."""
    path = tmp_path / "foreign.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as file:
        deals, stages, sheet = (file.add_worksheet(name) for name in ("Сделки", "Этапы", "Ф"))
        for number, row in enumerate(DEALS):
            deals.write_row(number, 0, row)
        for number, row in enumerate(STAGES):
            stages.write_row(number, 0, row)
        sheet.write_formula("A1", LOAD)
        sheet.write_formula("A2", '=iferror(intake(A1,"won",,,"all"),0)*10')
        sheet.write_formula("A3", "=A2+1")
        sheet.write_formula("A4", "=NOSUCH(1)", value="kept")
        sheet.write_formula("A5", '="INTAKE("&"x"', value="kept")
        sheet.write_string("A6", "=INTAKE(1)&1", file.add_format({"num_format": "@"}))
        sheet.write_string("A7", "=INTAKE(1)&1")
        sheet.write_array_formula("C1:D2", '{=REPORT_BLOCK("intake",A1,"all")}')
        file.define_name("hf_deals", "='Ф'!$A$1")
    return path


def test_functions_by_their_bare_names_are_set_again(foreign: Path, app: xw.App, office: Office) -> None:
    sheet = app.books.open(foreign).sheets["Ф"]
    assert until(lambda: raw(office, sheet, 0, 0).startswith("=" + FULL))
    assert str(sheet["A1"].value).endswith("· 5")
    assert sheet["A2:A3"].value == [20, 21], "what depends on them follows"
    assert sheet["C1:D2"].value == [["Leads", "Taken"], [5, 3]]
    assert raw(office, sheet, 0, 2).startswith("{=" + FULL + "REPORTBLOCK")


@pytest.mark.parametrize("ending", ["ods", "fods"])
def test_bare_names_that_an_office_without_us_has_saved_are_set_again(
    ending: str, foreign: Path, app: xw.App, office: Office
) -> None:
    sheet = app.books.open(converted(foreign, ending)).sheets["Ф"]
    assert until(lambda: raw(office, sheet, 0, 0).startswith("=" + FULL))
    assert str(sheet["A1"].value).endswith("· 5")
    assert sheet["A2:A3"].value == [20, 21]
    assert raw(office, sheet, 0, 2).startswith("{=" + FULL + "REPORTBLOCK")


def test_other_formulas_stay_as_they_came_and_the_workbook_is_not_changed(
    foreign: Path, app: xw.App, office: Office
) -> None:
    book = app.books.open(foreign)
    sheet = book.sheets["Ф"]
    assert until(lambda: raw(office, sheet, 0, 0).startswith("=" + FULL))
    assert sheet["A4:A5"].value == ["kept", "kept"], "not even computed"
    assert sheet["A6:A7"].value == ["=INTAKE(1)&1", "=INTAKE(1)&1"], "texts stay texts"
    assert office.client.call("modified", book.impl.uid) is False


def test_the_worker_is_started_by_a_workbook_that_will_need_it(
    app: xw.App, office: Office, tmp_path: Path
) -> None:
    plain, named = filled(app), filled(app)
    named.names.add("hf_intake", "=Ф!$A$3:$A$4")
    for book, name in ((plain, "plain.ods"), (named, "named.ods")):
        book.save(tmp_path / name)
        book.close()
    office.client.call("end_worker")
    app.books.open(tmp_path / "plain.ods")
    assert office.client.call("worker") == 0
    app.books.open(tmp_path / "named.ods")
    assert until(lambda: office.client.call("worker") != 0)
