"""A store as a workbook: its tables are sheets under our own names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from addin.deals.grids import Body, TopRow
from addin.store.file import reading, run
from addin.store.queries import QUERIES

_NEEDED = {"id", "created", "status"}
"""Columns that stand even in an empty table."""


@dataclass(frozen=True)
class StoreBook:
    """A store as a workbook."""

    path: Path

    @cached_property
    def names(self) -> list[str]:
        """The tables that hold anything, and the deals."""
        with reading(self.path) as store:
            return [
                table
                for table, query in QUERIES.items()
                if table == "deals" or run(store, f"SELECT 1 FROM ({query}) LIMIT 1")
            ]

    def sheet(self, name: str) -> StoreGrid:
        """A table by its name."""
        return StoreGrid(self.path, name)


@dataclass(frozen=True)
class StoreGrid:
    """A table of a store: the first row its headings, a record a row below."""

    path: Path
    name: str

    @cached_property
    def table(self) -> pa.Table:
        """All of it; zoned moments are of UTC."""
        with reading(self.path) as store:
            found: pa.Table = store.sql(QUERIES[self.name]).to_arrow_table()
        found = _with_more(found) if "more" in found.column_names else found
        # a CRM that tells nothing of a column has no such column
        return found.select([name for name in found.column_names if _tells(found, name)])

    def top(self, n: int) -> list[TopRow]:
        """The headings and the first records as texts."""
        head = [TopRow(1, list(self.table.column_names))]
        rows = self.table.slice(0, max(n - 1, 0)).to_pylist()
        texts = (["" if value is None else str(value) for value in row.values()] for row in rows)
        return [*head, *(TopRow(at, cells) for at, cells in enumerate(texts, 2))][:n]

    def body(self, after: int) -> Body:
        """All records below row ``after``."""
        rest = self.table.slice(max(after - 1, 0))
        rows = np.arange(max(after, 1) + 1, max(after, 1) + 1 + len(rest), dtype=np.int64)
        return Body([_series(column) for column in rest.columns], rows)


def _tells(table: pa.Table, name: str) -> bool:
    column = table.column(name)
    return name in _NEEDED or column.null_count < len(column)


def _series(column: pa.ChunkedArray) -> pd.Series:
    if column.null_count == len(column):
        return pd.Series([None] * len(column), dtype="object")
    if pa.types.is_string(column.type):
        return pd.Series(column.combine_chunks().cast(pa.large_string()), dtype="str")
    values: pd.Series = column.to_pandas()
    return values


def _with_more(table: pa.Table) -> pa.Table:
    """The other fields of deals as columns of their own, in the order of their headings."""
    texts = table.column("more").to_pylist()
    table = table.drop_columns("more")
    told = [json.loads(text) if text else {} for text in texts]
    for heading in sorted(set(_headings(told)) - set(table.column_names)):
        table = table.append_column(heading, pa.array([each.get(heading) for each in told], pa.string()))
    return table


def _headings(told: list[dict[str, str]]) -> Iterator[str]:
    for each in told:
        yield from each
