"""Cells in memory as columns: typed a column at a time, the same as cell by cell."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.grids import CellsGrid

CELL = st.sampled_from(
    [None, "", "текст", "2026-09-01", 1, 2.5, math.nan, True, False, dt.datetime(2026, 9, 1)]
)
ROWS = st.lists(st.lists(CELL, max_size=4), max_size=6)


def empty(value: object) -> bool:
    return value is None or value is pd.NaT or value == "" or (isinstance(value, float) and math.isnan(value))


@given(ROWS, st.integers(1, 4), st.integers(0, 9))
def test_columns_are_what_each_cell_says(rows: list[list[object]], first: int, after: int) -> None:
    body = CellsGrid("x", rows, first).body(after)
    kept = [(first + i, row) for i, row in enumerate(rows) if first + i > after and not all(map(empty, row))]
    assert body.rows.tolist() == [number for number, _ in kept]
    assert len(body.columns) == max(map(len, rows), default=0)
    for place, column in enumerate(body.columns):
        cells = [row[place] if place < len(row) and not empty(row[place]) else None for _, row in kept]
        assert [None if empty(v) else v for v in column] == cells
        assert column.index.equals(pd.RangeIndex(len(kept)))


@pytest.mark.parametrize(
    ("cells", "dtype"),
    [
        ([1.0, 2.0], "float64"),
        ([1, "", 2.5, None], "float64"),
        ([True, False], "object"),
        ([1.0, True], "object"),
        ([1.0, "a"], "object"),
        ([dt.datetime(2026, 9, 1), ""], "datetime64[us]"),
        ([dt.datetime(2026, 9, 1), 1.0], "object"),
        ([dt.datetime(2026, 9, 1, tzinfo=dt.UTC)], "object"),
        (["a", "", None], "str"),
        (["", ""], "object"),
        ([], "object"),
    ],
)
def test_the_type_of_a_column(cells: list[object], dtype: str) -> None:
    column = CellsGrid("x", [["head"], *([cell] for cell in cells)]).body(1).columns[0]
    assert str(column.dtype) == dtype or (not cells and column.empty)


def test_half_a_letter_does_not_stop_a_column() -> None:
    column = CellsGrid("x", [["\ud83d…", ""], ["b", 1]]).body(0).columns[0]
    assert column.tolist() == ["\ufffd…", "b"]


def test_the_cells_stay_as_they_were() -> None:
    rows = [["a", 1.0], ["", np.nan]]
    CellsGrid("x", rows).body(0)
    assert rows[0] == ["a", 1.0]
    assert rows[1][0] == ""
