"""The statuses of every pipeline: as the stages sheet has them, or guessed from the words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from addin.deals.dataset import SCHEMAS, empty
from addin.deals.reading.cells import Cells
from addin.deals.reading.roles import guess_roles, parse_role
from addin.deals.stages import Role
from addin.deals.values.amounts import parse_decimals
from addin.deals.values.spelling import unify
from addin.deals.values.text import as_text, fold
from addin.errors import InputError
from addin.words import LANGS, say

_COLUMNS = list(SCHEMAS["stages"])


def read_stages(cells: Cells) -> pd.DataFrame:
    """The stages sheet: every status once a pipeline, by order; a blank role is guessed.

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
    return _every_pipeline(_filled(table)).sort_values(
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
    """Fractions from 0 to 1; "50 %" and 50 are 0.5 where the column goes beyond 1."""
    cells.errors("probability")
    raw = as_text(cells.table.cells("probability"))
    percent = raw.str.endswith("%").to_numpy(dtype=bool)
    values = parse_decimals(raw.str.rstrip("% "))
    beyond = np.nan_to_num(values[~percent], nan=0.0)
    hundredths = percent | bool(beyond.size and beyond.max() > 1)
    values = np.where(hundredths, values / 100, values)
    bad = (raw != "").to_numpy(dtype=bool) & ~((values >= 0) & (values <= 1))
    cells.report(bad, "probability", "bad_probability", "repaired")
    return pd.Series(np.where(bad, np.nan, values), dtype="float64")


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """Blank roles guessed from the words."""
    blank = table["role"] == ""
    if not blank.any():
        return table.assign(guessed=False)
    order = {str(s): float(o) for s, o in zip(table["status"], table["order"], strict=True)}
    words = guess_roles(sorted(order), order).set_index("status")["role"].astype("str")
    return table.assign(
        role=table["role"].where(~blank, table["status"].map(words)).astype("str"), guessed=blank
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
    deals: pd.DataFrame, entered: pd.DataFrame, history: pd.DataFrame, pipelines: Sequence[str]
) -> pd.DataFrame:
    """Roles and order of the statuses of these pipelines, guessed from words and usual order in time."""
    if not pipelines:
        return empty("stages")
    events = _events(deals, entered, history)
    parts = []
    for pipeline in pipelines:
        own = deals[deals["pipeline"] == pipeline]
        some = events[events["pipeline"] == pipeline]
        mentioned = [own["status"], own["lost_from"], some["status"], some["from_status"]]
        statuses = sorted({str(s) for column in mentioned for s in column.unique() if s})
        if statuses:
            found = guess_roles(statuses, _typical_order(some))
            parts.append(found.assign(pipeline=pipeline).sort_values("order", kind="stable"))
    if not parts:
        return empty("stages")
    return pd.concat(parts, ignore_index=True)[_COLUMNS].astype(SCHEMAS["stages"])


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


def _typical_order(events: pd.DataFrame) -> dict[str, float]:
    """Status → its mean place among the statuses a deal went through, by first entry, from 0."""
    known = events[events["status"] != ""].sort_values(["id", "at"], kind="stable")
    first = known.drop_duplicates(["id", "status"])
    place = first.groupby("id", sort=False).cumcount()
    return {str(status): float(mean) for status, mean in place.groupby(first["status"]).mean().items()}


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
