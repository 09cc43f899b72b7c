"""Renamed and merged stages: what the stages sheet says a status counts as, it counts as everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from addin.deals.reading.cells import Cells
from addin.deals.reading.frames import STATUS_COLUMNS, Frames
from addin.deals.values.spelling import NameColumn, unify
from addin.deals.values.text import fold
from addin.errors import InputError

ByPipeline = Mapping[str, Mapping[str, str]]
"""Pipeline → status → the status it counts as."""


def merge_renamed(frames: Frames, stages: Cells | None) -> None:
    """Let every status with a ``same_as`` be the stage it names, in all tables and out of the stages.

    Args:
        frames: statuses are replaced, renamed ones leave ``stages``.
        stages: the raw stages sheet.

    Raises:
        InputError: a status counts as one that is not listed, or as itself in the end.
    """
    if stages is None or not stages.table.has("same_as"):
        return
    table = pd.DataFrame(
        {
            "pipeline": unify(stages.text("pipeline")),
            "status": stages.text("status"),
            "same_as": stages.text("same_as"),
            "row": stages.table.rows,
        }
    )
    to = dict(_renamed(table, frames.stages, stages))
    if not any(to.values()):
        return
    gone = [status in to[pipeline] for pipeline, status in _keys(frames.stages)]
    frames.stages = frames.stages[[not one for one in gone]].reset_index(drop=True)
    replace_statuses(frames, to, STATUS_COLUMNS)


def _keys(stages: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(stages["pipeline"].map(str), stages["status"].map(str), strict=True)


def _renamed(table: pd.DataFrame, stages: pd.DataFrame, cells: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    """Each pipeline with its renamed statuses."""
    rows = table[(table["same_as"] != "") & (table["status"] != "")]
    for pipeline in map(str, stages["pipeline"].unique()):
        own = stages["status"][stages["pipeline"] == pipeline]
        listed = {fold(status): str(status) for status in own}
        here = rows[rows["pipeline"].isin({pipeline, ""})]
        keys = zip(map(fold, here["status"]), map(fold, here["same_as"]), here.itertuples(), strict=True)
        named = {status: row for status, target, row in keys if status != target}
        yield pipeline, {listed[s]: listed[_end(s, named, listed, cells)] for s in named if s in listed}


def _end(status: str, named: Mapping[str, Any], listed: Mapping[str, str], cells: Cells) -> str:
    """The listed status that a renamed one counts as in the end."""
    at, place = status, {"sheet": cells.table.sheet, "column": cells.table.header("same_as")}
    for _ in named:
        if at not in named:
            return at
        row, at = named[at].row, fold(named[at].same_as)
        if at not in listed:
            known = ", ".join(f"«{name}»" for name in listed.values())
            raise InputError("same_as_unknown", **place, row=row, value=named[status].same_as, known=known)
    if at in named:
        raise InputError("same_as_circle", **place, row=named[status].row, value=listed[status])
    return at


def replace_statuses(frames: Frames, to: ByPipeline, columns: Mapping[str, tuple[str, ...]]) -> None:
    """Replace statuses in these columns of the tables, those of each deal by its own pipeline's.

    Args:
        frames: changed in place.
        to: where it has "", that holds for pipelines that are not in it.
        columns: table → its columns of statuses.
    """
    if not any(to.values()):
        return
    for name, texts in columns.items():
        table = getattr(frames, name)
        of = pipeline_of(name, table, frames.deals)
        replaced = {}
        for text in texts:
            values = table[text]
            for pipeline, names in to.items():
                here = of == pipeline if pipeline else ~of.isin(set(to) - {""})
                values = values.mask(here, NameColumn.of(values).replaced(names))
            replaced[text] = values
        setattr(frames, name, table.assign(**replaced))


def pipeline_of(name: str, table: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """The pipeline of the deal of each row of a table; "" where there is no such deal."""
    if name == "deals":
        return table["pipeline"]
    names = deals["pipeline"].unique()
    if len(names) == 1:
        return pd.Series(str(names[0]), index=table.index, dtype="str")
    key = "row" if name == "entered" else "id"
    pipelines = deals.drop_duplicates(key).set_index(key)["pipeline"]
    return table[key].map(pipelines).fillna("").astype("str")
