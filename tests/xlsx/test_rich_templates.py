"""A heavily customised template: nothing is lost, and every reference covers exactly the blocks' rows."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from addin.xlsx.fill import fill
from tests.office import converted, require_office
from tests.xlsx.rich_references import SHEETS, references
from tests.xlsx.rich_template import FIRST, FIRST_MONTH, MONTHS, SHEET, build
from tests.xlsx.samples import Sample, frame, parts, with_parts

COUNTS = (0, 1, 3, 60, 20_000)
ORDERS = ((3, 0, 60, 1, 3), (60, 3), (1, 0, 60), (3, 60, 0), (1, 20_000, 3))
REFERRING = {
    *SHEETS,
    *(f"xl/charts/chart{number}.xml" for number in range(1, 7)),
    "xl/charts/chartEx1.xml",
    "xl/ctrlProps/ctrlProp1.xml",
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/tables/table1.xml",
    "xl/workbook.xml",
}
"""The parts of the template that refer to a block or hold one."""


def lasts(deals: int, months: int) -> tuple[int, int]:
    """The last rows of both blocks; an empty one has a row that says so."""
    return FIRST - 1 + max(deals, 1), FIRST_MONTH - 1 + max(months, 1)


def sample(deals: int, months: int = 4) -> Sample:
    return Sample({"presale": frame("presale", deals), "cohorts": frame("cohorts", months)})


def plain(name: str, xml: bytes) -> bytes:
    """A part without what a fill is there to change: the blocks' cells, and values that are remembered."""
    if not name.endswith((".xml", ".rels")):
        return xml
    if name in SHEETS[:2]:
        xml = re.sub(rb"<sheetData>.*</sheetData>", b"", xml, flags=re.DOTALL)
    root = etree.fromstring(xml)
    drop = [*root.iter("{*}numCache", "{*}strCache", "{*}multiLvlStrCache", "{*}lvl", "{*}dimension")]
    drop += [value for formula in root.iter("{*}f") for value in formula.itersiblings("{*}v")]
    for node in drop:
        parent = node.getparent()
        assert parent is not None
        parent.attrib.pop("t", None)
        parent.remove(node)
    for node in root.iter("{*}calcPr"):
        node.attrib.pop("fullCalcOnLoad", None)
    for node in root.iter("{*}conditionalFormatting"):  # one cell has two spellings
        node.set("sqref", re.sub(r"(\b\w+):\1\b", r"\1", str(node.get("sqref"))))
    return etree.tostring(root, method="c14n")


def opened(path: Path, *, computed: bool = False) -> openpyxl.Workbook:
    """Read by openpyxl, which warns of all that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, data_only=computed)


def assert_as_if_built(found: Path, deals: int, months: int) -> None:
    """It is what the template is when it is made with so many rows."""
    wanted = build(found.with_name("wanted.xlsm"), *lasts(deals, months))
    after, expected = parts(found), parts(wanted)
    assert after.keys() == expected.keys()
    differ = [name for name in after if plain(name, after[name]) != plain(name, expected[name])]
    assert differ == []


@pytest.mark.parametrize("rows", COUNTS)
def test_every_reference_covers_the_rows_and_nothing_is_lost(tmp_path: Path, rows: int) -> None:
    template, out = build(tmp_path / "t.xlsm", stale=True), tmp_path / "out.xlsm"
    for deals, months in ((rows, 4), (3, rows)):
        fill(template, sample(deals, months), out)
        assert_as_if_built(out, deals, months)


@pytest.mark.parametrize("rows", COUNTS)
def test_the_references_read_as_the_rows_say(tmp_path: Path, rows: int) -> None:
    out = tmp_path / "out.xlsm"
    fill(build(tmp_path / "t.xlsm"), sample(rows, 4), out)
    found = {
        name: re.sub(r"&apos;|&quot;", "'", xml.decode("utf-8", "replace"))
        for name, xml in parts(out).items()
    }
    expected = references(lasts(rows, 4)[0])
    missing = [(part, text) for part, texts in expected.items() for text in texts if text not in found[part]]
    assert missing == []


@pytest.mark.parametrize("order", ORDERS)
def test_a_report_filled_again_is_as_one_filled_afresh(tmp_path: Path, order: tuple[int, ...]) -> None:
    template, out = build(tmp_path / "t.xlsm", stale=True), tmp_path / "out.xlsm"
    fill(template, sample(7, 5), out)
    for deals, months in zip(order, reversed(order), strict=True):
        fill(out, sample(deals, months), out)
    assert_as_if_built(out, order[-1], order[0])
    afresh = tmp_path / "afresh.xlsm"
    fill(template, sample(order[-1], order[0]), afresh)
    after, expected = parts(out), parts(afresh)
    assert [name for name in after if after[name] != expected[name]] == []


@pytest.mark.parametrize("rows", COUNTS)
def test_what_does_not_refer_to_a_block_stays_byte_for_byte(tmp_path: Path, rows: int) -> None:
    template, out = build(tmp_path / "t.xlsm", stale=True), tmp_path / "out.xlsm"
    fill(template, sample(rows), out)
    before, after = parts(template), parts(out)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == REFERRING


def test_no_chart_keeps_a_value_that_is_no_longer_true(tmp_path: Path) -> None:
    template, out = build(tmp_path / "t.xlsm", stale=True), tmp_path / "out.xlsm"
    charts = [name for name in parts(template) if name.startswith("xl/charts/chart")]
    assert [name for name in charts if b"666" not in parts(template)[name]] == []
    for rows in (60, 3, 0):
        fill(template if rows == 60 else out, sample(rows), out)
        assert [name for name in charts if b"666" in parts(out)[name] or b"Cache" in parts(out)[name]] == []


def test_a_chart_over_the_only_cell_of_a_block_grows_with_it(tmp_path: Path) -> None:
    """Excel saves the range of one cell of a chart or sparkline without its end."""
    out = build(tmp_path / "t.xlsm", *lasts(1, 1))
    seen = parts(out)
    charts = [name for name in seen if name.startswith("xl/charts/c")]
    one = re.compile(rb"(\$?([A-Z])\$?(10|5)):\$?\2\$?\3(?=</(?:c:f|cx:f|xm:f)>)")
    shorter = {name: one.sub(rb"\1", seen[name]) for name in (*charts, SHEETS[2])}
    assert [name for name, xml in shorter.items() if xml == seen[name]] == []
    with_parts(out, shorter)
    fill(out, sample(5, 3), out)
    assert_as_if_built(out, 5, 3)


LABELS = (
    '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:datalabelsRange>'
    "<c15:f>S!$D$10:$D$14</c15:f><c15:dlblRangeCache><c:ptCount val='1'/></c15:dlblRangeCache>"
    "</c15:datalabelsRange></c:ext></c:extLst></c:ser>"
)


@pytest.mark.parametrize(
    ("part", "former", "now", "wanted"),
    [
        ("xl/charts/chart1.xml", "</c:ser>", LABELS, "<c15:f>S!$D$10:$D$69</c15:f></c15:datalabelsRange>"),
        ("xl/charts/chart1.xml", "<c:f>S!$C$9<", "<c:f>S!$C$10<", "<c:tx><c:strRef><c:f>S!$C$10<"),
        (SHEETS[2], "<x14:sparklines>", "<xm:f>S!F10:F14</xm:f><x14:sparklines>", "<xm:f>S!F10:F69</xm:f><x"),
        ("xl/workbook.xml", "S!$A$1:$J$14", "S!$A$1:$J$14,S!$L$1:$M$5", ">S!$A$1:$J$69,S!$L$1:$M$5<"),
        ("xl/workbook.xml", "S!$A$1:$J$14", "S!$C$9:$D$14", ">S!$C$9:$D$69<"),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml", f'ref="C9:F14" sheet="{SHEET}"', 'name="Deals"',
            ' name="Deals"/>',
        ),
        (
            "xl/drawings/vmlDrawing2.vml", "</x:C", "<x:FmlaRange>S!$D$10:$D$14</x:FmlaRange></x:C",
            "!$D$10:$D$69</x:F",
        ),
    ],
    ids=["labels", "title", "dates of a sparkline", "two areas", "printed columns", "table", "old control"],
)  # fmt: skip
def test_what_excel_may_add(tmp_path: Path, part: str, former: str, now: str, wanted: str) -> None:
    """A reference is followed in places that XlsxWriter does not know; a title over one cell stays."""
    out = build(tmp_path / "t.xlsm")
    told = [text.replace("S!", f"'{SHEET}'!").encode() for text in (former, now, wanted)]
    before = parts(out)[part]
    assert told[0] in before
    with_parts(out, {part: before.replace(told[0], told[1], 1)})
    for rows in (1, 60):
        fill(out, sample(rows), out)
    assert told[2] in parts(out)[part]


@pytest.mark.parametrize("rows", [3, 60])
def test_the_spreadsheet_computes_what_the_references_say(tmp_path: Path, rows: int) -> None:
    require_office()
    out, told = tmp_path / "out.xlsm", sample(rows, 5)
    fill(build(tmp_path / "t.xlsm"), told, out)
    if rows == 60:
        fill(out, told, out)
    book = opened(converted(out, "xlsx"), computed=True)
    money, chance = told.blocks["presale"]["amount"], told.blocks["presale"]["chance"]
    leads = told.blocks["cohorts"]["leads"].sum()
    deals, charts = book[SHEET], book["Charts"]
    assert deals["J2"].value == pytest.approx(money.sum())
    assert deals["J4"].value == pytest.approx(money[chance > 0].max())
    assert deals["J5"].value == pytest.approx(money.sum() + 2)
    assert charts["A20"].value == pytest.approx(money[2])
    assert charts["A24"].value == pytest.approx(money.sum() / leads)
    assert charts["A25"].value == pytest.approx(money.max())
    last = lasts(rows, 5)[0]
    assert deals[f"E{last}"].value == pytest.approx(money.iloc[-1] / money.sum())
    assert book[MONTHS]["G1"].value == pytest.approx(2 * leads)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_another_program_reads_the_rows_and_the_own_column(tmp_path: Path, rows: int) -> None:
    out = tmp_path / "out.xlsm"
    fill(build(tmp_path / "t.xlsm"), sample(rows), out)
    sheet, last = opened(out)[SHEET], lasts(rows, 4)[0]
    assert sheet[f"E{last}"].value == f"=C{last}/SUM(C$10:C${last})"
    assert [sheet[f"D{FIRST + n}"].value for n in range(rows)] == ["id 0", None, "id 2"][:rows]
    assert sheet[f"C{last}"].number_format == "0.000"
