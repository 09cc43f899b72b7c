"""Rows of totals among the data."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.deals.tables.found import HEADERS, ROW, table


@pytest.mark.parametrize(
    "last",
    [
        [None, None, "Итого", 5],
        ["ИТОГО:", None, None, 5],
        [1, None, "Всего", 5],
        [None, "Total", None, 5],
        [1, "Grand total", None, 5],
        [None, None, None, 5, "Итого по отделу: 12"],
    ],
)
def test_totals_of_deals_are_set_aside(last: list[object]) -> None:
    found, log = table([[*HEADERS, "Сумма"], [*ROW, 5], last])
    assert found.rows.tolist() == [2]
    assert found.read == 2
    assert log.query("reason == 'totals_row'")["row"].tolist() == [3.0]


def test_a_deal_that_speaks_of_a_total_is_a_deal() -> None:
    found, log = table([[*HEADERS, "Комментарий"], [*ROW, "Итого 500"], [2, *ROW[1:], "Всего"]])
    assert found.rows.tolist() == [2, 3]
    assert log.empty


def test_totals_of_a_plan_are_set_aside_wherever_they_stand() -> None:
    rows: list[list[object]] = [
        ["Месяц", "Менеджер", "План"],
        ["2026-09", "Анна", 5],
        ["2026-09", "Итого", 5],
    ]
    found, _ = table([*rows, *[["2026-10", "Анна", i] for i in range(5)]], "plan")
    assert found.rows.tolist() == [2, 4, 5, 6, 7, 8]


SPANS = [
    "ИЮНЬ 2026",
    "June 2026",
    "Juni",
    "Q3 2026",
    "3 квартал 2026",
    "Неделя 23",
    "KW 23",
    "июнь",
    "2026",
    "2026 год",
]
SPANS += [
    "III кв. 2026",
    "T2 2026",
    "Czerwiec 2026",
    "Haziran 2026",
    "juin 2026",
    "June – July 2026",
    "Week 23, 2026",
]


@pytest.mark.parametrize("span", SPANS)
def test_months_and_quarters_in_the_column_of_dates_head_groups(span: str) -> None:
    heads = ["Дата создания", "Статус", "Сумма"]
    rows = [
        heads,
        [span, None, None],
        ["2026-06-05", "Новая", 5],
        [span, None, 1200],
        ["2026-07-05", "Новая", 5],
    ]
    found, log = table(rows)
    assert found.rows.tolist() == [3, 5]
    groups = log.query("reason == 'group_row'")
    assert (groups["row"].tolist(), groups["value"].tolist()) == ([2.0, 4.0], [span, span])


@pytest.mark.parametrize(
    "cell", ["5 июня 2026", "05.06.2026", "2026-06-05", "20260605", "June 5, 2026", "завтра"]
)
def test_a_day_without_a_status_is_a_deal(cell: str) -> None:
    found, _ = table([["Дата создания", "Статус", "Сумма"], [cell, None, 5], ["2026-07-05", "Новая", 5]])
    assert found.rows.tolist() == [2, 3]


def test_a_month_kept_as_a_date_alone_in_its_row_heads_a_group() -> None:
    june, day = dt.datetime(2026, 6, 1), dt.datetime(2026, 6, 5)
    found, log = table([["Дата создания", "Статус"], [june, None], [day, "Новая"]])
    assert found.rows.tolist() == [3]
    assert "group_row" in set(log["reason"])
