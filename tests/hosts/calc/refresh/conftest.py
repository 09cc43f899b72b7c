"""A live workbook for each test of Refresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tests.hosts.calc.live_samples import live_file


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return live_file(tmp_path_factory.mktemp("live") / "live.xlsx")


@pytest.fixture
def book(app: xw.App, made: Path, tmp_path: Path) -> Iterator[xw.Book]:
    path = tmp_path / "live.xlsx"
    path.write_bytes(made.read_bytes())
    opened = app.books.open(str(path))
    yield opened
    opened.close()
