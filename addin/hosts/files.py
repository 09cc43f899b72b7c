"""Deals and their tables from files: .xlsx, .xlsm, .csv, .tsv and .txt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.deals.columns import SHEETS
from addin.deals.grids import Grid
from addin.deals.text import fold
from addin.errors import InputError
from addin.hosts.grid_text import TextGrid
from addin.hosts.grid_xlsx import XlsxGrid

_WORKBOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sources:
    """What there is to read.

    Args:
        tables: ``deals`` and whichever other tables were found, by our name.
        path: the file of the deals.
    """

    tables: dict[str, Grid]
    path: Path


def open_sources(deals: Path, extra: Mapping[str, Path] | None = None) -> Sources:
    """The tables of a deals file, and those of files given beside it.

    Args:
        deals: a workbook (its sheets are found by name; an only sheet is the deals) or a text file.
        extra: table → a file of its own (text, or a workbook: its sheet of that name or the only one);
            it wins over a sheet of the deals workbook.

    Raises:
        InputError: a file is missing, empty, locked, encrypted, damaged or of a kind we do not read; the
            deals sheet is not to be found, or a table is there twice.
    """
    given = dict(extra or {})
    tables: dict[str, Grid] = {}
    if _kind(deals) == "text":
        tables["deals"] = TextGrid(deals)
    else:
        tables |= _sheets(deals, skip=given)
    for table, path in given.items():
        tables[table] = TextGrid(path) if _kind(path) == "text" else _only(path, table)
    return Sources(tables, deals)


def settings_sheet(template: Path) -> Grid | None:
    """The settings sheet of a report template, if it has one.

    Raises:
        InputError: the template is missing, locked, encrypted, damaged or no workbook.
    """
    if _kind(template) != "workbook":
        raise InputError("file_not_workbook", path=template)
    sheets = _named(_names(template), "settings")
    return XlsxGrid(template, sheets[0]) if sheets else None


def _sheets(path: Path, skip: Iterable[str]) -> dict[str, Grid]:
    names = _names(path)
    found = {table: _named(names, table) for table in SHEETS if table not in skip}
    for table, sheets in found.items():
        if len(sheets) > 1:
            raise InputError("sheet_twice", path=path, table=table, sheets=_quoted(sheets))
    if not found.get("deals"):
        if len(names) > 1:
            raise InputError(
                "no_deals_sheet", path=path, sheets=_quoted(names), names=_quoted(SHEETS["deals"])
            )
        return {"deals": XlsxGrid(path, names[0])}
    return {table: XlsxGrid(path, sheets[0]) for table, sheets in found.items() if sheets}


def _only(path: Path, table: str) -> Grid:
    """The sheet of this name, else the only sheet."""
    names = _names(path)
    sheets = _named(names, table) or names
    if len(sheets) > 1:
        raise InputError("no_table_sheet", path=path, sheets=_quoted(names), names=_quoted(SHEETS[table]))
    return XlsxGrid(path, sheets[0])


def _names(path: Path) -> list[str]:
    import fastexcel

    try:
        names = list(fastexcel.read_excel(path).sheet_names)
    except fastexcel.FastExcelError as error:
        raise InputError("file_damaged", path=path, sheet="") from error
    if not names:
        raise InputError("file_empty", path=path)
    return names


def _named(names: list[str], table: str) -> list[str]:
    wanted = {fold(name) for name in SHEETS[table]}
    return [name for name in names if fold(name) in wanted]


def _kind(path: Path) -> str:
    """``text`` or ``workbook``.

    Raises:
        InputError: it is neither, and why.
    """
    suffix = path.suffix.casefold()
    head = _head(path)
    if head.startswith(_OLE):
        encrypted = suffix in _WORKBOOKS and _ENCRYPTED in path.read_bytes()
        raise InputError("file_encrypted" if encrypted else "file_old_xls", path=path)
    if suffix == ".xls":
        raise InputError("file_old_xls", path=path)
    if suffix not in (*_WORKBOOKS, *_TEXTS):
        raise InputError("file_kind", path=path, kinds=", ".join((*_WORKBOOKS, *_TEXTS)))
    zipped = head.startswith(b"PK")
    if zipped is not (suffix in _WORKBOOKS):
        raise InputError("file_not_text" if zipped else "file_not_workbook", path=path)
    return "workbook" if zipped else "text"


def _head(path: Path) -> bytes:
    """The first bytes of a file that is there and can be read."""
    try:
        if path.is_dir():
            raise InputError("file_folder", path=path)
        with path.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError as error:
        raise InputError("file_missing", path=path, folder=path.absolute().parent) from error
    except PermissionError as error:
        raise InputError("file_denied", path=path) from error
    except OSError as error:
        raise InputError("file_unreadable", path=path, why=error.strerror or str(error)) from error
    if not head:
        raise InputError("file_empty", path=path)
    return head


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
