"""The first rows of a sheet, read from its XML: enough to find the headers without loading a million rows."""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from lxml import etree

from addin.deals.grids import TopRow
from addin.readers.xlsx.package import elements, positions, sheet_part

_MOSTLY = 30
"""So many rows are asked for in nearly all cases."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""A letter that XML would not keep: ``_x000D_`` is the end of a line as Windows has it."""
_TEXT = ("s", "str", "inlineStr")
"""The types of cells that hold text: shared, of a formula, and its own."""

_Cells = list[tuple[int, str, str]]
"""Column, type and stored text of each filled cell of a row."""


def peek(path: Path, sheet: str, n: int) -> list[TopRow]:
    """The first ``n`` rows of ``sheet`` that hold anything; cells from column A on, numbers as stored.

    Raises:
        KeyError, ValueError, lxml.etree.XMLSyntaxError, zipfile.BadZipFile: the package is not laid out as
            Excel lays it out; another reader may still manage.
    """
    rows, strings = _read(path, sheet, n)
    return [TopRow(number, _texts(cells, strings)) for number, cells in rows[:n]]


def text_columns(path: Path, sheet: str, after: int, n: int = 20) -> list[int]:
    """The columns, from 0, with text among the first ``n`` rows; rows up to ``after`` are not looked at.

    Raises:
        As :func:`peek`.
    """
    rows, strings = _read(path, sheet, after + n)
    below = [cell for number, cells in rows[: after + n] if number > after for cell in cells]
    return sorted(
        {column for column, kind, text in below if kind in _TEXT and _shown(kind, text, strings).strip()}
    )


def _read(path: Path, sheet: str, n: int) -> tuple[list[tuple[int, _Cells]], dict[int, str]]:
    """The first rows, at least ``n`` of them, and the shared strings they use."""
    file = path.stat()
    return _read_once(path, sheet, max(n, _MOSTLY), (file.st_mtime_ns, file.st_size))


@lru_cache(maxsize=16)
def _read_once(
    path: Path, sheet: str, n: int, _version: tuple[int, int]
) -> tuple[list[tuple[int, _Cells]], dict[int, str]]:
    """They are asked for twice, for the headers and for the types of columns."""
    with zipfile.ZipFile(path) as package:
        with package.open(sheet_part(package, sheet)) as stream:
            rows = _first_rows(stream, n)
        wanted = {int(text) for _, cells in rows for _, kind, text in cells if kind == "s"}
        return rows, _shared(package, wanted) if wanted else {}


def _texts(cells: _Cells, strings: dict[int, str]) -> list[str]:
    texts = [""] * (1 + max(column for column, _, _ in cells))
    for column, kind, text in cells:
        texts[column] = _shown(kind, text, strings)
    return texts


def _shown(kind: str, text: str, strings: dict[int, str]) -> str:
    text = strings[int(text)] if kind == "s" else text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _first_rows(stream: IO[bytes], n: int) -> list[tuple[int, _Cells]]:
    """Row number and cells (column from 0, type, stored text) of the first rows that hold anything."""
    found: list[tuple[int, _Cells]] = []
    number = 0
    for row in elements(stream, "row"):
        number = int(row.get("r", number + 1))
        cells = _cells(row)
        if cells:
            found.append((number, cells))
        if len(found) == n:
            break
    return found


def _cells(row: etree._Element) -> _Cells:
    cells: _Cells = []
    for column, cell in positions(row):
        kind = cell.get("t", "n")
        text = cell.findtext("{*}v") or (_plain(cell) if kind == "inlineStr" else "")
        if text.strip():
            cells.append((column, kind, text))
    return cells


def _shared(package: zipfile.ZipFile, wanted: set[int]) -> dict[int, str]:
    """The shared strings of these numbers."""
    last, found = max(wanted), {}
    with package.open("xl/sharedStrings.xml") as stream:
        for number, item in enumerate(elements(stream, "si")):
            if number in wanted:
                found[number] = _plain(item)
            if number == last:
                break
    return found


def _plain(item: etree._Element) -> str:
    """The text of a rich string without its phonetic guide."""
    runs = item.iter("{*}t")
    return "".join(run.text or "" for run in runs if etree.QName(_parent(run)).localname != "rPh")


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    return node if parent is None else parent
