"""The XML of a sheet cut between its rows, as spreadsheet programs and exports write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_PIECE = 1 << 20
_ROW, _END = b"<row ", b"</sheetData>"
_NUMBER = re.compile(rb'<row [^>]*?\br="(\d+)"')


class UncutError(ValueError):
    """The sheet is written in a way that does not let it be cut."""


@dataclass(frozen=True)
class Part:
    """A worksheet with some of the rows.

    Args:
        number: which part it is, from 0.
        xml: its XML in pieces, of the sheet's own where they can be: none is copied for nothing.
        after: the sheet row after which its rows begin.
        iso: whether dates may be written out in it, not as serial numbers.
    """

    number: int
    xml: tuple[bytes | memoryview, ...]
    after: int
    iso: bool


def cut(stream: IO[bytes], size: int, after: int) -> Iterator[Part]:
    """The sheet in parts of about this size; all rows above the table are in the first.

    Raises:
        UncutError: rows are not numbered, not in order, too long, or not found at all.
    """
    text = _inflated(stream, size)
    start = text.find(_ROW)
    head = text[: max(start, 0)]
    if not head.endswith(b"<sheetData>"):
        raise UncutError
    text, number, above = text[start:], 0, after
    while piece := _inflated(stream, size):
        text += piece
        at = text.rfind(_ROW, 0, text.rfind(b">"))  # the last may be torn
        if text.find(_END, at) >= 0:
            break
        if b"!" in text and (b"<!--" in text or b"<![CDATA[" in text):  # a row might only be told of there
            raise UncutError
        if at <= 0:
            raise UncutError
        last, following = _row_number(text, text.rfind(_ROW, 0, at)), _row_number(text, at)
        if not max(last, after) < following:
            raise UncutError
        yield Part(number, (head, memoryview(text)[:at], _END, b"</worksheet>"), above, _iso(text))
        text, number, above = text[at:], number + 1, following - 1
    yield Part(number, (head, text, stream.read()), above, _iso(text))


def _iso(text: bytes) -> bool:
    return b't="d"' in text or b"t='d'" in text


def _inflated(stream: IO[bytes], size: int) -> bytes:
    """The next bytes, at least this many but at the end; unzipped in pieces that a cache holds."""
    pieces, length = [], 0
    while length < size and (piece := stream.read(min(_PIECE, size))):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


def _row_number(text: bytes, at: int) -> int:
    found = _NUMBER.match(text, at)
    if found is None:
        raise UncutError
    return int(found[1])
