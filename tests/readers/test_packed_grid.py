"""Ranges kept as columns read as the same ranges kept as rows."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from addin.deals.grids import CellError, CellsGrid
from addin.functions.arguments import Cells
from addin.readers.packed_columns import PART, Packer, pack
from addin.readers.packed_grid import ColumnsGrid

VALUES: dict[str, tuple[Any, ...]] = {
    "numbers": (1.0, -2.5, 0.0, 1e300),
    "texts": ("Анна", "Пётр", "x", "Анна"),
    "gaps": (3.0, "", None),
    "words and gaps": ("да", "", None),
    "nothing": ("", None),
    "mixed": (7.0, "семь", "", True, False),
    "truth": (True, False, ""),
}


def random_rows(seed: int) -> list[list[Any]]:
    pick = random.Random(seed)  # noqa: S311
    kinds = pick.choices(list(VALUES), k=pick.randint(1, 6))
    return [[pick.choice(VALUES[kind]) for kind in kinds] for _ in range(pick.randint(1, 60))]


def grid(rows: list[list[Any]], first_row: int = 1, **more: Any) -> ColumnsGrid:
    return ColumnsGrid("Deals", first_row, len(rows), pack(rows), **more)


def plain(series: pd.Series) -> list[Any]:
    return [None if value is None or value != value else value for value in series.tolist()]  # noqa: PLR0124


@pytest.mark.parametrize("seed", range(60))
def test_columns_hold_what_rows_hold(seed: int) -> None:
    rows = random_rows(seed)
    mine, theirs = grid(rows, 4), CellsGrid("Deals", rows, 4)
    for after in (0, 4, 10, 4 + len(rows)):
        body, wanted = mine.body(after), theirs.body(after)
        assert body.rows.tolist() == wanted.rows.tolist()
        assert [plain(column) for column in body.columns] == [plain(column) for column in wanted.columns]
    assert mine.top(7) == theirs.top(7)


def test_the_kinds_of_columns_are_those_that_reading_is_quick_with() -> None:
    rows = [["a", 1.0, "", 2.0], ["", 2.5, "", "два"]]
    text, number, empty, mixed = grid(rows).body(0).columns
    assert text.dtype == "str"
    assert number.dtype == "float64"
    assert empty.dtype == mixed.dtype == object


def test_whole_numbers_are_numbers_and_nothing_is_lost_without_a_word() -> None:
    assert plain(grid([[1], [2.5], [""]]).body(0).columns[0]) == [1.0, 2.5]
    assert plain(grid([[1, "a"], ["два", "b"]]).body(0).columns[0]) == [1.0, "два"]
    with pytest.raises(TypeError, match="datetime"):
        pack([[dt.datetime(2026, 1, 1)]])


@pytest.mark.parametrize("seed", range(40))
def test_parts_make_the_columns_of_the_whole(seed: int) -> None:
    rows, pick = random_rows(seed), random.Random(seed)  # noqa: S311
    rows[pick.randrange(len(rows)) :] = [row[: pick.randint(0, len(row))] for row in random_rows(seed + 99)]
    cuts = sorted(pick.randrange(len(rows) + 1) for _ in range(4))
    parts = [rows[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    packing = Packer()
    for part in parts:
        packing.add(part)
    assert (packing.count, packing.columns()) == (len(rows), pack(rows))


def test_columns_longer_than_a_part_are_whole() -> None:
    count = 2 * PART + 5
    rows: list[list[Any]] = [[float(i), f"id {i}", "Анна" if i % 3 else "", None] for i in range(count)]
    rows[PART + 1][3] = True
    mine, theirs = grid(rows).body(0), CellsGrid("Deals", rows).body(0)
    assert [plain(column) for column in mine.columns] == [plain(column) for column in theirs.columns]
    assert grid(rows).columns[1][2] == tuple(f"id {i}" for i in range(count))


def test_under_a_heading_numbers_are_numbers() -> None:
    number, text, empty = grid([["sum", 2024.0, "notes"], [1.0, "x", ""], ["", "y", None]]).body(1).columns
    assert number.dtype == "float64"
    assert text.dtype == "str"
    assert empty.isna().all()


def test_short_rows_are_filled_up() -> None:
    assert plain(grid([["a"], ["b", 1.0]]).body(0).columns[1]) == [None, 1.0]


def test_half_a_letter_becomes_the_sign_of_a_lost_one() -> None:
    assert plain(grid([["a\ud83d"]]).body(0).columns[0]) == ["a\ufffd"]


DAY = 46_000.25


def test_numbers_that_are_days_become_moments() -> None:
    rows = [["Создана", "Сумма"], [DAY, 5.0], ["", DAY], ["вчера", 7.0]]
    mask = np.array([False, True, True, True])
    first, second = grid(rows, dates={0: mask}).body(1).columns
    assert plain(first) == [dt.datetime(2025, 12, 9, 6), None, "вчера"]
    assert plain(second) == [5.0, DAY, 7.0]
    alone, _ = grid([[DAY, "a"], ["", "b"]], dates={0: np.array([True, True])}).body(0).columns
    assert alone.dtype == "datetime64[us]"
    assert plain(alone) == [pd.Timestamp(2025, 12, 9, 6), None]


def test_a_day_beyond_every_calendar_stays_a_number() -> None:
    (column,) = grid([[DAY], [1e12]], dates={0: np.array([True, True])}).body(0).columns
    assert plain(column) == [dt.datetime(2025, 12, 9, 6), 1e12]


def test_days_are_counted_from_the_calendar_of_the_workbook() -> None:
    since = np.datetime64("1904-01-01", "ms")
    (column,) = grid([[DAY - 1462]], dates={0: np.array([True])}, epoch=since).body(0).columns
    assert plain(column) == [pd.Timestamp(2025, 12, 9, 6)]


def test_numbers_that_are_truth_values_are_told_from_numbers() -> None:
    booleans = {0: np.array([True, True, True, False])}
    (column,) = grid([[1.0], [0.0], [3.0], [1.0]], booleans=booleans).body(0).columns
    assert column.tolist() == [True, False, 3.0, 1.0]
    assert [type(value) for value in column] == [bool, bool, float, float]


def test_a_row_with_nothing_but_an_error_counts_as_one() -> None:
    broken = grid([["a"], [None], [""], ["b"]], errors=[CellError(2, 0, "#REF!")])
    body = broken.body(0)
    assert body.rows.tolist() == [1, 2, 4]
    assert body.errors == [CellError(2, 0, "#REF!")]
    assert broken.body(2).errors == []


def test_a_range_knows_its_single_value() -> None:
    assert Cells.of_rows("S", 1, [["deals 3f9a1c2e"]]).value == "deals 3f9a1c2e"
    assert Cells.of_rows("S", 1, [[4.0]]).value == 4.0
    assert Cells.of_rows("S", 1, [[True]]).value is True
    assert Cells.of_rows("S", 1, [[""]]).value is None
    assert Cells.of_rows("S", 1, [["", None]]).is_blank_row
    assert not Cells.of_rows("S", 1, [["", 0.0]]).is_blank_row
    assert not Cells.of_rows("S", 1, [["a", "b"]]).is_single
