"""What a strict reader holds against a workbook: faults of the package that make Excel offer a repair.

The schema of Office Open XML is looked at by ``openxml-audit``; what it does not see, here: names, cells and
tables there twice, rows and cells out of order, numbers of styles and of shared strings that nothing has.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from addin.placement.ranges import column_number

LARGE = 200_000
"""Bytes of a sheet above which the schema is looked at in its first rows: the checks take minutes else."""
ROWS = 100
_BINARY = ("vbaProject.bin",)  # tests put a few bytes of their own there


def own_faults(path: Path) -> set[str]:
    """What is wrong in a workbook and no schema tells, each with the part where it is."""
    with zipfile.ZipFile(path) as file:
        twice = _twice(file.namelist())
        parts = {name: file.read(name) for name in file.namelist() if name.lower().endswith(".xml")}
    found = {f"{name}: part there twice" for name in twice}
    roots = {name: etree.fromstring(content) for name, content in parts.items()}
    by_kind: dict[str, dict[str, etree._Element]] = {}
    for name, root in roots.items():
        by_kind.setdefault(etree.QName(root).localname, {})[name] = root
    limits = {
        "style": _counted(by_kind.get("styleSheet", {}), "cellXfs"),
        "format": _counted(by_kind.get("styleSheet", {}), "dxfs"),
        "string": sum(len(root.findall("{*}si")) for root in by_kind.get("sst", {}).values()),
    }
    for kind, look in _LOOKS.items():
        for name, root in by_kind.get(kind, {}).items():
            found |= {f"{name}: {fault}" for fault in look(root, limits)}
    tables = list(by_kind.get("table", {}).values())
    for attribute in ("id", "displayName"):
        found |= {f"table {each} there twice" for each in _twice(str(node.get(attribute)) for node in tables)}
    return found


def schema_faults(path: Path) -> set[str]:
    """What ``openxml-audit`` holds against a workbook, figures aside, so that two can be compared."""
    with tempfile.TemporaryDirectory() as folder:
        errors = _validator().validate(_shortened(path, Path(folder))).errors
    return {
        re.sub(r"\d+", "#", f"{error.part_uri}: {error.description}")
        for error in errors
        if error.severity.name == "ERROR" and not error.part_uri.endswith(_BINARY)
    }


@cache
def _validator() -> Any:
    from openxml_audit import FileFormat, OpenXmlValidator

    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=1000)


def _shortened(path: Path, folder: Path) -> Path:
    """The workbook with only the first rows of its large sheets."""
    with zipfile.ZipFile(path) as file:
        if all(entry.file_size < LARGE for entry in file.infolist()):
            return path
        short = folder / path.name
        with zipfile.ZipFile(short, "w") as out:
            for entry in file.infolist():
                out.writestr(entry.filename, _first_rows(file.read(entry)))
    return short


def _first_rows(part: bytes) -> bytes:
    if len(part) < LARGE:
        return part
    ends = [found.end() for found in re.finditer(rb"</row>", part)]
    return part[: ends[ROWS]] + part[ends[-1] :] if len(ends) > ROWS else part


def _look_at_sheet(root: etree._Element, limits: Mapping[str, int]) -> Iterator[str]:
    last = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r") or last + 1)
        if number <= last:
            yield f"row {number} after row {last}"
        last = number
        if _beyond(row.get("s"), limits["style"]):
            yield f"row {number} has a style that is not there"
        yield from _look_at_cells(row, number, limits)
    for column in root.iterfind("{*}cols/{*}col"):
        if _beyond(column.get("style"), limits["style"]):
            yield f"column {column.get('min')} has a style that is not there"
    for rule in root.iter("{*}cfRule"):
        if _beyond(rule.get("dxfId"), limits["format"]):
            yield "a rule has a format that is not there"


def _look_at_cells(row: etree._Element, number: int, limits: Mapping[str, int]) -> Iterator[str]:
    last = 0
    for cell in row.iterfind("{*}c"):
        letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "A0").groups()
        place = column_number(letters) if cell.get("r") else last + 1
        if place <= last or (cell.get("r") and int(digits) != number):
            yield f"cell {cell.get('r')} is there twice or out of order"
        last = place
        if _beyond(cell.get("s"), limits["style"]):
            yield f"cell {cell.get('r')} has a style that is not there"
        if cell.get("t") == "s" and _beyond(cell.findtext("{*}v"), limits["string"]):
            yield f"cell {cell.get('r')} has a text that is not there"


def _look_at_book(root: etree._Element, _: Mapping[str, int]) -> Iterator[str]:
    names = (f"{node.get('name')} of {node.get('localSheetId')}" for node in root.iter("{*}definedName"))
    yield from (f"name {each} there twice" for each in _twice(names))
    sheets = [str(node.get("name")) for node in root.iter("{*}sheet")]
    yield from (f"sheet {each} there twice" for each in _twice(sheets))
    for node in root.iter("{*}definedName"):
        if _beyond(node.get("localSheetId"), len(sheets)):
            yield f"name {node.get('name')} of a sheet that is not there"


def _look_at_table(root: etree._Element, limits: Mapping[str, int]) -> Iterator[str]:
    headings = (str(node.get("name")) for node in root.iter("{*}tableColumn"))
    yield from (f"heading {each} there twice" for each in _twice(headings))
    formats = (
        value for node in root.iter() for key, value in node.attrib.items() if str(key).endswith("DxfId")
    )
    if any(_beyond(str(each), limits["format"]) for each in formats):
        yield "a format that is not there"


_LOOKS: Mapping[str, Callable[[etree._Element, Mapping[str, int]], Iterator[str]]] = {
    "worksheet": _look_at_sheet,
    "workbook": _look_at_book,
    "table": _look_at_table,
}


def _beyond(number: str | None, limit: int) -> bool:
    return number is not None and int(number) >= limit


def _counted(roots: Mapping[str, etree._Element], kind: str) -> int:
    """How many there are of a kind of style; a workbook without styles has one, the plain one."""
    return sum(len(root.findall(f"{{*}}{kind}/*")) for root in roots.values()) if roots else 1


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]
