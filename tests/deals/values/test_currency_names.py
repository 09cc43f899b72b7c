"""Codes, signs and words of currencies."""

from __future__ import annotations

import pytest

from addin.deals.values.currency_names import candidates, currency_code, currency_key, currency_sign
from addin.deals.values.vocabulary import SHARED, table


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("₽", "RUB"), ("Руб.", "RUB"), ("р.", "RUB"), ("RUR", "RUB"), ("rub", "RUB"), ("$", "USD"),
        ("eur", "EUR"), ("€", "EUR"), ("тг", "KZT"), ("₸", "KZT"), ("₴", "UAH"), ("Br", "BYN"),
        ("бел. руб.", "BYN"), ("£", "GBP"), ("¥", "CNY"), ("元", "CNY"), ("сум", "UZS"), ("₾", "GEL"),
        ("֏", "AMD"), ("₺", "TRY"), ("zł", "PLN"), ("nzd", "NZD"), ("Kč", "CZK"), ("", ""), ("шт", ""),
        ("XYZ", ""), ("Рубли", "RUB"), ("Рублях", "RUB"), ("Российский рубль", "RUB"),
        ("Российские рубли", "RUB"), ("руб. РФ", "RUB"), ("RUB (₽)", "RUB"), ("Рубль (RUB)", "RUB"),
        ("Валюта [RUB]", "RUB"), ("Russian Ruble", "RUB"), ("Russian Rubles", "RUB"), ("Доллары", "USD"),
        ("Доллары США", "USD"), ("Доллар США", "USD"), ("долл. США", "USD"), ("US Dollar(s)", "USD"),
        ("US Dollars", "USD"), ("Евро", "EUR"), ("Euro(s)", "EUR"), ("Тенге", "KZT"), ("Гривны", "UAH"),
        ("Гривня", "UAH"), ("Белорусские рубли", "BYN"), ("Белорусский рубль", "BYN"), ("USD (₽)", ""),
        ("(прочее)", ""),
    ],
)  # fmt: skip
def test_currencies(text: str, code: str) -> None:
    assert currency_code(text) == code


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("$", "$"), ("KR", "kr"), ("kr.", "kr"), ("¥", "¥"), ("Rs.", "rs"), ("US$", "USD"),
        ("CAD ($)", "CAD"), ("USD", "USD"), ("CAD (US$)", ""), ("EUR ($)", ""), ("Lei", "lei"),
        ("FCFA", "fcfa"), ("шт", ""),
    ],
)  # fmt: skip
def test_a_sign_of_several_currencies_stays_a_sign(text: str, sign: str) -> None:
    assert currency_sign(text) == sign


def test_a_sign_of_several_currencies_names_them() -> None:
    assert candidates("kr") == ("SEK", "NOK", "DKK", "ISK")
    assert candidates("EUR") == ("EUR",)
    assert (currency_code("kr"), currency_code("lei")) == ("", "RON")


def test_forty_currencies_have_a_sign_or_a_word_and_none_has_two_meanings() -> None:
    lines = table("currencies.toml")["names"]
    words = [word for line in lines.values() for word in line.split()]
    assert len(lines) >= 40
    assert len(words) == len(set(words))
    assert not set(words) & set(SHARED)
    assert [word for word in words if currency_key(word) != word] == []
    assert [code for code in lines if currency_code(code) != code] == []
    assert all(currency_code(code) == code for codes in SHARED.values() for code in codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Polski złoty", "PLN"), ("Dólar estadounidense", "USD"), ("Türk Lirası", "TRY"),
        ("Real brasileiro", "BRL"), ("Українська гривня", "UAH"), ("yen japonais", "JPY"),
        ("franchi svizzeri", "CHF"), ("Schweizer Franken", "CHF"), ("қазақстан теңгесі", "KZT"),
    ],
)  # fmt: skip
def test_programs_spell_a_currency_out_in_the_language_of_their_screen(text: str, code: str) -> None:
    assert currency_sign(text) == code
