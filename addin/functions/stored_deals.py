"""The tables of a store as the cells that a formula would have handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from addin.deals.tables.columns import SHEETS
from addin.errors import InputError
from addin.functions import arguments
from addin.functions.arguments import ArgumentValue, Cells, Scalar
from addin.readers.kinds import FileKind, detect_kind
from addin.readers.store import StoreBook

SUFFIX = ".duckdb"
"""What the name of a store ends in where a formula names one."""


def store_named(value: ArgumentValue, origin: str) -> Path | None:
    """The store that an argument names; None where it names none.

    Args:
        value: of the argument.
        origin: the calling document: beside it a name without a folder is looked for.
    """
    if isinstance(value, Cells) and not value.is_single:
        return None
    text = arguments.text(value, "deals")
    return _beside(origin) / Path(text).expanduser() if text.casefold().endswith(SUFFIX) else None


def store_cells(path: Path) -> dict[str, Cells]:
    """Table → its cells.

    Raises:
        InputError: there is no such file, or it is no store that can be read.
    """
    if detect_kind(path) is not FileKind.STORE:
        raise InputError("store_foreign", file=path)
    book = StoreBook(path)
    return {
        name: Cells.of_rows(SHEETS[name][0], 1, [*_rows(book, name)]) for name in book.names if name in SHEETS
    }


def _rows(book: StoreBook, name: str) -> Iterator[list[Scalar]]:
    table = book.sheet(name).table
    yield list(table.column_names)
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    yield from map(list, zip(*columns, strict=True))


def _cell(value: object) -> Scalar:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, float, str)) else str(value)


def _beside(origin: str) -> Path:
    """The folder of the document; this one where the document has none."""
    parts = urlsplit(origin)
    path = Path(url2pathname(unquote(parts.path))) if parts.scheme == "file" else Path(origin)
    return path.parent if origin and path.is_absolute() else Path()
