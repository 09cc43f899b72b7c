"""The statuses of every pipeline: as the stages sheet has them, or found from evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from addin.deals.dataset import SCHEMAS, empty
from addin.deals.reading.cells import Cells
from addin.deals.reading.roles import guess_roles, parse_role
from addin.deals.reading.stage_facts import Floats, StageFacts, fractions, shares_told, typical_probabilities
from addin.deals.reading.stage_order import dated_order
from addin.deals.stages import Role, StageEvidence
from addin.deals.tables.table import Table
from addin.deals.values.amounts import parse_decimals
from addin.deals.values.spelling import unify
from addin.deals.values.text import as_text, fold
from addin.errors import InputError
from addin.words import LANGS, say

_COLUMNS = list(SCHEMAS["stages"])


def read_stages(cells: Cells) -> pd.DataFrame:
    """The stages sheet: every status once a pipeline, by order; a blank role is found from the rest.

    Raises:
        InputError: a role is none we know.
    """
    status = cells.text("status")
    named = (status != "").to_numpy(dtype=bool)
    cells.report(~named, "status", "stage_nameless", "set_aside")
    table = pd.DataFrame(
        {
            "pipeline": unify(cells.text("pipeline")),
            "status": status,
            "order": _orders(cells),
            "role": _roles(cells),
            "probability": _probabilities(cells),
        }
    )
    folded = pd.DataFrame(
        {c: table[c].map({v: fold(v) for v in table[c].unique()}) for c in ("pipeline", "status")}
    )
    twice = (folded.duplicated() & named).to_numpy(dtype=bool)
    cells.report(twice, "status", "stage_repeated", "set_aside")
    table = table[named & ~twice]
    return _every_pipeline(_without_places(_filled(table), cells)).sort_values(
        ["pipeline", "order"], kind="stable", ignore_index=True
    )[_COLUMNS]


def _orders(cells: Cells) -> pd.Series:
    """The order of each status; without a readable one it follows the status above it."""
    cells.errors("order")
    raw = cells.table.cells("order")
    orders = pd.Series(parse_decimals(raw), dtype="float64")
    unread = (as_text(raw) != "").to_numpy(dtype=bool) & orders.isna().to_numpy(dtype=bool)
    cells.report(unread, "order", "bad_order", "repaired")
    if orders.isna().all():
        return pd.Series(np.arange(1.0, len(orders) + 1))
    return orders.ffill().fillna(orders.min() - 1)


def _roles(cells: Cells) -> pd.Series:
    """The role of each status, "" where none is given; the words under which a report shows roles do too."""
    text = cells.text("role")
    shown = {fold(say(f"code.{role}", lang)): role for role in Role for lang in LANGS}
    read = {word: parse_role(word) or shown.get(fold(word)) for word in text.unique() if word}
    for word, role in read.items():
        if role is None:
            raise InputError(
                "role_unreadable",
                sheet=cells.table.sheet,
                row=int(cells.table.rows[(text == word).to_numpy(dtype=bool)][0]),
                value=word,
                allowed=", ".join(Role),
            )
    return text.map({"": ""} | {word: str(role.value) for word, role in read.items() if role}).astype("str")


def _probabilities(cells: Cells) -> pd.Series:
    """Fractions from 0 to 1."""
    cells.errors("probability")
    text = as_text(cells.table.cells("probability"))
    values = fractions(text)
    bad = (text != "").to_numpy(dtype=bool) & np.isnan(values)
    cells.report(bad, "probability", "bad_probability", "repaired")
    return pd.Series(values, dtype="float64")


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """Blank roles by what the words and the probability of their status tell."""
    stated = table.assign(
        guessed=False, evidence=str(StageEvidence.STATED), placed_by=str(StageEvidence.STATED)
    )
    blank = table["role"] == ""
    if not blank.any():
        return stated
    known = table.drop_duplicates("status").set_index("status")["probability"].dropna()
    facts = StageFacts(probability={str(status): float(value) for status, value in known.items()})
    found = guess_roles(table["status"], facts).set_index("status")
    role, evidence = (table["status"].map(found[name]).astype("str") for name in ("role", "evidence"))
    return stated.assign(
        role=table["role"].where(~blank, role),
        evidence=stated["evidence"].where(~blank, evidence),
        guessed=blank,
    )


def _without_places(table: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """No order for statuses of which neither the sheet nor their words tell anything."""
    silent = (as_text(cells.table.cells("order")) == "").to_numpy(dtype=bool)[table.index]
    some = bool((as_text(cells.table.cells("order")) != "").any())  # else the rows are in their order
    unknown = (table["evidence"] == str(StageEvidence.NONE)) & silent & some
    return table.assign(
        order=table["order"].mask(unknown),
        placed_by=table["placed_by"].mask(unknown, str(StageEvidence.NONE)).astype("str"),
    )


def _every_pipeline(table: pd.DataFrame) -> pd.DataFrame:
    """Statuses without a pipeline, where others have one, belong to each of them."""
    common = table[table["pipeline"] == ""]
    names = [str(name) for name in table["pipeline"].unique() if name]
    if common.empty or not names:
        return table
    parts = [table[table["pipeline"] != ""], *(common.assign(pipeline=name) for name in names)]
    every = pd.concat([*parts, common], ignore_index=True)
    return every.drop_duplicates(["pipeline", "status"], ignore_index=True)


def guess_stages(
    deals: pd.DataFrame,
    entered: pd.DataFrame,
    history: pd.DataFrame,
    pipelines: Sequence[str],
    table: Table,
) -> pd.DataFrame:
    """Roles and order of the statuses of these pipelines, found from evidence.

    Args:
        deals, entered, history: as read.
        pipelines: their names.
        table: the raw table that the deals were read from, row by row.
    """
    if not pipelines:
        return empty("stages")
    events = _events(deals, entered, history)
    given = table.has("probability")
    chance = fractions(as_text(table.cells("probability"))) if given else np.full(len(deals), np.nan)
    parts = []
    for pipeline in pipelines:
        ours = (deals["pipeline"] == pipeline).to_numpy(dtype=bool)
        own, some = deals[ours], events[events["pipeline"] == pipeline]
        mentioned = [own["status"], own["lost_from"], some["status"], some["from_status"]]
        statuses = sorted({str(s) for column in mentioned for s in column.unique() if s})
        if statuses:
            facts = _facts(statuses, own, some, chance[ours], table)
            parts.append(guess_roles(statuses, facts).assign(pipeline=pipeline))
    if not parts:
        return empty("stages")
    return pd.concat(parts, ignore_index=True)[_COLUMNS].astype(SCHEMAS["stages"])


def _facts(
    statuses: Sequence[str], deals: pd.DataFrame, events: pd.DataFrame, chance: Floats, table: Table
) -> StageFacts:
    """What the deals of one pipeline and their changes tell of its statuses."""
    coded = pd.factorize(deals["status"])
    return StageFacts(
        ends=_stated_ends(statuses, table),
        probability=typical_probabilities(coded, chance),
        ended=shares_told(coded, deals["closed"].notna()),
        reasons=shares_told(coded, deals["lost_reason"] != ""),
        earlier=dated_order(events),
        crm=table.export.crm if table.export else "",
    )


def _stated_ends(statuses: Sequence[str], table: Table) -> dict[str, Role]:
    """The statuses that the outcome column put in the place of a stage, and the ends they are."""
    ends = {fold(word): Role(role) for word, role in table.ends.items()}
    return {status: ends[fold(status)] for status in statuses if fold(status) in ends}


def _events(deals: pd.DataFrame, entered: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """``id, status, from_status, at, pipeline``; of several pipelines none has history of unknown deals."""
    ids = deals.set_index("row")["id"]
    past = history.rename(columns={"to_status": "status", "changed_at": "at"})
    columns = ["id", "status", "from_status", "at"]
    dated = entered.assign(id=entered["row"].map(ids).astype("str"), from_status="")
    events = pd.concat([past[columns], dated[columns]], ignore_index=True)
    if deals["pipeline"].nunique() <= 1:
        name = str(deals["pipeline"].iloc[0]) if len(deals) else ""
        return events.assign(pipeline=name)
    of = deals.drop_duplicates("id").set_index("id")["pipeline"]
    return events.assign(pipeline=events["id"].map(of))


def roles_of(deals: pd.DataFrame, stages: pd.DataFrame) -> pd.Series:
    """The role of each deal's status in its own pipeline, else in the one for all; "" where it is unknown."""
    # turned round, so that the first of several counts
    listed = list(zip(stages["pipeline"], stages["status"], stages["role"], strict=True))[::-1]
    known = {(pipeline, status): role for pipeline, status, role in listed}
    covered = set(stages["pipeline"].unique())
    pipelines, names = pd.factorize(deals["pipeline"])
    statuses, words = pd.factorize(deals["status"])
    of, pairs = pd.factorize((pipelines * len(words) + statuses).astype(np.int64))
    found = []
    for pair in pairs.tolist():
        pipeline, status = names[pair // len(words)], words[pair % len(words)]
        found.append(str(known.get((pipeline if pipeline in covered else "", status), "")))
    return pd.Series(found, dtype="str").take(of).set_axis(deals.index)
