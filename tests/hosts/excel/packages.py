"""What is inside the files built for Excel."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from addin.hosts.excel import project

KINDS: tuple[project.Kind, ...] = (".xlsm", ".xlam")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def as_workbook(path: Path) -> bytes:
    """The file under the kind of a workbook: no other reader takes an add-in."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name, content in parts(path).items():
            target.writestr(name, content.replace(b"addin.macroEnabled.main", b"sheet.macroEnabled.main"))
    return file.getvalue()


def book_of(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(as_workbook(path)), keep_vba=True)


def sheet(path: Path, name: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book_of(path)[name]]
