"""Files opened: a workbook's sheets by their names, a store's tables, or the one table of a text or page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

from addin.deals.grids import Grid
from addin.errors import InputError
from addin.readers.html import HtmlGrid
from addin.readers.kinds import FileKind, detect_kind
from addin.readers.merged_cells import MergedGrid
from addin.readers.ods import OdsGrid, sheet_names
from addin.readers.store import StoreBook
from addin.readers.text import TextGrid
from addin.readers.xlsx.grid import XlsxGrid
from addin.readers.xlsx.misnamed import MisnamedGrid
from addin.readers.xlsx.xls_merged import merged_cells

_ENDINGS = {FileKind.XLSX: (".xlsx", ".xlsm"), FileKind.XLS: (".xls",)}


class Book(Protocol):
    """A workbook, in a file or live: what the user calls it, the names of its sheets, each as a grid."""

    @property
    def path(self) -> Path | str:
        """What the user calls it."""

    @property
    def names(self) -> list[str]:
        """The names of its sheets."""

    def sheet(self, name: str) -> Grid:
        """A sheet by its name."""


class FileBook:
    """A workbook: the names of its sheets, and each as a grid."""

    def __init__(self, path: Path, kind: FileKind) -> None:
        """Find its sheets, or raise why they cannot be found."""
        self.path, self._kind = path, kind
        self.names = sheet_names(path) if kind is FileKind.ODS else _names(path, kind)
        if not self.names:
            raise InputError("file_empty", path=path)

    def sheet(self, name: str) -> Grid:
        """A sheet by its name."""
        if self._kind is FileKind.ODS:
            return OdsGrid(self.path, name)
        endings = _ENDINGS[self._kind]
        named = self.path.suffix.casefold() in endings
        grid = XlsxGrid(self.path, name) if named else MisnamedGrid(self.path, name, endings[0])
        if self._kind is FileKind.XLS:
            return MergedGrid(grid, partial(merged_cells, self.path, name))
        return grid


def open_file(path: Path, table: str) -> Grid | FileBook | StoreBook:
    """A file of one table as a grid, a workbook or a store as such."""
    kind = detect_kind(path)
    if kind in (FileKind.STORE, FileKind.TEXT):
        return StoreBook(path) if kind is FileKind.STORE else TextGrid(path)
    return HtmlGrid(path, table) if kind is FileKind.HTML else FileBook(path, kind)


BOOKS = (FileBook, StoreBook)
"""What has several tables."""


def _names(path: Path, kind: FileKind) -> list[str]:
    import fastexcel

    # by a path it would go by the ending, by bytes it looks into them
    source = path if path.suffix.casefold() in _ENDINGS[kind] else path.read_bytes()
    try:
        return list(fastexcel.read_excel(source).sheet_names)
    except fastexcel.FastExcelError as error:
        if kind is FileKind.XLSX:
            raise InputError("file_damaged", path=path) from error
        locked = "password" in str(error).casefold()
        raise InputError("file_encrypted" if locked else "file_old_xls", path=path) from error
