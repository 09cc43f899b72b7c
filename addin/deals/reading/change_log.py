"""Deals made of their changes: an export that holds nothing but changes still tells how each deal stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.issues import IssueLog
from addin.deals.reading.cells import Cells, ReadOptions
from addin.deals.tables.columns import ALIASES
from addin.deals.tables.stage_changes import stage_rows
from addin.deals.tables.table import Table
from addin.deals.values.dates import parse_dates
from addin.deals.values.ids import parse_ids
from addin.deals.values.nothing import said
from addin.deals.values.text import as_text


def deals_from_changes(changes: Table, options: ReadOptions, log: IssueLog) -> Table:
    """A table of deals, each as its last change left it.

    The status is the one last entered, unless a column says how the deal stands now; it was created when that
    is told, else with the first change. Records without an id or a date are left out: they are told where the
    history is read.

    Args:
        changes: a row a change.
        options: how cells are to be understood.
        log: gets dates of creation that are none.
    """
    kept, ids, at = Cells(changes, options, IssueLog()).with_id_and_date("changed_at")
    left, entered = (said(kept.table.cells(name), "stage") for name in ("from_status", "to_status"))
    frame = pd.DataFrame({"id": ids, "at": at, "left": left, "entered": entered, "row": kept.table.rows})
    latest = _last_entered(frame[stage_rows(kept.table)])
    last = _last(frame.assign(amount=as_text(kept.table.cells("amount"))), latest["status"])
    deals = Cells(kept.table.only(last), _in_one_order(options, kept), log)
    own = ids[last].reset_index(drop=True)
    return _table(deals, own, latest, frame.groupby("id")["at"].min())


def with_last_status(deals: Table, changes: Table, options: ReadOptions, log: IssueLog) -> Table:
    """Deals without a column of statuses, each in the status that its last change entered.

    Args:
        deals: the deals.
        changes: their history, a row a change.
        options: how cells are to be understood.
        log: is told where the status comes from, and of how many deals nothing tells it.
    """
    kept, ids, at = Cells(changes, options, IssueLog()).with_id_and_date("changed_at")
    left, entered = (said(kept.table.cells(name), "stage") for name in ("from_status", "to_status"))
    frame = pd.DataFrame({"id": ids, "at": at, "left": left, "entered": entered, "row": kept.table.rows})
    latest = _last_entered(frame[stage_rows(kept.table)])
    own = parse_ids(deals.cells("id")).values
    columns = {"status": _of(latest["status"], own).fillna("").astype("str")}
    if not deals.has("status_changed"):
        columns["status_changed"] = _of(latest["since"], own)
    header = changes.header("to_status")
    log.note(changes.sheet, header, int((columns["status"] == "").sum()), "status_from_history")
    headers = {"status": header, "status_changed": changes.header("changed_at")}
    return replace(
        deals,
        columns=deals.columns | columns,
        headers={name: headers[name] for name in columns} | deals.headers,
    )


def _last(frame: pd.DataFrame, status: pd.Series) -> npt.NDArray[np.bool_]:
    """Which record is the last of its deal.

    Of those of one moment one that came to the deal's status; then the content decides, not the place.
    """
    frame = frame.assign(fits=frame["entered"] == _of(status, frame["id"]))
    last = frame.sort_values(["at", "fits", "amount", "row"]).drop_duplicates("id", keep="last")
    found = np.zeros(len(frame), dtype=bool)
    found[last.index] = True
    return found


def _in_one_order(options: ReadOptions, cells: Cells) -> ReadOptions:
    """A program writes all its dates alike: day and month stand as in the dates of the changes."""
    order = parse_dates(cells.table.cells("changed_at"), options.timezone, options.date_order).order
    return replace(options, date_order=order) if order in ("dmy", "mdy") else options


def _table(deals: Cells, ids: pd.Series, latest: pd.DataFrame, first: pd.Series) -> Table:
    table = deals.table
    status = _of(latest["status"], ids).fillna("").astype("str")
    if table.has("status"):
        present = said(table.cells("status"), "stage")
        status = present.where(present != "", status)
    since = _of(latest["since"], ids)
    columns = {name: cells for name, cells in table.columns.items() if name in ALIASES["deals"]}
    columns |= {"id": ids, "status": status, "status_changed": since, "closed": since}
    columns["created"] = deals.dates("created").fillna(_of(first, ids))
    inside = table.errors["column"].isin(set(columns) - {"created"})
    return replace(
        table,
        name="deals",
        columns=columns,
        headers={name: table.header(_from(name, table)) for name in columns},
        errors=table.errors[inside].reset_index(drop=True),
        read=len(ids),
    )


def _from(column: str, table: Table) -> str:
    """The column of changes that a column of deals comes from."""
    if column in ("status_changed", "closed") or (column == "created" and not table.has("created")):
        return "changed_at"
    return "to_status" if column == "status" and not table.has("status") else column


def _of(values: pd.Series, ids: pd.Series) -> pd.Series:
    """What is known of each id; missing where nothing is."""
    return values.reindex(ids).set_axis(ids.index)


def _last_entered(changes: pd.DataFrame) -> pd.DataFrame:
    """Id → ``status`` entered last, and ``since`` when."""
    entered = changes[changes["entered"] != ""]
    ends = entered["at"] == entered.groupby("id")["at"].transform("max")
    last, before = entered[ends], entered[~ends]
    status = last.drop_duplicates("id").set_index("id")["entered"]
    earlier = before.sort_values(["at", "row"]).drop_duplicates("id", keep="last")
    stood = dict(zip(earlier["id"], earlier["entered"], strict=True))
    for name, rows in last[last["id"].duplicated(keep=False)].groupby("id"):
        status[str(name)] = _end(rows, stood.get(str(name), ""))
    moved = entered[
        (entered["entered"] == _of(status, entered["id"])) & (entered["left"] != entered["entered"])
    ]
    since = moved.groupby("id")["at"].max()
    return pd.DataFrame({"status": status, "since": since.reindex(status.index)})


def _end(rows: pd.DataFrame, before: str) -> str:
    """Where changes of one moment end: what is entered more often than left; in a circle, its beginning."""
    entered = rows["entered"].value_counts()
    left = rows["left"].value_counts()
    over = entered.sub(left, fill_value=0)
    ends = sorted(str(name) for name in over.index[over > 0])
    if ends:
        return ends[0]
    return before if before in entered.index else max(map(str, entered.index))
