"""Rows of totals among the data."""

from __future__ import annotations

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
