"""Ids as they were meant."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.deals.values.ids import parse_ids


def test_numbers_as_ids() -> None:
    ids = parse_ids(pd.Series([12345.0, 1.23e11, np.nan, 2.0**53 + 2]))
    assert ids.values.tolist() == ["12345", "123000000000", "", "9007199254740994"]
    assert ids.repaired.tolist() == [False, False, False, True]
    assert ids.reason.tolist() == [None, None, None, "id_scientific"]


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
