"""Deals from raw cells: every case of bad data, each row accounted for."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from addin.deals.dataset import SCHEMAS
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.errors import InputError
from tests.deals.sheets import STAGES, Rows, column, issues, load, refusal, short

FULL_SHEET: Rows = [
    ["Выгрузка"],
    [
        *("ID", "Дата создания", "Статус", "Менеджер", "Источник", "Сумма", "Валюта"),
        *("Дата смены статуса", "Дата закрытия", "Этап потери", "Причина отказа"),
        *("Первое касание", "Следующий контакт", "Воронка", "вход:Счёт"),
    ],
    [
        *(7.0, dt.datetime(2026, 9, 1, 10, 5), "Отказ", " Анна ", "Сайт", 100, "руб."),
        *("05.09.2026 12:00", "06.09.2026", "Счёт", "дорого"),
        *(46266, "", "Основная", "2026-09-03"),
    ],
]
FULL_DEAL = {
    "row": 3,
    "id": "7",
    "created": pd.Timestamp("2026-09-01 10:05"),
    "status": "Отказ",
    "manager": "Анна",
    "source": "Сайт",
    "amount": 100.0,
    "currency": "RUB",
    "status_changed": pd.Timestamp("2026-09-05 12:00"),
    "closed": pd.Timestamp("2026-09-06"),
    "lost_from": "Счёт",
    "lost_reason": "дорого",
    "first_touch": pd.Timestamp("2026-09-01"),
    "next_contact": pd.NaT,
    "pipeline": "Основная",
    **dict.fromkeys(("client", "phone", "link", "team", "product", "dimension"), ""),
}


def test_a_sheet_of_all_columns_by_hand() -> None:
    data = load(FULL_SHEET, stages=STAGES)
    assert data.deals.to_dict("records") == [FULL_DEAL]
    assert data.entered.to_dict("records") == [{"row": 3, "status": "Счёт", "at": pd.Timestamp("2026-09-03")}]
    assert issues(data) == []
    assert (data.sheet, data.rows_read, data.currency) == ("Сделки", 1, "RUB")
    assert data.sheets == {"deals": "Сделки", "stages": "Этапы"}
    assert data.matched["deals"]["entered:Счёт"] == "вход:Счёт"
    assert {"deals", "stages", "next_contact", "entered", "pipeline"} <= data.provided
    assert not {"history", "spend"} & data.provided


def test_what_is_not_given_has_its_columns_and_no_values() -> None:
    data = load([["id", "created", "status"], [1, "2026-09-18", "New"]])
    for name, schema in SCHEMAS.items():
        assert {c: str(t) for c, t in getattr(data, name).dtypes.items()} == schema
    assert column(data, "manager") == [""]
    assert column(data, "closed") == [None]
    assert data.provided == {"deals", "id", "created", "status"}


def test_rows_that_cannot_be_used_are_set_aside_once_each_with_their_cell() -> None:
    data = load(
        [
            ["ID", "Создана", "Статус", "Сумма"],
            [1, "18.09.2026", "Новая", None],
            [None, "18.09.2026", "Новая", "мусор"],
            [3, "скоро", "Новая", None],
            [4, None, "Новая", None],
            ["#REF!", "#REF!", "Новая", None],
            [6, "#ЗНАЧ!", "Новая", None],
            ["", "", "Новая", ""],
            [8, "18.09.1920", "Новая", None],
            [None, None, "Итого", 5],
        ]
    )
    assert data.rows_read == 9
    assert column(data, "id") == ["1"]
    assert sorted(issues(data)) == [
        (3, "ID", "", "no_id", "set_aside"),
        (4, "Создана", "скоро", "bad_created", "set_aside"),
        (5, "Создана", "", "no_created", "set_aside"),
        (6, "ID", "#REF!", "error_cell", "set_aside"),
        (7, "Создана", "#ЗНАЧ!", "error_cell", "set_aside"),
        (8, "ID", "", "no_id", "set_aside"),
        (9, "Создана", "18.09.1920", "bad_created", "set_aside"),
        (10, "", "Итого", "totals_row", "set_aside"),
    ]


def test_ids_as_floats_and_in_scientific_form() -> None:
    data = load(
        [["ID", "Создана", "Статус"], *[[i, "2026-09-18", "A"] for i in ("12.0", "1,23E+11", "007", "=1+1")]]
    )
    assert column(data, "id") == ["12", "123000000000", "007", "=1+1"]
    assert issues(data) == [(3, "ID", "1,23E+11", "id_scientific", "repaired")]


def test_optional_dates_that_are_none_and_error_cells_are_dropped_and_listed() -> None:
    data = load(short("Следующий контакт", "завтра", "#Н/Д", "19.09.2026", 46285.5, None))
    assert column(data, "next_contact") == [None, None, "2026-09-19", "2026-09-20 12:00:00", None]
    assert issues(data) == [
        (2, "Следующий контакт", "завтра", "bad_date", "repaired"),
        (3, "Следующий контакт", "#Н/Д", "error_cell", "repaired"),
    ]


def test_times_with_a_zone_are_local() -> None:
    data = load([["id", "created", "status"], [1, "2026-09-18T22:30:00Z", "A"]])
    assert column(data, "created") == ["2026-09-19 01:30:00"]
    data = load(
        [["id", "created", "status"], [1, "2026-09-18T22:30:00Z", "A"]], ReadOptions("America/New_York")
    )
    assert column(data, "created") == ["2026-09-18 18:30:00"]


def test_day_and_month_that_cannot_be_told_apart_ask_and_are_told_by_an_option() -> None:
    rows = short("Следующий контакт", "03/04/2026", "05/06/2026")
    error = refusal(rows)
    assert isinstance(error, InputError)
    assert str(error) == (
        'Sheet "Сделки", column "Следующий контакт": "03/04/2026" can be read as day/month '
        'and as month/day. Say which: "Date order" on the sheet "Settings", '
        "dmy (day first) or mdy (month first)."
    )
    assert column(load(rows, ReadOptions(date_order="mdy")), "next_contact") == ["2026-03-04", "2026-05-06"]
    assert column(load(rows, ReadOptions(date_order="dmy")), "next_contact") == ["2026-04-03", "2026-06-05"]
    assert (
        column(load(short("Следующий контакт", "03/04/2026", "25/06/2026")), "next_contact")[0]
        == "2026-04-03"
    )


def test_closed_before_created_loses_its_date_only_where_the_deal_is_closed() -> None:
    rows: list[list[object]] = [
        ["ID", "Создана", "Статус", "Закрыта"],
        [1, "2026-09-18 15:00", "Оплата", "2026-09-18"],
        [2, "2026-09-18 15:00", "Оплата", "2026-09-17 23:59"],
        [3, "2026-09-18 15:00", "Счёт", "2026-09-17"],
        [4, "2026-09-18 15:00", "неведомо", "2026-09-17"],
    ]
    data = load(rows, stages=STAGES)
    assert column(data, "closed") == ["2026-09-18", None, "2026-09-17", "2026-09-17"]
    assert issues(data) == [(3, "Закрыта", "2026-09-17 23:59", "closed_before_created", "repaired")]
    piped = [[*row, "Опт" if i else "Воронка"] for i, row in enumerate(rows)]
    assert column(load(piped, stages=STAGES), "closed") == column(data, "closed")


MISSPELT_DEALS: Rows = [
    ["ID", "Создана", "Статус", "Менеджер", "Источник"],
    [1, "2026-09-18", "НОВАЯ", "Алёна", "Сайт"],
    [2, "2026-09-18", "новая", "Алёна", "сайт"],
    [3, "2026-09-18", "Счет", "алена ", "Сайт"],
    [4, "2026-09-18", "Счет", "", ""],
]


def test_names_get_one_spelling_over_all_tables_and_each_spelling_is_noted_once() -> None:
    data = load(
        MISSPELT_DEALS,
        stages=STAGES,
        plan=[["Месяц", "Менеджер", "План"], ["2026-09", "АЛЕНА", 5]],
        spend=[["Месяц", "Источник", "Сумма"], ["2026-09", "САЙТ", 5]],
        history=[["ID", "Когда", "Из статуса", "В статус"], [1, "2026-09-18", "", "новая"]],
    )
    assert column(data, "status") == ["Новая", "Новая", "Счёт", "Счёт"]
    assert column(data, "manager") == ["Алёна", "Алёна", "Алёна", ""]
    assert column(data, "source") == ["Сайт", "Сайт", "Сайт", ""]
    assert column(data, "manager", "plan") == ["Алёна"]
    assert column(data, "source", "spend") == ["Сайт"]
    assert column(data, "to_status", "history") == ["Новая"]
    assert {(c, v) for _, c, v, _, _ in issues(data)} == {
        ("Статус", "НОВАЯ → Новая (1)"),
        ("Статус", "новая → Новая (1)"),
        ("Статус", "Счет → Счёт (2)"),
        ("Менеджер", "алена → Алёна (1)"),
        ("Менеджер", "АЛЕНА → Алёна (1)"),
        ("Источник", "сайт → Сайт (1)"),
        ("Источник", "САЙТ → Сайт (1)"),
        ("В статус", "новая → Новая (1)"),
    }
    assert {reason for *_, reason, _ in issues(data)} == {"name_variant"}


def test_formula_like_text_stays_text() -> None:
    data = load(short("Менеджер", "=HYPERLINK(1)", "+7 900", "@x"))
    assert column(data, "manager") == ["=HYPERLINK(1)", "+7 900", "@x"]
    assert issues(data) == []


def test_reading_needs_deals() -> None:
    with pytest.raises(InputError) as caught:
        read({}, ReadOptions())
    assert caught.value.key == "no_deals_table"
