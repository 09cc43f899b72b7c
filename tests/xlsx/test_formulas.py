"""What becomes of formulas that read a block."""

from __future__ import annotations

import pytest

from addin.placement.ranges import Rect, Resize
from addin.xlsx.formulas import ReferenceShift
from addin.xlsx.references import read_formula

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
        # as people and other programs write them
        ("SUM('my sheet'!c5:c10)", "SUM('my sheet'!c5:c40)"),
        ("SUM('My Sheet'!C5:'MY SHEET'!C10)", "SUM('My Sheet'!C5:'MY SHEET'!C40)"),
        ("SUM('My Sheet'!C5:Other!C10)", "SUM('My Sheet'!C5:Other!C10)"),
        ("SUM(C10:C5)+SUM(D10:C5)+SUM(D$10:C$5)", "SUM(C40:C5)+SUM(D40:C5)+SUM(D$40:C$5)"),
        ("SUM(D5:C10)", "SUM(D5:C40)"),
        ("C5:INDEX(C:C,10)+C5:C10:INDEX(C:C,9)", "C5:INDEX(C:C,10)+C5:C10:INDEX(C:C,9)"),
        ("_xlfn.SORT(C5:C10)#", "_xlfn.SORT(C5:C40)#"),
        ("@C5:C10", "@C5:C40"),
        ("T['[C5:C10]]+C5:C10", "T['[C5:C10]]+C5:C40"),
        ("SUM(5:10)+SUM(C:C)", "SUM(5:10)+SUM(C:C)"),
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


def test_a_formula_goes_down() -> None:
    formula = """IF(C5>"C5",SUM($C$5:C5)+'S'!$D9+LOG10(A5)+Deals[A5],C$5)"""
    assert read_formula(formula).at(3) == """IF(C8>"C5",SUM($C$5:C8)+'S'!$D12+LOG10(A8)+Deals[A5],C$5)"""
    assert read_formula(formula).at(0) == formula
