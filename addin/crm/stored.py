"""What a pull asks the store itself: when deals last changed, which have come, which are gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from addin.store.file import has_rows, run, writing
from addin.store.schema import CRM

if TYPE_CHECKING:
    import duckdb

_OF_LOADS = "list_contains(?, _dlt_load_id)"


def last_change(store: duckdb.DuckDBPyConnection) -> dt.datetime | None:
    """The latest change that the deals tell of; None where they tell of none."""
    if not has_rows(store, "deals"):
        return None
    ((latest,),) = run(store, f"SELECT epoch_us(max(updated)) FROM {CRM}.deals")
    return None if latest is None else dt.datetime.fromtimestamp(latest / 1e6, dt.UTC)


def ids_of(copy: Path, loads: Sequence[str], since: dt.datetime | None = None) -> list[str]:
    """The deals of these loads that changed after a moment, or whose manager has no name yet."""
    with writing(copy) as store:
        if not has_rows(store, "deals"):
            return []
        people = f"(SELECT id FROM {CRM}.names WHERE kind = 'person')"
        named = f"manager_id IN {people}" if has_rows(store, "names") else "false"
        unnamed = f"manager_id IS NOT NULL AND NOT {named}"
        news = f"{_OF_LOADS} AND (updated > ? OR updated IS NULL OR ({unnamed}))"
        found = run(
            store,
            f"SELECT id FROM {CRM}.deals WHERE {news} ORDER BY id",
            (list(loads), since or dt.datetime.min.replace(tzinfo=dt.UTC)),
        )
        return [one for (one,) in found]


def settled(
    store: duckdb.DuckDBPyConnection, after: dt.datetime, before: dt.datetime
) -> set[tuple[str, int]]:
    """Number and change, in microseconds of Unix time, of the deals that last changed between two moments."""
    if not has_rows(store, "deals"):
        return set()
    asked = f"SELECT id, epoch_us(updated) FROM {CRM}.deals WHERE updated >= ? AND updated < ?"
    return set(run(store, asked, (after, before)))


def ids_but(copy: Path, loads: Sequence[str], known: set[tuple[str, int]]) -> list[str]:
    """The deals of these loads that are not as they were, see :func:`settled`."""
    with writing(copy) as store:
        if not has_rows(store, "deals"):
            return []
        asked = f"SELECT id, epoch_us(updated) FROM {CRM}.deals WHERE {_OF_LOADS}"
        found = run(store, asked, (list(loads),))
        return sorted(number for number, updated in found if (number, updated) not in known)


def missing(copy: Path, loads: Sequence[str]) -> bool:
    """Whether a deal that is not known to be deleted has not come."""
    with writing(copy) as store:
        asked = f"SELECT 1 FROM {CRM}.deals WHERE NOT {_OF_LOADS} AND deleted IS NOT TRUE LIMIT 1"
        return has_rows(store, "deals") and bool(run(store, asked, (list(loads),)))


def mark_deleted(store: duckdb.DuckDBPyConnection, loads: Sequence[str]) -> int:
    """Mark the deals that a pull of everything did not bring; how many are newly so."""
    if not has_rows(store, "deals"):
        return 0
    statement = (
        f"UPDATE {CRM}.deals SET deleted = true WHERE NOT {_OF_LOADS} AND deleted IS NOT TRUE RETURNING id"
    )
    return len(run(store, statement, (list(loads),)))
