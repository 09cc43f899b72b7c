"""Ranges of a block however they are spelled, and links over it, as the block grows and shrinks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.xlsx.books import HEADINGS, book, filled, formulas, sheet_xml
from tests.xlsx.samples import with_parts

MODEL: dict[str, object] = {**HEADINGS, "A5": "x", "B5": 1, "A6": "y", "B6": 2}


@pytest.mark.parametrize("rows", [1, 2, 9])
@pytest.mark.parametrize(
    "text",
    [
        "SUM(data!B5:B{})",
        "sum(data!b5:b{})",
        "SUM('DATA'!$B$5:$B${})",
        "SUM(Data!B5:Data!B{})",
        "SUM(Data!B{}:B5)",
        "SUM(Data!C{}:B5)",
    ],
)
def test_a_range_follows_as_it_is_spelled(tmp_path: Path, text: str, rows: int) -> None:
    sheets = {"Data": MODEL, "Board": {"A1": f"={text.format(6)}"}}
    names = {"hf_presale": "data!$A$4:$C$6", "Total": "DATA!$B$5:$B$6"}
    parts = filled(book(tmp_path / "t.xlsx", sheets, names), presale=rows)
    assert formulas(parts["xl/worksheets/sheet2.xml"])["A1"] == text.format(4 + rows)
    found = dict(re.findall(rb'definedName name="(\w+)">([^<]*)<', parts["xl/workbook.xml"]))
    last = str(4 + rows).encode()
    assert found == {b"hf_presale": b"data!$A$4:$C$" + last, b"Total": b"DATA!$B$5:$B$" + last}


def test_a_link_over_the_rows_covers_all_of_them(tmp_path: Path) -> None:
    template = book(tmp_path / "t.xlsx", {"Data": MODEL, "Board": {}}, {"hf_presale": "Data!$A$4:$C$6"})
    links = (
        '<hyperlinks><hyperlink ref="A5:A6" location="Board!A1"/>'
        '<hyperlink ref="A4" location="Board!A1"/><hyperlink ref="G5" location="Data!B5:B6"/></hyperlinks>'
    )
    with_parts(template, {"xl/worksheets/sheet1.xml": sheet_xml(MODEL, links).encode()})
    xml = filled(template, presale=9)["xl/worksheets/sheet1.xml"]
    found = re.findall(rb'<hyperlink ref="(\S+)" location="(\S+)"', xml)
    assert found == [(b"A5:A13", b"Board!A1"), (b"A4", b"Board!A1"), (b"G5", b"Data!B5:B13")]
