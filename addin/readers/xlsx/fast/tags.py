"""Where the cells of a sheet stand in its XML: rows of plain tags, found all at once with NumPy.

Plain are ``<row r="7" …>`` with cells such as ``<c r="B7" s="1" t="s"><v>12</v></c>``, or without a value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]
_Words = npt.NDArray[np.uint64]

_LT, _GT, _QUOTE = b'<>"'
_C, _R, _V, _SLASH = _ALLOWED = list(b"crv/")
"""How the tags of rows, cells and values begin, and how they end."""
_WORD = 8
_CELL, _ROW, _OPEN = b'<c r="', b'<row r="', b"<v>"
_FIRST: _Words = np.array([(1 << (8 * n)) - 1 for n in range(_WORD + 1)], dtype=np.uint64)
"""Masks of the first bytes of a word."""
_ZEROS, _TOP_BITS = (np.uint64(int.from_bytes(byte * _WORD, "big")) for byte in (b"0", b"\x80"))
_SIX_OVER = np.uint64(int.from_bytes(b"\x76" * _WORD, "big"))
"""Added to digits, it sets the top bit of whatever is no digit."""
_A, _Z = b"AZ"
_DIGITS = 7


class NotPlainError(ValueError):
    """Something in the rows is not written plainly."""


@dataclass(frozen=True)
class Tags:
    """The cells with a value, in the order of the sheet.

    Args:
        rows: the number of each row, from 1.
        row: of each cell, the place of its row in ``rows``.
        column: of each cell, the index of its column, from 0.
        style: of each cell, the place of its attributes among those in ``attributes``.
        attributes: what follows the reference in the tag of a cell: ``' s="1" t="s"'``.
        start, end: between which bytes its value stands.
    """

    rows: Ints
    row: Ints
    column: npt.NDArray[np.int16]
    style: npt.NDArray[np.int32]
    attributes: list[bytes]
    start: Ints
    end: Ints

    def below(self, row: int) -> Tags:
        """Those of the rows after this one."""
        first = int(np.searchsorted(self.rows, row, "right"))
        if not first:
            return self
        cell = int(np.searchsorted(self.row, first))
        return Tags(
            self.rows[first:],
            self.row[cell:] - first,
            self.column[cell:],
            self.style[cell:],
            self.attributes,
            self.start[cell:],
            self.end[cell:],
        )


def find_tags(xml: bytes | memoryview) -> Tags:
    """The cells of whole rows.

    Raises:
        NotPlainError, IndexError, pyarrow.ArrowInvalid: something is not written plainly.
    """
    byte = np.frombuffer(xml, np.uint8)
    # the eight bytes from each place on, as one number
    word: _Words = np.ndarray((len(byte) - _WORD + 1,), "<u8", xml, strides=(1,))
    tag = np.flatnonzero(byte == _LT)
    name = byte[tag + 1]
    cell = np.flatnonzero(name == _C)
    cell = cell[name[cell + 1] == _V]
    count = np.bincount(name, minlength=256)
    require(count[_ALLOWED].sum() == len(tag) and count[_V] == len(cell) and np.all(name[cell + 2] == _SLASH))
    head, value, end = tag[cell], tag[cell + 1], tag[cell + 2]
    require(np.all(byte[value + 2] == _GT) and np.all(byte[value - 1] == _GT) and np.all(byte[end + 2] == _V))
    rows = tag[name == _R]
    number, digits = _row_numbers(byte, word, rows, xml)
    here = np.diff(np.append(np.searchsorted(head, rows), len(head)))
    require(here.sum() == len(head))
    row = np.repeat(np.arange(len(rows)), here)
    first = word[head]
    require(np.all(_begins(first, _CELL)))
    column, letters = _columns(first)
    require(np.all((np.diff(column) > 0) | (np.diff(row) > 0)))
    after = head + len(_CELL) + letters + digits[row] + 1
    require(np.all(byte[after - 1] == _QUOTE))
    style, attributes = _attributes(word, after, value - 1 - after)
    return Tags(number, row, column, style, attributes, value + len(_OPEN), end)


def require(plain: bool | np.bool_) -> None:
    """Go on only where the rows are plain.

    Raises:
        NotPlainError: they are not.
    """
    if not plain:
        raise NotPlainError


def texts_at(xml: bytes | memoryview, start: Ints, end: Ints) -> pa.Array:
    """What stands between these places, as text; nothing else of the XML is copied."""
    if not len(start):
        return pa.array([], pa.string())
    places = np.empty(2 * len(start), np.int32)
    places[0::2], places[1::2] = start, end
    buffers = [None, pa.py_buffer(places), pa.py_buffer(xml)]
    every = pa.Array.from_buffers(pa.string(), len(places) - 1, buffers)  # every other one stands between
    return every.take(pa.array(np.arange(0, len(places) - 1, 2, dtype=np.int32)))


def small_numbers_at(xml: bytes | memoryview, start: Ints, end: Ints) -> Ints:
    """The whole numbers of at most eight digits between these places.

    The digits of a number lie in one word and are added up at once: by twos, by fours, all eight.

    Raises:
        NotPlainError: something else stands there.
    """
    word: _Words = np.ndarray((len(xml) - _WORD + 1,), "<u8", xml, strides=(1,))
    length = end - start
    require(np.all((length > 0) & (length <= _WORD) & (end >= _WORD)))
    before = _FIRST[_WORD - length]
    digits = (word[end - _WORD] & ~before | before & _ZEROS) - _ZEROS
    require(not np.any((digits + _SIX_OVER | digits) & _TOP_BITS))
    digits = digits * np.uint64(10) + (digits >> np.uint64(8)) & np.uint64(0x00FF00FF00FF00FF)
    digits = digits * np.uint64(100) + (digits >> np.uint64(16)) & np.uint64(0x0000FFFF0000FFFF)
    digits = digits * np.uint64(10_000) + (digits >> np.uint64(32)) & np.uint64(0xFFFFFFFF)
    return np.asarray(digits, dtype=np.int64)


def _begins(words: _Words, text: bytes) -> npt.NDArray[np.bool_]:
    wanted = np.uint64(int.from_bytes(text, "little"))
    return np.asarray((words & _FIRST[len(text)]) == wanted, dtype=bool)


def _row_numbers(byte: _Bytes, word: _Words, rows: Ints, xml: bytes | memoryview) -> tuple[Ints, Ints]:
    """The numbers of the rows, and how many digits each has."""
    require(np.all(_begins(word[rows], _ROW)))
    start = rows + len(_ROW)
    digits = np.zeros(len(rows), np.int64)
    for n in range(_DIGITS, 0, -1):
        digits[byte[start + n] == _QUOTE] = n
    require(np.all(digits > 0))
    number = texts_at(xml, start, start + digits).cast(pa.int64()).to_numpy()
    require(np.all(np.diff(number) > 0))
    return number, digits


def _columns(words: _Words) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """The columns that the references name, and with how many letters."""
    letters = words.view(np.uint8).reshape(-1, _WORD)[:, len(_CELL) :].astype(np.int16) - _A
    one, two = letters.T
    double = two >= 0
    require(np.all((one >= 0) & (one <= _Z - _A) & (two <= _Z - _A)))
    return np.where(double, one * 26 + two + 26, one), 1 + double.astype(np.int16)


def _attributes(word: _Words, start: Ints, length: Ints) -> tuple[npt.NDArray[np.int32], list[bytes]]:
    """The attributes of each cell as a place among the different ones, and those."""
    require(np.all((length >= 0) & (length <= 2 * _WORD)))
    code, found = _distinct(_cut(word, start, length))
    if np.any(length > _WORD):
        more, ends = _distinct(_cut(word, start + _WORD, np.maximum(length - _WORD, 0)))
        code, pairs = _distinct(code.astype(np.int64) * len(ends) + more)
        found = [found[pair // len(ends)] + (ends[pair % len(ends)] << 8 * _WORD) for pair in pairs]
    return code, [text.to_bytes(2 * _WORD, "little").rstrip(b"\0") for text in found]


def _cut(word: _Words, start: Ints, length: Ints) -> _Words:
    """The first bytes from each place on, zeros after them."""
    return word[start] & _FIRST[np.minimum(length, _WORD)]


def _distinct(numbers: _Words | Ints) -> tuple[npt.NDArray[np.int32], list[int]]:
    """Each number as its place among the different ones, and those."""
    found = pa.array(numbers).dictionary_encode()
    return found.indices.to_numpy(), found.dictionary.to_pylist()
