"""Signs that several currencies bear: settled by a code elsewhere, or said to be open."""

from __future__ import annotations

import pytest

from addin.deals.dataset import Dataset
from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import Rows, column, issues, load, refusal, short


def _with_currency(*rows: tuple[object, object]) -> Rows:
    head = ["ID", "Создана", "Статус", "Сумма", "Валюта"]
    return [head, *[[i, "2026-09-10", "Новая", *row] for i, row in enumerate(rows, 1)]]


def _rates(*codes: str) -> Rows:
    return [["Дата", "Валюта", "Курс"], *[["2026-09-01", code, 2] for code in codes]]


def _signs(data: Dataset) -> list[object]:
    return [value for _, _, value, reason, _ in issues(data) if reason == "currency_sign"]


def test_a_lone_sign_is_the_unnamed_currency_of_the_report_and_said_so() -> None:
    data = load(short("Сумма", "kr 12 000", "500 kr", 7))
    assert (column(data, "amount"), data.currency) == ([12_000.0, 500.0, 7.0], "")
    assert _signs(data) == ["kr (SEK, NOK, DKK, ISK)"]


def test_a_customary_sign_is_taken_as_usual_and_said_so() -> None:
    data = load(short("Сумма", "$1,000.50", 7))
    assert (data.currency, _signs(data)) == ("USD", ["$ → USD"])


@pytest.mark.parametrize(
    ("asked", "text"), [("NOK", "kr 500"), ("CAD", "$500"), ("JPY", "¥500"), ("PKR", "Rs 500")]
)
def test_the_currency_asked_for_settles_its_sign(asked: str, text: str) -> None:
    data = load(short("Сумма", text), ReadOptions(currency=asked))
    assert (column(data, "amount"), data.currency, _signs(data)) == ([500.0], asked, [])


def test_the_column_of_currencies_settles_the_sign_and_does_not_disagree_with_it() -> None:
    data = load(_with_currency(("$500", "CAD"), ("kr 5", "NOK"), ("$7", "")), rates=_rates("NOK"))
    assert (data.currency, column(data, "amount")) == ("CAD", [500.0, 10.0, 7.0])
    assert not {"currency_disagrees", "currency_sign"} & {str(reason) for _, _, _, reason, _ in issues(data)}
    euros = load(_with_currency(("$500", "EUR")))
    assert [reason for _, _, _, reason, _ in issues(euros) if reason != "text_amount"] == [
        "currency_disagrees"
    ]


def test_a_code_elsewhere_settles_a_sign_that_has_no_custom() -> None:
    data = load(short("Сумма", "kr 500", "DKK 500"))
    assert (data.currency, _signs(data)) == ("DKK", [])


def test_dollars_beside_those_of_another_land_are_two_currencies() -> None:
    error = refusal(short("Сумма", "$500", "C$500"))
    assert (error.key, error.params["currencies"]) == ("currency_unset", "CAD, USD")


def test_an_open_sign_beside_another_currency_is_asked_about_unless_a_rate_settles_it() -> None:
    both = short("Сумма", "kr 500", "€ 500")
    assert refusal(both).key == "currency_unset"
    assert refusal(both, ReadOptions(currency="EUR")).key == "currency_no_rate"
    data = load(both, rates=_rates("SEK"))
    assert (data.currency, column(data, "amount")) == ("EUR", [1000.0, 500.0])
