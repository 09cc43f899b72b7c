"""A file unzipped piece by piece is whole, or refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from addin.readers.xlsx.unzip import unzipped
from tests.readers.xlsx.fast.plain_rows import random_rows
from tests.readers.xlsx.raw_workbook import SHEET_PART, book


def test_a_file_is_unzipped_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book(path, random_rows(np.random.default_rng(3)))
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            assert b"".join(unzipped(path, info)) == package.read(info)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_file_is_never_taken_for_whole(tmp_path: Path, place: float) -> None:
    path = tmp_path / "book.xlsx"
    book(path, random_rows(np.random.default_rng(3)))
    with zipfile.ZipFile(path) as package:
        info = package.getinfo(SHEET_PART)
    damaged = bytearray(path.read_bytes())
    damaged[info.header_offset + 60 + int(place * (info.compress_size - 60))] ^= 0x55
    path.write_bytes(damaged)
    with pytest.raises(zipfile.BadZipFile):
        list(unzipped(path, info))


def test_a_packing_that_spreadsheets_do_not_use_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stored.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a", "text")
        info = package.getinfo("a")
    with pytest.raises(NotImplementedError):
        list(unzipped(path, info))
