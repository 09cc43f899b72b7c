"""References after rows were put in: whatever reads a cell reads it still."""

from __future__ import annotations

import pytest
from lxml import etree

from addin.placement.ranges import MAX_ROW, Rect
from addin.xlsx.moving.moves import Move, moved_ranges
from addin.xlsx.moving.references import move_references
from addin.xlsx.moving.sheet_rows import spell_out_shared
from addin.xlsx.xml import MAIN

INSERTED = Move.insertion("Data", 7, 10)
"""Ten rows before row 7."""


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A6+A7", "A6+A17"),
        ("SUM($B$2:b9)", "SUM($B$2:b19)"),
        ("SUM(B9:B2)", "SUM(B19:B2)"),
        ("SUM(7:8,$3:$9)", "SUM(17:18,$3:$19)"),
        ("SUM(A:A)+LOG10(100)+A7.b", "SUM(A:A)+LOG10(100)+A7.b"),
        ("B8:INDEX(B:B,9)", "B18:INDEX(B:B,9)"),
        ("OFFSET(A1,1,1):B8", "OFFSET(A1,1,1):B18"),
        ('IF(A8="A8",T[A8],T[[#This Row],[B9]])', 'IF(A18="A8",T[A8],T[[#This Row],[B9]])'),
        ("Data!A8+'data'!B8+DATA!$C$8:$C$9", "Data!A18+'data'!B18+DATA!$C$18:$C$19"),
        ("Other!A8+'My Data'!A8+[1]Data!A8+'[1]Data'!A8", "Other!A8+'My Data'!A8+[1]Data!A8+'[1]Data'!A8"),
        ("Data:Other!A8", "Data:Other!A8"),
        ("Data!A8:Data!A9", "Data!A18:Data!A19"),
        ("Data!A9:data!$A$2+A8#", "Data!A19:data!$A$2+A18#"),
        ("SUM(Data!A:A,B:data!C)", "SUM(Data!A:A,B:data!C)"),
        ("T['[A8']]+A8", "T['[A8']]+A18"),
        ("ABC9999999+A8", "ABC9999999+A18"),
        ("Сумма_A8+_A8+A8_", "Сумма_A8+_A8+A8_"),
        ("-A8%&A9", "-A18%&A19"),
        ("{1;7}+A8", "{1;7}+A18"),
        ("_xlfn.ANCHORARRAY(A8)+@A9", "_xlfn.ANCHORARRAY(A18)+@A19"),
        ("A8 A9:C9", "A18 A19:C19"),
        (f"SUM(A1:A{MAX_ROW})", f"SUM(A1:A{MAX_ROW})"),
    ],
)
def test_each_reference_follows(formula: str, expected: str) -> None:
    assert move_references(formula, "Data", [INSERTED]) == expected


def test_a_reference_without_a_sheet_means_its_own() -> None:
    assert move_references("A8+Data!A8", "Other", [INSERTED]) == "A8+Data!A18"
    assert move_references("A8+$A$8", "", [INSERTED]) == "A8+$A$8"


def test_a_name_that_depends_on_who_uses_it_stays() -> None:
    text = "Data!A8+Data!$A8+Data!A$8+Data!$A$1:$B$9"
    moved = move_references(text, "", [INSERTED], relative=False)
    assert moved == "Data!A8+Data!$A8+Data!A$18+Data!$A$1:$B$19"


def test_cells_cut_out_take_only_what_lies_in_them_along() -> None:
    foot = Move("Data", Rect(6, 1, 6, 3), -2)
    assert move_references("SUM(A5:A6)+A6+B6:C6+D6+B6:D6", "Data", [foot]) == "SUM(A5:A6)+A4+B4:C4+D6+B6:D6"


def test_moves_come_one_after_the_other() -> None:
    assert move_references("A6+A9", "Data", [INSERTED, Move.insertion("Data", 18, 1)]) == "A6+A20"
    assert moved_ranges("A1:B7 C3 D8:D9", [INSERTED]) == "A1:B17 C3 D18:D19"


@pytest.mark.parametrize(
    ("formula", "third"),
    [
        ("b5:b5*2", "b7:b7*2"),
        ("SUM(Data!B5:Data!$B5)", "SUM(Data!B7:Data!$B7)"),
        ("SUM(O!5:5,B5:INDEX(B:B,9))", "SUM(O!7:7,B7:INDEX(B:B,9))"),
        ("T['[B5]]+B5", "T['[B5]]+B7"),
    ],
)
def test_shared_formulas_are_spelled_out_whatever_they_read(formula: str, third: str) -> None:
    follower = '<c r="C7"><f t="shared" si="0"/></c>'
    first = f'<c r="C5"><f t="shared" ref="C5:C7" si="0">{formula}</f></c>'
    root = etree.fromstring(f'<worksheet xmlns="{MAIN}"><sheetData>{first}{follower}</sheetData></worksheet>')
    spell_out_shared(root)
    assert [node.text for node in root.iter(f"{{{MAIN}}}f")] == [formula, third]
    assert b"shared" not in etree.tostring(root)
