"""A large sheet read on every core: its XML is split between rows, and each chunk is read for itself.

Sheets are split where they are written as spreadsheet programs and exports write them.
"""

from __future__ import annotations

import os
import threading
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from addin.readers.bounds import check_cells
from addin.readers.merged_cells import Box
from addin.readers.xlsx.arrow_cells import ArrowCells, Column
from addin.readers.xlsx.fast.chunks import Chunk, UnsplittableError, split
from addin.readers.xlsx.fast.column_types import (
    ARROW_TYPES,
    common_types,
    known_types,
    needs_other_types,
    with_dates_as_text,
)
from addin.readers.xlsx.fast.columns import read_plain
from addin.readers.xlsx.fast.strings_and_styles import StringsAndStyles
from addin.readers.xlsx.load import load_xml
from addin.readers.xlsx.package import PackageShell, other_parts, sheet_part
from addin.readers.xlsx.sheet_xml import merged_in
from addin.readers.xlsx.unzip import unzipped
from addin.readers.xlsx.used_area import used_area

CHUNK_SIZE = 12 << 20
"""Bytes of XML in a chunk: enough rows to be worth a workbook of their own, few enough to keep memory low."""

_OVERHEAD = 4
"""A chunk is at least this many times what may be read again with each, the workbook's texts above all."""
_MOST_THREADS = 4
"""Unzipping is done by one at a time: it cannot keep more of them busy."""


@dataclass(frozen=True)
class _Progress:
    """What is known of the sheet while its chunks are read.

    Args:
        references: the shared strings and styles of its workbook.
        check: refuses more cells than are read.
        types: column index → the type its cells have to have; columns of text are added as they are found.
        iso: the numbers of the chunks with dates written out.
        merged: the merged cells of the sheet.
    """

    references: StringsAndStyles
    check: Callable[[int], None]
    types: dict[int, str] = field(default_factory=dict)
    iso: set[int] = field(default_factory=set)
    merged: list[Box] = field(default_factory=list)

    def cells(self, chunk: Chunk) -> ArrowCells:
        """The cells of a chunk."""
        types = dict(self.types)
        cells = read_plain(chunk.rows, chunk.after, self.references, types)
        if cells is None:
            self.check(used_area(lambda: [bytes(chunk.rows)]))
            cells = load_xml(self.references.shell, chunk.xml, chunk.after, types, before=chunk.number == 0)
            if cells is None:
                raise UnsplittableError
            if chunk.may_hold_iso_dates():
                self.iso.add(chunk.number)
        if chunk.tail:
            self.merged[:] = merged_in(b"".join(chunk.tail))
        # so that chunks which follow need not find out, nor be read twice
        self.types.update((i, kind) for i, kind in known_types(cells).items() if kind == "string")
        return cells


def load_in_chunks(path: Path, sheet: str, after: int, types: Mapping[int, str]) -> ArrowCells | None:
    """What :func:`load` gives; None of a sheet that is not worth splitting.

    Raises:
        One of ``package.UNUSUAL``, fastexcel.FastExcelError, InputError: the sheet cannot be read so, perhaps
            as a whole.
    """
    with zipfile.ZipFile(path) as package:
        part = package.getinfo(sheet_part(package, sheet))
        overhead = sum(info.file_size for info in other_parts(package, part.filename))
        size = max(CHUNK_SIZE, _OVERHEAD * overhead)
        if os.cpu_count() == 1 or part.file_size < 2 * size:
            return None
        references = StringsAndStyles(PackageShell.of(package, sheet))
    progress = _Progress(references, partial(check_cells, path, sheet), dict(types))

    def chunks() -> Iterator[Chunk]:
        return split(unzipped(path, part), size, after)

    found = _read(chunks(), progress, ())
    kinds = _settle_types(found, progress.iso, types)
    differing = _differing(found, kinds)
    if differing:
        progress.types.update(kinds)
        # mostly the first alone, read before others told what a column holds
        again = islice(chunks(), max(differing) + 1)
        found |= _read(again, progress, found.keys() - differing)
        kinds = _settle_types(found, progress.iso, types)
        if _differing(found, kinds):
            return None
    progress.check(sum(len(cells.rows) for cells in found.values()) * (max(kinds, default=0) + 1))
    joined = _joined([found[number] for number in sorted(found)], kinds)
    return replace(joined, merged=tuple(progress.merged))


def _settle_types(
    found: dict[int, ArrowCells], iso: Collection[int], types: Mapping[int, str]
) -> dict[int, str]:
    """Column → the type of all its cells together; dates among text are written out in ``found``."""
    kinds = {**common_types(found.values()), **types}
    for number in found.keys() - set(iso):
        found[number] = with_dates_as_text(found[number], kinds)
    return kinds


def _differing(found: Mapping[int, ArrowCells], types: Mapping[int, str]) -> set[int]:
    return {number for number, cells in found.items() if needs_other_types(cells, types)}


def _read(chunks: Iterator[Chunk], progress: _Progress, known: Collection[int]) -> dict[int, ArrowCells]:
    """Number → cells of the chunks not yet known; each core takes the next one when it is done with one."""
    lock, found = threading.Lock(), dict[int, ArrowCells]()

    def work() -> None:
        while True:
            with lock:
                chunk = next(chunks, None)
            if chunk is None:
                return
            if chunk.number not in known:
                found[chunk.number] = progress.cells(chunk)

    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result()
    return found


def _joined(chunks: Sequence[ArrowCells], types: Mapping[int, str]) -> ArrowCells:
    """One below the other."""
    columns = {}
    for i in range(min(types), max(types) + 1) if types else ():
        kind = ARROW_TYPES[types.get(i, "string")]
        pieces = [_column(cells, i, kind) for cells in chunks]
        columns[i] = pa.chunked_array(pieces, type=kind)
    errors = sorted((error for cells in chunks for error in cells.errors), key=lambda error: error.column)
    return ArrowCells(columns, np.concatenate([cells.rows for cells in chunks]), errors)


def _column(cells: ArrowCells, column: int, kind: pa.DataType) -> Column:
    found = cells.columns.get(column)
    return found if found is not None and found.type == kind else pa.nulls(len(cells.rows), kind)
