"""The workbook and the add-in, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.hosts.excel import build


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = build.build(tmp_path_factory.mktemp("excel"), "ru")
    assert [path.name for path in files] == ["HonestFunnel.xlsm", "HonestFunnel.xlam"]
    return {path.suffix: path for path in files}
