"""What the library that reads workbooks passes over in the XML of a sheet."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from addin.errors import InputError
from addin.readers.bounds import check_cells
from addin.readers.merged_cells import Box
from addin.readers.xlsx.package import UNUSUAL, PackageShell, column_index, sheet_part
from addin.readers.xlsx.unzip import SwollenError, unzipped
from addin.readers.xlsx.used_area import used_area

_MERGED = re.compile(rb"mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_END = re.compile(rb"/(?:\w+:)?sheetData\s*>")
_OWN_TEXT = re.compile(
    rb"inlineStr([\"'][^>]*>\s*(?:<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>\s*)?<(?:\w+:)?v\b)"
)
"""A text of the cell's own that stands where a formula's would: the library reads it as nothing."""
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
    """What there is in a sheet; nothing in a file that is not laid out as Excel lays it out.

    Raises:
        InputError: ``sheet_too_big``: the library would make room for more cells than are read;
            ``file_damaged``: the sheet holds more than the package says.
    """
    try:
        with zipfile.ZipFile(path) as package:
            part = _checked_part(path, package, sheet)
            merged, own_text = _scan(_pieces(path, package, part))
            if not own_text:
                return SheetXml(merged)
            shell = PackageShell.of(package, sheet)
            return SheetXml(merged, shell.with_sheet(with_own_texts([package.read(part)])))
    except SwollenError as error:
        raise InputError("file_damaged", path=path, sheet=sheet) from error
    except UNUSUAL:
        return SheetXml()


def _checked_part(path: Path, package: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet, once its cells are known to be no more than are read.

    Where it is not where Excel has it, that is so of every part which could be it.

    Raises:
        KeyError: it is elsewhere.
    """
    part: str | None = None
    with contextlib.suppress(KeyError):
        part = sheet_part(package, sheet)
    elsewhere = [name for name in package.namelist() if "sheet" in name.lower() and name.endswith(".xml")]
    for name in elsewhere if part is None else (part,):
        check_cells(path, sheet, used_area(partial(_pieces, path, package, name)))
    if part is None:
        raise KeyError(sheet)
    return part


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


def _scan(pieces: Iterator[bytes]) -> tuple[tuple[Box, ...], bool]:
    """The merged cells, and whether there are texts that the library does not read."""
    own_text, last = False, b""
    for piece in pieces:
        window = last + piece
        # a word is found much sooner than what may stand around it
        own_text = own_text or (b"inlineStr" in window and _OWN_TEXT.search(window) is not None)
        end = _END.search(window) if b"sheetData" in window else None
        if end:
            return merged_in(window[end.end() :] + b"".join(pieces)), own_text
        last = window[-_OVERLAP:]
    return (), own_text
