"""Bounds on what a file declares: a few bytes may stand for more than any machine holds.

They are far above what a department's export needs. ``HONEST_FUNNEL_MAX_MEGABYTES`` in the environment raises
them all.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path

from addin.errors import InputError

VARIABLE = "HONEST_FUNNEL_MAX_MEGABYTES"
MOST_MEGABYTES = 4096
"""The most that a file may hold, once it is unpacked."""
CELLS_PER_MEGABYTE = 25_000
"""Cells of a sheet for each of them: a hundred million."""
MOST_RATIO = 250
"""What a part may become of each packed byte; sheets become ten, and a hundred where all rows are alike."""
CELLS_PER_BYTE = 20
"""Cells that a byte of a file may stand for, where they are many; equal rows, packed, are fewer."""
_FEW_CELLS = 30_000_000
"""Those of a sheet with 28 columns and something in its very last row: under a gigabyte of memory."""
_RATIO_FROM = 200 * 2**20
_UNPACKED_HERE = ("xl/worksheets/", "content.xml")
"""Parts that we unpack ourselves first, and no further than they declare."""
_UNSEEN = 200_000
"""Packed bytes that cannot unpack to more than is allowed without any ratio."""
_MEGABYTE = 2**20


def most_megabytes() -> int:
    """The bound, as the user has set it."""
    told = os.environ.get(VARIABLE, "")
    return int(told) if told.isdecimal() and int(told) else MOST_MEGABYTES


def most_cells() -> int:
    """Cells of one sheet at most."""
    return most_megabytes() * CELLS_PER_MEGABYTE


def _most_cells_of(path: Path) -> int:
    """Cells of one sheet of a file at most; for how large it is, where the user has not raised the bound."""
    if most_megabytes() > MOST_MEGABYTES:
        return most_cells()
    return min(most_cells(), max(_FEW_CELLS, CELLS_PER_BYTE * path.stat().st_size))


def check_size(path: Path) -> None:
    """Refuse a file that holds more than the bound.

    Raises:
        InputError: ``file_too_big``.
    """
    _refuse_above(path, path.stat().st_size)


def check_package(path: Path, package: zipfile.ZipFile) -> None:
    """Refuse a zipped file that declares more than the bound, less than it holds, or packs as no sheet does.

    Raises:
        InputError: ``file_too_big``, ``file_swells``, ``file_damaged``.
    """
    parts = package.infolist()
    _refuse_above(path, sum(part.file_size for part in parts))
    for part in parts:
        _refuse_lie(path, package, part)
        if part.file_size > _RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            if most_megabytes() > MOST_MEGABYTES:
                continue
            ratio = part.file_size // max(part.compress_size, 1)
            raise InputError("file_swells", path=path, part=part.filename, ratio=ratio, variable=VARIABLE)


def check_cells(path: Path, sheet: str, cells: int) -> None:
    """Refuse a sheet of which the rows and columns in use, or those it repeats, span more than the bound.

    Raises:
        InputError: ``sheet_too_big``.
    """
    if cells <= min(_FEW_CELLS, most_cells()) or cells <= (most := _most_cells_of(path)):
        return
    value = max(MOST_MEGABYTES + 1, -(-cells // CELLS_PER_MEGABYTE))
    raise InputError(
        "sheet_too_big", path=path, sheet=sheet, cells=cells, most=most, variable=VARIABLE, value=value
    )


def _refuse_lie(path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """See that a part holds what it declares."""
    if part.filename.startswith(_UNPACKED_HERE) or part.compress_size < _UNSEEN:
        return
    try:
        with package.open(part) as stream:  # which ends where it said, and then looks at the checksum
            while stream.read(2**20):
                pass
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError("file_damaged", path=path) from error


def _refuse_above(path: Path, size: int) -> None:
    if size > most_megabytes() * _MEGABYTE:
        megabytes = -(-size // _MEGABYTE)
        raise InputError("file_too_big", path=path, size=megabytes, most=most_megabytes(), variable=VARIABLE)
