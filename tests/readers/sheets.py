"""Small workbooks, what a grid made of them, and why a file was refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from addin.deals.grids import Body
from addin.errors import InputError
from addin.words import LANGS


def book(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def ole(stream: str) -> bytes:
    """An old Office file that holds this stream and nothing of use."""
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + stream.encode("utf-16-le")


def values(body: Body) -> list[list[object]]:
    """Rows of the body, None where empty."""
    return [[None if pd.isna(v) else v for v in row] for row in zip(*body.columns, strict=True)]


def failure(call: Callable[[], object]) -> InputError:
    """The error that this raises, which every language has words for."""
    with pytest.raises(InputError) as caught:
        call()
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value
