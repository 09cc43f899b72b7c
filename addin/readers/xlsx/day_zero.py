"""The day from which a workbook counts: that of Excel for Windows, or one four years later on old Macs."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
from lxml import etree

from addin.deals.grids import DAY_ZERO, DAY_ZERO_1904
from addin.readers.xlsx.package import UNUSUAL

_OLD_BEGINNINGS = b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00"
"""The first record of an old workbook, of Excel 97 and of Excel 95."""
_RECORD = struct.Struct("<HH")
_DATE_MODE, _END = 0x22, 0x0A


def day_zero(path: Path) -> np.datetime64:
    """Day 0 of a workbook file."""
    try:
        since_1904 = _told(path) if zipfile.is_zipfile(path) else _told_by_old(path.read_bytes())
    except UNUSUAL:
        since_1904 = False
    return DAY_ZERO_1904 if since_1904 else DAY_ZERO


def _told(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        settings = etree.fromstring(package.read("xl/workbook.xml")).find("{*}workbookPr")
    return settings is not None and settings.get("date1904") in ("1", "true", "on")


def _told_by_old(content: bytes) -> bool:
    """The same of an .xls: its records are gone through up to the one that tells."""
    at = max(content.find(beginning) for beginning in _OLD_BEGINNINGS)
    while 0 <= at <= len(content) - 6:
        kind, length = _RECORD.unpack_from(content, at)
        if kind in (_DATE_MODE, _END):
            return bool(kind == _DATE_MODE and content[at + _RECORD.size] == 1)
        at += _RECORD.size + length
    return False
