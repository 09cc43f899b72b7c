"""Deals and their tables from files: workbooks (.xlsx, .xlsm, .xls, .ods), pages and text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.deals.grids import Grid
from addin.deals.tables.columns import SHEETS
from addin.deals.tables.headers import find_headers
from addin.deals.tables.key_value import read_template_settings
from addin.deals.values.text import fold
from addin.errors import InputError, nearest
from addin.readers.books import BOOKS, Book, FileBook, open_file
from addin.readers.kinds import FileKind, detect_kind

_TOP = 30
"""Headings are looked for among this many first rows."""


@dataclass(frozen=True)
class Sources:
    """What there is to read.

    Args:
        tables: ``deals`` and whichever other tables were found, by our name.
        path: the file of the deals.
    """

    tables: dict[str, Grid]
    path: Path


def open_sources(deals: Path, extra: Mapping[str, Path] | None = None, sheet: str | None = None) -> Sources:
    """The tables of a deals file, and those of files given beside it.

    Args:
        deals: a workbook (its sheets are found by name; an only sheet is the deals) or a text file.
        extra: table → a file of its own (text, or a workbook: its sheet of that name or the only one);
            it wins over a sheet of the deals workbook.
        sheet: the name of the sheet of the deals; None: it is to be found.

    Raises:
        InputError: a file is missing, empty, locked, encrypted, damaged or of a kind we do not read; the
            deals sheet is not to be found, or a table is there twice.
    """
    given = dict(extra or {})
    book = open_file(deals, "deals")
    if isinstance(book, BOOKS):
        tables = tables_of(book, given, sheet)
    else:
        _chosen(deals, [book.name], sheet or book.name)
        tables = {"deals": book}
    for table, path in given.items():
        opened = open_file(path, table)
        tables[table] = _only(opened, table) if isinstance(opened, BOOKS) else opened
    return Sources(tables, deals)


def settings_sheet(template: Path) -> Grid | None:
    """The settings sheet of a report template, if it has one.

    Raises:
        InputError: the template is missing, locked, encrypted, damaged or no .xlsx workbook.
    """
    if detect_kind(template) is not FileKind.XLSX:
        raise InputError("file_not_workbook", path=template)
    book = FileBook(template, FileKind.XLSX)
    sheets = _named(book.names, "settings")
    return book.sheet(sheets[0]) if sheets else None


def settings_of(path: Path) -> Grid | None:
    """The settings sheet of any workbook; None where it has none or the file is no workbook.

    Raises:
        InputError: it is missing, locked, encrypted, damaged or has the sheet twice.
    """
    if detect_kind(path) in (FileKind.TEXT, FileKind.HTML, FileKind.STORE):
        return None
    return sheets_of(path, ["settings"]).get("settings")


def sheets_of(path: Path, tables: Iterable[str]) -> dict[str, Grid]:
    """Those of the tables that a workbook has a sheet of.

    Raises:
        InputError: it is missing, locked, encrypted, damaged or no workbook, or has a sheet twice.
    """
    book = open_file(path, "mapping")
    if not isinstance(book, FileBook):
        raise InputError("file_not_workbook", path=path)
    found = {table: _named(book.names, table) for table in tables}
    for table, sheets in found.items():
        if len(sheets) > 1:
            raise InputError("sheet_twice", path=path, table=table, sheets=_quoted(sheets))
    return {table: book.sheet(sheets[0]) for table, sheets in found.items() if sheets}


def tables_of(book: Book, skip: Iterable[str] = (), sheet: str | None = None) -> dict[str, Grid]:
    """The tables of a workbook, by our names: its sheets are found by name, an only sheet is the deals.

    Where none is called so, the only one is that has the columns of deals.

    Args:
        book: the workbook.
        skip: tables that are had from elsewhere.
        sheet: the name of the sheet of the deals, which is then no other table's; None: it is to be found.

    Raises:
        InputError: ``sheet_twice``, ``sheet_not_there``, ``no_deals_sheet`` or ``deals_sheet_of_several``.
    """
    names = book.names
    sheet = sheet or _named_by_settings(book)
    chosen = None if sheet is None else _chosen(book.path, names, sheet)
    others = [name for name in names if name != chosen]
    found = {table: _named(others, table) for table in SHEETS if table not in skip}
    if chosen is not None:
        found["deals"] = [chosen]
    for table, sheets in found.items():
        if len(sheets) > 1:
            likely, listed = sheets[0] if table == "deals" else "", _quoted(sheets)
            raise InputError("sheet_twice", path=book.path, table=table, sheets=listed, likely=likely)
    if not found.get("deals"):
        found["deals"] = [_deals_sheet(book, found)] if len(names) > 1 else names
    return {table: book.sheet(sheets[0]) for table, sheets in found.items() if sheets}


def _named_by_settings(book: Book) -> str | None:
    """The sheet of the deals that the workbook's own settings name, if they do."""
    sheets = _named(book.names, "settings")
    return read_template_settings(book.sheet(sheets[0])).get("deals_sheet") if sheets else None


def _chosen(path: Path | str, names: list[str], sheet: str) -> str:
    """The sheet that somebody calls so; its name as written goes before one that differs in case."""
    alike = [name for name in names if fold(name) == fold(sheet)]
    if not alike:
        likely = [*nearest(sheet, names), *names][0]
        raise InputError("sheet_not_there", path=path, sheet=sheet, sheets=_quoted(names), likely=likely)
    return sheet if sheet in alike else alike[0]


def _deals_sheet(book: Book, found: Mapping[str, list[str]]) -> str:
    """The only sheet, of those that are no other table's, whose headings give all that deals need.

    Raises:
        InputError: ``no_deals_sheet`` or ``deals_sheet_of_several``, the fullest of them as ``likely``.
    """
    taken = {sheet for sheets in found.values() for sheet in sheets}
    tops = {name: book.sheet(name).top(_TOP) for name in book.names if name not in taken}
    fitting = [name for name, top in tops.items() if top and not find_headers("deals", top, {}).missing]
    if len(fitting) == 1:
        return fitting[0]
    filled = {name: sum(bool(cell) for row in tops[name] for cell in row.cells) for name in fitting or tops}
    raise InputError(
        "deals_sheet_of_several" if fitting else "no_deals_sheet",
        path=book.path,
        sheets=_quoted(fitting or book.names),
        names=_quoted(SHEETS["deals"][:2]),
        likely=max(filled, key=filled.__getitem__, default=book.names[0]),
    )


def _only(book: Book, table: str) -> Grid:
    """The sheet of this name, else the only sheet."""
    sheets = _named(book.names, table) or book.names
    if len(sheets) > 1:
        raise InputError(
            "no_table_sheet", path=book.path, sheets=_quoted(book.names), names=_quoted(SHEETS[table][:2])
        )
    return book.sheet(sheets[0])


def _named(names: list[str], table: str) -> list[str]:
    wanted = {fold(name) for name in SHEETS[table]}
    return [name for name in names if fold(name) in wanted]


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
