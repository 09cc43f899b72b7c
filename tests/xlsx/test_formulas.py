"""What becomes of formulas that read a block."""

from __future__ import annotations

import pytest

from addin.placement.ranges import Rect, Resize
from addin.xlsx.formulas import ReferenceShift, fill_down

GROWN = ReferenceShift((Resize("My Sheet", Rect(4, 2, 10, 6), 40), Resize("S", Rect(1, 1, 2, 3), 1)))
ONE_ROW = ReferenceShift((Resize("S", Rect(4, 2, 5, 6), 40),))


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        (
            "SUM('My Sheet'!$C$5:$C$10)/COUNT('My Sheet'!C5:C10)",
            "SUM('My Sheet'!$C$5:$C$40)/COUNT('My Sheet'!C5:C40)",
        ),
        ("SUM(C5:C10)", "SUM(C5:C40)"),
        ('SUMIFS($D$4:$D$10,$C$4:$C$10,"x")', 'SUMIFS($D$4:$D$40,$C$4:$C$40,"x")'),
        ('"C5:C10"&C5:C10', '"C5:C10"&C5:C40'),
        ('"a ""C5:C10"" b"', '"a ""C5:C10"" b"'),
        ("Deals[C5:C10]", "Deals[C5:C10]"),
        ("[1]Other!$C$5:$C$10", "[1]Other!$C$5:$C$10"),
        ("'[Book.xlsx]My Sheet'!$C$5:$C$10", "'[Book.xlsx]My Sheet'!$C$5:$C$10"),
        ("Other!$C$5:$C$10", "Other!$C$5:$C$10"),
        ("'My Sheet'!$C$5", "'My Sheet'!$C$5"),
        ("C5", "C5"),
        ("'My Sheet'!$C$5:$C$100", "'My Sheet'!$C$5:$C$100"),
        ("LOG10(C5:C10)+LOG10(7)+ABC5", "LOG10(C5:C40)+LOG10(7)+ABC5"),
        ("C5:C10.5", "C5:C10.5"),
        ("SUM(C$5:C10)+SUM(C5:C$10)", "SUM(C$5:C10)+SUM(C5:C$10)"),  # adds up row by row
        ("SUM(Jan:S!C5:C10)+D4:D10:E4", "SUM(Jan:S!C5:C10)+D4:D10:E4"),
        ("OFFSET('My Sheet'!$B$4:$F$10,1,0)", "OFFSET('My Sheet'!$B$4:$F$40,1,0)"),
    ],
)
def test_formulas_follow(formula: str, after: str) -> None:
    assert GROWN.shift_formula(formula, "My Sheet") == after


def test_a_reference_without_a_sheet_needs_one() -> None:
    assert GROWN.shift_formula("SUM(C5:C10)") == "SUM(C5:C10)"
    assert GROWN.shift_formula("SUM(C5:C10)", "Other") == "SUM(C5:C10)"


def test_what_moves_from_cell_to_cell_stays() -> None:
    assert GROWN.shift_formula("C5/SUM(C$5:C$10)", "My Sheet", "copied") == "C5/SUM(C$5:C$40)"
    assert GROWN.shift_formula("SUM(C5:C10)", "My Sheet", "copied") == "SUM(C5:C10)"


def test_the_only_cell_of_a_block_grows_in_charts_only() -> None:
    assert ONE_ROW.shift_formula("S!$C$5") == "S!$C$5"
    assert ONE_ROW.shift_formula("S!$C$5", use="line") == "S!$C$5:$C$40"
    assert ONE_ROW.shift_formula("S!$C$4", use="line") == "S!$C$4"  # a heading
    assert ONE_ROW.shift_formula("S!$C$5:$C$5") == "S!$C$5:$C$40"


def test_a_range_across_the_only_row_is_no_column_where_it_stands_in_that_row() -> None:
    assert ONE_ROW.shift_formula("SUM(C5:F5)", "S", "block_row") == "SUM(C5:F5)"
    assert ONE_ROW.shift_formula("SUM(C5:F5)", "S", "copied") == "SUM(C5:F5)"
    assert ONE_ROW.shift_formula("VLOOKUP(A5,$C$5:$F$5,2)", "S", "block_row") == "VLOOKUP(A5,$C$5:$F$40,2)"
    assert ONE_ROW.shift_formula("SUM(C5:F5)", "S") == "SUM(C5:F40)"
    assert ONE_ROW.shift_formula("S!$C$5:$F$5", use="line") == "S!$C$5:$F$5"
    assert ONE_ROW.shift_formula("S!$C$5:$F$5", use="area") == "S!$C$5:$F$40"


def test_the_list_of_a_validation_is_a_range_whatever_it_looks_like() -> None:
    assert ONE_ROW.shift_formula("$C$5", "S", "list") == "$C$5:$C$40"
    assert ONE_ROW.shift_formula("C5", "S", "list") == "C5"


def test_what_reads_a_place_is_known() -> None:
    areas = {"S": [Rect(4, 2, 10, 6)]}
    assert GROWN.reads_any("S!$B$10:$B$99", areas)
    assert GROWN.reads_any("(S!$A$1,S!$F$5)", areas)
    assert not GROWN.reads_any("S!$G$4:$H$10", areas)
    assert not GROWN.reads_any("T!$B$4:$B$10", areas)


def test_a_formula_goes_down() -> None:
    formula = """IF(C5>"C5",SUM($C$5:C5)+'S'!$D9+LOG10(A5)+Deals[A5],C$5)"""
    assert fill_down(formula, 3) == """IF(C8>"C5",SUM($C$5:C8)+'S'!$D12+LOG10(A8)+Deals[A5],C$5)"""
    assert fill_down(formula, 0) == formula
