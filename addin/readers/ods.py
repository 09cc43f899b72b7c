"""A sheet of an .ods file as a grid, read from its XML.

The library that reads .xlsx gives error cells of an .ods as empty ones, so its sheets are read here.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from lxml import etree

from addin.deals.grids import DAY_ZERO, Body, TopRow
from addin.errors import InputError
from addin.readers.bounds import check_cells
from addin.readers.merged_cells import Box
from addin.readers.rows import ErrorText, Row, Value, body_of, top_of

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = (f"{{{_NAMESPACE}{name}:1.0}}" for name in ("table", "office", "text"))
_EXTENDED = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_PARAGRAPH = f"{_TEXT}p"
_KIND, _VALUE, _DAY = (f"{_OFFICE}{name}" for name in ("value-type", "value", "date-value"))
_ROWS, _COLUMNS = (f"{_TABLE}number-{name}-repeated" for name in ("rows", "columns"))
_HEIGHT, _WIDTH = (f"{_TABLE}number-{name}-spanned" for name in ("rows", "columns"))
_NULL_DATE, _NULL_DATE_VALUE = f"{_TABLE}null-date", f"{_TABLE}date-value"
_ERROR = re.compile(r"#[^\s#]{1,12}[!?]|#N/A|#Н/Д|Err:[0-9]{3}")
_MANIFEST = "META-INF/manifest.xml"
_NUMBERS = ("float", "percentage", "currency")
_TALLEST, _WIDEST = 1_048_576, 16_384
_LONGEST = 32_767
"""Letters of a cell in Excel."""
_DAMAGED = (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, EOFError, RecursionError)


@dataclass(frozen=True)
class OdsGrid:
    """A sheet of an OpenDocument spreadsheet.

    Args:
        path: the file.
        name: the sheet.
    """

    path: Path
    name: str

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything; the rest is not read."""
        try:
            return top_of(_rows(self.path, self.name), n)
        except _DAMAGED as error:
            raise InputError("file_damaged", path=self.path) from error

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``, hidden ones too.

        Raises:
            InputError: the file is damaged.
        """
        try:
            body = body_of(row for row in _rows(self.path, self.name) if row.number > after)
            return replace(body, day_zero=_day_zero(self.path))
        except _DAMAGED as error:
            raise InputError("file_damaged", path=self.path) from error


def sheet_names(path: Path) -> list[str]:
    """The sheets of an .ods file in their order.

    Raises:
        InputError: it has a password, is damaged or is no spreadsheet.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if _MANIFEST in package.namelist() and b"encryption-data" in package.read(_MANIFEST):
                raise InputError("file_encrypted", path=path)
            with package.open("content.xml") as stream:
                sheets = etree.iterparse(stream, events=("start",), tag=_SHEET, resolve_entities=False)
                return [str(sheet.get(f"{_TABLE}name", "")) for _, sheet in sheets]
    except _DAMAGED as error:
        raise InputError("file_damaged", path=path) from error


def _day_zero(path: Path) -> np.datetime64:
    """The day from which the file's numbers count; it is told above the sheets where it is not the usual."""
    with zipfile.ZipFile(path) as package, package.open("content.xml") as stream:
        for _, node in etree.iterparse(
            stream, events=("start",), tag=(_NULL_DATE, _SHEET), resolve_entities=False
        ):
            told = _date(node.get(_NULL_DATE_VALUE, "")) if node.tag == _NULL_DATE else None
            return DAY_ZERO if told is None else np.datetime64(told, "ms")
    return DAY_ZERO


def _rows(path: Path, name: str) -> Iterator[Row]:
    """The rows of a sheet that hold anything; one that stands for several is given as often."""
    number, inside, told = 0, False, 0
    with zipfile.ZipFile(path) as package, package.open("content.xml") as stream:
        events = etree.iterparse(
            stream, events=("start", "end"), tag=(_SHEET, _ROW), resolve_entities=False, huge_tree=True
        )
        for event, node in events:
            if node.tag == _SHEET:
                if inside and event == "end":
                    return
                inside = event == "start" and node.get(f"{_TABLE}name") == name
            elif event == "end":
                if inside:
                    count = int(node.get(_ROWS, 1))
                    cells, spans = _cells(node)
                    last = min(number + count, _TALLEST)
                    told += len(cells) * max(last - number, 0)
                    check_cells(path, name, told)
                    for i in range(number + 1, last + 1) if cells else ():
                        yield Row(i, cells, tuple(Box(i, at, i + h - 1, at + w - 1) for at, h, w in spans))
                    number += count
                _forget(node)


def _forget(node: etree._Element) -> None:
    """Free a row and those before it, so that no more than one is held."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _cells(row: etree._Element) -> tuple[dict[int, Value], list[tuple[int, int, int]]]:
    """The cells of a row that show anything, and column, rows and columns of the merged ones among them.

    What a merged cell covers is hidden and passed over.
    """
    cells: dict[int, Value] = {}
    spans: list[tuple[int, int, int]] = []
    column = 0
    for cell in row.iterchildren(_CELL, _COVERED):
        count = int(cell.get(_COLUMNS, 1))
        value = _value(cell) if cell.tag == _CELL else None
        if value is not None:
            for index in range(column, min(column + count, _WIDEST)):
                cells[index] = value
            height, width = int(cell.get(_HEIGHT, 1)), int(cell.get(_WIDTH, 1))
            if max(height, width) > 1:
                spans.append((column, height, width))
        column += count
    return cells, spans


def _value(cell: etree._Element) -> Value | None:
    """What a cell holds; None where it shows nothing."""
    kind = cell.get(_KIND)
    if kind is None and not len(cell):
        return None
    text = _shown(cell)
    if cell.get(_EXTENDED) == "error" or (kind in _NUMBERS and text[:1] in "#E" and _ERROR.fullmatch(text)):
        return ErrorText(text or "Err:???")
    if kind in _NUMBERS:
        return float(cell.get(_VALUE, "nan"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return _date(cell.get(_DAY, "")) or text or None
    return text or (cell.get(f"{_OFFICE}string-value") or "").strip() or None


def _date(stored: str) -> dt.datetime | None:
    """A stored date; None where it is none that a calendar has."""
    try:
        return dt.datetime.fromisoformat(stored).replace(tzinfo=None)
    except ValueError:
        return None


def _shown(cell: etree._Element) -> str:
    """The text of a cell, a line a paragraph, without notes."""
    if len(cell) == 1 and not len(cell[0]) and cell[0].tag == _PARAGRAPH:
        return (cell[0].text or "").strip()
    lines = ("".join(_runs(paragraph)) for paragraph in cell.iterchildren(_PARAGRAPH))
    return "\n".join(lines).strip()


def _runs(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", 1)), _LONGEST)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag.endswith("tab") else "\n"
        elif isinstance(child.tag, str) and not child.tag.startswith(_OFFICE):
            yield from _runs(child)
        yield child.tail or ""
