"""Formulas in pieces: put together they are the formula again, and each reference is known for what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.placement.ranges import MAX_ROW
from addin.xlsx.references import read_formula

PARTS = st.sampled_from(
    [
        *("A1", "$B$2:c9", "Data!A1:Data!B2", "'It''s'!A1", "[1]Data!A1", "Jan:Dec!A1", "5:6", "$A:C", "A1#"),
        *("B5:INDEX(", "OFFSET(", ")", "+", " ", ",", '"A1 ""x"""', "T[A1]", "T[[#This Row],['[x]]", "{1;2}"),
        *("#REF!", "Name", "Сумма", "_xlfn.LET(", "1E+5", "'", "[", "]", "!", ":", "$", "@", "\\x"),
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_pieces_put_together_are_the_formula(text: str) -> None:
    assert read_formula(text).at(0) == text


@given(st.lists(PARTS, max_size=8).map("".join), st.integers(0, 500), st.integers(0, 50))
def test_moved_and_moved_back_is_the_formula(text: str, rows: int, columns: int) -> None:
    moved = read_formula(text).at(rows, columns)
    assert read_formula(moved).at(-rows, -columns).upper() == text.upper()


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("A1", [""]),
        ("Data!A1:B2", ["Data"]),
        ("Data!A1:data!B2", ["Data"]),
        ("Data!A1:Other!B2", [None]),
        ("'Q1''s'!A1", ["Q1's"]),
        ("[1]Data!A1+'[Book.xlsx]My Data'!A1", [None, None]),
        ("Jan:Dec!A1+'My Jan:Dec'!A1", [None, None]),
        ("A1:Data!B2", [None]),
        ("Data:A!B:B", [None]),
    ],
)
def test_the_sheet_that_a_reference_names(text: str, sheets: list[str | None]) -> None:
    assert [reference.sheet_name for reference in read_formula(text).references] == sheets


@pytest.mark.parametrize(
    "text", ["LOG10(7)", "A1.b", "_A1", "A1_", "ABC9999999", "XFE1", "A0", "A01", '"A1"', "T[A1]", "1E5"]
)
def test_what_only_looks_like_a_cell(text: str) -> None:
    assert list(read_formula(text).references) == []


def test_what_leaves_the_sheet_comes_in_at_its_other_end() -> None:
    assert read_formula("A1+B$1+$C1").at(-1, -1) == f"XFD{MAX_ROW}+A$1+$C{MAX_ROW}"
    assert read_formula("A:A+1:1").at(-1, -1) == f"XFD:XFD+{MAX_ROW}:{MAX_ROW}"


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("A1:B2", False),
        ("A1:INDEX(B:B,2)", True),
        ("OFFSET(A1,1,1):B2", True),
        ("a:Name", True),
        ("T[a]:T[b]", True),
    ],
)
def test_a_range_whose_end_is_computed_is_known(text: str, is_open: bool) -> None:
    assert read_formula(text).has_open_range == is_open
