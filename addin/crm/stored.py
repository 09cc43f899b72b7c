"""What a pull asks the store itself: when deals last changed, which have come, which are gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from addin.store.file import create_pulled_tables, has_rows, run, writing
from addin.store.schema import CRM

if TYPE_CHECKING:
    import duckdb

_OF_LOADS = "list_contains(?, _dlt_load_id)"


def last_change(store: duckdb.DuckDBPyConnection) -> dt.datetime | None:
    """The latest change that the deals tell of; None where they tell of none."""
    create_pulled_tables(store)
    ((latest,),) = run(store, f"SELECT epoch_us(max(updated)) FROM {CRM}.deals")
    return None if latest is None else dt.datetime.fromtimestamp(latest / 1e6, dt.UTC)


def ids_of(copy: Path, loads: Sequence[str]) -> list[str]:
    """The deals that these loads brought."""
    with writing(copy) as store:
        if not has_rows(store, "deals"):
            return []
        return [
            one
            for (one,) in run(
                store, f"SELECT id FROM {CRM}.deals WHERE {_OF_LOADS} ORDER BY id", (list(loads),)
            )
        ]


def mark_deleted(store: duckdb.DuckDBPyConnection, loads: Sequence[str]) -> int:
    """Mark the deals that a pull of everything did not bring; how many are newly so."""
    if not has_rows(store, "deals"):
        return 0
    statement = (
        f"UPDATE {CRM}.deals SET deleted = true WHERE NOT {_OF_LOADS} AND deleted IS NOT TRUE RETURNING id"
    )
    return len(run(store, statement, (list(loads),)))
