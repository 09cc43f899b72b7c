"""How many cells a sheet's rows and columns in use span, told from its XML before room is made for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from addin.readers.xlsx.package import column_index

_LT, _GT, _SLASH, _QUOTE, _CELL_NAME, _BLANK = b'<>/"c '
_CELL = b'<c r="'
_LETTERS, _DIGITS = 3, 7
_PREFIXED = re.compile(rb"<\w+:c[\s/>]")
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(\s[^<>]*?)?(/?)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,3})([0-9]{0,7})")
_Bytes = npt.NDArray[np.uint8]
_Ints = npt.NDArray[np.int64]


class _NotPlainError(ValueError):
    """A cell does not begin as programs begin it, ``<c r="``."""


class _Area(NamedTuple):
    """First and last row, and last column, from 1; nothing, if not said otherwise."""

    top: int = 1 << 40
    bottom: int = 0
    right: int = 0


def used_area(pieces: Callable[[], Iterable[bytes]]) -> int:
    """The cells of the rows in use down to the last column in use; those without content count for nothing.

    Args:
        pieces: gives the XML of the sheet in pieces, as often as it is asked to.
    """
    try:
        areas = [_plain_area(piece) for piece in _cut_between_tags(pieces())]
    except _NotPlainError:
        areas = list(_walked_areas(_cut_between_tags(pieces())))
    rows = max(area.bottom for area in areas) - min(area.top for area in areas) + 1 if areas else 0
    return max(rows, 0) * max((area.right for area in areas), default=0)


def _cut_between_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for piece in pieces:
        whole = last + piece
        end = whole.rfind(b">") + 1
        last = whole[end:]
        yield whole[:end]


def _plain_area(piece: bytes) -> _Area:
    """The area of the cells in a piece, all at once.

    Raises:
        _NotPlainError: they have to be walked through.
    """
    if b":c" in piece and _PREFIXED.search(piece):
        raise _NotPlainError
    byte = np.frombuffer(piece + b" " * 16, np.uint8)
    tags, ends = np.flatnonzero(byte == _LT), np.flatnonzero(byte == _GT)
    after = byte[tags + 2]
    cells = tags[(byte[tags + 1] == _CELL_NAME) & ((after <= _BLANK) | (after == _GT))]
    cells = cells[byte[ends[np.searchsorted(ends, cells)] - 1] != _SLASH]
    for offset, letter in enumerate(_CELL):
        if np.any(byte[cells + offset] != letter):
            raise _NotPlainError
    column, at = _number(byte, cells + len(_CELL), 26, (0x40, 0x5B), _LETTERS)
    row, at = _number(byte, at, 10, (0x2F, 0x3A), _DIGITS)
    if np.any((byte[at] != _QUOTE) | (column == 0) | (row == 0)):
        raise _NotPlainError
    if not len(cells):
        return _Area()
    return _Area(int(row.min()), int(row.max()), int(column.max()))


def _number(byte: _Bytes, at: _Ints, base: int, between: tuple[int, int], most: int) -> tuple[_Ints, _Ints]:
    """The numbers that signs of a range, digits or letters, stand for from places on; where they end."""
    number, going = np.zeros(len(at), np.int64), np.ones(len(at), bool)
    for _ in range(most):
        sign = byte[at]
        going = going & (sign > between[0]) & (sign < between[1])
        digit = sign.astype(np.int64) - between[0] - (base == 10)
        number = np.where(going, number * base + digit, number)
        at = at + going
    return number, at


def _walked_areas(pieces: Iterable[bytes]) -> Iterator[_Area]:
    """The area of each cell, one after the other: one that tells no place follows on the one before."""
    row = column = 0
    for piece in pieces:
        for name, attributes, empty in _TAG.findall(piece):
            told = _PLACE.search(attributes)
            letters, digits = told.groups() if told else (b"", b"")
            row = int(digits) if digits else row + (name == b"row")
            if name == b"row":
                column = 0
                continue
            column = column_index(letters.decode().upper()) + 1 if letters else column + 1
            if not empty:
                yield _Area(row, row, column)
