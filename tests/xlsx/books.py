"""Small workbooks made part by part, as programs write them that no library imitates."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from addin.errors import InputError
from addin.xlsx.fill import fill
from addin.xlsx.xml import MAIN
from tests.xlsx.samples import Sample, frame, parts

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml."
HEADINGS = {"A4": "Deal", "B4": "Amount", "C4": "mine", "D4": "own 2", "E4": "own 3"}


def cell(at: str, value: object) -> str:
    """A cell: a text, a number, a formula that begins with an equals sign, or XML."""
    text = str(value)
    if text.startswith("<"):
        return text
    if text.startswith("="):
        return f'<c r="{at}"><f>{escape(text[1:])}</f><v>0</v></c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def formula(at: str, text: str, attributes: str = "", value: str = "1", cell_attributes: str = "") -> str:
    """A cell with a formula and the result that was last computed."""
    return f'<c r="{at}"{cell_attributes}><f{attributes}>{escape(text)}</f><v>{value}</v></c>'


def sheet_xml(cells: Mapping[str, object], after: str = "") -> str:
    """A sheet of cells, in their order."""
    rows: dict[int, list[str]] = {}
    for at, value in cells.items():
        rows.setdefault(int(at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), []).append(cell(at, value))
    data = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in sorted(rows.items()))
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><sheetData>{data}</sheetData>{after}</worksheet>'


def book(
    path: Path,
    sheets: Mapping[str, Mapping[str, object]],
    names: Mapping[str, str],
    *,
    after_names: str = "",
    extra: Mapping[str, tuple[str, str]] | None = None,
    relations: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Path:
    """Write a workbook.

    Args:
        path: where.
        sheets: name → its cells.
        names: defined names.
        after_names: what follows the names in the workbook part.
        extra: further parts: name → content type and XML.
        relations: part → (kind, target) of its relations; the workbook's come beside its sheets.
    """
    further, related = extra or {}, dict(relations or {})
    related["xl/workbook.xml"] = [
        *(("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(sheets, 1)),
        *related.get("xl/workbook.xml", ()),
    ]
    related["_rels/.rels"] = [("officeDocument", "xl/workbook.xml")]
    every = {f"xl/worksheets/sheet{n}.xml": sheet_xml(cells) for n, cells in enumerate(sheets.values(), 1)}
    every["xl/workbook.xml"] = _workbook(list(sheets), names, after_names)
    types = {"xl/workbook.xml": f"{XLSX}sheet.main+xml"}
    types |= {part: f"{XLSX}worksheet+xml" for part in every if "sheets/" in part}
    types |= {part: kind for part, (kind, _) in further.items()}
    every["[Content_Types].xml"] = _content_types(types)
    every |= {part: xml for part, (_, xml) in further.items()}
    every |= {_relations_of(part): _relations(found) for part, found in related.items()}
    with zipfile.ZipFile(path, "w") as file:
        for name, xml in every.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return path


def _content_types(types: Mapping[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{p}" ContentType="{kind}"/>' for p, kind in types.items())
    relation = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{relation}"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{default}{overrides}</Types>'


def _workbook(sheets: Sequence[str], names: Mapping[str, str], after: str) -> str:
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    defined = "".join(
        f'<definedName name="{name}">{escape(text)}</definedName>' for name, text in names.items()
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets>'
        f"<definedNames>{defined}</definedNames>{after}</workbook>"
    )


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return part if part == "_rels/.rels" else f"{folder}/_rels/{name}.rels"


def _relations(found: Sequence[tuple[str, str]]) -> str:
    nodes = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{nodes}</Relationships>'


def filled(template: Path, **rows: int) -> dict[str, bytes]:
    """The parts of a workbook once each of these blocks has so many rows."""
    out = template.with_name("out.xlsx")
    fill(template, Sample({block: frame(block, count) for block, count in rows.items()}), out)
    return parts(out)


def refused(template: Path, **rows: int) -> InputError:
    """Why a workbook is not filled."""
    try:
        filled(template, **rows)
    except InputError as error:
        assert not template.with_name("out.xlsx").exists()
        return error
    raise AssertionError("it was filled")


def formulas(xml: bytes) -> dict[str, str]:
    """Cell → its formula; of a shared one the others say which cell has it."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    for node in etree.fromstring(xml).iter(f"{{{MAIN}}}f"):
        at, number = str(node.getparent().get("r")), str(node.get("si"))
        if node.get("si") and node.get("ref"):
            assert number not in first, f"two shared formulas have the number {number}"
            first[number] = at
        follows = node.get("si") is not None and not node.get("ref")
        found[at] = f"→{first[number]}" if follows else node.text or ""
    return found


def results(xml: bytes) -> dict[str, str | None]:
    """Cell with a formula → the result it has, None for none."""
    return {
        str(node.getparent().get("r")): node.getparent().findtext(f"{{{MAIN}}}v")
        for node in etree.fromstring(xml).iter(f"{{{MAIN}}}f")
    }
