"""The sheet of deals as it is found: rows of deals, or changes that deals are to be made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from addin.deals.grids import Grid
from addin.deals.issues import IssueLog
from addin.deals.reading.history_ids import with_deal_ids
from addin.deals.tables.columns import kind_of
from addin.deals.tables.table import Table, find_table
from addin.deals.values.ids import parse_ids
from addin.deals.values.nothing import said
from addin.errors import InputError

_ROWS_A_DEAL = 1.5
"""Fewer rows for each id than this are deals, some of them repeated."""
_SOME = 1_000
_MOVED = 0.5
"""Of the ids that repeat so many must stand in several statuses, at several times."""


def find_deals(
    grid: Grid, mapping: Mapping[str, str], log: IssueLog, spared: Collection[str] = ()
) -> Table | None:
    """The table of the deals' sheet; of changes, where its rows are such.

    Rows are changes where ids repeat and most that do stand in several statuses at several times. Who maps a
    column or brings a history beside has deals.

    Args:
        grid: the sheet.
        mapping: our column → the user's header.
        log: gets what is noticed.
        spared: needed columns that may be missing.

    Raises:
        InputError: as :func:`addin.deals.tables.table.find_table`.
    """
    own, missing, table = IssueLog(), None, None
    try:
        table = find_table("deals", grid, mapping, own, spared)
    except InputError as error:
        if error.key != "column_missing":
            raise
        missing = error
    known = table is not None and table.export is not None
    changes = None if known or mapping or spared else _changes(grid, table, log)
    if changes is not None:
        log.note(grid.name, "", "", "looks_like_history")
        return changes
    if missing is not None:
        raise missing
    log.extend(own)
    return table


def _changes(grid: Grid, deals: Table | None, log: IssueLog) -> Table | None:
    """The sheet as a history with what else it tells of the deals; None where its rows are deals."""
    if deals is not None and not _repeats(deals.cells("id")):
        return None
    own = IssueLog()
    try:
        found = find_table("history", grid, {}, own)
    except InputError:
        return None
    if found is None or not _repeats(found.cells("id")):
        return None
    changes = with_deal_ids(found, None)
    if not _move(changes):
        return None
    log.extend(own)
    if deals is None or len(deals.rows) != len(changes.rows):
        return changes
    taken = {changes.header("changed_at"), changes.header("to_status")}
    more = {name: cells for name, cells in deals.columns.items() if deals.header(name) not in taken}
    headers = {name: deals.header(name) for name in more}
    return replace(changes, columns=more | changes.columns, headers=headers | changes.headers)


def _repeats(ids: pd.Series) -> bool:
    """Whether ids repeat: of some, evenly picked, all places are counted."""
    some = ids.iloc[:: max(len(ids) // _SOME, 1)].dropna().unique()
    return int(ids.isin(some).sum()) >= _ROWS_A_DEAL * max(len(some), 1)


def _move(changes: Table) -> bool:
    """Whether most ids that repeat stand in several statuses at several times."""
    names = {"status": "to_status", "at": "changed_at"}
    frame = pd.DataFrame(
        {name: said(changes.cells(column), kind_of(column)) for name, column in names.items()}
    )
    by_id = frame.groupby(parse_ids(changes.cells("id")).values)
    repeated = by_id.nunique()[by_id.size() > 1]
    return len(repeated) > 0 and float((repeated > 1).all(axis=1).mean()) >= _MOVED
