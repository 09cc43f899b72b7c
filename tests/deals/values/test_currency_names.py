"""Codes, signs and words of currencies."""

from __future__ import annotations

import pytest

from addin.deals.values.currency_names import currency_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("₽", "RUB"), ("Руб.", "RUB"), ("р.", "RUB"), ("RUR", "RUB"), ("rub", "RUB"), ("$", "USD"),
        ("eur", "EUR"), ("€", "EUR"), ("тг", "KZT"), ("₸", "KZT"), ("₴", "UAH"), ("Br", "BYN"),
        ("бел. руб.", "BYN"), ("£", "GBP"), ("¥", "CNY"), ("元", "CNY"), ("сум", "UZS"), ("₾", "GEL"),
        ("֏", "AMD"), ("₺", "TRY"),
        ("zł", "PLN"), ("nzd", "NZD"), ("Kč", "CZK"), ("", ""), ("шт", ""), ("XYZ", ""),
        ("Рубли", "RUB"), ("Рублях", "RUB"), ("Российский рубль", "RUB"), ("Российские рубли", "RUB"),
        ("руб. РФ", "RUB"), ("RUB (₽)", "RUB"), ("Рубль (RUB)", "RUB"), ("Валюта [RUB]", "RUB"),
        ("Russian Ruble", "RUB"), ("Russian Rubles", "RUB"), ("Доллары", "USD"), ("Доллары США", "USD"),
        ("Доллар США", "USD"), ("долл. США", "USD"), ("US Dollar(s)", "USD"), ("US Dollars", "USD"),
        ("Евро", "EUR"), ("Euro(s)", "EUR"), ("Тенге", "KZT"), ("Гривны", "UAH"), ("Гривня", "UAH"),
        ("Белорусские рубли", "BYN"), ("Белорусский рубль", "BYN"), ("USD (₽)", ""), ("(прочее)", ""),
    ],
)  # fmt: skip
def test_currencies(text: str, code: str) -> None:
    assert currency_code(text) == code
