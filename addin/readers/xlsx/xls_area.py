"""How many cells the sheets of an old .xls span, told from its records before room is made for them.

The format's rows end at 65,536 and its columns at 256, but a record may name any of 65,536 columns.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from addin.errors import InputError
from addin.readers.bounds import check_cells

_STREAMS = ("Workbook", "Book")  # of Excel 97, of Excel 95
_HEAD, _PLACE, _WORD = struct.Struct("<HH"), struct.Struct("<HH"), struct.Struct("<H")
_BEGIN, _SHEET, _SEVERAL, _PASSWORD = 0x0809, 0x0085, 0x00BD, 0x002F
_CELLS = frozenset({_SEVERAL, 0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})
"""Records of cells that hold anything: formulas, texts, numbers, truth values and errors."""
_NAME = 6  # bytes of the record of a sheet before its name: where it begins, and two of its kind


def check_old_workbook(path: Path) -> None:
    """Refuse an old workbook of which a sheet spans more cells than are read.

    Raises:
        InputError: ``sheet_too_big``; ``file_old_xls``: its container cannot be made out.
    """
    try:
        with olefile.OleFileIO(path) as container:
            name = next((name for name in _STREAMS if container.exists(name)), None)
            records = b"" if name is None else container.openstream(name).read()
    except (OSError, ValueError, struct.error) as error:
        raise InputError("file_old_xls", path=path) from error
    for sheet, cells in _areas(records):
        check_cells(path, sheet, cells)


def _areas(records: bytes) -> Iterator[tuple[str, int]]:
    """Each sheet in use, and its cells from the first row in use to the last, from column A on."""
    names: dict[int, str] = {}
    sheet, top, bottom, right = "", 1 << 16, 0, -1
    for kind, at, end in _records(records):
        if kind == _PASSWORD:
            return  # what follows is no place; nor does the library read it
        if kind in _CELLS and end - at >= _PLACE.size:
            row, column = _PLACE.unpack_from(records, at)
            if kind == _SEVERAL:
                column = max(column, _WORD.unpack_from(records, end - _WORD.size)[0])
            top, bottom, right = min(top, row), max(bottom, row), max(right, column)
        elif kind == _BEGIN:
            if right >= 0:
                yield sheet, (bottom - top + 1) * (right + 1)
            sheet, top, bottom, right = names.get(at - _HEAD.size, ""), 1 << 16, 0, -1
        elif kind == _SHEET and end - at > _NAME:
            names[int.from_bytes(records[at : at + 4], "little")] = _text(records[at + _NAME : end])
    if right >= 0:
        yield sheet, (bottom - top + 1) * (right + 1)


def _records(records: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind of each record, and between which bytes its content stands."""
    at = 0
    while at + _HEAD.size <= len(records):
        kind, length = _HEAD.unpack_from(records, at)
        at += _HEAD.size
        yield kind, at, min(at + length, len(records))
        at += length


def _text(stored: bytes) -> str:
    """A sheet's name: its length, whether it has two bytes a letter, and the letters."""
    length, wide, letters = stored[0], stored[1:2] == b"\1", stored[2:]
    if wide:
        return letters[: 2 * length].decode("utf-16-le", "replace")
    return letters[:length].decode("latin-1")
