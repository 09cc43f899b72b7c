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
from addin.store.schema import CRM, MEMORY

_NAME = "(SELECT id, any_value(name) AS name, any_value(team) AS team, any_value(phone) AS phone FROM {crm}.names WHERE kind = '{kind}' GROUP BY id)"


def _names(kind: str) -> str:
    return _NAME.format(crm=CRM, kind=kind)


_SOLD = f"(SELECT deal_id, sum(amount) AS amount FROM {CRM}.orders GROUP BY deal_id)"
_QUERIES = {
    "deals": f"""
        SELECT d.id, d.created, coalesce(s.name, d.status) AS status, coalesce(s.pipeline, d.pipeline) AS pipeline,
            coalesce(p.name, d.manager) AS manager, p.team AS team, coalesce(src.name, d.source) AS source,
            coalesce(d.amount, o.amount) AS amount, d.currency, d.status_changed, d.closed, d.outcome,
            d.probability, coalesce(r.name, d.lost_reason) AS lost_reason, d.first_touch, d.next_contact,
            coalesce(c.name, d.client) AS client, coalesce(c.phone, d.phone) AS phone, d.link, d.product, d.more
        FROM {CRM}.deals d
        LEFT JOIN {CRM}.stages s ON s.id = d.status_id AND s.pipeline_id IS NOT DISTINCT FROM coalesce(d.pipeline_id, s.pipeline_id)
        LEFT JOIN {_names("person")} p ON p.id = d.manager_id
        LEFT JOIN {_names("source")} src ON src.id = d.source_id
        LEFT JOIN {_names("reason")} r ON r.id = d.lost_reason_id
        LEFT JOIN {_names("contact")} c ON c.id = d.contact_id
        LEFT JOIN {_SOLD} o ON o.deal_id = d.id
        WHERE d.deleted IS NOT TRUE ORDER BY d.id""",
    "stages": f"""
        SELECT name AS status, "order", role, probability, pipeline FROM {CRM}.stages
        ORDER BY pipeline_id, "order", id""",
    "history": f"""
        SELECT h.deal_id AS id, h.at AS changed_at, coalesce(f.name, h.from_id) AS from_status,
            coalesce(t.name, h.to_id) AS to_status, p.name AS manager
        FROM {CRM}.changes h JOIN {CRM}.deals d ON d.id = h.deal_id
        LEFT JOIN {CRM}.stages f ON f.id = h.from_id AND f.pipeline_id IS NOT DISTINCT FROM coalesce(h.from_pipeline_id, d.pipeline_id)
        LEFT JOIN {CRM}.stages t ON t.id = h.to_id AND t.pipeline_id IS NOT DISTINCT FROM coalesce(h.to_pipeline_id, d.pipeline_id)
        LEFT JOIN {_names("person")} p ON p.id = h.by_id
        WHERE d.deleted IS NOT TRUE ORDER BY h.at, h.id""",
    "ledger": f"SELECT id, status, amount, manager, next_contact, status_changed, seen_at FROM {MEMORY}.sightings ORDER BY seen_at, id",
}
"""Table → what it is of a store, under our names of columns; names take the place of ids here."""


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
                for table, query in _QUERIES.items()
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
    def _table(self) -> pa.Table:
        with reading(self.path) as store:
            found: pa.Table = store.sql(_QUERIES[self.name]).to_arrow_table()
        return _with_more(found) if "more" in found.column_names else found

    def top(self, n: int) -> list[TopRow]:
        """The headings and the first records as texts."""
        head = [TopRow(1, list(self._table.column_names))]
        rows = self._table.slice(0, max(n - 1, 0)).to_pylist()
        texts = (["" if value is None else str(value) for value in row.values()] for row in rows)
        return [*head, *(TopRow(at, cells) for at, cells in enumerate(texts, 2))][:n]

    def body(self, after: int) -> Body:
        """All records below row ``after``."""
        rest = self._table.slice(max(after - 1, 0))
        rows = np.arange(max(after, 1) + 1, max(after, 1) + 1 + len(rest), dtype=np.int64)
        return Body([_series(column) for column in rest.columns], rows)


def _series(column: pa.ChunkedArray) -> pd.Series:
    if column.null_count == len(column):
        return pd.Series([None] * len(column), dtype="object")
    if pa.types.is_string(column.type):
        return pd.Series(column.combine_chunks().cast(pa.large_string()), dtype="str")
    return column.to_pandas()


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
