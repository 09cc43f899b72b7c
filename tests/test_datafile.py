"""Rules and words in ``.toml`` files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import addin
from addin.datafile import load_toml

FILES = sorted(Path(addin.__file__).parent.rglob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_what_the_parser_of_the_standard_library_reads_in_it(path: Path) -> None:
    package = _package(path)
    assert load_toml(package, path.name) == tomllib.loads(path.read_text(encoding="utf-8"))


def _package(path: Path) -> str:
    return ".".join(("addin", *path.parent.relative_to(Path(addin.__file__).parent).parts))
