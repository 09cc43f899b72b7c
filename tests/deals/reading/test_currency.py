"""Amounts, currencies and rates: read as meant, never added across currencies."""

from __future__ import annotations

import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import STAGES, Rows, column, issues, load, refusal, short

NB = "\u00a0"


def deals(*rows: tuple[object, ...]) -> Rows:
    """Deals with an amount, a currency, a status and a closing date."""
    head = ["ID", "Создана", "Сумма", "Валюта", "Статус", "Закрыта"]
    return [head, *[[i, "2026-09-10", *row] for i, row in enumerate(rows, 1)]]


RATES: Rows = [
    ["Дата", "Валюта", "Курс"],
    ["2026-09-01", "USD", 80],
    ["2026-09-15", "$", "90,5"],
    ["2026-09-20", "USD", 100],
    ["2026-09-20", "EUR", 110],
]


def test_text_amounts_are_read_and_listed_and_numbers_are_not() -> None:
    data = load(
        short("Сумма", f"350{NB}000", "1 500,5", 2500, None, "1500.5", "дорого", "#ДЕЛ/0!", "150 тыс.")
    )
    assert column(data, "amount") == [350000.0, 1500.5, 2500.0, None, 1500.5, None, None, 150_000]
    assert issues(data) == [
        (7, "Сумма", "дорого", "bad_amount", "repaired"),
        (8, "Сумма", "#ДЕЛ/0!", "error_cell", "repaired"),
        (9, "Сумма", "150 тыс.", "text_amount", "repaired"),
    ]
    assert (data.currency, column(data, "currency")) == ("", [""] * 8)


def test_negative_amounts_are_dropped() -> None:
    data = load(short("Сумма", -5, "-1 000", 7))
    assert column(data, "amount") == [None, None, 7.0]
    assert {(row, reason) for row, _, _, reason, _ in issues(data)} == {
        (2, "negative_amount"),
        (3, "negative_amount"),
    }


def test_zero_is_no_amount_and_is_noted_where_a_deal_could_earn() -> None:
    data = load(deals((0, "", "Отказ", None), (0, "", "Счёт", None), (0, "", "Оплата", None)), stages=STAGES)
    assert column(data, "amount") == [None, None, None]
    assert issues(data) == [
        (3, "Сумма", "0", "zero_amount", "kept"),
        (4, "Сумма", "0", "zero_amount", "kept"),
    ]


def test_a_sign_in_one_amount_names_the_currency_of_the_rest() -> None:
    data = load(short("Сумма", "€ 3.500,00", 100))
    assert data.currency == "EUR"
    assert column(data, "amount") == [3500.0, 100.0]
    assert column(data, "currency") == ["EUR", "EUR"]


def test_several_currencies_are_an_error_and_not_a_sum() -> None:
    error = refusal(short("Сумма", "€ 3.500,00", "100 $"))
    assert str(error) == (
        'Sheet "Сделки": the amounts are in several currencies (EUR, USD) and cannot be added. '
        'Name the report\'s currency ("Currency" on the sheet "Settings") '
        'and give rates on a sheet "Rates".'
    )
    error = refusal(short("Сумма", "€ 3.500,00", 7, "100 $"), ReadOptions(currency="RUB"), rates=RATES[:4])
    assert str(error) == (
        'Sheet "Сделки", row 2: there is no rate of EUR to RUB. '
        'Add it to a sheet "Rates" (columns "Date", "Currency", "Rate").'
    )


def test_an_asked_currency_must_be_one() -> None:
    assert refusal(short("Сумма", 5), ReadOptions(currency="тугрик?")).key == "currency"
    assert load(short("Сумма", 5), ReadOptions(currency="руб.")).currency == "RUB"


def test_amounts_are_converted_at_the_last_rate_on_or_before_closing_else_creation() -> None:
    rows = deals(
        (10, "USD", "Оплата", "2026-09-15"),
        (10, "USD", "Оплата", "2026-09-14"),
        (10, "USD", "Счёт", None),
        ("10 €", "", "Оплата", "2026-09-25"),
        (10, "RUB", "Оплата", None),
        (10, None, "Оплата", None),
        (10, "EUR", "Оплата", "2026-09-12"),
    )
    data = load(rows, ReadOptions(currency="RUB"), rates=RATES, stages=STAGES)
    assert column(data, "amount") == [905.0, 800.0, 800.0, 1100.0, 10.0, 10.0, 1100.0]
    assert set(column(data, "currency")) == {"RUB"}
    assert [i for i in issues(data) if i[3] != "text_amount"] == [(8, "Сумма", "10", "rate_is_later", "kept")]


def test_the_one_currency_without_a_rate_is_what_the_rates_are_in() -> None:
    data = load(deals((10, "USD", "A", None), (10, "RUB", "A", None)), rates=RATES)
    assert (data.currency, column(data, "amount")) == ("RUB", [800.0, 10.0])
    assert refusal(deals((10, "USD", "A", None), (10, "EUR", "A", None)), rates=RATES).key == "currency_unset"


def test_a_currency_of_a_row_without_an_amount_says_nothing() -> None:
    assert load(deals((None, "USD", "A", None), (10, "RUB", "A", None))).currency == "RUB"


def test_the_column_wins_over_the_sign() -> None:
    data = load(deals(("10 $", "RUB", "A", None)))
    assert (data.currency, column(data, "amount")) == ("RUB", [10.0])
    assert [reason for _, _, _, reason, _ in issues(data)] == ["text_amount", "currency_disagrees"]


def test_an_amount_in_a_currency_that_cannot_be_read_is_dropped_and_never_added_to_the_reports() -> None:
    told = ("RUB", "бонусы", "#REF!", None)
    data = load(deals(*[(5, name, "A", None) for name in told], (None, "бонусы", "A", None)))
    assert (data.currency, column(data, "amount")) == ("RUB", [5.0, None, None, 5.0, None])
    assert issues(data) == [
        (3, "Валюта", "бонусы", "bad_currency", "repaired"),
        (4, "Валюта", "", "bad_currency", "repaired"),
        (4, "Валюта", "#REF!", "error_cell", "repaired"),
    ]


def test_rates_that_cannot_be_used_are_set_aside() -> None:
    rates: Rows = [
        ["Дата", "Валюта", "Курс"],
        ["2026-09-01", "USD", 80],
        [None, "USD", 80],
        ["когда-нибудь", "USD", 80],
        ["2026-09-01", "бонусы", 80],
        ["2026-09-01", "EUR", 0],
        ["2026-09-01", "EUR", "#REF!"],
    ]
    data = load(short("Сумма", 5), rates=rates)
    assert data.rates.to_dict("list").keys() == {"date", "currency", "rate"}
    assert column(data, "date", "rates") == ["2026-09-01"]
    assert {(row, reason, action) for row, _, _, reason, action in issues(data)} == {
        (3, "no_row_date", "set_aside"),
        (4, "bad_row_date", "set_aside"),
        (5, "bad_rate_currency", "set_aside"),
        (6, "bad_rate", "set_aside"),
        (7, "error_cell", "set_aside"),
    }


@pytest.mark.parametrize("table", ["spend", "plan"])
def test_spend_and_plan_are_converted_too(table: str) -> None:
    name = "Источник" if table == "spend" else "Менеджер"
    rows: Rows = [["Месяц", name, "Сумма"], ["2026-10", "", "10 $"], ["2026-10", "", 7]]
    data = load(short("Сумма", "5 ₽"), ReadOptions(currency="RUB"), rates=RATES, **{table: rows})
    assert column(data, "amount", table) == [1000.0, 7.0]
