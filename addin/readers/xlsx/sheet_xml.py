"""What the library that reads workbooks passes over in the XML of a sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.readers.bounds import check_cells
from addin.readers.merged_cells import Box
from addin.readers.xlsx.package import UNUSUAL, PackageShell, column_index, sheet_part
from addin.readers.xlsx.unzip import unzipped

_MERGED = re.compile(rb"mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_END = re.compile(rb"/(?:\w+:)?sheetData\s*>")
_OWN_TEXT = re.compile(
    rb"inlineStr([\"'][^>]*>\s*(?:<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>\s*)?<(?:\w+:)?v\b)"
)
"""A text of the cell's own that stands where a formula's would: the library reads it as nothing."""
_WIDE = re.compile(rb"\br=[\"']([A-Z]{2,3})[0-9]")
_ROW_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
_OVERLAP = 512


@dataclass(frozen=True)
class SheetXml:
    """What was found in the XML of a sheet.

    Args:
        merged: its merged cells.
        mended: the workbook written so that all its texts are read; None where they are as it stands.
    """

    merged: tuple[Box, ...] = ()
    mended: bytes | None = None


def look_into(path: Path, sheet: str) -> SheetXml:
    """What there is in a sheet; nothing in a file that is not laid out as Excel lays it out."""
    try:
        with zipfile.ZipFile(path) as package:
            part = sheet_part(package, sheet)
            merged, own_text, cells = _scan(_pieces(path, package, part))
            check_cells(path, sheet, cells)
            if not own_text:
                return SheetXml(merged)
            shell = PackageShell.of(package, sheet)
            return SheetXml(merged, shell.with_sheet(with_own_texts([package.read(part)])))
    except UNUSUAL:
        return SheetXml()


def merged_in(xml: bytes) -> tuple[Box, ...]:
    """The merged cells that the XML below the rows of a sheet tells of."""
    found = (
        (int(top), column_index(left.decode()), int(bottom), column_index(right.decode()))
        for left, top, right, bottom in _MERGED.findall(xml)
    )
    return tuple(Box(*box) for box in found)


def with_own_texts(xml: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    """The XML of a sheet, in pieces of whole rows, with texts where the library looks for them."""
    for piece in xml:
        yield _OWN_TEXT.sub(rb"str\1", bytes(piece)) if _OWN_TEXT.search(piece) else piece


def _pieces(path: Path, package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    try:
        yield from unzipped(path, package.getinfo(part))
    except NotImplementedError:  # told before the first piece: not packed as spreadsheets pack
        yield package.read(part)


def _scan(pieces: Iterator[bytes]) -> tuple[tuple[Box, ...], bool, int]:
    """The merged cells, whether there are texts that the library does not read, and how many cells it holds.

    It makes room for all from the first row and column in use to the last ones, however few are.
    """
    own_text, last, width, height = False, b"", 26, 1
    for piece in pieces:
        window = last + piece
        # a word is found much sooner than what may stand around it
        own_text = own_text or (b"inlineStr" in window and _OWN_TEXT.search(window) is not None)
        width = max(width, *(column_index(name.decode()) + 1 for name in set(_WIDE.findall(window))), 26)
        at = window.rfind(b"<row ")
        number = _ROW_NUMBER.search(window, at) if at >= 0 else None
        height = max(height, int(number[1])) if number else height
        end = _END.search(window) if b"sheetData" in window else None
        if end:
            return merged_in(window[end.end() :] + b"".join(pieces)), own_text, width * height
        last = window[-_OVERLAP:]
    return (), own_text, width * height
