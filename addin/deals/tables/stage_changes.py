"""Which changes of a history are of the stage: words say so, or what the changes entered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.issues import IssueLog
from addin.deals.tables.changed_fields import STAGE_FIELDS, tells_events
from addin.deals.tables.columns import ALIASES
from addin.deals.tables.table import Table
from addin.deals.values.nothing import said
from addin.deals.values.packed import unpack
from addin.deals.values.text import fold
from addin.errors import InputError

_MOSTLY = 0.5
"""So many of what a field's changes entered must be statuses of the deals."""
_LISTED = 20


def unpack_statuses(changes: Table) -> Table:
    """The changes with the statuses that an interface packed into objects in the open."""
    names = [name for name in ("from_status", "to_status") if changes.has(name)]
    return replace(changes, columns=changes.columns | {name: unpack(changes.cells(name)) for name in names})


def stage_changes(changes: Table, deals: Table, log: IssueLog) -> Table:
    """Of a table of changes those of the stage, and of its columns those of a history.

    Args:
        changes: the changes.
        deals: whose they are; their statuses tell the stage's changes where words do not.
        log: is told where they did.
    """
    kept = stage_rows(changes, deals, log)
    columns = {name: cells for name, cells in changes.columns.items() if name in ALIASES["history"]}
    headers = {name: header for name, header in changes.headers.items() if name in columns}
    return replace(changes, columns=columns, headers=headers).only(kept)


def stage_rows(
    changes: Table, deals: Table | None = None, log: IssueLog | None = None
) -> npt.NDArray[np.bool_]:
    """Which changes are of the stage: all, unless a column says of what each is.

    Words we know say so. Where none is there, or none of what they entered is a status of the deals, it is
    the fields that mostly entered such.

    Args:
        changes: a row a change.
        deals: whose they are; None where they are to be made of the changes.
        log: is told which fields were taken by what they entered, and what was left out.

    Raises:
        InputError: none is.
    """
    if not changes.has("field"):
        return np.ones(len(changes.rows), dtype=bool)
    field, entered = said(changes.cells("field")), said(changes.cells("to_status"), "stage")
    words = changes.export.stage_fields if changes.export else STAGE_FIELDS
    named = {name for name in field.unique() if fold(name) in words}
    shares = _shares(field, entered, deals)
    proven = set(shares.index[shares >= _MOSTLY])
    if proven and not shares.reindex(sorted(named)).fillna(0).any():
        named = proven
        if log is not None:
            log.note(changes.sheet, changes.header("field"), _told(field, named), "stage_field_by_values")
    if not named and changes.export is None and tells_events(changes.header("field")):
        return np.ones(len(changes.rows), dtype=bool)
    of_stage = field.isin(named).to_numpy(dtype=bool)
    if len(of_stage) and not of_stage.any():
        raise InputError(
            "no_stage_changes",
            sheet=changes.sheet,
            column=changes.header("field"),
            values=", ".join(f"«{name}»" for name in sorted(set(field.unique()) - {""})[:_LISTED]),
        )
    return of_stage


def _shares(field: pd.Series, entered: pd.Series, deals: Table | None) -> pd.Series:
    """Field → the share of its changes that entered a status of the deals."""
    if deals is None:
        return pd.Series(dtype="float64")
    seen = (said(deals.cells(name), "stage").unique() for name in ("status", "lost_from"))
    known = {fold(name) for names in seen for name in names if name}
    given = ((field != "") & (entered != "")).to_numpy(dtype=bool)
    hits = entered.isin([name for name in entered.unique() if fold(name) in known])
    return hits[given].groupby(field[given]).mean()


def _told(field: pd.Series, taken: set[str]) -> str:
    """The fields taken and, behind a dash, those left out, each with its number of changes."""
    counts = field[field != ""].value_counts()
    parts = [
        ", ".join(f"{name} ({counts[name]})" for name in sorted(counts.index) if (name in taken) is own)
        for own in (True, False)
    ]
    return "; — ".join(filter(None, parts))
