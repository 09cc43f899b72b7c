"""The deals sheet as typed columns; what depends on roles and rates is settled afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from addin.deals.dataset import DATE, SCHEMAS, empty
from addin.deals.issues import IssueLog
from addin.deals.reading.cells import Cells
from addin.deals.reading.currency import Amounts, read_amounts
from addin.deals.reading.default_pipelines import pipelines_of_codes
from addin.deals.stages import Role
from addin.deals.tables.entered import entered_quoted, without_brackets
from addin.deals.values.formula_texts import unguarded
from addin.deals.values.text import fold
from addin.parallel import run_all, run_pair

DATES = tuple(name for name, dtype in SCHEMAS["deals"].items() if dtype == DATE and name != "created")
CONTACTS = ("client", "phone", "link")
"""Whom a deal is with and where it stands in the CRM: shown, never looked up by."""
TEXTS = (
    "status",
    "manager",
    "source",
    "lost_from",
    "lost_reason",
    "pipeline",
    "team",
    "product",
    "dimension",
)
_ENTERED = "entered:"
_DONE = (Role.WON, Role.LOST, Role.NONTARGET)
_UNPAID = (Role.LOST, Role.NONTARGET, Role.IGNORE)


@dataclass(frozen=True)
class RawDeals:
    """Deals as their sheet has them.

    Args:
        cells: the records that are used.
        frame: columns of the schema without ``amount`` and ``currency``.
        entered: ``row, status, at`` from the entered-columns.
        amounts: the amounts, each in its own currency.
    """

    cells: Cells
    frame: pd.DataFrame
    entered: pd.DataFrame
    amounts: Amounts


def read_deals(cells: Cells) -> RawDeals:
    """The records that have an id and a readable ``created``; the rest is set aside and logged.

    Raises:
        InputError: in a column of dates day and month cannot be told apart.
    """
    kept, ids, created = cells.with_id_and_date("created")
    columns: dict[str, pd.Series] = {
        "row": pd.Series(kept.table.rows, dtype="int64"),
        "id": ids,
        "created": created,
    }
    log = IssueLog()
    typed, sums = run_pair(
        partial(_columns, kept), partial(read_amounts, replace(kept, log=log)), len(kept.table.rows)
    )
    if not kept.table.has("pipeline"):
        typed["pipeline"] = pipelines_of_codes(typed["status"])
    frame = pd.DataFrame(columns | typed)
    entered = _entered(kept, frame)
    kept.log.extend(log)  # amounts are told of last
    return RawDeals(kept, frame, entered, replace(sums, cells=kept))


def _columns(cells: Cells) -> dict[str, pd.Series]:
    """Text and dates; what is wrong with them is logged column after column, whichever is read first."""
    logs = {name: IssueLog() for name in (*TEXTS, *DATES, *CONTACTS)}
    own = {name: replace(cells, log=log) for name, log in logs.items()}
    jobs = [partial(own[name].text, name) for name in TEXTS]
    jobs += [partial(own[name].dates, name) for name in DATES]
    jobs += [partial(_unguarded, own[name], name) for name in CONTACTS]
    read = run_all(jobs, len(cells.table.rows))
    for log in logs.values():
        cells.log.extend(log)
    return dict(zip(logs, read, strict=True))


def _unguarded(cells: Cells, column: str) -> pd.Series:
    """A text without the apostrophe that a CRM puts before +7 to keep spreadsheets from reading a formula."""
    texts = cells.text(column)
    return unguarded(texts) if cells.table.has(column) else texts


def _entered(cells: Cells, deals: pd.DataFrame) -> pd.DataFrame:
    """The dated entries; those into a stage of another pipeline than the deal's are dropped and logged."""
    names = [name for name in cells.table.columns if name.startswith(_ENTERED)]
    if not names:
        return empty("entered")
    folded = deals["pipeline"].map({name: fold(name) for name in deals["pipeline"].unique()})
    pipelines = set(folded.unique()) - {""}
    meant = {name: _meant(name, cells.table.header(name), pipelines, deals["status"]) for name in names}
    has_pipelines = any(pipeline in pipelines for _, pipeline in meant.values())
    parts = []
    for name, (status, pipeline) in meant.items():
        at = cells.dates(name)
        if has_pipelines and pipeline:
            foreign = at.notna() & ~folded.isin(["", pipeline])
            cells.report(foreign.to_numpy(dtype=bool), name, "other_pipeline_entry", "repaired")
            at = at.mask(foreign)
        dated = at.notna()
        part = pd.DataFrame({"row": cells.table.rows[dated], "at": at[dated]})
        parts.append(part.assign(status=status))
    return pd.concat(parts, ignore_index=True)[list(SCHEMAS["entered"])].astype(SCHEMAS["entered"])


def _meant(column: str, header: str, pipelines: set[str], statuses: pd.Series) -> tuple[str, str]:
    """The status whose entries a column dates, and its pipeline, folded, or ""."""
    ours = column.removeprefix(_ENTERED)
    full = entered_quoted(header) or ""
    bare, inside = without_brackets(full)
    if fold(ours) not in (fold(bare), fold(full)):
        return ours, ""
    pipeline = fold(inside)
    if fold(full) in {fold(name) for name in statuses.unique()}:
        return full, pipeline if pipeline in pipelines else ""
    return bare, pipeline


def drop_impossible(deals: pd.DataFrame, amount: pd.Series, roles: pd.Series, cells: Cells) -> pd.DataFrame:
    """The deals with amounts, without closing dates before creation and without zeros.

    A zero is what many CRMs put where nobody knows the sum yet, so it counts as no amount; on a deal that
    earns nothing that goes without saying.

    Args:
        deals: typed columns.
        amount: in the report's currency.
        roles: the role of each deal's status, "" where it is unknown.
        cells: the raw table, for the log.
    """
    done = roles.isin(_DONE)
    backwards = done & (deals["closed"].dt.normalize() < deals["created"].dt.normalize())
    cells.report(backwards.to_numpy(dtype=bool), "closed", "closed_before_created", "repaired")
    unpaid = roles.isin(_UNPAID)
    zero = amount == 0
    cells.report((zero & ~unpaid).to_numpy(dtype=bool), "amount", "zero_amount", "kept")
    return deals.assign(closed=deals["closed"].mask(backwards), amount=amount.mask(zero))
