"""Results that a fill keeps, as nothing of a block can reach them, and those it has computed anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.xlsx.books import HEADINGS, book, filled, formula, results

MODEL: dict[str, object] = {**HEADINGS, "A5": "x", "B5": 1}
NAMES = {
    "hf_presale": "Data!$A$4:$C$5",
    "Money": "Data!$B$5:$B$5",
    "Rate": "Board!$H$1",
    "Twice": "Money*2",
    "Left": "Board!A1",
    "Moving": "OFFSET(Board!$A$1,1,0,3)",
    "Round": "Round+Rate",
}


def after_fill(tmp_path: Path, cells: dict[str, object], **more: str) -> dict[str, str | None]:
    """What the formulas of a second sheet show once the block of the first has three rows."""
    sheets = {"Data": MODEL, "Board": cells, "Notes": {"A1": 1}}
    template = book(tmp_path / "t.xlsx", sheets, NAMES, **more)
    return results(filled(template, presale=3)["xl/worksheets/sheet2.xml"])


@pytest.mark.parametrize(
    "text",
    [
        "1+1",
        'GETPIVOTDATA("[Measures].[Sum]",$E$3)',
        '_xlfn.STOCKHISTORY("ABC",44927)',
        'WEBSERVICE("http://localhost:1/x")',
        "NOW()+RAND()",
        "SUM(Notes!A:A)+H1+Rate",
        "SUM(Data!E1:F99)",
        "SUM([1]Data!B5:B6)+'[1]Data'!B5",
        '"Data!B5"&"Money"',
        "BDP(H1)",
        "_xlfn.LET(_xlpm.money,H1,_xlpm.money*2)",
        "Round",
        "Notes:Notes!A1",
        "ROW()+ROWS(Notes!A1:A9)",
        "#REF!+Gone!A1+Unknown",
    ],
)
def test_a_result_that_no_block_can_reach_stays(tmp_path: Path, text: str) -> None:
    assert after_fill(tmp_path, {"A1": formula("A1", text, value="7")}) == {"A1": "7"}


@pytest.mark.parametrize(
    "text",
    [
        "Data!B5",
        "SUM(data!b5:b5)",
        "SUM(Data!B:B)",
        "SUM(Data!6:7)",
        "Data!A3",  # what is said above the headings
        "SUM(Data!B7:B9)",  # cells the block gets
        "SUM(Data:Notes!B5)",
        "SUM(Notes:Data!B5)",
        "Money",
        "[0]!Money",
        "Twice",
        "Left",
        "Moving",
        'INDIRECT("Data!B5")',
        "OFFSET(H1,1,1)",
        "SUM(H1:INDEX(H:H,2))",
        'CELL("contents",H1)',
    ],
)
def test_a_result_that_a_block_may_reach_is_computed_anew(tmp_path: Path, text: str) -> None:
    assert after_fill(tmp_path, {"A1": formula("A1", text, value="7")}) == {"A1": None}


def test_what_is_read_through_others_is_followed(tmp_path: Path) -> None:
    cells = {
        "A1": formula("A1", "B1+1"),
        "B1": formula("B1", "SUM(C1:C40)"),
        "C9": formula("C9", "Data!B5"),
        "E1": formula("E1", "F1+1"),
        "F1": formula("F1", "SUM(G1:G40)"),
        "G9": formula("G9", "Notes!A1"),
    }
    kept = after_fill(tmp_path, cells)
    assert kept == {"A1": None, "B1": None, "C9": None, "E1": "1", "F1": "1", "G9": "1"}


def test_one_that_reads_the_block_does_not_spoil_its_neighbours(tmp_path: Path) -> None:
    cells: dict[str, object] = {f"A{row}": formula(f"A{row}", f"Notes!A{row}") for row in range(1, 30)}
    cells["A15"] = formula("A15", "Data!B5")
    assert [at for at, result in after_fill(tmp_path, cells).items() if result is None] == ["A15"]


def test_each_cell_of_a_shared_formula_is_looked_at(tmp_path: Path) -> None:
    cells = {
        "A2": formula("A2", "Data!B5", ' t="shared" ref="A2:A6" si="0"'),
        **{f"A{row}": f'<c r="A{row}"><f t="shared" si="0"/><v>4</v></c>' for row in range(3, 7)},
        "C5": formula("C5", "A5"),
        "C6": formula("C6", "A2"),
    }
    kept = after_fill(tmp_path, cells)
    assert kept == {"A2": None, "A3": None, "A4": None, "A5": "4", "A6": "4", "C5": "1", "C6": None}


def test_what_an_array_fills_is_read_as_the_array_is(tmp_path: Path) -> None:
    spilled = ' t="array" ref="A1:A3"'
    cells = {
        "A1": formula("A1", "Data!B5:B7", spilled, cell_attributes=' cm="1"'),
        "A2": 4,
        "A40": 4,
        "A99": formula("A99", "A45+D2"),  # beyond a value, beside a formula
        "C1": formula("C1", "A3"),
        "C2": formula("C2", "A9"),  # where it may come to be
        "C3": formula("C3", "A1#"),
        "G1": formula("G1", "Notes!A1:A3", ' t="array" ref="G1:G3"'),
        "H1": formula("H1", "G3"),
    }
    kept = after_fill(tmp_path, cells)
    assert kept == {"A1": None, "C1": None, "C2": None, "C3": None, "A99": "1", "G1": "1", "H1": "1"}


def test_a_table_of_what_if_reads_its_inputs_and_its_edge(tmp_path: Path) -> None:
    table = ' t="dataTable" ref="{}" dt2D="0" dtr="0" r1="H1"'
    cells = {
        "B1": formula("B1", "Data!B5*H1"),
        "B2": formula("B2", "", table.format("B2:B4")),
        "C3": formula("C3", "B3"),
        "F1": formula("F1", "Notes!A1*H1"),
        "F2": formula("F2", "", table.format("F2:F4")),
        "G3": formula("G3", "F3"),
    }
    kept = after_fill(tmp_path, cells)
    assert kept == {"B1": None, "B2": None, "C3": None, "F1": "1", "F2": "1", "G3": "1"}


STAMP = 'IF(Data!A5="","",IF({0}=0,NOW(),{0}))'


@pytest.mark.parametrize(("calculation", "kept"), [('<calcPr iterate="1"/>', "45000.5"), ("", None)])
def test_what_circular_formulas_remember_stays_where_they_iterate(
    tmp_path: Path, calculation: str, kept: str | None
) -> None:
    cells = {
        "A1": formula("A1", STAMP.format("A1"), value="45000.5"),
        "B1": formula("B1", STAMP.format("C1"), value="45000.5"),
        "C1": formula("C1", "SUM(B1:B30)", value="45000.5"),
        "D1": formula("D1", "A1+Data!B5", value="45000.5"),
    }
    found = after_fill(tmp_path, cells, after_names=calculation)
    assert found == {"A1": kept, "B1": kept, "C1": kept, "D1": None}


def test_a_circle_that_no_block_reaches_stays_in_any_case(tmp_path: Path) -> None:
    cells = {"B1": formula("B1", 'IF(A1="","",IF(B1=0,NOW(),B1))', value="45000.5")}
    assert after_fill(tmp_path, cells) == {"B1": "45000.5"}


@pytest.mark.parametrize("manual", ["", '<calcPr calcMode="manual"/>'])
def test_the_workbook_is_computed_on_opening_whatever_stays(tmp_path: Path, manual: str) -> None:
    template = book(
        tmp_path / "t.xlsx", {"Data": MODEL}, {"hf_presale": "Data!$A$4:$C$5"}, after_names=manual
    )
    assert b'fullCalcOnLoad="1"' in filled(template, presale=3)["xl/workbook.xml"]


def test_the_kind_of_a_forgotten_result_goes_with_it(tmp_path: Path) -> None:
    cells = {"A1": formula("A1", "Data!B5/0", value="#DIV/0!", cell_attributes=' t="e" vm="1"')}
    template = book(tmp_path / "t.xlsx", {"Data": MODEL, "Board": cells}, NAMES)
    xml = filled(template, presale=3)["xl/worksheets/sheet2.xml"]
    assert re.search(rb'<c r="A1"><f>', xml)
