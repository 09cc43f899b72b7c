"""Rectangles and what becomes of ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.placement.ranges import (
    Rect,
    Resize,
    column_letters,
    column_number,
    parse_reference,
    resize_print_area,
)

GROWN = Resize("My Sheet", Rect(4, 2, 10, 6), 40)


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns_are_one_thing(number: int) -> None:
    assert column_number(column_letters(number)) == number


def test_letters_by_hand() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("'It''s'!$A$4:$O$5", ("It's", Rect(4, 1, 5, 15))),
        ("=Лист1!$B$2", ("Лист1", Rect(2, 2, 2, 2))),
        ("#REF!$A$1", ("#REF", Rect(1, 1, 1, 1))),
        ("S!$A:$B", None),
        ("S!$A$1:$B$2,S!$D$1", None),
        ("OFFSET(S!$A$1,1,1)", None),
        ("[1]S!$A$1:$B$2", None),
    ],
)
def test_the_target_of_a_name(formula: str, found: tuple[str, Rect] | None) -> None:
    assert parse_reference(formula) == found


@pytest.mark.parametrize(
    ("ranges", "after"),
    [
        ("B4:F10", "B4:F40"),
        ("C5:C10", "C5:C40"),
        ("C5:C10 A1 D4:D10", "C5:C40 A1 D4:D40"),
        ("C6:C10", "C6:C10"),  # starts below the first row
        ("C5:C9", "C5:C9"),  # ends above the last
        ("A5:C10", "A5:C10"),  # reaches beyond the block
        ("C:C", "C:C"),
    ],
)
def test_ranges_follow_only_when_they_cover_the_rows(ranges: str, after: str) -> None:
    assert GROWN.resize_ranges(ranges) == after


def printed(text: str) -> str:
    return resize_print_area(text, [GROWN])


def test_a_print_area_that_ends_with_the_block_goes_on_ending_with_it() -> None:
    assert printed("'My Sheet'!$A$1:$H$10") == "'My Sheet'!$A$1:$H$40"
    assert printed("'My Sheet'!$A$1:$H$12") == "'My Sheet'!$A$1:$H$12"
    assert printed("'My Sheet'!$A$1:$C$10") == "'My Sheet'!$A$1:$C$10"
    assert printed("Other!$A$1:$H$10") == "Other!$A$1:$H$10"


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("bottoms", "last"), [((12, 40), 40), ((40, 12), 40), ((5, 7), 7)])
def test_a_print_area_over_two_blocks_ends_with_the_lower(
    bottoms: tuple[int, int], last: int, *, swapped: bool
) -> None:
    blocks = [Resize("S", Rect(4, 1, 10, 3), bottoms[0]), Resize("S", Rect(4, 5, 10, 6), bottoms[1])]
    after = resize_print_area("S!$A$1:$F$10", blocks[::-1] if swapped else blocks)
    assert after == f"S!$A$1:$F${last}"


def test_a_print_area_that_ends_with_the_totals_of_a_block_does_so_again() -> None:
    assert resize_print_area("S!$A$1:$C$6", [Resize("S", Rect(4, 1, 5, 3), 30, totals=1)]) == "S!$A$1:$C$31"
