"""A store as a file: opened for reading, or made anew beside its place and put there whole."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from addin.errors import InputError
from addin.output_files import OutputFiles
from addin.output_places import refused
from addin.store.schema import CRM, FORMAT, MEMORY, TABLES

if TYPE_CHECKING:
    import duckdb

Changed = TypeVar("Changed")
_MAGIC, _MAGIC_AT = b"DUCK", 8
_CHUNK = 2**20
_OF_DISK = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES)
_FULL = ("No space left", "File too large", "Could not write", "Disk quota")
_SQL_TYPES = {
    "text": "VARCHAR",
    "timestamp": "TIMESTAMPTZ",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
}


def is_store_head(head: bytes) -> bool:
    """Whether a file begins as a DuckDB file does."""
    return head[_MAGIC_AT : _MAGIC_AT + 4] == _MAGIC


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store opened for reading; nothing of it can be changed.

    Raises:
        InputError: ``store_engine_missing``, ``store_newer``, ``store_foreign``, ``store_locked`` or
            ``store_damaged``.
    """
    connection = _connected(path, read_only=True)
    try:
        _check_format(path, connection)
        yield connection
    finally:
        connection.close()


def _connected(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    if find_spec("duckdb") is None:
        raise InputError("store_engine_missing", file=path)
    import duckdb

    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    except duckdb.Error as error:
        raise InputError(_why_closed(path, str(error)), file=path) from error
    run(connection, "SET TimeZone = 'UTC'")
    return connection


def _why_closed(path: Path, told: str) -> str:
    """The key of why a store cannot be opened, by DuckDB's words; the file's own name is none of them."""
    if _unfinished(path) or "Could not set lock" in told:
        return "store_locked"
    return "store_newer" if "version number" in told.replace(str(path), "") else "store_damaged"


def _unfinished(path: Path) -> bool:
    """Whether another program has changes of the file that it has not written into it yet."""
    return path.with_name(f"{path.name}.wal").exists()


def run(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    """All rows of a statement: DuckDB takes no other statement while a result has rows left."""
    return connection.execute(statement, list(values)).fetchall()


_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}
"""A store is a file and nothing else: no statement in it may reach out."""


def _check_format(path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    import duckdb

    try:
        found = run(connection, f"SELECT value FROM {MEMORY}.info WHERE name = 'format'")
    except duckdb.Error as error:
        raise InputError("store_foreign", file=path) from error
    if not found:
        raise InputError("store_foreign", file=path)
    if int(found[0][0]) > FORMAT:
        raise InputError("store_newer", file=path)


def info_of(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What a store says of itself: its form, its CRM, the account, when it was last filled whole."""
    return dict(run(connection, f"SELECT name, value FROM {MEMORY}.info"))


def set_info(connection: duckdb.DuckDBPyConnection, **told: str) -> None:
    """Say something of a store that is open for writing."""
    for name, value in told.items():
        run(connection, f"INSERT OR REPLACE INTO {MEMORY}.info VALUES (?, ?)", (name, value))


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store, or the draft of one, opened for writing; the tables it lacks are made."""
    connection = _connected(path, read_only=False)
    try:
        _make_tables(connection)
        _check_format(path, connection)
        yield connection
        run(connection, "CHECKPOINT")
    finally:
        connection.close()


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for schema in (CRM, MEMORY):
        run(connection, f"CREATE SCHEMA IF NOT EXISTS {schema}")
    run(connection, f"CREATE TABLE IF NOT EXISTS {MEMORY}.info (name VARCHAR PRIMARY KEY, value VARCHAR)")
    run(connection, f"INSERT OR IGNORE INTO {MEMORY}.info VALUES ('format', '{FORMAT}')")
    run(
        connection,
        f"CREATE TABLE IF NOT EXISTS {MEMORY}.sightings (id VARCHAR, status VARCHAR, amount DOUBLE, "
        "manager VARCHAR, next_contact TIMESTAMP, status_changed TIMESTAMP, seen_at TIMESTAMP)",
    )


def create_pulled_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of what is pulled that are not there yet, empty."""
    for table, columns in TABLES.items():
        typed = ", ".join(f'"{name}" {_SQL_TYPES[kind]}' for name, kind in columns.items())
        run(connection, f"CREATE TABLE IF NOT EXISTS {CRM}.{table} ({typed})")


def drop_empty_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away what :func:`create_pulled_tables` made: dlt makes its own when rows come."""
    for table in TABLES:
        found = run(
            connection,
            "SELECT count(*) FILTER (column_name = '_dlt_id'), count(*) FROM information_schema.columns "
            "WHERE table_schema = ? AND table_name = ?",
            (CRM, table),
        )
        if found[0][1] and not found[0][0]:
            run(connection, f"DROP TABLE {CRM}.{table}")


def has_rows(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether a pulled table is there and holds anything."""
    there = run(
        connection,
        "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
        (CRM, table),
    )
    return bool(there and run(connection, f"SELECT 1 FROM {CRM}.{table} LIMIT 1"))


def replace_store(path: Path, change: Callable[[Path], Changed]) -> Changed:
    """Change a copy of a store and put it in the store's place, as a whole or not at all.

    Whoever reads the store meanwhile sees its former self.

    Args:
        path: the store; it need not be there yet.
        change: given the path of the copy, which is not there where the store is not.

    Returns:
        What ``change`` does.

    Raises:
        InputError: ``store_locked`` where another program is changing it, the store cannot be written, or
            what ``change`` raises; the store is then as it was.
    """
    if _unfinished(path):
        raise InputError("store_locked", file=path)
    with OutputFiles() as outputs, tempfile.TemporaryDirectory(prefix="honest-funnel-") as folder:
        copy = Path(folder) / "store.duckdb"
        if path.exists():
            shutil.copyfile(path, copy)
        try:
            result = change(copy)
        except Exception as error:  # noqa: BLE001  (DuckDB is not loaded here; it is raised again)
            raise disk_refusal(path, error) or error from None
        outputs.write(path, lambda file: _pour(copy, file))
    return result


def disk_refusal(path: Path, error: BaseException) -> InputError | None:
    """What to tell where the disk is why a store cannot be made; None where it is not."""
    if isinstance(error, OSError) and error.errno in _OF_DISK:
        return refused(path, error)
    full = type(error).__module__.startswith(("duckdb", "_duckdb")) and any(w in str(error) for w in _FULL)
    return refused(path, OSError(errno.ENOSPC, "")) if full else None


def _pour(copy: Path, file: BinaryIO) -> None:
    with copy.open("rb") as content:
        shutil.copyfileobj(content, file, _CHUNK)
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), 0o600)
