"""Ids as they were meant."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.deals.values.ids import parse_ids, tell_apart


def test_numbers_as_ids() -> None:
    ids = parse_ids(pd.Series([12345.0, 1.23e11, np.nan, 2.0**53 + 2]))
    assert ids.values.tolist() == ["12345", "123000000000", "", "9007199254740994"]
    assert ids.repaired.tolist() == [False, False, False, True]
    assert ids.reason.tolist() == [None, None, None, "id_digits_lost"]


@pytest.mark.parametrize("dtype", ["str", "object"])
def test_text_ids(dtype: str) -> None:
    cells = ["12345.0", "1,23E+11", "1.23e+11", "007", " A-1 ", "1E5", "1.234E+2", None, "12.50"]
    ids = parse_ids(pd.Series(cells, dtype=dtype))
    expected = ["12345", "123000000000", "123000000000", "007", "A-1", "1E5", "1.234E+2", "", "12.50"]
    assert ids.values.tolist() == expected
    assert np.flatnonzero(ids.repaired).tolist() == [1, 2]
    assert ids.reason.tolist() == [None, "id_scientific", "id_scientific", *[None] * 6]


def test_ids_do_not_change_the_input() -> None:
    raw = pd.Series(["12345.0", "1,23E+11"], dtype="str")
    before = raw.copy()
    parse_ids(raw)
    pd.testing.assert_series_equal(raw, before)


@pytest.mark.parametrize(
    ("cell", "value", "lost"),
    [
        (5.50000000000001e17, "550000000000001000", True),
        (1.0e15, "1000000000000000", True),
        (999_999_999_999_999.0, "999999999999999", False),
        (550_000_000_000_001_234, "550000000000001234", False),
        (550_000_000_000_001_000, "550000000000001000", True),
        ("550000000000001234", "550000000000001234", False),
        ("NULL", "", False),
        (True, "TRUE", False),
        (float("inf"), "inf", False),
    ],
)
def test_a_number_of_more_than_15_digits_has_lost_the_last(cell: object, value: str, lost: bool) -> None:
    ids = parse_ids(pd.Series([cell, "A-1"], dtype="object"))
    assert (ids.values.tolist(), ids.repaired.tolist()) == ([value, "A-1"], [lost, False])


def test_rows_that_share_what_is_left_of_an_id_are_told_apart() -> None:
    ids = parse_ids(pd.Series([5.5e17, 5.5e17, 5.6e17, 5.5e17], dtype="float64"))
    apart = tell_apart(ids, np.array([2, 3, 4, 5]), np.array([True, True, True, False]))
    assert apart.values.tolist() == [
        "550000000000000000#2",
        "550000000000000000#3",
        "560000000000000000",
        "550000000000000000",
    ]
    assert apart.reason.tolist() == ["id_numbered", "id_numbered", "id_digits_lost", "id_digits_lost"]
    plain = parse_ids(pd.Series(["1", "1"], dtype="str"))
    assert tell_apart(plain, np.array([2, 3]), np.array([True, True])) is plain
