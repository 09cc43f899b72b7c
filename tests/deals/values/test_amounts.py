"""Sums of money as people type them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.values.amounts import ParsedAmounts, parse_amounts, parse_decimals


def _parse(cells: Sequence[object], dtype: str = "object") -> ParsedAmounts:
    return parse_amounts(pd.Series(list(cells), dtype=dtype))


@pytest.mark.parametrize("dtype", ["object", "str"])
@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€ 3.500,00", 3500.0, "EUR"), ("350\u00a0000\u00a0₽", 350_000.0, "RUB"),
        ("12 000,00 руб.", 12_000.0, "RUB"), ("$1,000", 1000.0, "$"), ("1’500.25 CHF", 1500.25, "CHF"),
        ("(500)", -500.0, ""), ("($1,000.50)", -1000.5, "$"), ("-500 руб", -500.0, "RUB"),
        ("-$5", -5.0, "$"), ("500-", -500.0, ""), ("3.500", 3500.0, ""), ("500,-", 500.0, ""),
        ("5 бел. руб.", 5.0, "BYN"), ("USD 1 200", 1200.0, "USD"), ("7 eur", 7.0, "EUR"),
        ("$ 5 USD", 5.0, "USD"), ("CAD $5", 5.0, "CAD"), ("100 000 сум", 100_000.0, "UZS"),
        ("  5\u00a0р. ", 5.0, "RUB"), ("R$ 1.234,56", 1234.56, "BRL"), ("kr 12 000", 12_000.0, "kr"),
        ("12 000 kr.", 12_000.0, "kr"), ("C$5,000.00", 5000.0, "CAD"), ("A$ 5,000.00", 5000.0, "AUD"),
        ("US$ 5,000.00", 5000.0, "USD"), ("₦5,000", 5000.0, "NGN"), ("RM 5,000", 5000.0, "MYR"),
        ("Rp 5.000.000", 5_000_000.0, "IDR"), ("5000 lei", 5000.0, "lei"), ("5 000 Kč", 5000.0, "CZK"),
        ("5 000 Ft", 5000.0, "HUF"), ("5 000 zł", 5000.0, "PLN"), ("5.000,50 TL", 5000.5, "TRY"),
        ("₺5.000,50", 5000.5, "TRY"), ("5 000 ₸", 5000.0, "KZT"), ("5 000 ₴", 5000.0, "UAH"),
        ("£5,000.50", 5000.5, "GBP"), ("¥5,000", 5000.0, "¥"), ("Rs. 5,000/-", 5000.0, "rs"),
        ("S/ 5,000.00", 5000.0, "PEN"), ("₹12,34,567.00", 1_234_567.0, "INR"), ("₱5,000.00", 5000.0, "PHP"),
        ("R 5 000", 5000.0, "ZAR"), ("5.000 ₫", 5000.0, "VND"), ("฿5,000.00", 5000.0, "THB"),
        ("KSh 5,000.00", 5000.0, "KES"), ("5 000:-", 5000.0, ""), ("10k", 10_000.0, ""),
        ("10 K", 10_000.0, ""), ("$1.2M", 1_200_000.0, "$"), ("1.2 MM USD", 1_200_000.0, "USD"),
        ("€1.5bn", 1.5e9, "EUR"), ("150 тыс. руб.", 150_000.0, "RUB"), ("150 тыс.", 150_000.0, ""),
        ("1,5 млн", 1_500_000.0, ""), ("1,5 млн ₽", 1_500_000.0, "RUB"), ("150 т.р.", 150_000.0, "RUB"),
        ("150тысруб", 150_000.0, "RUB"), ("150 тис. грн", 150_000.0, "UAH"),
        ("1,5 млн теңге", 1_500_000.0, "KZT"), ("150 мың ₸", 150_000.0, "KZT"),
        ("1,5 Mio. €", 1_500_000.0, "EUR"), ("150 Tsd. €", 150_000.0, "EUR"), ("150 k€", 150_000.0, "EUR"),
        ("R$ 150 mil", 150_000.0, "BRL"), ("1,5 milhões", 1_500_000.0, ""), ("150 mil", 150_000.0, ""),
        ("1,5 milioni", 1_500_000.0, ""), ("150 tys. zł", 150_000.0, "PLN"),
        ("1,5 mln zł", 1_500_000.0, "PLN"), ("150 bin TL", 150_000.0, "TRY"),
        ("1,5 milyon TL", 1_500_000.0, "TRY"), ("₹5 lakh", 500_000.0, "INR"),
        ("₹1.25 Cr", 12_500_000.0, "INR"), ("(1.5M)", -1_500_000.0, ""), ("1 500 тыс", 1_500_000.0, ""),
        ("2,5 mkr", 2_500_000.0, "kr"), ("0.1 M", 100_000.0, ""), ("1.1M", 1_100_000.0, ""),
    ],
)  # fmt: skip
def test_a_text_that_had_to_be_read(text: str, value: float, currency: str, dtype: str) -> None:
    parsed = _parse([text], dtype)
    assert (parsed.values.tolist(), parsed.currency.tolist()) == ([value], [currency])
    assert (parsed.repaired.tolist(), parsed.bad.tolist()) == ([True], [False])


@pytest.mark.parametrize("dtype", ["object", "str"])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", 1500.0), ("1500.5", 1500.5), ("-3", -3.0), ("0.00", 0.0), ("350\u2009000", 350_000.0),
        ("1 500,5", 1500.5), ("1,234.56", 1234.56), ("1'500", 1500.0), ("−500,5", -500.5), ("+5", 5.0),
        ("1.234.567", 1_234_567.0), ("1 234 567,891", 1_234_567.891), ("1,234,567.8", 1_234_567.8),
        ("3,5", 3.5), ("0,125", 0.125), ("1500,500", 1500.5), ("0,1", 0.1), ("1,23,456", 123_456.0),
        ("12,34,567.50", 1_234_567.5),
    ],
)  # fmt: skip
def test_digits_with_their_usual_marks_were_not_repaired(text: str, value: float, dtype: str) -> None:
    parsed = _parse([text], dtype)
    assert parsed.values.tolist() == [value]
    assert (parsed.repaired.tolist(), parsed.bad.tolist()) == ([False], [False])


@pytest.mark.parametrize(
    "text",
    [
        "по запросу", "12.05.2026", "- 5 % к цене", "=1+1", "12 34", "2,5,3", "1,2345,678", "123,45,678",
        "12.34.567", "1.5 2", "1500 - 2000", "(500", "500)", "--5", "1e5", "$5 €", "1 2345,5",
        "1234567890123456", "8 916 000-00-00", "1,234'567", "1 234,567.5", "5 шт", "5 cr", "5 т",
        "$1.5 mil", "1,234 K", "1.500 тыс.", "5 k k", "USD CAD 5", "C$ 5 USD", "от 5000",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_bad_and_never_a_number(text: str) -> None:
    parsed = _parse([text])
    assert math.isnan(parsed.values[0])
    assert (parsed.bad.tolist(), parsed.repaired.tolist(), parsed.currency.tolist()) == (
        [True],
        [False],
        [""],
    )


@pytest.mark.parametrize(
    "text", ["-", "—", "нет", "NULL", "N/A", r"\N", "(No value)", "nan", "yok", "не указано"]
)
def test_what_stands_for_no_sum_is_neither_a_sum_nor_bad(text: str) -> None:
    parsed = _parse([text, 5])
    assert math.isnan(parsed.values[0])
    assert (parsed.bad.tolist(), parsed.repaired.tolist()) == ([False] * 2, [False] * 2)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        # nothing tells: thousands
        (["3.500", "7"], [3500.0, 7.0]),
        (["3,500", "7,25 $ ", "1,000"], [3.5, 7.25, 1.0]),
        (["3,500", "0,125"], [3.5, 0.125]),
        (["3,500", "1500,125"], [3.5, 1500.125]),
        (["3,500", "7.5"], [3500.0, 7.5]),
        # shown both before decimals and between thousands: thousands
        (["3,500", "7,25", "1,234.56"], [3500.0, 7.25, 1234.56]),
        (["0,125", "1,234.56"], [0.125, 1234.56]),
        # what programs write counts for their own numbers only
        (["€ 3.500", "2.125", "1500.5"], [3500.0, 2.125, 1500.5]),
        # with a word of size it must be shown
        (["1,500 K", "1,234,567"], [1_500_000.0, 1_234_567.0]),
        (["1,500 тыс.", "7,25"], [1500.0, 7.25]),
        (["$ 3.500", "2.125", "$ 1.5"], [3.5, 2.125, 1.5]),
    ],
)
def test_three_digits_after_one_mark(cells: list[str], values: list[float]) -> None:
    assert _parse(cells).values.tolist() == values
    assert _parse(cells[::-1]).values.tolist() == values[::-1]


def test_a_point_read_as_thousands_is_told_unless_the_column_shows_it() -> None:
    assert _parse(["3.500", "7"]).repaired.tolist() == [True, False]
    assert _parse(["3.500", "7,5"]).repaired.tolist() == [False, False]
    assert _parse(["3.500", "1.234.567"]).repaired.tolist() == [False, False]
    assert not _parse(["1,500", "2,000", "12,000", "900"]).repaired.any()
    assert _parse(["3.500", "7.5"]).repaired.tolist() == [False, False]
    assert _parse(["3.500", "0.250"]).repaired.tolist() == [False, False]


def test_numbers_stay() -> None:
    parsed = _parse([1.5, np.nan, float("inf"), -2.0], "float64")
    np.testing.assert_array_equal(parsed.values, [1.5, np.nan, np.nan, -2.0])
    assert parsed.bad.tolist() == [False, False, True, False]
    assert not parsed.repaired.any()
    assert parsed.currency.tolist() == [""] * 4


def test_a_column_of_everything() -> None:
    cells = [1, 2.5, Decimal("3.25"), "4 ₸", "", None, True, pd.Timestamp("2024-01-01"), "нет"]
    raw = pd.Series(cells, dtype="object", index=range(10, 19))
    before = raw.copy()
    parsed = parse_amounts(raw)
    np.testing.assert_array_equal(parsed.values, [1, 2.5, 3.25, 4, *[np.nan] * 5])
    assert np.flatnonzero(parsed.bad).tolist() == [6, 7]
    assert np.flatnonzero(parsed.repaired).tolist() == [3]
    assert parsed.currency.tolist() == ["", "", "", "KZT", "", "", "", "", ""]
    assert parsed.currency.index.tolist() == list(range(10, 19))
    pd.testing.assert_series_equal(raw, before)


def test_no_rows_and_flags() -> None:
    assert len(_parse([]).values) == 0
    assert _parse([True, False], "bool").bad.all()


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6),
    st.sampled_from(["\u00a0,", ",.", ".,", "'."]),
)
def test_a_sum_written_is_the_sum_read(kopecks: list[int], marks: str) -> None:
    table = str.maketrans(",.", marks)
    written = [f"{Decimal(k) / 100:,.2f}".translate(table) for k in kopecks]
    assert _parse(written).values.tolist() == [k / 100 for k in kopecks]


def test_a_rate_has_only_a_decimal_mark() -> None:
    found = parse_decimals(pd.Series(["92,125", "92.125", " 1 000,5 ", "", None, "x", 7.5], dtype="object"))
    assert found.tolist()[:3] == [92.125, 92.125, 1000.5]
    assert np.isnan(found[3:6]).all()
    assert found[6] == 7.5
