"""A heavily customised template: nothing is lost, and every reference covers exactly the block's rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from addin.hosts.xlsx import fill
from tests.hosts.heavy import FIRST, SHEET, build
from tests.hosts.xlsx_samples import Sample, frame, load, parts
from tests.office import converted, require_office

BLOCK_SHEET = "xl/worksheets/sheet1.xml"
COUNTS = (0, 1, 3, 60, 20_000)


def last_of(rows: int) -> int:
    return FIRST - 1 + max(rows, 1)


def plain(name: str, xml: bytes) -> bytes:
    """A part without what a fill is there to change: cells of the block's sheet, how a file is calculated."""
    if not name.endswith((".xml", ".rels")):
        return xml
    root = etree.fromstring(xml)
    names = ("dimension", *(("sheetData",) if name == BLOCK_SHEET else ()))
    for node in [node for node in root if etree.QName(node).localname in names]:
        root.remove(node)
    for node in list(root.iter("{*}numCache", "{*}strCache")):  # another test sees to what charts remember
        node.getparent().remove(node)
    for cell in [value.getparent() for value in root.iter("{*}v")]:
        if cell is not None and cell.find("{*}f") is not None:  # computed when the file is opened
            cell.remove(cell.find("{*}v"))
            cell.attrib.pop("t", None)
    for node in root.iter("{*}calcPr"):
        node.attrib.pop("fullCalcOnLoad", None)
    return etree.tostring(root, method="c14n")


def assert_as_if_built(found: Path, wanted: Path) -> None:
    after, expected = parts(found), parts(wanted)
    assert after.keys() == expected.keys()
    differ = [name for name in after if plain(name, after[name]) != plain(name, expected[name])]
    assert differ == []


@pytest.mark.parametrize("rows", COUNTS)
def test_every_reference_covers_the_rows_and_nothing_is_lost(tmp_path: Path, rows: int) -> None:
    template, out = build(tmp_path / "t.xlsm", 12, stale=True), tmp_path / "out.xlsm"
    data = frame("presale", rows)
    fill(template, Sample({"presale": data}), out)
    assert_as_if_built(out, build(tmp_path / "wanted.xlsm", last_of(rows)))
    if rows > 60:
        return
    sheet = load(out)[SHEET]
    last = last_of(rows)
    formula = f"=C{last}/SUM(C${FIRST}:C${last})"
    assert sheet[f"E{last}"].value == formula
    assert sheet["J2"].value == f"=SUM(C{FIRST}:C{last})"
    assert sheet["J3"].value == f'=SUMIFS($C${FIRST}:$C${last},$D${FIRST}:$D${last},"id C10:C12")'
    assert sheet["J4"].value.text == f"=MAX(IF(F{FIRST}:F{last}>0,C{FIRST}:C{last}))"
    assert sheet["J5"].value == "=SUM(Deals[Деньги])+LOG10(100)"
    assert [sheet[f"D{row}"].value for row in range(FIRST, FIRST + rows)][:1] == ["id 0"][:rows]


@pytest.mark.parametrize("order", [(3, 0, 60, 1, 3), (60, 1, 0, 60), (1, 20_000, 0, 3)])
def test_a_report_filled_again_is_as_one_filled_afresh(tmp_path: Path, order: tuple[int, ...]) -> None:
    template, out = build(tmp_path / "t.xlsm", 12, stale=True), tmp_path / "out.xlsm"
    fill(template, Sample({"presale": frame("presale", 7)}), out)
    for rows in order:
        fill(out, Sample({"presale": frame("presale", rows)}), out)
    afresh = tmp_path / "afresh.xlsm"
    fill(template, Sample({"presale": frame("presale", order[-1])}), afresh)
    assert_as_if_built(out, build(tmp_path / "wanted.xlsm", last_of(order[-1])))
    assert parts(out)[BLOCK_SHEET] == parts(afresh)[BLOCK_SHEET]


def test_a_chart_over_the_only_cell_of_a_block_grows_with_it(tmp_path: Path) -> None:
    """Excel saves a chart's range of one cell without its end."""
    from tests.hosts.xlsx_samples import with_parts

    out = build(tmp_path / "t.xlsm", FIRST)
    shorter = {
        name: re.sub(rb"(\$\w\$10):\$\w\$10\b", rb"\1", xml)
        for name, xml in parts(out).items()
        if name.startswith("xl/charts/")
    }
    assert any(b"$C$10<" in xml for xml in shorter.values())
    with_parts(out, shorter)
    fill(out, Sample({"presale": frame("presale", 5)}), out)
    assert_as_if_built(out, build(tmp_path / "wanted.xlsm", 14))


def test_no_chart_keeps_a_value_that_is_no_longer_true(tmp_path: Path) -> None:
    template, out = build(tmp_path / "t.xlsm", 12, stale=True), tmp_path / "out.xlsm"
    charts = [name for name in parts(template) if name.startswith("xl/charts/chart")]
    assert [name for name in charts if b"666" not in parts(template)[name]] == []
    fill(template, Sample({"presale": frame("presale", 3)}), out)
    assert [name for name in charts if b"666" in parts(out)[name] or b"Cache" in parts(out)[name]] == []


@pytest.mark.parametrize("rows", [3, 60])
def test_the_spreadsheet_computes_what_the_references_say(tmp_path: Path, rows: int) -> None:
    require_office()
    template, out = build(tmp_path / "t.xlsm", 12), tmp_path / "out.xlsm"
    data = frame("presale", rows)
    fill(template, Sample({"presale": data}), out)
    computed = load_values(converted(out, "xlsx"))
    assert computed["J2"].value == pytest.approx(data["amount"].sum())


def load_values(path: Path):  # type: ignore[no-untyped-def]  # openpyxl's own type is a union of sheets
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, data_only=True)[SHEET]
