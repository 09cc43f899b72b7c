"""Rows of plain tags, and what is made of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from addin.readers.xlsx.fast.strings_and_styles import StringsAndStyles
from addin.readers.xlsx.package import PackageShell
from tests.readers.xlsx.raw_workbook import KINDS, SHEET_PART, Cell

PLAIN = ("number", "whole", "date", "bool", "text", "nothing", "error", "later error", "blank")
LETTERS = ("A", "B", "Z", "AA", "AZ", "ZZ")


def references(path: Path) -> StringsAndStyles:
    with zipfile.ZipFile(path) as package:
        others = {name: package.read(name) for name in package.namelist() if name != SHEET_PART}
    return StringsAndStyles(PackageShell("S", SHEET_PART, others))


def row(number: int, cells: Mapping[str, Cell]) -> str:
    inside = "".join(f'<c r="{letter}{number}"{cell}</c>' for letter, cell in cells.items() if cell)
    return f'<row r="{number}" spans="1:9">{inside}</row>'


def random_rows(rng: np.random.Generator, first: int = 1) -> str:
    """Rows of columns of mostly one kind each, with others among them, gaps, and row numbers that grow."""
    mixed = rng.random() < 0.5
    mains = {letter: str(rng.choice(PLAIN)) for letter in LETTERS}
    number, rows = first, []
    for _ in range(60):
        cells = {
            letter: KINDS[str(rng.choice(PLAIN)) if mixed and rng.random() < 0.1 else main](rng)
            for letter, main in mains.items()
            if rng.random() < 0.9
        }
        rows.append(row(number, cells))
        number += int(rng.choice([1, 1, 3]))
    return "".join(rows)
