"""OpenDocument sheets, and what an office saves in other formats."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from addin.deals.grids import CellError, TopRow
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.tables.key_value import read_settings
from addin.readers.ods import OdsGrid
from addin.readers.sources import open_sources, settings_sheet
from addin.readers.xlsx.grid import XlsxGrid
from tests.office import converted
from tests.readers.ods import broken, cell, day, number, ods, row, text
from tests.readers.sheets import failure, values

HEADS = ("ID", "Дата создания", "Статус", "Сумма")


def sheet(path: Path) -> OdsGrid:
    """A title in B2, headers in row 4, records in 5, 8 to 10 and 12, a hidden one in 13."""
    note = "<office:annotation><text:p>заметка</text:p></office:annotation>"
    rows = [
        row(cell(number_columns_repeated=16384)),
        row(cell(), text("Отчёт", number_columns_spanned=3), "<table:covered-table-cell/>"),
        row(cell()),
        row(*map(text, HEADS)),
        row(number(1), day("2024-01-03T14:05:06", "3 янв."), text("Новая"), number(350000.5, "currency")),
        row(cell(number_columns_repeated=4), repeated=2),
        row(number(2), day("2024-01-04"), text("Новая"), number(0.5, "percentage"), repeated=3),
        row(cell()),
        row(cell("string", f"{note}<text:p>да<text:s text:c=\"2\"/>и<text:line-break/>нет</text:p>"),
            text("x", number_columns_repeated=2), broken("#REF!")),
        row(cell("boolean", "<text:p>ИСТИНА</text:p>", office_boolean_value="true"),
            "<table:covered-table-cell><text:p>под</text:p></table:covered-table-cell>",
            cell("float", "<text:p>Err:502</text:p>", office_value="0"), text("=1+1"),
            attributes='table:visibility="filter"'),
        row(cell(number_columns_repeated=16384), repeated=1048563),
    ]  # fmt: skip
    return OdsGrid(ods(path, Другой=row(text("не тот")), Сделки="".join(rows)), "Сделки")


def test_an_ods_keeps_its_rows_and_columns_however_they_are_packed(tmp_path: Path) -> None:
    grid = sheet(tmp_path / "a.ods")
    assert grid.top(2) == [TopRow(2, ["", "Отчёт"]), TopRow(4, list(HEADS))]
    body = grid.body(4)
    assert body.rows.tolist() == [5, 8, 9, 10, 12, 13]
    assert body.columns[3].tolist()[:4] == [350000.5, 0.5, 0.5, 0.5]
    assert values(body)[0] == [1.0, dt.datetime(2024, 1, 3, 14, 5, 6), "Новая", 350000.5]
    assert values(body)[4:] == [["да  и\nнет", "x", "x", None], [True, None, None, "=1+1"]]
    assert body.errors == [CellError(12, 3, "#REF!"), CellError(13, 2, "Err:502")]
    assert grid.body(40).rows.tolist() == []


def test_columns_of_one_type_have_it(tmp_path: Path) -> None:
    rows = row(number(1), day("2024-01-03"), text("a")) + row(cell(), cell(), text("b"))
    body = OdsGrid(ods(tmp_path / "a.ods", S=rows), "S").body(0)
    assert [str(column.dtype) for column in body.columns] == ["float64", "datetime64[us]", "str"]


def test_a_date_that_no_calendar_has_is_the_text_shown(tmp_path: Path) -> None:
    rows = row(
        day("1899-13-45", "когда-то"), cell("time", "<text:p>30:00</text:p>", office_time_value="PT30H")
    )
    assert values(OdsGrid(ods(tmp_path / "a.ods", S=rows), "S").body(0)) == [["когда-то", "30:00"]]


def test_an_ods_is_a_workbook_like_any_other(tmp_path: Path) -> None:
    deals = "".join(
        row(*map(text, line))
        for line in (("№", "Начало", "Где"), ("1", "03.09.2026", "Новая"), ("2", "04.09.2026", "Оплата"))
    )
    stages = "".join(
        row(*map(text, line)) for line in (("Статус", "Роль"), ("Новая", "приём"), ("Оплата", "оплата"))
    )
    mapping = "".join(
        row(*map(text, line)) for line in (("Колонка", "Заголовок"), ("created", "Начало"), ("status", "Где"))
    )
    path = ods(
        tmp_path / "a.ods", Сделки=deals, Этапы=stages, Соответствие=mapping,
        Настройки=row(text("Валюта"), text("RUB")),
    )  # fmt: skip
    sources = open_sources(path)
    assert read_settings(sources.tables["settings"]) == {"currency": "RUB"}
    data = read(sources.tables, ReadOptions())
    assert data.deals["created"].dt.day.tolist() == [3, 4]
    assert data.stages["role"].tolist() == ["intake", "won"]
    assert (
        open_sources(path, {"plan": ods(tmp_path / "p.ods", Лист=row(text("a")))}).tables["plan"].name
        == "Лист"
    )


def test_an_ods_with_a_password_damaged_or_empty_says_so(tmp_path: Path) -> None:
    locked = ods(tmp_path / "a.ods", "<manifest:encryption-data/>", S=row(text("id")))
    assert failure(lambda: open_sources(locked)).key == "file_encrypted"
    assert failure(lambda: open_sources(ods(tmp_path / "b.ods"))).key == "file_empty"
    torn = ods(tmp_path / "c.ods", S=row(text("id")) + "<table:table-row>")
    assert failure(lambda: open_sources(torn).tables["deals"].top(1)).key == "file_damaged"
    assert failure(lambda: OdsGrid(torn, "S").body(0)).key == "file_damaged"
    assert (
        failure(lambda: settings_sheet(ods(tmp_path / "d.ods", S=row(text("id"))))).key == "file_not_workbook"
    )


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A workbook of deals as Excel has it, with an error, a date and an empty row."""
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("Сделки")
    moment = made.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    page.write("B2", "Выгрузка")
    page.write_row("B4", HEADS)
    for at, (number_, day_, amount) in enumerate([(1, 3, 350_000.5), (2, 4, 10), (3, 5, 20)]):
        line = 4 + 2 * at
        page.write_row(line, 1, [number_, "", "Новая", amount])
        page.write_datetime(line, 2, dt.datetime(2026, 9, day_, 14, 5), moment)
    page.write_formula("E9", "=1/0", None, "#DIV/0!")
    page.set_row(6, None, None, {"hidden": True})
    made.add_worksheet("Настройки").write_row("A1", ["Валюта", "RUB"])
    made.close()
    return path


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_what_an_office_saves_reads_like_the_original(original: Path, ending: str) -> None:
    saved = converted(original, ending)
    one, two = (read(open_sources(path).tables, ReadOptions()) for path in (original, saved))
    pd.testing.assert_frame_equal(one.deals, two.deals)
    pd.testing.assert_frame_equal(one.issues.frame(), two.issues.frame())
    assert read_settings(open_sources(saved).tables["settings"]) == {"currency": "RUB"}
    renamed = saved.rename(saved.with_suffix(".xlsx" if ending == "xls" else ".csv"))
    pd.testing.assert_frame_equal(read(open_sources(renamed).tables, ReadOptions()).deals, one.deals)


def test_an_old_xls_gives_dates_and_errors(original: Path) -> None:
    grid = XlsxGrid(converted(original, "xls"), "Сделки")
    body = grid.body(4)
    assert body.rows.tolist() == [5, 7, 9]
    assert body.columns[2].tolist()[0] == pd.Timestamp(2026, 9, 3, 14, 5)
    assert body.errors == [CellError(9, 4, "#DIV/0!")]
