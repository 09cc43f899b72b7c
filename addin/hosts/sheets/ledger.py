"""The tab "Ledger": a refresh notes there what changed, so that a CRM without history gains one.

The rows are put in below those there are, in the same swap as the report: what anybody has written there
meanwhile stays, and nothing is noted twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from addin.deals.grids import CellsGrid
from addin.deals.tables.headers import find_headers
from addin.hosts.sheets.reading import Rows, Snapshot, Value, to_serial
from addin.hosts.sheets.steps import InsertRows, Plan, Write
from addin.refresh import LEDGER, LoadedData, new_ledger_rows

_SEARCHED = 20
"""Among so many first rows the headings are looked for."""


def plan_rows(snapshot: Snapshot, loaded: LoadedData, plan: Plan) -> None:
    """Plan the rows the ledger lacks, where the team made a tab for it; into a blank one headings too."""
    tab = snapshot.structure.ledger
    if tab is None:
        return
    rows = snapshot.cells[tab.id].rows
    columns = _columns(rows, loaded) if rows else dict(enumerate(LEDGER, 1))
    new = new_ledger_rows(loaded, columns.values())
    if new.empty:
        return
    if not rows:
        plan.direct.append(Write(tab.id, 1, 1, [LEDGER]))
    first = max(len(rows), 1) + 1
    write = Write(tab.id, first, min(columns), list(_lines(new, columns)))
    moments = [number for number, column in columns.items() if _is_moment(new[column])]
    plan.staged.append(write)
    plan.insert = InsertRows(tab.id, first, len(new), write.rect.right, tuple(moments))


def _columns(rows: Rows, loaded: LoadedData) -> dict[int, str]:
    """Sheet column → our column, as the ledger's own headings were understood."""
    told = loaded.data.matched.get("ledger", {})
    found = find_headers("ledger", CellsGrid("", rows).top(_SEARCHED), told)
    return {index + 1: column for column, index in found.columns.items() if column in LEDGER}


def _lines(new: pd.DataFrame, columns: dict[int, str]) -> Sequence[Sequence[Value]]:
    """Rows from the first of our columns to the last; nothing in those of the team's own between them."""
    nothing: list[Value] = [None] * len(new)
    numbers = range(min(columns), max(columns) + 1)
    cells = [[*map(_plain, new[columns[n]])] if n in columns else nothing for n in numbers]
    return list(zip(*cells, strict=True))


def _is_moment(values: pd.Series) -> bool:
    return values.dtype.kind == "M"


def _plain(value: object) -> Value:
    if isinstance(value, pd.Timestamp):
        return to_serial(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return value if isinstance(value, str) and value else None
