"""Error values that the library that reads workbooks does not know, such as ``#GETTING_DATA``.

It refuses a whole sheet for one of them. So the sheet is written anew, in memory, with an error value that it
knows in their places, and their texts are put back afterwards.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from lxml import etree

from addin.deals.grids import CellError
from addin.readers.xlsx.package import UNUSUAL, PackageShell, elements, positions

KNOWN = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""The error values of the file format's first edition; the library refuses all later ones."""
UNTYPED = "#NAME?"
"""Beside this one, and no other, a column has no type of its own: all its cells come as text."""

_STAND_IN = "#VALUE!"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"


@dataclass(frozen=True)
class Substituted:
    """A workbook in which unknown error values have given way to a known one.

    Args:
        workbook: the file.
        texts: sheet row, from 1, and column index, from 0 → the error value that stood there.
    """

    workbook: bytes
    texts: Mapping[tuple[int, int], str]

    def restored(self, errors: list[CellError]) -> list[CellError]:
        """The errors read from it as the sheet shows them."""
        return [replace(e, text=self.texts.get((e.row, e.column), e.text)) for e in errors]


def substitute(source: Path | bytes, sheet: str) -> Substituted | None:
    """The workbook with known error values alone in a sheet; None where it has no others, or is damaged."""
    texts: dict[tuple[int, int], str] = {}
    try:
        with zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source)) as package:
            shell = PackageShell.of(package, sheet)
            with package.open(shell.part) as stream:
                workbook = shell.with_sheet(_rewritten(stream, texts))
    except UNUSUAL:
        return None
    return Substituted(workbook, texts) if texts else None


def _rewritten(stream: IO[bytes], texts: dict[tuple[int, int], str]) -> Iterator[bytes]:
    """The XML of a sheet's rows in pieces; ``texts`` gains what was exchanged in them."""
    yield _HEAD
    number = 0
    for row in elements(stream, "row"):
        number = int(row.get("r", number + 1))
        for column, cell in positions(row):
            value = cell.find("{*}v") if cell.get("t") == "e" else None
            if value is not None and value.text and value.text not in KNOWN:
                texts[number, column] = value.text
                value.text = _STAND_IN
        yield etree.tostring(row, with_tail=False)
    yield _TAIL
