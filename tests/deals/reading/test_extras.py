"""History, ledger, spend and plan: what can be used, and what is set aside in their own sheets."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.deals.sheets import Rows, column, issues, load

DEALS: Rows = [
    ["ID", "Создана", "Статус", "Менеджер", "Источник"],
    [1, "2026-09-01", "Новая", "Анна", "Сайт"],
]


def test_history_without_an_id_or_a_date_is_set_aside_and_no_row_of_deals() -> None:
    history: Rows = [
        ["ID сделки", "Дата изменения", "Из статуса", "В статус", "Менеджер"],
        [1.0, "02.09.2026 10:00", "Новая", "Счёт", "Анна"],
        [None, "02.09.2026", "Новая", "Счёт", ""],
        [1, "когда-то", "Новая", "Счёт", ""],
        [1, "#REF!", "Новая", "Счёт", ""],
        [1, None, "Новая", "Счёт", ""],
    ]
    data = load(DEALS, history=history)
    assert data.history.to_dict("records") == [
        {
            "row": 2,
            "id": "1",
            "changed_at": pd.Timestamp("2026-09-02 10:00"),
            "from_status": "Новая",
            "to_status": "Счёт",
            "manager": "Анна",
        }
    ]
    assert data.rows_read == 1
    assert {(row, reason, action) for row, _, _, reason, action in issues(data)} == {
        (3, "no_id", "set_aside"),
        (4, "bad_row_date", "set_aside"),
        (5, "error_cell", "set_aside"),
        (6, "no_row_date", "set_aside"),
    }
    assert set(data.issues.frame().query("reason != 'guessed_roles'")["sheet"]) == {"История"}


def test_the_ledger_comes_back_as_it_was_written() -> None:
    ledger: Rows = [
        ["id", "status", "amount", "manager", "next_contact", "status_changed", "seen_at"],
        ["1", "Новая", "100.5", "Анна", "", "2026-09-01 00:00:00", "2026-09-02 08:00:00"],
        ["2", "Новая", "", "", "2026-09-05 00:00:00", "", ""],
    ]
    data = load(DEALS, ledger=ledger)
    assert data.ledger.to_dict("records") == [
        {
            "id": "1",
            "status": "Новая",
            "amount": 100.5,
            "manager": "Анна",
            "next_contact": pd.NaT,
            "status_changed": pd.Timestamp("2026-09-01"),
            "seen_at": pd.Timestamp("2026-09-02 08:00"),
        }
    ]
    assert issues(data) == [(3, "seen_at", "", "no_row_date", "set_aside")]


def test_spend_by_day_by_month_and_by_either() -> None:
    by_day = load(
        DEALS, spend=[["Дата", "Источник", "Расход"], ["02.09.2026", "Сайт", 5], ["2026-09", "Сайт", 6]]
    )
    assert column(by_day, "date", "spend") == ["2026-09-02", "2026-09-01"]
    assert column(by_day, "by_month", "spend") == [False, True]
    rows: Rows = [
        ["Месяц", "Источник", "Расход"],
        [dt.datetime(2026, 9, 17), "Сайт", "1 000 ₽"],
        ["Сентябрь 2026", "", 0],
    ]
    by_month = load(DEALS, spend=rows)
    assert column(by_month, "date", "spend") == ["2026-09-01", "2026-09-01"]
    assert column(by_month, "by_month", "spend") == [True, True]
    assert column(by_month, "amount", "spend") == [1000.0, 0.0]
    assert (column(by_month, "source", "spend"), by_month.currency) == (["Сайт", ""], "RUB")
    both: Rows = [
        ["Дата", "Месяц", "Источник", "Расход"],
        ["02.09.2026", "2026-09", "Сайт", 5],
        [None, "2026-08", "Сайт", 6],
    ]
    mixed = load(DEALS, spend=both)
    assert column(mixed, "date", "spend") == ["2026-09-02", "2026-08-01"]
    assert column(mixed, "by_month", "spend") == [False, True]


@pytest.mark.parametrize(("table", "name"), [("spend", "Источник"), ("plan", "Менеджер")])
def test_records_without_a_date_or_an_amount_are_set_aside_and_totals_too(table: str, name: str) -> None:
    known = "Сайт" if table == "spend" else "Анна"
    rows: Rows = [
        ["Месяц", name, "Сумма"],
        ["2026-09", known, 5],
        [None, known, 5],
        ["осенью", known, 5],
        ["2026-09", known, None],
        ["2026-09", known, "много"],
        ["2026-09", known, -5],
        ["2026-09", known, "#REF!"],
        ["#REF!", known, 5],
        ["2026-09", "Итого", 20],
        ["2026-10", "Никто", 7],
    ]
    data = load(DEALS, **{table: rows})
    assert column(data, "amount", table) == [5.0, 7.0]
    assert {(row, reason, action) for row, _, _, reason, action in issues(data)} == {
        (3, "no_row_date", "set_aside"),
        (4, "bad_row_date", "set_aside"),
        (5, "no_row_amount", "set_aside"),
        (6, "no_row_amount", "set_aside"),
        (7, "no_row_amount", "set_aside"),
        (8, "error_cell", "set_aside"),
        (9, "error_cell", "set_aside"),
        (10, "totals_row", "set_aside"),
        (0, "unknown_source" if table == "spend" else "unknown_manager", "kept"),
    }


def test_a_plan_by_month_however_it_is_written() -> None:
    months = ["2026-09", "сентябрь 2026", 46266, dt.datetime(2026, 9, 30), "01.09.2026", "09.2026", 202609]
    data = load(DEALS, plan=[["Месяц", "Менеджер", "План"], *[[m, "Анна", 1] for m in months]])
    assert column(data, "month", "plan") == ["2026-09-01"] * 7


@pytest.mark.parametrize("text", ["12.345", "1234.125", "0.001", "1000000000000000.0", "-3.0", "1e+15"])
def test_sums_of_a_ledger_keep_their_point(text: str) -> None:
    """A program wrote them: no point of theirs groups thousands."""
    ledger: Rows = [["id", "status", "amount", "seen_at"], ["1", "Новая", text, "2026-09-02 08:00:00"]]
    assert load(DEALS, ledger=ledger).ledger["amount"].tolist() == [float(text)]
