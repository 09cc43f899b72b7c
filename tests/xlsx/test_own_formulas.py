"""Formulas in the user's own columns and beside a block, in the ways spreadsheets store them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xlsx.books import HEADINGS, book, filled, formula, formulas, refused

SHEET = "xl/worksheets/sheet1.xml"
MODEL: dict[str, object] = {**HEADINGS, "A5": "x", "B5": 1}
SHARED = ' t="shared" ref="{}" si="0"'
FOLLOWER = '<c r="{}"><f t="shared" si="0"/><v>4</v></c>'


def followers(*cells: str) -> dict[str, object]:
    return {at: FOLLOWER.format(at) for at in cells}


@pytest.mark.parametrize(
    ("place", "cells", "wanted"),
    [
        pytest.param(
            "$A$4:$E$5",
            {**MODEL, "C5": formula("C5", "B5*2", SHARED.format("C5:E5")), **followers("D5", "E5")},
            {"C5": "B5*2", "D5": "C5*2", "E5": "D5*2", "C7": "→C5", "D7": "→D5", "E7": "→E5"},
            id="sideways within the model row",
        ),
        pytest.param(
            "$A$4:$C$5",
            {**MODEL, "C5": formula("C5", "B5*2", SHARED.format("C5:E5")), **followers("D5", "E5")},
            {"C5": "B5*2", "C7": "→C5", "D5": "C5*2", "E5": "D5*2"},
            id="the first in the block, the others beside it",
        ),
        pytest.param(
            "$C$4:$E$5",
            {
                "C4": "Deal",
                "D4": "Amount",
                "E4": "mine",
                "B5": formula("B5", "A5+$D5", SHARED.format("B5:E5")),
                **followers("E5"),
            },
            {"B5": "A5+$D5", "E5": "D5+$D5", "E7": "→E5"},
            id="the first beside the block, another in it",
        ),
        pytest.param(
            "$A$4:$C$5",
            {"C3": formula("C3", "B3*2", SHARED.format("C3:C5")), **MODEL, **followers("C5")},
            {"C3": "B3*2", "C5": "B5*2", "C7": "→C5"},
            id="the first above",
        ),
        pytest.param(
            "$A$4:$C$6",
            {**MODEL, "C5": formula("C5", "B5*2", SHARED.format("C5:C9")), **followers("C6", "C8")},
            {"C5": "B5*2", "C7": "→C5", "C8": "B8*2"},
            id="down the block and below it",
        ),
    ],
)
def test_a_shared_formula_is_one_of_its_own_where_a_block_parts_it(
    tmp_path: Path, place: str, cells: dict[str, object], wanted: dict[str, str]
) -> None:
    template = book(tmp_path / "t.xlsx", {"Data": cells}, {"hf_presale": f"Data!{place}"})
    found = formulas(filled(template, presale=3)[SHEET])
    assert wanted.items() <= found.items(), found
    assert "" not in found.values()


def test_each_shared_formula_of_a_sheet_has_its_own_number(tmp_path: Path) -> None:
    cells = {
        **MODEL,
        "C5": "=B5*2",
        "G4": "Deal",
        "H4": "mine",
        "H5": "=LEN(G5)",
        "A20": "Deal",
        "B20": "Amount",
        "C20": "mine",
        "A21": "x",
        "C21": "=B21+1000",
    }
    names = {"hf_presale": "Data!$A$4:$C$5", "hf_attention": "Data!$A$20:$C$21"}
    template = book(tmp_path / "t.xlsx", {"Data": cells}, names)
    found = formulas(filled(template, presale=3, attention=3)[SHEET])  # looks at the numbers
    assert [found[at] for at in ("C5", "C7", "C21", "C23")] == ["B5*2", "→C5", "B21+1000", "→C21"]


@pytest.mark.parametrize(
    ("model", "third"),
    [
        ("SUM(O!5:5*1)", "SUM(O!7:7*1)"),
        ("SUM(Data!B5:Data!B5*1)", "SUM(Data!B7:Data!B7*1)"),
        ("SUM([1]Data!B5:B5*1)", "SUM([1]Data!B7:B7*1)"),
        ("SUM('[1]My Data'!$B5:$B5)", "SUM('[1]My Data'!$B7:$B7)"),
        ("SUM(b5:b5*1)", "SUM(b7:b7*1)"),
        ("SUM(Data!B5:INDEX(B:B,ROW())*1)", "SUM(Data!B7:INDEX(B:B,ROW())*1)"),
        ("SUM(OFFSET(A5,0,1):Data!B5)", "SUM(OFFSET(A7,0,1):Data!B7)"),
        ("SUM(Data:O!B5)", "SUM(Data:O!B7)"),
        ("_xlfn.XLOOKUP(A5,O!$A$1:$A$9,O!$B$1:$B$9)", "_xlfn.XLOOKUP(A7,O!$A$1:$A$9,O!$B$1:$B$9)"),
        ("_xlfn._xlws.FILTER(O!A5:C5,O!$A$1:$C$1>B5)", "_xlfn._xlws.FILTER(O!A7:C7,O!$A$1:$C$1>B7)"),
        ("_xlfn.LET(_xlpm.b5x,B5,_xlpm.b5x+1)", "_xlfn.LET(_xlpm.b5x,B7,_xlpm.b5x+1)"),
        ("_xlfn.ANCHORARRAY(O!B5)", "_xlfn.ANCHORARRAY(O!B7)"),
        ('IF(A5="B5",T[[#This Row],[B5]],"")', 'IF(A7="B5",T[[#This Row],[B5]],"")'),
    ],
)
def test_an_array_formula_reads_its_own_row(tmp_path: Path, model: str, third: str) -> None:
    one = formula("C5", model, ' t="array" ref="C5"', cell_attributes=' cm="1"')
    template = book(
        tmp_path / "t.xlsx", {"Data": {**MODEL, "C5": one}, "O": {"A5": 1}}, {"hf_presale": "Data!$A$4:$C$5"}
    )
    xml = filled(template, presale=3)[SHEET]
    assert formulas(xml)["C7"] == third
    assert b'<c r="C7" cm="1"><f t="array" ref="C7">' in xml


def test_an_array_over_cells_of_one_row_goes_down_whole(tmp_path: Path) -> None:
    cells = {**MODEL, "C5": formula("C5", "B5*{1,2}", ' t="array" ref="C5:D5"'), "D5": 2}
    template = book(tmp_path / "t.xlsx", {"Data": cells}, {"hf_presale": "Data!$A$4:$D$5"})
    for rows in (3, 2, 4):
        xml = filled(template, presale=rows)[SHEET]
        template.write_bytes(template.with_name("out.xlsx").read_bytes())
        assert f'<f t="array" ref="C{4 + rows}:D{4 + rows}">B{4 + rows}*{{1,2}}</f>'.encode() in xml


@pytest.mark.parametrize(
    ("place", "ref"),
    [
        ("$A$4:$C$5", "C5:D5"),  # it ends beside the block
        ("$A$4:$C$6", "C5:C6"),  # it goes down the rows
        ("$A$4:$C$5", "C3:C5"),  # it begins above
        ("$A$4:$C$5", "B5:C5"),  # one of its columns is the report's
    ],
)
@pytest.mark.parametrize("kind", ['t="array"', 't="dataTable" r1="H1" dt2D="0"'])
def test_an_array_that_a_block_would_tear_is_refused(tmp_path: Path, place: str, ref: str, kind: str) -> None:
    at = ref.split(":", maxsplit=1)[0]
    array = {at: formula(at, "{1,2}", f' {kind} ref="{ref}"')}
    every = {**MODEL, **array} if at[1] != "3" else {**array, **MODEL}
    template = book(tmp_path / "t.xlsx", {"Data": every}, {"hf_presale": f"Data!{place}"})
    error = refused(template, presale=5)
    assert (error.key, error.params["cells"]) == ("template_array_cut", ref)
    assert "hf_presale" in str(error)


def test_an_array_below_a_block_goes_down_with_the_rows(tmp_path: Path) -> None:
    cells = {**MODEL, "C7": formula("C7", "B5*{1,2}", ' t="array" ref="C7:D8"')}
    template = book(tmp_path / "t.xlsx", {"Data": cells}, {"hf_presale": "Data!$A$4:$C$5"})
    assert b'<f t="array" ref="C11:D12">B5*{1,2}</f>' in filled(template, presale=5)[SHEET]
