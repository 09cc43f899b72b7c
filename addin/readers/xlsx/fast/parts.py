"""A large sheet read on every core: its XML is cut between rows, and each part is read for itself.

Sheets are cut where they are written as spreadsheet programs and exports write them; any other is read whole.
"""

from __future__ import annotations

import os
import threading
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from addin.readers.xlsx.fast.cut import Part, UncutError, cut
from addin.readers.xlsx.fast.meanings import Book, Meanings
from addin.readers.xlsx.fast.plain import read_plain
from addin.readers.xlsx.fast.types import ARROW, differs, settled, told, with_dates_written
from addin.readers.xlsx.fast.unzip import unzipped
from addin.readers.xlsx.first_rows import part_of
from addin.readers.xlsx.load import Cells, Column

PART = 12 << 20
"""Bytes of XML in a part: enough rows to be worth a workbook of their own, few enough to keep memory low."""

_AGAIN = 4
"""A part is at least this many times what may be read again with each, the workbook's texts above all."""
_CORES = 4
"""Unzipping is done by one at a time: it cannot keep more of them busy."""
_ELSEWHERE = ("xl/worksheets/", "xl/pivotCache/", "xl/drawings/", "xl/media/")


@dataclass(frozen=True)
class _Reading:
    """What is known of the sheet while its parts are read.

    Args:
        meanings: of the cells of its workbook.
        types: column index → the type its cells have to have; columns of text are added as they are found.
        iso: the numbers of the parts with dates written out.
    """

    meanings: Meanings
    types: dict[int, str] = field(default_factory=dict)
    iso: set[int] = field(default_factory=set)

    def cells(self, part: Part) -> Cells:
        """The cells of a part."""
        types = dict(self.types)
        cells = read_plain(part.rows, part.after, self.meanings, types)
        if cells is None:
            cells = self.meanings.book.load(part.xml, part.after, types, before=part.number == 0)
            if cells is None:
                raise UncutError
            if part.may_hold_iso():
                self.iso.add(part.number)
        # so that parts which follow need not find out, nor be read twice
        self.types.update((i, kind) for i, kind in told(cells).items() if kind == "string")
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
        book = Book(sheet, name, {info.filename: package.read(info) for info in others})
        reading = _Reading(Meanings(book), dict(types))
        found: dict[int, Cells] = {}
        last: int | None = None
        for _ in range(2):
            pieces = unzipped(path, package.getinfo(name))
            found |= _read(islice(cut(pieces, size, after), last), reading, found)
            kinds = {**settled(found.values()), **types}
            found = {
                n: cells if n in reading.iso else with_dates_written(cells, kinds)
                for n, cells in found.items()
            }
            odd = [number for number, cells in found.items() if differs(cells, kinds)]
            if not odd:
                return _joined([found[number] for number in sorted(found)], kinds)
            reading.types.update(kinds)
            last = max(odd) + 1  # mostly the first alone, read before others told what a column holds
            for number in odd:
                del found[number]
    return None


def _read(parts: Iterator[Part], reading: _Reading, known: Collection[int]) -> dict[int, Cells]:
    """Number → cells of the parts not yet known; each core takes the next part when it is done with one."""
    lock, found = threading.Lock(), dict[int, Cells]()

    def work() -> None:
        while True:
            with lock:
                part = next(parts, None)
            if part is None:
                return
            if part.number not in known:
                found[part.number] = reading.cells(part)

    cores = min(os.cpu_count() or 1, _CORES)
    with ThreadPoolExecutor(cores) as pool:
        for done in [pool.submit(work) for _ in range(cores)]:
            done.result()
    return found


def _joined(parts: Sequence[Cells], types: Mapping[int, str]) -> Cells:
    """One below the other."""
    columns = {}
    for i in range(min(types), max(types) + 1) if types else ():
        kind = ARROW[types.get(i, "string")]
        pieces = [_piece(part, i, kind) for part in parts]
        columns[i] = pa.chunked_array(pieces, type=kind)
    errors = sorted((error for part in parts for error in part.errors), key=lambda error: error.column)
    return Cells(columns, np.concatenate([part.rows for part in parts]), errors)


def _piece(part: Cells, column: int, kind: pa.DataType) -> Column:
    cells = part.columns.get(column)
    return cells if cells is not None and cells.type == kind else pa.nulls(len(part.rows), kind)
