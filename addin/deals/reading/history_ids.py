"""Which column of a history names the deal of a change: its ids are found among the deals."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from addin.deals.evidence import positions
from addin.deals.tables.columns import column_named
from addin.deals.tables.id_columns import CANDIDATE, is_bare
from addin.deals.tables.table import Table
from addin.deals.values.document_references import by_number, hold_references
from addin.deals.values.ids import parse_ids
from addin.deals.values.nothing import said
from addin.deals.values.salesforce_ids import in_known_form, look_like_such
from addin.errors import InputError

_ENOUGH = 0.5
"""A history of which a smaller share of changes finds its deal has other ids, or is of other deals."""
_SOME, _MARGIN = 2_000, 0.1
_EXAMPLES = 3


def with_deal_ids(changes: Table, deals: Table | None) -> Table:
    """The history with the column as ``id`` that names the deals; further candidates are gone.

    A heading that says whose id it is goes before a bare one, which then numbers the changes themselves, as
    long as at least half of its ids are found among the deals. Otherwise the column wins under which most
    deals have a change to the very status they stand in; of equals the one with most ids found.

    Args:
        changes: as found, with its candidates.
        deals: the deals' table; None where they are to be made of the changes.
    """
    others = [name for name in changes.columns if name.startswith(CANDIDATE)]
    if not others:
        return changes
    named = sorted(["id", *others], key=lambda name: not _names_deals(changes, name))
    best = named[0] if deals is None else _best(changes, deals, named)
    dropped = {"id", *others} - {best}
    columns = {name: cells for name, cells in changes.columns.items() if name not in dropped}
    headers = {name: header for name, header in changes.headers.items() if name not in dropped}
    errors = changes.errors[~changes.errors["column"].isin(dropped)]
    return replace(
        changes,
        columns={"id": columns.pop(best), **columns},
        headers={"id": headers.pop(best), **headers},
        errors=errors.assign(column=errors["column"].replace(best, "id")).reset_index(drop=True),
    )


def with_known_ids(table: Table, deals: Table) -> Table:
    """The table with ids in the form in which the deals have them: those of Salesforce, references of 1С."""
    known, raw = parse_ids(deals.cells("id")).values, table.cells("id")
    if look_like_such(known):
        if table is deals:  # of both forms the longer, as it tells more
            known = known[known.str.len() > known.str.len().min()]
        same = in_known_form(parse_ids(raw).values, known)
    elif table is not deals and (hold_references(raw) or hold_references(known)):
        same = by_number(parse_ids(raw).values, known)
    else:
        return table
    return replace(table, columns=table.columns | {"id": same})


def _names_deals(changes: Table, name: str) -> bool:
    header = changes.header(name)
    return not is_bare(header) and column_named("history", header) == "id"


def _best(changes: Table, deals: Table, names: list[str]) -> str:
    known = _distinct(deals.cells("id"))
    two_forms = look_like_such(known)
    present = pd.DataFrame(
        {"id": parse_ids(deals.cells("id")).values, "status": said(deals.cells("status"), "stage")}
    )
    entered = said(changes.cells("to_status"), "stage")
    best, worth = names[0], (-1, -1.0)
    for name in names:
        ids = parse_ids(changes.cells(name)).values
        ids = in_known_form(ids, known) if two_forms else ids
        share = found_share(ids, known)
        if share >= _ENOUGH and _names_deals(changes, name):
            return name
        ends = pd.DataFrame({"id": ids, "status": entered}).drop_duplicates()
        agreeing = len(ends.merge(present, on=["id", "status"])) if share else 0
        if (agreeing, share) > worth:
            best, worth = name, (agreeing, share)
    return best


def _distinct(raw: pd.Series) -> pd.Series:
    return parse_ids(raw).values.drop_duplicates()


def _clearly_known(ids: pd.Series, known: pd.Series) -> bool:
    """Whether of some ids, evenly picked, well over enough are known: cheaper than to look up a million."""
    some = ids.iloc[:: max(len(ids) // _SOME, 1)]
    found = positions(known[positions(some, known) >= 0], some) >= 0
    return len(found) > 0 and bool(found.mean() >= _ENOUGH + _MARGIN)


def found_share(ids: pd.Series, known: pd.Series) -> float:
    """The share of ids that are known; of none all are."""
    given = ids[ids != ""]
    return float((positions(known, given) >= 0).mean()) if len(given) else 1.0


def check_deals_known(
    history: pd.DataFrame,
    used: pd.Series,
    tables: Mapping[str, Table],
    mapping: Mapping[str, Collection[str]],
) -> None:
    """Refuse a history most of which is of no deal in the list, unless the user chose its column of ids.

    Args:
        history: the changes as read.
        used: ids of the deals as read; those of rows set aside are looked for in the table.
        tables: the raw ones.
        mapping: table → the columns that the user has mapped.

    Raises:
        InputError: under half of the changes find their deal.
    """
    changes, deals = tables["history"], tables["deals"]
    if "id" in mapping.get("history", ()) or _clearly_known(history["id"], used):
        return
    if found_share(history["id"], used) >= _ENOUGH:
        return
    known = _distinct(deals.cells("id"))
    if found_share(history["id"], known) >= _ENOUGH:
        return
    strange = history["id"][positions(known, history["id"]) < 0]
    raise InputError(
        "history_of_other_deals",
        sheet=changes.sheet,
        column=changes.header("id"),
        deals_sheet=deals.sheet,
        deals_column=deals.header("id"),
        found=len(history) - len(strange),
        read=len(history),
        examples=_quoted(strange),
        deals_examples=_quoted(known),
    )


def _quoted(ids: pd.Series) -> str:
    shown = [one for one in map(str, ids.unique()) if one][:_EXAMPLES]
    return ", ".join(f"«{one}»" for one in shown) or "—"
