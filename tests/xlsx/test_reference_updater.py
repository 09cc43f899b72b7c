"""What follows a block in the parts of a workbook, and what only looks as if it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from addin.placement.ranges import Rect, Resize
from addin.xlsx.fill import fill
from addin.xlsx.formulas import ReferenceShift
from addin.xlsx.reach.reach import reach_of_areas
from addin.xlsx.reach.reads import ReadContext
from addin.xlsx.reference_updater import ReferenceUpdater
from tests.xlsx.samples import Sample, frame, load, parts, with_parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHARTEX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
SPACES = f'xmlns="{MAIN}" xmlns:x14="{X14}" xmlns:xm="{XM}"'

LISTED = '<x14:dataValidation type="list"><x14:formula1><xm:f>{}</xm:f></x14:formula1></x14:dataValidation>'

ONE_TO_FORTY = ReferenceUpdater(
    ReferenceShift((Resize("S", Rect(4, 2, 5, 6), 44),)),
    {"S": [Rect(4, 2, 44, 6)]},
    reach_of_areas(
        ReadContext(
            ["S", "T"],
            {("", "money"): "S!$C$5:$C$5", ("", "tax"): "0.2", ("", "_xlchart.v1.0"): "S!$C$5"},
        ),
        [("s", Rect(4, 2, 44, 6))],
    ),
)


def changed(kind: str, xml: str, name: str = "S") -> str:
    """A part after the follower has been over it."""
    root = etree.fromstring(xml)
    getattr(ONE_TO_FORTY, kind)(root, name)
    return etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        # cells: across the row that the formula stands in, down a column, a total elsewhere
        ('<c r="H5"><f>SUM(C5:F5)</f></c>', "SUM(C5:F5)"),
        ('<c r="F5"><f>SUM(C5:E5)</f></c>', "SUM(C5:E5)"),
        ('<c r="F5"><f>SUM(C$5:C5)</f></c>', "SUM(C$5:C5)"),
        ('<c r="F5"><f>C5/SUM(C$5:C$5)</f></c>', "C5/SUM(C$5:C$44)"),
        ('<c r="H1"><f>SUM(C5:F5)</f></c>', "SUM(C5:F44)"),
        ('<c r="H1"><f t="array" ref="H1">SUM(C5:C5*D5:D5)</f></c>', "SUM(C5:C44*D5:D44)"),
        ('<c r="H1"><f t="shared" ref="H1:J1" si="0">SUM(C5:C5)</f></c>', "SUM(C5:C44)"),
        ('<c r="H1"><f t="shared" ref="H1:H3" si="0">SUM(C5:C5)</f></c>', "SUM(C5:C5)"),
        # formats and validations go from cell to cell
        ("<cfRule><formula>$C5&gt;MAX($C$5:$C$5)</formula></cfRule>", "$C5&gt;MAX($C$5:$C$44)"),
        ("<cfRule><formula>MAX(C5:E5)&gt;1</formula></cfRule>", "MAX(C5:E5)&gt;1"),
        ('<dataValidation type="list"><formula1>$C$5</formula1></dataValidation>', "$C$5:$C$44"),
        ('<dataValidation type="whole"><formula1>$C$5</formula1></dataValidation>', ">$C$5<"),
        ("<x14:cfRule><xm:f>MAX($C$5:$C$5)</xm:f></x14:cfRule>", "MAX($C$5:$C$44)"),
        (
            LISTED.format("S!$C$5"),
            "S!$C$5:$C$44",
        ),
        ("<x14:sparkline><xm:f>S!C5</xm:f></x14:sparkline>", "S!C5:C44"),
        ("<x14:sparkline><xm:f>S!C5:F5</xm:f></x14:sparkline>", "S!C5:F5<"),
        ("<x14:sparklineGroup><xm:f>S!C5:C5</xm:f></x14:sparklineGroup>", "S!C5:C44"),
        ("<controlPr listFillRange='C5:C5' linkedCell='C5'/>", 'listFillRange="C5:C44" linkedCell="C5"'),
        ("<hyperlink ref='A1' location='S!C5:C5'/>", "S!C5:C44"),
        ("<dataRef ref='B4:F5' sheet='S'/>", "B4:F44"),
    ],
)
def test_on_a_sheet(inside: str, wanted: str) -> None:
    assert wanted in changed("sheet", f"<worksheet {SPACES}>{inside}</worksheet>")


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ("<c:val><c:numRef><c:f>S!$C$5</c:f></c:numRef></c:val>", "S!$C$5:$C$44"),
        (
            "<c:val><c:numRef><c:f>(S!$C$5:$C$5,S!$E$5)</c:f></c:numRef></c:val>",
            "(S!$C$5:$C$44,S!$E$5:$E$44)",
        ),
        ("<c:val><c:numRef><c:f>S!$C$5:$F$5</c:f></c:numRef></c:val>", ">S!$C$5:$F$5<"),
        ("<c:cat><c:multiLvlStrRef><c:f>S!$B$5:$C$5</c:f></c:multiLvlStrRef></c:cat>", "S!$B$5:$C$44"),
        ("<c:tx><c:strRef><c:f>S!$C$5</c:f></c:strRef></c:tx>", ">S!$C$5<"),
        ("<c:tx><c:strRef><c:f>S!$C$4</c:f></c:strRef></c:tx>", ">S!$C$4<"),
        ("<c15:datalabelsRange><c15:f>S!$D$5</c15:f></c15:datalabelsRange>", "S!$D$5:$D$44"),
        ('<cx:strDim><cx:f dir="col">S!$B$5:$C$5</cx:f></cx:strDim>', "S!$B$5:$C$44"),
        ('<cx:numDim><cx:f dir="row">S!$B$5:$C$5</cx:f></cx:numDim>', ">S!$B$5:$C$5<"),
    ],
)
def test_in_a_chart(inside: str, wanted: str) -> None:
    spaces = f'xmlns:c="{CHART}" xmlns:cx="{CHARTEX}" xmlns:c15="{C15}"'
    assert wanted in changed("chart", f"<c:chartSpace {spaces}>{inside}</c:chartSpace>", "")


@pytest.mark.parametrize(("categories", "values"), [("cat", "val"), ("xVal", "yVal")])
@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [
        ("S!$D$5", "S!$B$5:$C$44"),  # two columns, as libraries write them
        ("S!$D$5:$D$5", "S!$B$5:$C$44"),
        ("S!$D$5:$E$5", "S!$B$5:$C$5"),  # across a row
    ],
)
def test_categories_lie_as_the_values_of_their_series(
    categories: str, values: str, drawn: str, wanted: str
) -> None:
    first = f"<c:{categories}><c:strRef><c:f>S!$B$5:$C$5</c:f></c:strRef></c:{categories}>"
    second = f"<c:{values}><c:numRef><c:f>{drawn}</c:f></c:numRef></c:{values}>"
    series = f'<c:ser xmlns:c="{CHART}">{first}{second}</c:ser>'
    assert f"<c:f>{wanted}</c:f>" in changed("chart", series, "")


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("S!$C$5:$C$5", False),
        ("S!$C$30:$C$50", False),
        ("Book.xlsx!Money", False),
        ("_xlchart.v1.0", False),
        ("S!$H$5:$H$9", True),
        ("T!$C$5:$C$5", True),
        ("Tax", True),
        ("{1,2}", True),
    ],
)
def test_what_a_chart_remembers_goes_where_a_fill_writes(formula: str, kept: bool) -> None:
    cache = '<c:numCache><c:ptCount val="1"/></c:numCache>'
    xml = f'<c:numRef xmlns:c="{CHART}"><c:f>{formula}</c:f>{cache}</c:numRef>'
    assert ("numCache" in changed("chart", xml, "")) == kept


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('ref="B4:F5" sheet="S"', 'ref="B4:F44" sheet="S"'),
        ('name="Money"', 'name="Money"'),
        ('ref="B4:F5" sheet="T"', ""),
        ('name="Tax"', ""),
    ],
)
def test_the_source_of_a_pivot_table(source: str, wanted: str) -> None:
    found = changed("pivot", f'<p xmlns="{MAIN}"><worksheetSource {source}/></p>', "")
    assert ('refreshOnLoad="1"' in found) == bool(wanted)
    assert wanted in found


def test_controls_and_their_old_drawings() -> None:
    control = f'<formControlPr xmlns="{X14}" fmlaRange="$C$5:$C$5" fmlaLink="$C$5"/>'
    assert 'fmlaRange="$C$5:$C$44" fmlaLink="$C$5"' in changed("control", control)
    assert changed("control", control, "T") == control
    drawn = "<br><x:FmlaRange>'S'!$C$5:$C$5</x:FmlaRange><x:FmlaLink>$C$5</x:FmlaLink>Ш".encode()
    assert ONE_TO_FORTY.vml_lists(drawn, "T") == drawn.replace(b"$C$5:$C$5", b"$C$5:$C$44")


def test_a_table_elsewhere_keeps_its_place_and_its_formula_follows() -> None:
    xml = (
        f'<table xmlns="{MAIN}" ref="B4:F5"><tableColumns><tableColumn><calculatedColumnFormula>'
        "SUM(S!$C$5:$C$5)</calculatedColumnFormula></tableColumn></tableColumns></table>"
    )
    assert "SUM(S!$C$5:$C$44)" in changed("table", xml, "T")
    assert 'ref="B4:F5"' in changed("table", xml, "T")
    assert 'ref="B4:F44"' in changed("table", xml, "S")


def test_a_users_formula_over_its_own_row_goes_down_row_by_row(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["amount", "chance", "both", "so far"])
        sheet.write_formula("C2", "=SUM(A2:B2)")
        sheet.write_formula("D2", "=SUM(A$2:A2)")
        sheet.write_formula("F2", "=MAX(A2:B2)")
        book.define_name("hf_presale", "=S!$A$1:$D$2")
        book.define_name("Printed", "=S!$A$1:$A$2")
    for rows in (5, 1, 3):
        fill(template if rows == 5 else out, Sample({"presale": frame("presale", rows)}), out)
    sheet = load(out)["S"]
    assert [sheet[name].value for name in ("C4", "D4", "F2")] == [
        "=SUM(A4:B4)",
        "=SUM(A$2:A4)",
        "=MAX(A2:B2)",
    ]


def test_print_areas_that_end_with_the_block_follow_also_beside_another(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["amount", "chance"])
        sheet.print_area("A1:B2")
        book.define_name("hf_presale", "=S!$A$1:$B$2")
    xml = re.sub(rb'(Print_Area"[^>]*>[^<]*)', rb"\1,S!$D$1:$E$9", parts(template)["xl/workbook.xml"])
    with_parts(template, {"xl/workbook.xml": xml})
    fill(template, Sample({"presale": frame("presale", 5)}), out)
    assert b">S!$A$1:$B$6,S!$D$1:$E$9<" in parts(out)["xl/workbook.xml"]


def test_a_users_array_formula_and_height_go_down_all_rows(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["amount", "chance", "mine"])
        sheet.write_array_formula("C2:C2", "{=SUM(A2:B2*(A$2:A$2>0))}")
        sheet.set_row(1, 33)
        book.define_name("hf_presale", "=S!$A$1:$C$2")
    for rows in (5, 0, 3):
        fill(template if rows == 5 else out, Sample({"presale": frame("presale", rows)}), out)
    sheet = load(out)["S"]
    assert [sheet[f"C{row}"].value.text for row in (2, 4)] == [
        "=SUM(A2:B2*(A$2:A$4>0))",
        "=SUM(A4:B4*(A$2:A$4>0))",
    ]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [33, 33, 33, None]


def test_a_sheet_whose_names_have_a_prefix_is_filled(tmp_path: Path) -> None:
    """As libraries of .NET write them."""
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["amount", "chance"])
        sheet.write("D3", 7)
        sheet.write_comment("A1", "note")
        book.define_name("hf_presale", "=S!$A$1:$B$2")
    name = "xl/worksheets/sheet1.xml"
    xml = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", parts(template)[name]).replace(b"xmlns=", b"xmlns:x=")
    with_parts(template, {name: xml})
    for rows in (5, 3):
        fill(template if rows == 5 else out, Sample({"presale": frame("presale", rows)}), out)
    sheet = load(out)["S"]
    assert [sheet["A4"].value, sheet["A5"].value, sheet["D3"].value] == [3, None, 7]
    assert b"<legacyDrawing r:id=" in parts(out)[name]
