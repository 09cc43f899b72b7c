"""The .xlsx package: the part that holds a sheet, its XML element by element, the same with another sheet."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from lxml import etree

UNUSUAL = (KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, OSError)
"""Raised of packages that are not laid out as Excel does, or not readable at all."""

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REL_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_NOT_NEEDED = ("xl/worksheets/", "xl/pivotCache/", "xl/drawings/", "xl/media/")
_WIDEST = 16_384


def sheet_part(package: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds the sheet of this name.

    Raises:
        KeyError: there is none.
    """
    book = etree.fromstring(package.read("xl/workbook.xml"))
    ids = [
        node.get(_REL) or node.get(_REL_STRICT) for node in book.iter("{*}sheet") if node.get("name") == sheet
    ]
    links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    for link in links.iter("{*}Relationship"):
        if ids and link.get("Id") == ids[0]:
            target = link.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def elements(stream: IO[bytes], name: str) -> Iterator[etree._Element]:
    """The elements of this local name as they are read, each forgotten once used."""
    for _, node in etree.iterparse(stream, events=("end",), tag=f"{{*}}{name}", resolve_entities=False):
        yield node
        node.clear()
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            del parent[0]


def column_index(reference: str) -> int:
    """The column index, from 0, of a reference such as ``AB12``.

    Raises:
        ValueError: it is no reference.
    """
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        raise ValueError(reference)
    index = 0
    for letter in letters[0]:
        index = index * 26 + ord(letter) - 64
    return min(index, _WIDEST) - 1


def positions(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row, each with the index of its column, from 0; one without a reference follows on."""
    column = -1
    for cell in row.iterchildren("{*}c"):
        reference = cell.get("r")
        column = column_index(reference) if reference else column + 1
        yield column, cell


@dataclass(frozen=True)
class PackageShell:
    """A workbook without the content of one of its sheets.

    Args:
        sheet: that sheet as users call it.
        part: its name in the package.
        others: name → content of the parts that its cells may refer to: shared strings, styles, the workbook.
    """

    sheet: str
    part: str
    others: Mapping[str, bytes]

    @classmethod
    def of(cls, package: zipfile.ZipFile, sheet: str) -> PackageShell:
        """The shell of a sheet.

        Raises:
            One of ``UNUSUAL``: the package is not laid out as Excel does.
        """
        part = sheet_part(package, sheet)
        return cls(sheet, part, {info.filename: package.read(info) for info in other_parts(package, part)})

    def with_sheet(self, xml: Iterable[bytes | memoryview]) -> bytes:
        """The workbook with this sheet, its XML in pieces; packed without compression."""
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as files:
            for name, content in self.others.items():
                files.writestr(name, content)
            with files.open(self.part, "w", force_zip64=True) as sheet:
                for piece in xml:
                    sheet.write(piece)
        return package.getvalue()


def other_parts(package: zipfile.ZipFile, part: str) -> list[zipfile.ZipInfo]:
    """The parts beside that of a sheet which its cells may refer to."""
    return [
        info
        for info in package.infolist()
        if info.filename != part and not info.filename.startswith(_NOT_NEEDED)
    ]
