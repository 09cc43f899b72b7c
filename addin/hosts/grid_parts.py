"""A large sheet read on every core: its XML is cut between rows, and each part is loaded as a workbook.

Sheets are cut where they are written as spreadsheet programs and exports write them; any other is read whole.
"""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from addin.hosts.grid_cut import Part, UncutError, cut
from addin.hosts.grid_load import TYPES, Cells, Column, load
from addin.hosts.grid_peek import part_of

PART = 12 << 20
"""Bytes of XML in a part: enough rows to be worth a workbook of their own, few enough to keep memory low."""

_AGAIN = 4
"""A part is at least this many times what is read again with each, the texts of the workbook above all."""
_CORES = 4
"""Unzipping is done by one at a time: it cannot keep more of them busy."""
_ELSEWHERE = ("xl/worksheets/", "xl/pivotCache/", "xl/drawings/", "xl/media/")
_FEW = 1000
# Texts that fastexcel takes for empty while it looks for the type of a column.
_NOTHING = ["", "#N/A", "#N/A N/A", "#NA", "N/A", "NA", "n/a", "<NA>", "NULL", "null", "None"]
_NO_NUMBER = ["NaN", "nan", "-NaN", "-nan", "-1.#IND", "-1.#QNAN", "1.#IND", "1.#QNAN"]
_EMPTY = pa.array([None, *_NOTHING, *_NO_NUMBER])
_ARROW = {kind: arrow for arrow, kind in TYPES.items()}


@dataclass(frozen=True)
class _Book:
    """What makes a workbook of each part.

    Args:
        sheet, name: the sheet as users call it, and its place in the package.
        others: the other files of the package.
        types: column index → the type its cells have to have; columns of text are added as they are found.
        iso: the numbers of the parts with dates written out.
    """

    sheet: str
    name: str
    others: Mapping[str, bytes]
    types: dict[int, str] = field(default_factory=dict)
    iso: set[int] = field(default_factory=set)

    def cells(self, part: Part) -> Cells:
        """The cells of a part."""
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as files:
            for name, content in self.others.items():
                files.writestr(name, content)
            with files.open(self.name, "w") as sheet:
                for piece in part.xml:
                    sheet.write(piece)
        cells = load(package.getvalue(), self.sheet, part.after, dict(self.types), before=part.number == 0)
        if cells is None:
            raise UncutError
        if part.iso:
            self.iso.add(part.number)
        # so that parts which follow need not find out, nor be read twice
        self.types.update((i, kind) for i, kind in _kinds(cells).items() if kind == "string")
        return cells


def load_in_parts(path: Path, sheet: str, after: int, types: Mapping[int, str]) -> Cells | None:
    """What :func:`load` gives; None of a sheet that is not worth cutting.

    Raises:
        KeyError, ValueError, lxml.etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, OSError,
        fastexcel.FastExcelError: the sheet cannot be read so, perhaps as a whole.
    """
    with zipfile.ZipFile(path) as package:
        name = part_of(package, sheet)
        others = [
            i for i in package.infolist() if i.filename != name and not i.filename.startswith(_ELSEWHERE)
        ]
        size = max(PART, _AGAIN * sum(info.file_size for info in others))
        if os.cpu_count() == 1 or package.getinfo(name).file_size < 2 * size:
            return None
        book = _Book(sheet, name, {info.filename: package.read(info) for info in others}, dict(types))
        found: dict[int, Cells] = {}
        last: int | None = None
        for _ in range(2):
            with package.open(name) as stream:
                found |= _read(islice(cut(stream, size, after), last), book, found)
            settled = {**_settled(found.values()), **types}
            found = {n: part if n in book.iso else _written(part, settled) for n, part in found.items()}
            odd = [number for number, cells in found.items() if _differs(cells, settled)]
            if not odd:
                return _joined([found[number] for number in sorted(found)], settled)
            book.types.update(settled)
            last = max(odd) + 1  # mostly the first alone, read before others told what a column holds
            for number in odd:
                del found[number]
    return None


def _read(parts: Iterator[Part], book: _Book, known: Collection[int]) -> dict[int, Cells]:
    """Number → cells of the parts not yet known; each core takes the next part when it is done with one."""
    lock, found = threading.Lock(), dict[int, Cells]()

    def work() -> None:
        while True:
            with lock:
                part = next(parts, None)
            if part is None:
                return
            if part.number not in known:
                found[part.number] = book.cells(part)

    cores = min(os.cpu_count() or 1, _CORES)
    with ThreadPoolExecutor(cores) as pool:
        for done in [pool.submit(work) for _ in range(cores)]:
            done.result()
    return found


def _kinds(cells: Cells) -> dict[int, str]:
    """Column → its type, of the columns with a cell that tells it."""
    return {
        i: TYPES[column.type]
        for i, column in cells.columns.items()
        if i in cells.untyped or _tells(column, TYPES[column.type])
    }


def _tells(column: Column, kind: str) -> bool:
    """Whether the cells have this type, not merely no other."""
    if kind in ("null", "string"):
        some = () if kind == "null" else (column[:_FEW], column[_FEW:])  # the first few mostly tell
        return not all(pc.all(pc.is_in(cells, _EMPTY)).as_py() is not False for cells in some)
    return True


def _settled(parts: Iterable[Cells]) -> dict[int, str]:
    """Column → the type of all its cells together, by fastexcel's rules; text where they have none."""
    kinds: dict[int, set[str]] = {}
    for cells in parts:
        for i in cells.columns:
            kinds.setdefault(i, set())
        for i, kind in _kinds(cells).items():
            kinds[i].add(kind)
    return {i: _common(kind) for i, kind in kinds.items()}


def _common(kinds: Collection[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    numbers = ({"int", "boolean"}, "int"), ({"int", "float", "boolean"}, "float")
    return next((common for some, common in numbers if kinds and some.issuperset(kinds)), "string")


def _written(cells: Cells, types: Mapping[int, str]) -> Cells:
    """The cells with dates written out where other parts have text, as fastexcel writes serial numbers."""
    broken = {error.column for error in cells.errors}
    dates = {
        i: pc.replace_substring_regex(column.cast(pa.string()), r"\.000$", "")
        for i, column in cells.columns.items()
        if column.type == _ARROW["datetime"] and types[i] == "string" and i not in broken
    }
    return replace(cells, columns=cells.columns | dates)


def _differs(cells: Cells, types: Mapping[int, str]) -> bool:
    """Whether a column with values has another type than it is to have."""
    return any(
        TYPES[column.type] != types[i] and column.null_count < len(column)
        for i, column in cells.columns.items()
    )


def _joined(parts: Sequence[Cells], types: Mapping[int, str]) -> Cells:
    """One below the other."""
    columns = {}
    for i in range(min(types), max(types) + 1) if types else ():
        kind = _ARROW[types.get(i, "string")]
        pieces = [_piece(part, i, kind) for part in parts]
        columns[i] = pa.chunked_array(pieces, type=kind)
    errors = sorted((error for part in parts for error in part.errors), key=lambda error: error.column)
    return Cells(columns, np.concatenate([part.rows for part in parts]), errors)


def _piece(part: Cells, column: int, kind: pa.DataType) -> Column:
    cells = part.columns.get(column)
    return cells if cells is not None and cells.type == kind else pa.nulls(len(part.rows), kind)
