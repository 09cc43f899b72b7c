"""What the deals in a status tell of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.deals.reading.stage_facts import fractions, shares_told, typical_probabilities


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["10", "75", "100", "0"], [0.1, 0.75, 1, 0]),
        (["10%", "75 %", "", "often"], [0.1, 0.75, -1, -1]),
        (["0.1", "0.75", "1", "0"], [0.1, 0.75, 1, 0]),
        (["150", "50", "-5", ""], [-1, 0.5, -1, -1]),
    ],
)
def test_probabilities_are_read_as_fractions(cells: list[str], values: list[float]) -> None:
    assert np.nan_to_num(fractions(pd.Series(cells, dtype="str")), nan=-1).tolist() == values


def typical(rows: list[tuple[str, float]]) -> dict[str, float]:
    statuses, values = zip(*rows, strict=True)
    return typical_probabilities(pd.factorize(pd.Series(statuses, dtype="str")), np.array(values))


def test_a_probability_is_the_statuss_own_where_nearly_all_its_deals_bear_it() -> None:
    rows = [("a", 0.1)] * 9 + [("a", 0.3), ("b", 0.5), ("c", 0.1), ("c", 0.9), ("d", np.nan)]
    assert typical(rows) == {"a": 0.1, "b": 0.5}


def test_one_probability_for_all_tells_nothing() -> None:
    assert typical([("a", 1.0), ("b", 1.0)]) == {}
    assert typical([("a", np.nan)]) == {}


def told(**given: list[int]) -> dict[str, bool]:
    rows = [(status, bool(cell)) for status, cells in given.items() for cell in cells]
    statuses, cells = zip(*rows, strict=True)
    return shares_told(pd.factorize(pd.Series(statuses, dtype="str")), pd.Series(cells))


def test_cells_tell_statuses_apart_only_where_some_have_them_and_others_do_not() -> None:
    assert told(a=[1, 1, 1], b=[0, 0, 0], c=[1, 0, 1], d=[1]) == {"a": True, "b": False}
    assert told(a=[1, 1, 1], b=[1, 1, 1]) == {}
