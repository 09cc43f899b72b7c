"""Pivot tables and charts over cells that a block reaches, and what reads a pivot table."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.xlsx.xml import MAIN
from tests.xlsx.books import XLSX, book, filled, formula, results
from tests.xlsx.reach.test_results import MODEL, NAMES


def _with_pivot(tmp_path: Path, source: str, extra: str = "") -> tuple[dict[str, str | None], bytes]:
    """A sheet with a pivot table from E3 on, and what reads it; its cache after a fill."""
    cache, pivot = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    cells = {"A1": formula("A1", 'GETPIVOTDATA("Sum",$E$3)'), "A2": formula("A2", "SUM(E:E)"), "B1": "=1+1"}
    template = book(
        tmp_path / "t.xlsx",
        {"Data": MODEL, "Board": cells, "Notes": {"A1": 1}},
        NAMES | ({"_xlcn.Linked_1": extra} if extra else {}),
        extra={
            cache: (
                f"{XLSX}pivotCacheDefinition+xml",
                f'<pivotCacheDefinition xmlns="{MAIN}">{source}<cacheFields/></pivotCacheDefinition>',
            ),
            pivot: (
                f"{XLSX}pivotTable+xml",
                f'<pivotTableDefinition xmlns="{MAIN}"><location ref="E3:F9"/></pivotTableDefinition>',
            ),
        },
        relations={
            "xl/worksheets/sheet2.xml": [("pivotTable", "../pivotTables/pivotTable1.xml")],
            pivot: [("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")],
        },
    )
    parts = filled(template, presale=3)
    return results(parts["xl/worksheets/sheet2.xml"]), parts[cache]


SHEET = '<cacheSource type="worksheet"><worksheetSource {}/></cacheSource>'
SEVERAL = '<cacheSource type="consolidation"><consolidation>{}</consolidation></cacheSource>'
RANGES = '<rangeSets><rangeSet ref="A1:A1" sheet="Notes"/><rangeSet ref="A4:B5" sheet="Data"/></rangeSets>'
MODEL_SOURCE = '<cacheSource type="external" connectionId="1"/>'


@pytest.mark.parametrize(
    ("source", "extra", "reads"),
    [
        (SHEET.format('ref="A4:B5" sheet="data"'), "", True),
        (SHEET.format('name="Money"'), "", True),
        (SHEET.format('ref="A1:A1" sheet="Notes"'), "", False),
        (SEVERAL.format(RANGES), "", True),
        (MODEL_SOURCE, "", False),
        (MODEL_SOURCE, "Notes!$A$1:$B$9", False),
        (MODEL_SOURCE, "Data!$A$4:$C$5", True),
    ],
)
def test_what_reads_a_pivot_table_reads_its_source(
    tmp_path: Path, source: str, extra: str, reads: bool
) -> None:
    found, cache = _with_pivot(tmp_path, source, extra)
    assert found == {"A1": None if reads else "1", "A2": None if reads else "1", "B1": "0"}
    assert (b'refreshOnLoad="1"' in cache) == reads
    if "rangeSet " in source:
        assert b'<rangeSet ref="A4:B7" sheet="Data"/>' in cache
        assert b'<rangeSet ref="A1:A1" sheet="Notes"/>' in cache


@pytest.mark.parametrize(
    ("text", "reads"), [("Board!$A$1:$A$3", True), ("Moving", True), ("Board!$B$1", False)]
)
def test_a_chart_forgets_values_that_are_computed_from_a_block(
    tmp_path: Path, text: str, reads: bool
) -> None:
    cache = '<c:numCache><c:ptCount val="1"/></c:numCache>'
    chart = "xl/charts/chart1.xml"
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    drawn = f"<c:val><c:numRef><c:f>{text}</c:f>{cache}</c:numRef></c:val>"
    series = f'<c:chartSpace xmlns:c="{space}">{drawn}</c:chartSpace>'
    template = book(
        tmp_path / "t.xlsx",
        {"Data": MODEL, "Board": {"A2": "=Data!B5", "B1": "=1+1"}},
        NAMES,
        extra={chart: ("application/vnd.openxmlformats-officedocument.drawingml.chart+xml", series)},
    )
    assert (b"numCache" not in filled(template, presale=3)[chart]) == reads
