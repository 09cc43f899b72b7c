"""The cell functions in real Calc: arguments as Calc hands them over, answers as cells show them."""

from __future__ import annotations

import pytest
import xlwings as xw

from addin.hosts.calc.launch import Office
from tests.hosts.calc.extension.sheets import DEALS, LOAD, filled


@pytest.fixture
def book(app: xw.App) -> xw.Book:
    return filled(app)


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    sheet = book.sheets["Ф"]
    sheet["A1"].formula = LOAD
    return sheet


def shown(sheet: xw.Sheet, formula: str) -> object:
    sheet["B1"].formula = formula
    return sheet["B1"].value


def errors(office: Office, sheet: xw.Sheet, rows: int = 1, columns: int = 1) -> tuple[tuple[int, ...], ...]:
    """Error codes of the cells from B1 on."""
    where = (sheet.book.impl.uid, sheet.name, 0, 1, rows - 1, columns)
    found: tuple[tuple[int, ...], ...] = office.client.call("cell_errors", where)
    return found


def test_every_function_is_computed(sheet: xw.Sheet) -> None:
    assert str(sheet["A1"].value).endswith("· 5")
    assert shown(sheet, "=INTAKE(A1)") == 4
    assert shown(sheet, '=INTAKE(A1,"leads",,,"all")') == 5
    assert shown(sheet, '=INTAKE(A1,"won",,,"all")') == 2
    assert shown(sheet, '=PRESALE_FORECAST(A1,"count")') == 1
    assert shown(sheet, '=STAGE_CONV(A1,,,,,"all","entered")') == 5
    assert shown(sheet, '=PRESALE_FORECAST(A1,"amount")') == 1000
    assert shown(sheet, '=REPORT_BLOCK("intake",A1)') == "Leads"


def test_a_table_comes_with_its_headers_as_an_array_formula(sheet: xw.Sheet, office: Office) -> None:
    sheet["B1:C3"].formula_array = '=REPORT_BLOCK("intake",A1,"all")'
    assert sheet["B1:C2"].value == [["Leads", "Taken"], [5, 3]]
    assert errors(office, sheet, rows=3)[2][0] == 32767, "below the table Calc puts #N/A"


def test_russian_names_and_loose_spelling_are_understood(sheet: xw.Sheet) -> None:
    assert shown(sheet, '=INTAKE(A1,"лиды","анна",,"все")') == 3
    assert shown(sheet, '=STAGE_CONV(A1,"НОВЫЙ","в  работе",,,"all","entered")') == 5


def test_a_cell_handed_over_may_itself_ask(book: xw.Book, sheet: xw.Sheet, office: Office) -> None:
    asking = book.sheets.add("Второй", after="Ф")
    asking["A1"].value = DEALS
    asking["H1"].value = "Заметка"
    asking["H3"].formula = '=INTAKE(Ф!A1,"won",,,"all")'
    load = "=DEALS(Второй!A1:H6,Этапы!A1:C6)"
    sheet["A2"].formula = load
    assert asking["H3"].value == 2
    book.sheets["Сделки"]["C2"].value = "Оплачен"
    told = sheet["A2"].value  # to tell it Calc computes H3 and A1 on the way
    assert asking["H3"].value == 3
    asking["H3"].value = 3
    sheet["A3"].formula = load
    assert sheet["A3"].value == told, "the cells handed over are those that were computed"
    book.close()
    office.client.call("end_worker")  # or two sets of deals would stay loaded


def test_a_changed_cell_gives_a_new_handle_and_its_dependents_follow(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["B1"].formula = '=INTAKE(A1,"won",,,"all")'
    sheet["B2"].formula = "=B1*10"
    before = sheet["A1"].value
    book.sheets["Сделки"]["C3"].value = "Оплачен"
    assert sheet["A1"].value != before
    assert sheet["B1:B2"].value == [3, 30]
    book.sheets["Сделки"]["C3"].value = "Ожидаем оплату"
    assert sheet["A1"].value == before
    assert sheet["B1:B2"].value == [2, 20]


def test_what_a_user_gets_wrong_is_told_in_the_cell(sheet: xw.Sheet, office: Office) -> None:
    said = str(shown(sheet, '=INTAKE(A1,"leds")'))
    assert "leds" in said
    assert "«leads»" in said
    assert "Отдел" in str(shown(sheet, '=INTAKE(A1,,"Отдел")'))
    assert errors(office, sheet) == ((0,),), "a text, not an error"


def test_no_data_is_the_hosts_not_available_and_a_true_zero_is_zero(sheet: xw.Sheet, office: Office) -> None:
    assert shown(sheet, '=INTAKE(A1,"won",,"Реклама","2026-05")') == 0
    assert shown(sheet, '=INTAKE(A1,"taken_rate",,"Реклама","2026-05")') is None
    assert errors(office, sheet) == ((32767,),)
    assert shown(sheet, '=IFNA(INTAKE(A1,"taken_rate",,"Реклама","2026-05"),"none")') == "none"


def test_an_argument_left_out_and_an_empty_cell_mean_everything(sheet: xw.Sheet) -> None:
    assert shown(sheet, '=INTAKE(A1,"leads",,,"all")') == 5
    assert shown(sheet, '=INTAKE(A1,"leads",J9,J9,"all")') == 5
    assert shown(sheet, "=INTAKE(A1,J9)") == 4
    assert shown(sheet, "=INTAKE()") == 4


def test_whole_columns_are_read_as_far_as_the_sheet_is_used(book: xw.Book, sheet: xw.Sheet) -> None:
    assert shown(sheet, "=DEALS(Сделки!A:G,Этапы!A1:C6)") == sheet["A1"].value
    book.sheets["Сделки"]["A7"].value = [6, book.sheets["Сделки"]["B6"].value, "Новый", "Анна", "Сайт"]
    assert str(sheet["B1"].value).endswith("· 6")


def test_an_error_cell_among_the_deals_costs_its_cell_and_not_the_table(
    book: xw.Book, sheet: xw.Sheet
) -> None:
    book.sheets["Сделки"]["F4"].formula = "=1/0"
    assert str(sheet["A1"].value).endswith("· 5")
    assert shown(sheet, '=INTAKE(A1,"won",,,"all")') == 2


def test_empty_rows_and_cells_of_an_optional_table_change_nothing(sheet: xw.Sheet) -> None:
    assert shown(sheet, "=DEALS(Сделки!A1:G6,Этапы!A1:C40)") == sheet["A1"].value
    assert shown(sheet, "=DEALS(Сделки!A1:G6,Этапы!A1:C6,J9)") == sheet["A1"].value


def test_a_name_stands_for_the_handle(book: xw.Book, sheet: xw.Sheet) -> None:
    book.names.add("hf_deals", "=Ф!$A$1")
    assert shown(sheet, '=INTAKE(hf_deals,"leads",,,"all")') == 5


def test_two_workbooks_have_each_its_own_deals(app: xw.App, sheet: xw.Sheet) -> None:
    other = filled(app)
    other.sheets["Сделки"]["A3:G3"].clear_contents()
    other.sheets["Ф"]["A1"].formula = LOAD
    assert shown(sheet, '=INTAKE(A1,"leads",,,"all")') == 5
    assert shown(other.sheets["Ф"], '=INTAKE(A1,"leads",,,"all")') == 4


def test_cells_speak_russian_where_it_is_asked_for(sheet: xw.Sheet, office: Office) -> None:
    office.client.call("environment", "HONEST_FUNNEL_LANG", "ru")
    try:
        assert str(shown(sheet, "=DEALS(Сделки!A1:G6,Этапы!A1:C6)")).startswith("сделки ")
        assert "Нет показателя" in str(shown(sheet, '=INTAKE(A1,"leds")'))
    finally:
        office.client.call("environment", "HONEST_FUNNEL_LANG", None)
    assert str(shown(sheet, LOAD)).startswith("deals ")
