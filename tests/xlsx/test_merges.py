from __future__ import annotations

import pytest

from addin.placement.ranges import Rect
from addin.xlsx.merges import Merges

WIDE, HIGH = Rect(2, 1, 2, 16384), Rect(4, 3, 1_048_576, 3)


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        (2, 1, WIDE),
        (2, 16384, WIDE),
        (3, 3, None),
        (4, 3, HIGH),
        (900_000, 3, HIGH),
        (4, 2, None),
        (1, 1, None),
    ],
)
def test_a_cell_knows_the_merged_cell_it_belongs_to(row: int, column: int, found: Rect | None) -> None:
    assert Merges((WIDE, HIGH)).at(row, column) == found


def test_without_merged_cells_no_cell_belongs_to_any() -> None:
    assert Merges(()).at(1, 1) is None


def test_of_merged_cells_over_each_other_the_first_counts() -> None:
    first, second = Rect(1, 1, 2, 2), Rect(2, 2, 3, 3)
    assert Merges((second, first)).at(2, 2) == second
