"""Old workbooks (.xls) of a few records, made byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BEGIN = struct.pack("<HH4x", 0x0809, 4)
PASSWORD = struct.pack("<HHH", 0x002F, 2, 0)
LAST = struct.pack("<HH", 0x000A, 0)


def number(row: int, column: int) -> bytes:
    return struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, 1.0)


def numbers(row: int, first: int, last: int) -> bytes:
    """A record of several cells of a row."""
    return struct.pack("<HHHHHIHIH", 0x00BD, 18, row, first, 0, 2, 0, 2, last)


def sheet(name: bytes, begins: int, wide: bool) -> bytes:
    content = struct.pack("<IHBB", begins, 0, len(name) // (2 if wide else 1), wide) + name
    return struct.pack("<HH", 0x0085, len(content)) + content


def book(path: Path, *cells: bytes, name: str = "Deals") -> Path:
    """A workbook of one sheet with these records of cells."""
    wide = not name.isascii()
    stored = name.encode("utf-16-le" if wide else "ascii")
    begins = len(BEGIN + sheet(stored, 0, wide) + LAST)
    return container(path, BEGIN + sheet(stored, begins, wide) + LAST + BEGIN + b"".join(cells) + LAST)


def container(path: Path, records: bytes) -> Path:
    """Records in the file that stands around them: its header, its table, its folder, its one stream."""
    sectors = 8
    stream = records.ljust(sectors * SECTOR, b"\0")  # shorter ones would be kept in another way
    table = [TABLE, END, *range(3, 2 + sectors), END]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<6xIIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header = header.ljust(SECTOR, b"\xff")

    def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
        title = name.encode("utf-16-le") + b"\0\0"
        head = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, FREE, FREE, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, END, 0, 1) + entry("Workbook", 2, 2, len(stream))
    body = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff") + folder.ljust(SECTOR, b"\0")
    path.write_bytes(header + body + stream)
    return path
