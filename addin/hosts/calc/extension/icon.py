"""The picture of the toolbar item: a funnel, drawn in three bands."""

from __future__ import annotations

import struct
import zlib

BANDS = (((0.02, 0.30), (0.94, 0.62), (47, 111, 159)),
         ((0.36, 0.64), (0.62, 0.34), (63, 150, 130)),
         ((0.70, 0.98), (0.34, 0.18), (233, 160, 59)))  # fmt: skip
"""Downwards: where a band begins and ends, how wide it is there, its colour; the picture's side is 1."""
FINE = 4  # a pixel's coverage is counted in FINE × FINE points


def png(side: int) -> bytes:
    """The funnel as a PNG of ``side`` pixels on a clear ground."""
    rows = (b"\0" + b"".join(_pixel(x, y, side) for x in range(side)) for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int, side: int) -> bytes:
    steps = [(i + 0.5) / FINE for i in range(FINE)]
    hits = [c for u in steps for v in steps if (c := _colour((x + u) / side, (y + v) / side)) is not None]
    if not hits:
        return b"\0\0\0\0"
    mixed = [round(sum(channel) / len(hits)) for channel in zip(*hits, strict=True)]
    return bytes([*mixed, round(255 * len(hits) / FINE**2)])


def _colour(x: float, y: float) -> tuple[int, int, int] | None:
    for (top, bottom), (wide, narrow), colour in BANDS:
        if top <= y <= bottom:
            width = wide + (narrow - wide) * (y - top) / (bottom - top)
            return colour if abs(x - 0.5) <= width / 2 else None
    return None
