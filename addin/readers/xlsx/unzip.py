"""A file of a package unzipped piece by piece, a few times faster than the standard library does it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from isal import isal_zlib

_HEADER = struct.Struct("<4s22xHH")
_PIECE = 1 << 17
_RAW = -15
_LOCKED = 1
_DAMAGED = cast("type[Exception]", isal_zlib.error)


class SwollenError(zipfile.BadZipFile):
    """A file of a package holds more than its directory says."""


def unzipped(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a file in pieces.

    Args:
        path: the package.
        info: what its directory says of the file.

    Raises:
        zipfile.BadZipFile: the file is damaged.
        SwollenError: it holds more than the directory says, and nobody knows how much.
        NotImplementedError: it is encrypted, or packed in a way that spreadsheets are not.
    """
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _LOCKED:
        raise NotImplementedError(info.filename)
    with path.open("rb") as package:
        package.seek(info.header_offset)
        mark, name, extra = _HEADER.unpack(package.read(_HEADER.size))
        if mark != b"PK\3\4":
            raise zipfile.BadZipFile(info.filename)
        package.seek(name + extra, 1)
        left = info.file_size
        for piece in _inflated(package.read(info.compress_size), info):
            left -= len(piece)
            if left < 0:
                raise SwollenError(info.filename)
            yield piece


def _inflated(packed: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    inflate, check = isal_zlib.decompressobj(_RAW), 0
    view = memoryview(packed)
    try:
        for start in range(0, len(view), _PIECE):
            piece = inflate.decompress(view[start : start + _PIECE])
            check = isal_zlib.crc32(piece, check)
            yield piece
    except _DAMAGED as error:
        raise zipfile.BadZipFile(info.filename) from error
    if not inflate.eof or check != info.CRC:
        raise zipfile.BadZipFile(info.filename)
