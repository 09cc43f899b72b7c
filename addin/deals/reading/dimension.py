"""The column by which deals are told apart beside managers, sources and teams: any column of names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from addin.deals.dataset import SCHEMAS, TEXT
from addin.deals.grids import Grid
from addin.deals.issues import IssueLog
from addin.deals.reading.deals_or_history import find_deals
from addin.deals.tables.columns import column_named
from addin.deals.tables.headings import normalise_header
from addin.deals.tables.table import Table
from addin.errors import InputError, nearest

DIMENSION = "dimension"
"""Our name of the column."""
USUAL = "product"
"""The column taken where none is asked for."""
MOST_VALUES = 300
"""A column of more values tells nothing apart."""
_OWN = frozenset({"manager", "source", "team"})
"""Columns that have tables of their own."""
_NAMES = frozenset(name for name, dtype in SCHEMAS["deals"].items() if dtype == TEXT)


def find_deals_by(
    grid: Grid, mapping: Mapping[str, str], log: IssueLog, spared: Collection[str], by: str
) -> Table | None:
    """The table of deals, with the column asked for as ``dimension`` where nothing else is taken from it.

    Args:
        grid, mapping, log, spared: see :func:`addin.deals.reading.deals_or_history.find_deals`.
        by: the heading asked for, "" for none.
    """
    own = IssueLog()
    table = find_deals(grid, mapping, own, spared)
    if table is not None and table.name == "deals" and _column(table, by) is None:
        heading = next((h for h in table.unused if normalise_header(h) == normalise_header(by)), None)
        if heading is not None:
            own = IssueLog()
            table = find_deals(grid, {**mapping, DIMENSION: heading}, own, spared)
    log.extend(own)
    return table


def dimension_column(table: Table, by: str) -> str | None:
    """Our column of deals that the dimension is taken from; None where there is none and none is asked for.

    Raises:
        InputError: there is no such column, or it holds no names.
    """
    if not by:
        return USUAL if table.has(USUAL) else None
    column = DIMENSION if table.has(DIMENSION) else _column(table, by)
    if column is None:
        known = [*dict.fromkeys(h for c, h in table.headers.items() if c in _NAMES), *table.unused]
        near = ", ".join(f"«{word}»" for word in nearest(by, known)) or "—"
        raise InputError("by_unknown", sheet=table.sheet, value=by, nearest=near, known=", ".join(known))
    if column in _OWN:
        raise InputError("by_own_table", sheet=table.sheet, value=by)
    if column not in _NAMES:
        raise InputError("by_no_names", sheet=table.sheet, value=by)
    return column


def with_dimension(deals: pd.DataFrame, table: Table, by: str) -> tuple[pd.DataFrame, bool]:
    """The deals with their dimension, and whether there is one.

    Args:
        deals: names in one spelling.
        table: the raw table.
        by: the heading asked for, "" for none.

    Raises:
        InputError: as :func:`dimension_column`, or the column has too many values.
    """
    column = dimension_column(table, by)
    if column is None:
        return deals, False
    count = int(deals[column].nunique())
    if count > MOST_VALUES:
        if by:
            raise InputError("by_too_many", sheet=table.sheet, value=by, count=count, most=MOST_VALUES)
        return deals, False
    return deals.assign(dimension=deals[column]), True


def _column(table: Table, by: str) -> str | None:
    """Our column that goes by a heading of the sheet, else by one of our names for it."""
    wanted = normalise_header(by)
    by_heading = (name for name, heading in table.headers.items() if normalise_header(heading) == wanted)
    found = next(by_heading, None) or column_named("deals", by)
    return found if wanted and found is not None and table.has(found) else None
