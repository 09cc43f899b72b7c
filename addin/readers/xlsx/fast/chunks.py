"""The XML of a sheet split between its rows into chunks, as spreadsheet programs and exports write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ROW, _END = b"<row ", b"</sheetData>"
_NUMBER = re.compile(rb'<row [^>]*?\br="(\d+)"')


class UnsplittableError(ValueError):
    """The sheet is written in a way that does not let it be split."""


@dataclass(frozen=True)
class Chunk:
    """A worksheet with some of the rows.

    Args:
        number: which chunk it is, from 0.
        rows: the XML of its rows alone.
        xml: its XML in pieces, of the sheet's own where they can be: none is copied for nothing.
        after: the sheet row after which its rows begin.
        tail: what follows all rows, in pieces; of the last chunk only.
    """

    number: int
    rows: bytes | memoryview
    xml: tuple[bytes | memoryview, ...]
    after: int
    tail: tuple[bytes | memoryview, ...] = ()

    def may_hold_iso_dates(self) -> bool:
        """Whether dates may be written out in it, not as serial numbers."""
        return any(mark in bytes(self.rows) for mark in (b't="d"', b"t='d'"))


def split(pieces: Iterator[bytes], size: int, after: int) -> Iterator[Chunk]:
    """The sheet in chunks of about this size; all rows above the table are in the first.

    Raises:
        UnsplittableError: rows are not numbered, not in order, too long, or not found at all.
    """
    text = _extended(b"", pieces, size)
    start = text.find(_ROW)
    head = text[: max(start, 0)]
    if not head.endswith(b"<sheetData>"):
        raise UnsplittableError
    text, number, above = text[start:], 0, after
    while len(longer := _extended(text, pieces, size)) > len(text):
        text = longer
        at = text.rfind(_ROW, 0, text.rfind(b">"))  # the last may be torn
        if text.find(_END, at) >= 0:
            break
        if b"!" in text and (b"<!--" in text or b"<![CDATA[" in text):  # a row might only be told of there
            raise UnsplittableError
        if at <= 0:
            raise UnsplittableError
        last, following = _row_number(text, text.rfind(_ROW, 0, at)), _row_number(text, at)
        if not max(last, after) < following:
            raise UnsplittableError
        rows = memoryview(text)[:at]
        yield Chunk(number, rows, (head, rows, _END, b"</worksheet>"), above)
        text, number, above = text[at:], number + 1, following - 1
    rows, end, following_pieces = memoryview(text), text.find(_END), tuple(pieces)
    end = end if end >= 0 else len(rows)
    tail: tuple[bytes | memoryview, ...] = (rows[end:], *following_pieces)
    yield Chunk(number, rows[:end], (head, text, *following_pieces), above, tail)


def _extended(text: bytes, pieces: Iterator[bytes], size: int) -> bytes:
    """The text with the next pieces, at least this many bytes but at the end; copied once."""
    found = [text]
    while size > 0 and (piece := next(pieces, None)) is not None:
        found.append(piece)
        size -= len(piece)
    return b"".join(found)


def _row_number(text: bytes, at: int) -> int:
    found = _NUMBER.match(text, at)
    if found is None:
        raise UnsplittableError
    return int(found[1])
