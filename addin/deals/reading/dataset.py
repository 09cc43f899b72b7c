"""Raw cells → typed deals with the list of what was wrong: the only check of raw data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from addin.deals.dataset import SCHEMAS, Dataset
from addin.deals.grids import Grid
from addin.deals.issues import IssueLog
from addin.deals.reading.cells import Cells, ReadOptions
from addin.deals.reading.change_log import deals_from_changes, with_last_status
from addin.deals.reading.closing_dates import note_closing_dates
from addin.deals.reading.currency import convert, read_rates, report_currency
from addin.deals.reading.deals import RawDeals, drop_impossible, read_deals
from addin.deals.reading.dimension import DIMENSION, find_deals_by, with_dimension
from addin.deals.reading.extras import MoneyTable, read_plan, read_spend
from addin.deals.reading.frames import Frames, read_frames, unify_spellings
from addin.deals.reading.history_ids import check_deals_known, with_deal_ids, with_known_ids
from addin.deals.reading.people import settle_people
from addin.deals.reading.same_as import merge_renamed
from addin.deals.reading.stages import guess_stages, roles_of
from addin.deals.reading.unlisted import place_unlisted
from addin.deals.stages import OPEN
from addin.deals.tables.exports import RecognisedExport
from addin.deals.tables.key_value import read_mapping
from addin.deals.tables.merging import merge_columns
from addin.deals.tables.stage_changes import stage_changes, unpack_statuses
from addin.deals.tables.table import Table, find_table
from addin.errors import InputError
from addin.parallel import LONG, run_all

_TABLES = ("deals", "stages", "history", "spend", "plan", "rates", "ledger")


def read(tables: Mapping[str, Grid], options: ReadOptions) -> Dataset:
    """Everything in the tables, typed, with every row accounted for.

    Args:
        tables: our name of a table → its sheet; ``deals`` is needed.
        options: how cells are to be understood.

    Raises:
        InputError: no sheet of deals, a needed column or an understanding of the data as a whole is missing.
        OptionError: the report's currency or a setting means nothing.
    """
    log = IssueLog()
    mapping = read_mapping(tables.get("mapping"), options.mapping)
    found = _find(tables, mapping, options.by, log)
    exports = _recognised(found)
    found = _as_tables(found, options, log)
    cells = {name: Cells(table, options, log) for name, table in found.items()}
    raw = read_deals(cells["deals"])
    spend, plan = read_spend(cells.get("spend")), read_plan(cells.get("plan"))
    frames = read_frames(cells, raw, spend, plan)
    _refuse_lost_ids(found, log)
    if "history" in found:
        check_deals_known(frames.history, raw.frame["id"], found, mapping)
    _settle_names(frames, cells, raw, found, log)
    frames.deals, split = with_dimension(frames.deals, found["deals"], options.by)
    rates = read_rates(cells.get("rates"))
    code = report_currency(options.currency, [m.amounts for m in (raw, spend, plan) if m], rates)
    frames.deals = _finished(frames, raw, code, rates)
    frames.spend = _priced("spend", frames.spend, spend, "date", code, rates)
    frames.plan = _priced("plan", frames.plan, plan, "month", code, rates)
    given = _given(found) | ({DIMENSION} if split else frozenset())
    return replace(_dataset(frames, found, rates, code, exports, log), provided=given)


def _dataset(
    frames: Frames,
    found: Mapping[str, Table],
    rates: pd.DataFrame,
    code: str,
    exports: Mapping[str, RecognisedExport],
    log: IssueLog,
) -> Dataset:
    return Dataset(
        **vars(frames),
        rates=rates,
        provided=_given(found),
        sheet=found["deals"].sheet,
        sheets={name: table.sheet for name, table in found.items()},
        rows_read=found["deals"].read,
        currency=code,
        matched={name: dict(table.headers) for name, table in found.items()},
        issues=log,
        exports=exports,
    )


def _settle_names(
    frames: Frames, cells: Mapping[str, Cells], raw: RawDeals, found: Mapping[str, Table], log: IssueLog
) -> None:
    """Statuses and people under one name each, every status with its role; ``frames`` are changed."""
    unify_spellings(frames, found, log)
    merge_renamed(frames, cells.get("stages"))
    place_unlisted(frames, found, log)
    settle_people(frames, found, log)
    _add_guessed(frames, raw.cells.table, log)
    _note_unknown(frames, found, log)


def _find(
    tables: Mapping[str, Grid], mapping: Mapping[str, Mapping[str, str]], by: str, log: IssueLog
) -> dict[str, Table]:
    if "deals" not in tables:
        raise InputError("no_deals_table")
    names = [name for name in _TABLES if name in tables]
    logs = [IssueLog() for _ in names]
    wanted = [mapping.get(name, {}) for name in names]
    spared = ("status",) if "history" in tables else ()
    jobs = [
        partial(find_deals_by, tables[name], want, part, spared, by)
        if name == "deals"
        else partial(find_table, name, tables[name], want, part)
        for name, want, part in zip(names, wanted, logs, strict=True)
    ]
    found = dict(zip(names, run_all(jobs, LONG), strict=True))  # files are parsed outside Python
    for part in logs:
        log.extend(part)
    tables_found = {name: table for name, table in found.items() if table is not None}
    if spared and "history" not in tables_found:  # the history is empty, so nothing tells the statuses
        find_table("deals", tables["deals"], mapping.get("deals", {}), IssueLog())
    return {name: merge_columns(table) for name, table in tables_found.items()}


def _recognised(found: Mapping[str, Table]) -> dict[str, RecognisedExport]:
    """Table → the CRM's export it is."""
    return {
        name: RecognisedExport(table.export.crm, table.combined_headers, table.name != name)
        for name, table in found.items()
        if table.export is not None
    }


def _as_tables(found: dict[str, Table], options: ReadOptions, log: IssueLog) -> dict[str, Table]:
    """The tables; where changes stand for the deals, both deals and history are made of them."""
    if found["deals"].name == "history":
        changes = unpack_statuses(with_deal_ids(found["deals"], None))
        found = {"deals": deals_from_changes(changes, options, log), "history": changes} | {
            name: table for name, table in found.items() if name != "deals"
        }
    found |= {"deals": with_known_ids(found["deals"], found["deals"])}
    if "ledger" in found:
        found |= {"ledger": with_known_ids(found["ledger"], found["deals"])}
    if "history" in found:
        found |= {"history": unpack_statuses(found["history"])}
        changes = with_known_ids(with_deal_ids(found["history"], found["deals"]), found["deals"])
        if not found["deals"].has("status"):
            found |= {"deals": with_last_status(found["deals"], changes, options, log)}
        found |= {"history": stage_changes(changes, found["deals"], log)}
    return found


def _refuse_lost_ids(found: Mapping[str, Table], log: IssueLog) -> None:
    """Stop where other tables go by ids that the deals lack, or whose last digits are lost.

    Raises:
        InputError: they do.
    """
    by_id = sorted({"history", "ledger"} & found.keys())
    if by_id and found["deals"].numbered:
        raise InputError("no_ids_for_history", sheet=found["deals"].sheet, other=found[by_id[0]].sheet)
    from_changes = "history" in found and found["deals"].sheet == found["history"].sheet
    lost = {"id_digits_lost", "id_scientific"} if from_changes else {"id_numbered"}
    if by_id and lost & log.reasons():
        table = found["deals"]
        raise InputError("ids_lost", sheet=table.sheet, column=table.header("id"))


def _given(found: Mapping[str, Table]) -> frozenset[str]:
    columns = {"entered" if name.startswith("entered:") else name for name in found["deals"].columns}
    return frozenset(columns | set(found))


def _add_guessed(frames: Frames, deals: Table, log: IssueLog) -> None:
    """Find the statuses of pipelines that the stages sheet does not cover, and say so."""
    covered = set(frames.stages["pipeline"])
    bare = [] if "" in covered else sorted(set(frames.deals["pipeline"].unique()) - covered)
    guessed = guess_stages(frames.deals, frames.entered, frames.history, bare, deals)
    for pipeline, part in guessed.groupby("pipeline", sort=True):
        unplaced = part["status"][part["role"].isin(OPEN) & part["order"].isna()]
        for reason, statuses in (("guessed_roles", part["status"]), ("unplaced_status", unplaced)):
            words = "; ".join(statuses)  # roles are shown with the stages, in the reader's language
            if words:
                value = ": ".join(filter(None, (str(pipeline), words)))
                log.note(deals.sheet, deals.header("status"), value, reason)
    frames.stages = pd.concat([frames.stages, guessed], ignore_index=True).astype(SCHEMAS["stages"])


def _note_unknown(frames: Frames, found: Mapping[str, Table], log: IssueLog) -> None:
    """Note managers of the plan and sources of the spend that no deal has."""
    for name, column in (("plan", "manager"), ("spend", "source")):
        known = set(frames.deals[column].unique())
        names = getattr(frames, name)[column].unique()
        for unknown in sorted(str(n) for n in names if n and n not in known):
            table = found[name]
            log.note(table.sheet, table.header(column), unknown, f"unknown_{column}")


def _finished(frames: Frames, raw: RawDeals, code: str, rates: pd.DataFrame) -> pd.DataFrame:
    """The deals with amounts in the report's currency."""
    deals = frames.deals
    amount = convert(raw.amounts, deals["closed"].fillna(deals["created"]), code, rates)
    roles = roles_of(deals, frames.stages)
    note_closing_dates(deals, roles, raw.cells, frames.history, frames.entered)
    deals = drop_impossible(deals, amount, roles, raw.cells)
    currency = pd.Series(code, index=deals.index, dtype="str").where(deals["amount"].notna(), "")
    return deals.assign(currency=currency)[list(SCHEMAS["deals"])].astype(SCHEMAS["deals"])


def _priced(
    name: str, table: pd.DataFrame, money: MoneyTable | None, date: str, code: str, rates: pd.DataFrame
) -> pd.DataFrame:
    if money is None:
        return table
    amount = convert(money.amounts, table[date], code, rates)
    return table.assign(amount=amount)[list(SCHEMAS[name])].astype(SCHEMAS[name])
