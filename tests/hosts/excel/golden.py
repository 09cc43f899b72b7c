"""The macro code as olevba reads it back, and the text it is compared with.

``python -m tests.hosts.excel.golden`` writes the text anew: look at what changed.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest

from addin import __version__
from addin.hosts.excel.build import build

FOLDER = Path(__file__).parent / "golden"
OURS = ("ThisWorkbook.cls", "xlwings_udfs.bas", "HonestFunnel.bas")


def read(path: Path) -> str:
    """The modules that are ours, in their order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {name: code for _, _, name, code in _olevba().VBA_Parser(str(path)).extract_all_macros()}
    text = "".join(f"===== {name} =====\n{found[name]}" for name in OURS)
    return "\n".join(line.rstrip() for line in text.replace(__version__, "VERSION").splitlines()) + "\n"


def _olevba() -> Any:
    """The test is skipped where it is not installed, and fails where CI promises it."""
    try:
        return importlib.import_module("oletools.olevba")
    except ImportError:
        message = "oletools is not installed: make installs it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


def kept(kind: str) -> str:
    """The text to compare with."""
    return (FOLDER / f"{kind[1:]}.txt").read_text(encoding="utf-8")


def write() -> None:
    """Take what is made now as the golden text."""
    with tempfile.TemporaryDirectory() as folder:
        for path in build(Path(folder), "ru"):
            (FOLDER / f"{path.suffix[1:]}.txt").write_text(read(path), encoding="utf-8")


if __name__ == "__main__":
    write()
