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
        ("€ 3.500,00", 3500.0, "EUR"),
        ("350\u00a0000\u00a0₽", 350_000.0, "RUB"),
        ("350\u2009000", 350_000.0, ""),
        ("1 500,5", 1500.5, ""),
        ("1,234.56", 1234.56, ""),
        ("12 000,00 руб.", 12_000.0, "RUB"),
        ("$1,000", 1000.0, "USD"),
        ("1'500", 1500.0, ""),
        ("1’500.25 CHF", 1500.25, "CHF"),
        ("(500)", -500.0, ""),
        ("($1,000.50)", -1000.5, "USD"),
        ("-500 руб", -500.0, "RUB"),
        ("−500,5", -500.5, ""),
        ("-$5", -5.0, "USD"),
        ("500-", -500.0, ""),
        ("+5", 5.0, ""),
        ("1.234.567", 1_234_567.0, ""),
        ("1 234 567,891", 1_234_567.891, ""),
        ("1,234,567.8", 1_234_567.8, ""),
        ("3.500", 3500.0, ""),
        ("3,5", 3.5, ""),
        ("0,125", 0.125, ""),
        ("1500,500", 1500.5, ""),
        ("0,1", 0.1, ""),
        ("500,-", 500.0, ""),
        ("5 бел. руб.", 5.0, "BYN"),
        ("USD 1 200", 1200.0, "USD"),
        ("7 eur", 7.0, "EUR"),
        ("$ 5 USD", 5.0, "USD"),
        ("100 000 сум", 100_000.0, "UZS"),
        ("  5\u00a0р. ", 5.0, "RUB"),
    ],
)
def test_a_text_that_had_to_be_read(text: str, value: float, currency: str, dtype: str) -> None:
    parsed = _parse([text], dtype)
    assert (parsed.values.tolist(), parsed.currency.tolist()) == ([value], [currency])
    assert (parsed.repaired.tolist(), parsed.bad.tolist()) == ([True], [False])


@pytest.mark.parametrize(
    ("text", "value"), [("1500", 1500.0), ("1500.5", 1500.5), ("-3", -3.0), ("0.00", 0.0)]
)
def test_a_plain_number_as_text_was_not_repaired(text: str, value: float) -> None:
    parsed = _parse([text])
    assert parsed.values.tolist() == [value]
    assert (parsed.repaired.tolist(), parsed.bad.tolist()) == ([False], [False])


@pytest.mark.parametrize(
    "text",
    [
        "по запросу", "-", "12.05.2026", "1 500 тыс", "- 5 % к цене", "=1+1", "12 34", "1,23,456", "2,5,3",
        "1.5 2", "1500 - 2000", "(500", "500)", "--5", "1e5", "$5 €", "1 2345,5", "1234567890123456",
        "8 916 000-00-00", "1,234'567", "1 234,567.5",
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
        (["$ 3.500", "2.125", "$ 1.5"], [3.5, 2.125, 1.5]),
    ],
)
def test_three_digits_after_one_mark(cells: list[str], values: list[float]) -> None:
    assert _parse(cells).values.tolist() == values
    assert _parse(cells[::-1]).values.tolist() == values[::-1]


def test_a_point_read_as_thousands_is_told() -> None:
    assert _parse(["3.500", "7"]).repaired.tolist() == [True, False]
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
    assert np.flatnonzero(parsed.bad).tolist() == [6, 7, 8]
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
