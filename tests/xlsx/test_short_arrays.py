"""Array formulas over several cells that show a block's rows one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xlsx.books import HEADINGS, book, filled, formula, formulas, refused

OTHER = "xl/worksheets/sheet2.xml"
ROWS: dict[str, object] = {**HEADINGS, "A5": "x", "B5": 1, "A6": "y", "B6": 2}
NAMES = {"hf_presale": "Data!$A$4:$C$6"}


def template(folder: Path, text: str, ref: str, cell_attributes: str = "") -> Path:
    at = ref.partition(":")[0]
    cells = {at: formula(at, text, f' t="array" ref="{ref}"', cell_attributes=cell_attributes)}
    return book(folder / "t.xlsx", {"Data": ROWS, "Mine": cells}, NAMES)


@pytest.mark.parametrize(
    ("text", "ref", "read", "lines"),
    [
        ("Data!B5:B6*2", "D2:D3", "Data!B5:B40", 36),
        ("Data!$B$5:$B$6", "D2:D20", "Data!$B$5:$B$40", 36),
        ("IF((Data!B5:B6)>1,ROUND(Data!B5:B6,0),0)", "D2:E4", "Data!B5:B40", 36),
        ("if(Data!B6:B5>1,1)", "D2:D3", "Data!B40:B5", 36),
        ("TRANSPOSE(Data!A4:B6)", "D2:F3", "Data!A4:B40", 37),
        ("TRANSPOSE(TRANSPOSE(Data!B5:B6))", "D2:D4", "Data!B5:B40", 36),
        ('"B5:B6("&Data!B5:B6', "D2:D3", "Data!B5:B40", 36),
        ("SUM(Data!B5:B6)*(1+Data!B5:B6)", "D2:D3", "Data!B5:B40", 36),
    ],
)
def test_an_array_that_would_leave_rows_of_a_block_out_is_refused(
    tmp_path: Path, text: str, ref: str, read: str, lines: int
) -> None:
    error = refused(template(tmp_path, text, ref), presale=36)
    assert error.key == "template_array_short"
    assert error.params == {"sheet": "Mine", "cells": ref, "range": read, "lines": lines}


@pytest.mark.parametrize(
    ("text", "ref", "wanted"),
    [
        ("Data!B5:B6*2", "D2:D37", "Data!B5:B40*2"),  # there is room
        ("TRANSPOSE(Data!B5:B6)", "D2:AM2", "TRANSPOSE(Data!B5:B40)"),
        ("LARGE(Data!B5:B6,{1;2})", "D2:D3", "LARGE(Data!B5:B40,{1;2})"),  # as many as somebody wants
        ("LARGE(IF(Data!B5:B6>0,Data!B5:B6),{1;2})", "D2:D3", "LARGE(IF(Data!B5:B40>0,Data!B5:B40),{1;2})"),
        ("SUM(Data!B5:B6)*{1;2}", "D2:D3", "SUM(Data!B5:B40)*{1;2}"),
        ("Data!A5:B6", "D2:E2", "Data!A5:B40"),  # the first row: it never showed them all
        ("SUM(IF(Data!B5:B6>0,1))", "D2", "SUM(IF(Data!B5:B40>0,1))"),
        ("Data!B5:B6", "D2", "Data!B5:B40"),  # one cell shows one
        ("Data!B5:B9*2", "D2:D6", "Data!B5:B9*2"),  # not the block's rows
        ("'[1]Data'!B5:B6*2", "D2:D3", "'[1]Data'!B5:B6*2"),
    ],
)
def test_any_other_array_follows_what_it_reads(tmp_path: Path, text: str, ref: str, wanted: str) -> None:
    assert formulas(filled(template(tmp_path, text, ref), presale=36)[OTHER]) == {"D2": wanted}


def test_an_array_that_spills_takes_the_cells_it_needs(tmp_path: Path) -> None:
    path = template(tmp_path, "Data!B5:B6*2", "D2:D3", ' cm="1"')
    assert formulas(filled(path, presale=36)[OTHER]) == {"D2": "Data!B5:B40*2"}


def test_a_block_that_shrinks_leaves_an_array_its_cells(tmp_path: Path) -> None:
    xml = filled(template(tmp_path, "Data!B5:B6*2", "D2:D3"), presale=1)[OTHER]
    assert b'ref="D2:D3">Data!B5:B5*2<' in xml


def test_an_array_is_refused_also_where_rows_are_put_in_for_the_block(tmp_path: Path) -> None:
    cells = {"D2": formula("D2", "Data!B5:B6*2", ' t="array" ref="D2:D3"')}
    below: dict[str, object] = {**ROWS, "A9": "mine", "B9": 7}
    path = book(tmp_path / "t.xlsx", {"Data": below, "Mine": cells}, NAMES)
    error = refused(path, presale=36)
    assert (error.key, error.params["range"]) == ("template_array_short", "Data!B5:B40")


def test_an_array_below_the_block_is_refused_by_the_cells_it_has_in_the_template(tmp_path: Path) -> None:
    cells = {**ROWS, "B9": formula("B9", "B5:B6*2", ' t="array" ref="B9:B10"'), "B10": 4}
    error = refused(book(tmp_path / "t.xlsx", {"Data": cells}, NAMES), presale=36)
    assert (error.key, error.params["cells"]) == ("template_array_short", "B9:B10")
