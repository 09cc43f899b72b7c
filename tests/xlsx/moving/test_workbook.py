"""A workbook moved part by part, of what our libraries cannot make: old drawings, threads, pivots."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from addin.errors import InputError
from addin.xlsx.moving import workbook
from addin.xlsx.moving.moves import Move
from addin.xlsx.moving.workbook import move_cells
from addin.xlsx.package import Package
from tests.xlsx.samples import parts, with_parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEN = [Move.insertion("Data", 7, 10)]
SHEET = "xl/worksheets/sheet1.xml"


def made(path: Path, rows: bytes = b"", after: bytes = b"") -> Path:
    """A sheet ``Data`` of these rows, and another that reads it."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Data").write("A8", 1)
        book.add_worksheet("Other").write_formula("A1", "=Data!A8")
    xml = parts(path)[SHEET]
    start, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>")
    own = xml[:start] + b"<sheetData>" + (rows or xml[start + 11 : end]) + b"</sheetData>" + after
    tail = xml[end + len(b"</sheetData>") :]
    return with_parts(path, {SHEET: own + tail})


def with_part(path: Path, name: str, kind: str, xml: str, content: str = "application/xml") -> Path:
    """The workbook with one more part that belongs to the first sheet."""
    there = parts(path)
    types = there["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/{name}" ContentType="{content}"/></Types>'.encode()
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{RELATIONS}/{kind}" Target="/{name}"/></Relationships>'
    )
    added = {name: xml.encode(), "xl/worksheets/_rels/sheet1.xml.rels": relations.encode()}
    return with_parts(path, {"[Content_Types].xml": types, **added})


def moved(path: Path, moves: list[Move] | None = None) -> Mapping[str, bytes]:
    return move_cells(Package.read(path), TEN if moves is None else moves).parts


@pytest.mark.parametrize(
    ("kind", "xml", "expected"),
    [
        ("threadedComment", '<ThreadedComments><threadedComment ref="B9"/></ThreadedComments>', 'ref="B19"'),
        ("comments", f'<comments xmlns="{MAIN}"><comment ref="B9"/></comments>', 'ref="B19"'),
        ("pivotTable", '<pivotTableDefinition><location ref="B9:D20"/></pivotTableDefinition>', '"B19:D30"'),
        ("tableSingleCells", '<singleXmlCells><singleXmlCell r="B9"/></singleXmlCells>', 'r="B19"'),
        ("ctrlProp", '<formControlPr fmlaLink="$B$9" fmlaRange="Other!$A$9"/>', '"$B$19" fmlaRange="Other!'),
    ],
)  # fmt: skip
def test_parts_of_a_sheet_go_along(tmp_path: Path, kind: str, xml: str, expected: str) -> None:
    path = with_part(made(tmp_path / "t.xlsx"), "xl/own/part1.xml", kind, xml)
    assert expected in moved(path)["xl/own/part1.xml"].decode()


def test_the_sources_of_pivot_tables_go_along(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    xml = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource><worksheetSource ref="A4:B9" sheet="Data"/>'
        '<consolidation><rangeSets><rangeSet ref="A8:B9" sheet="Data"/><rangeSet ref="A8:B9" sheet="Other"/>'
        "</rangeSets></consolidation></cacheSource></pivotCacheDefinition>"
    )
    path = with_part(made(tmp_path / "t.xlsx"), "xl/pivotCache/pivotCacheDefinition1.xml", "x", xml, kind)
    found = moved(path)["xl/pivotCache/pivotCacheDefinition1.xml"].decode()
    for expected in ('ref="A4:B19" sheet="Data"', 'ref="A18:B19" sheet="Data"', 'ref="A8:B9" sheet="Other"'):
        assert expected in found


def test_old_drawings_go_along_though_they_are_no_xml(tmp_path: Path) -> None:
    note = (
        "<x:ClientData ObjectType='Note'><x:Anchor>\n1, 15, {0}, 2, 3, 15, {1}, 1</x:Anchor>"
        "<x:Row>{2}</x:Row><x:Column>1</x:Column></x:ClientData>"
    )
    box = (
        '<x:ClientData ObjectType="Drop"><x:Anchor>1,0,{0},0,2,0,{1},0</x:Anchor>'
        "<x:FmlaRange>{2}</x:FmlaRange></x:ClientData>"
    )
    boxes = note.format(7, 11, 8) + note.format(1, 4, 2) + box.format(8, 9, "$A$8:$A$9")
    xml = f"<xml><br>{boxes}</xml>"
    path = with_part(made(tmp_path / "t.xlsx"), "xl/drawings/vmlDrawing1.vml", "vmlDrawing", xml)
    found = moved(path)["xl/drawings/vmlDrawing1.vml"].decode().replace(", ", ",").replace("\n", "")
    expected = note.format(17, 21, 18) + note.format(1, 4, 2) + box.format(18, 19, "$A$18:$A$19")
    assert found == f"<xml><br>{expected}</xml>".replace(", ", ",").replace("\n", "")


def test_links_of_shapes_go_along(tmp_path: Path) -> None:
    path = made(tmp_path / "t.xlsx")
    name = "xl/drawings/_rels/drawing1.xml.rels"
    links = ["#Data!A9", "#'Data'!$A$9:B12", "#Other!A9", "https://example.com/#Data!A9", "#Name"]
    relations = "".join(f'<Relationship Id="r{i}" Type="x" Target="{to}"/>' for i, to in enumerate(links))
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    with_parts(path, {name: f'<Relationships xmlns="{space}">{relations}</Relationships>'.encode()})
    found = moved(path)[name].decode()
    assert [part.split('"')[0] for part in found.split('Target="')[1:]] == [
        "#Data!A19", "#'Data'!$A$19:B22", "#Other!A9", "https://example.com/#Data!A9", "#Name",
    ]  # fmt: skip


def test_each_cell_of_a_shared_formula_gets_its_own(tmp_path: Path) -> None:
    rows = (
        b'<row r="5"><c r="B5"><f t="shared" ref="B5:B9" si="0">A5+A$8+Other!A5</f><v>0</v></c></row>'
        b'<row r="6"><c r="B6"><f t="shared" si="0"/><v>0</v></c></row>'
        b'<row r="8"><c r="B8"><f t="shared" si="0"/><v>0</v></c></row>'
        b'<row r="9"><c r="B9"><f t="shared" si="0"></f><v>0</v></c></row>'
    )
    found = moved(made(tmp_path / "t.xlsx", rows))[SHEET].decode()
    for row, formula in {5: "A5+A$18+Other!A5", 6: "A6+A$18+Other!A6", 18: "A18+A$18+Other!A8"}.items():
        assert f'<c r="B{row}"><f>{formula}</f>' in found
    assert '<c r="B19"><f>A19+A$18+Other!A9</f>' in found
    assert "shared" not in found


def test_what_looks_and_what_asks_goes_along(tmp_path: Path) -> None:
    after = (
        b'<protectedRanges><protectedRange sqref="A8:B9 C2" name="p"/></protectedRanges>'
        b'<scenarios sqref="A9"><scenario name="s"><inputCells r="A9" val="1"/></scenario></scenarios>'
        b'<ignoredErrors><ignoredError sqref="A8"/></ignoredErrors>'
        b'<cellWatches><cellWatch r="A8"/></cellWatches>'
    )
    found = moved(made(tmp_path / "t.xlsx", after=after))[SHEET].decode()
    for expected in (
        'sqref="A18:B19 C2"',
        '<scenarios sqref="A19">',
        '<inputCells r="A19"',
        'cellWatch r="A18"',
    ):
        assert expected in found
    assert 'ignoredError sqref="A18"' in found


def test_a_log_of_changes_is_refused_by_name(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.revisionLog+xml"
    path = with_part(made(tmp_path / "t.xlsx"), "xl/revisions/revisionLog1.xml", "x", "<revisions/>", kind)
    with pytest.raises(InputError) as caught:
        moved(path)
    assert (caught.value.key, caught.value.params["part"]) == (
        "output_cannot_move", "xl/revisions/revisionLog1.xml",
    )  # fmt: skip


def test_a_cell_that_gets_lost_on_the_way_stops_the_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def harmful(root: object, _: object) -> None:
        next(root.iter(f"{{{MAIN}}}row")).clear()  # type: ignore[attr-defined]

    monkeypatch.setattr(workbook, "move_rows", harmful)
    with pytest.raises(InputError) as caught:
        moved(made(tmp_path / "t.xlsx"))
    assert (caught.value.key, caught.value.params["part"]) == ("output_would_lose", f"{SHEET}: c")


def test_nothing_to_move_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "t.xlsx")
    assert moved(path, []) == parts(path)
    assert zipfile.is_zipfile(path)
