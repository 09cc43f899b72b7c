"""The small department loaded into a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functions.example import STAGES, settings, twelve
from tests.hosts.live import Sheet, cells


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "cache")


@pytest.fixture
def deals(sheet: Sheet) -> str:
    return sheet.text("DEALS", cells("Сделки", twelve()), STAGES, None, None, None, None, settings())
