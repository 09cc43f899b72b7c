"""Statuses of the history that the stages sheet lacks: no change of theirs is lost, dates place them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from addin.deals.evidence import positions
from addin.deals.issues import IssueLog
from addin.deals.reading.frames import Frames
from addin.deals.reading.roles import guess_roles
from addin.deals.reading.same_as import pipeline_of, replace_statuses
from addin.deals.stages import OPEN, Role, Stages
from addin.deals.tables.table import Table
from addin.deals.values.spelling import NameColumn

_COLUMNS = {"history": ("from_status", "to_status"), "entered": ("status",)}


def place_unlisted(frames: Frames, found: Mapping[str, Table], log: IssueLog) -> None:
    """Count each status of the history that the stages sheet lacks as the last stage it stands level with.

    Deals visit a stage before the status or after it; where no deal visits both, the mean place on the way
    decides. A status whose words say an end, or that nothing dates, stays unknown. Each is listed.

    Args:
        frames: ``history`` and ``entered`` are changed.
        found: the raw tables.
        log: gets a note for each status.
    """
    if frames.stages.empty:
        return
    to: dict[str, dict[str, str]] = {}
    for pipeline, statuses in _by_pipeline(frames).items():
        stages = Stages.of_pipeline(frames.stages, pipeline)
        unlisted = statuses - set(stages.table["status"])
        if stages.table.empty or not unlisted:
            continue
        visits = _visits(frames, pipeline)
        counts = visits["status"].value_counts()
        placed = {
            status: _stage_of(status, visits, stages) for status in sorted(unlisted & set(counts.index))
        }
        for status, stage in placed.items():
            text = f"{status} → {stage} ({counts[status]})" if stage else f"{status} ({counts[status]})"
            _note(found, text, "history_status_placed" if stage else "history_status_unplaced", log)
        to[pipeline] = {status: stage for status, stage in placed.items() if stage}
    replace_statuses(frames, to, _COLUMNS)


def _by_pipeline(frames: Frames) -> dict[str, set[str]]:
    """Pipeline → the statuses that the history of its deals names."""
    found: dict[str, set[str]] = {str(name): set() for name in frames.deals["pipeline"].unique()}
    for name, columns in _COLUMNS.items():
        table = getattr(frames, name)
        of = pipeline_of(name, table, frames.deals) if len(found) > 1 else None
        for column in columns:
            for pipeline, statuses in found.items():
                values = table[column] if of is None else table[column][of == pipeline]
                statuses.update(name for name in NameColumn.of(values).distinct if name)
    return found


def _note(found: Mapping[str, Table], text: str, reason: str, log: IssueLog) -> None:
    table = found.get("history", found["deals"])
    log.note(table.sheet, table.header("to_status" if "history" in found else "status"), text, reason)


def _visits(frames: Frames, pipeline: str) -> pd.DataFrame:
    """``id, status, place``: the statuses each deal of a pipeline stood in by first entry, places from 0."""
    deals = frames.deals[frames.deals["pipeline"] == pipeline]
    history = frames.history[positions(deals["id"], frames.history["id"]) >= 0]
    parts = [
        pd.DataFrame(
            {"id": history["id"], "at": history["changed_at"], "status": history[name], "entry": entry}
        )
        for entry, name in enumerate(("from_status", "to_status"))
    ]
    entered = frames.entered[frames.entered["row"].isin(deals["row"])]
    ids = entered["row"].map(deals.set_index("row")["id"]).astype("str")
    parts.append(pd.DataFrame({"id": ids, "at": entered["at"], "status": entered["status"], "entry": 1}))
    every = pd.concat(parts, ignore_index=True)
    every = every[every["status"] != ""].sort_values(["id", "at", "entry"], kind="stable")
    first = every.drop_duplicates(["id", "status"])
    return first.assign(place=first.groupby("id").cumcount())[["id", "status", "place"]]


def _stage_of(status: str, visits: pd.DataFrame, stages: Stages) -> str:
    """The stage that the status stands level with or just beyond; "" where nothing tells."""
    role, ladder = Role(guess_roles([status])["role"].iloc[0]), stages.ladder
    if role not in OPEN or not ladder:
        return ""
    places = {str(name): rows.set_index("id")["place"] for name, rows in visits.groupby("status")}
    own = places[status]
    signs = [_beyond(own, places.get(stage)) for stage in ladder]
    if not any(signs) or signs[-1] > 0:
        return ""
    behind = max((rung for rung, sign in enumerate(signs) if sign > 0), default=-1)
    ahead = next((rung for rung in range(behind + 1, len(ladder)) if signs[rung] < 0), len(ladder) - 1)
    between = [rung for rung in range(behind + 1, ahead) if ladder[rung] in places]
    level = [rung for rung in between if places[ladder[rung]].mean() <= own.mean()]
    return ladder[max([behind, *level, 0])]


def _beyond(own: pd.Series, stage: pd.Series | None) -> int:
    """1 where most deals that visited both came from the stage, −1 where they went to it; 0 if none tells."""
    if stage is None:
        return 0
    both = own.index.intersection(stage.index)
    return int(np.sign(np.sign((own[both] - stage[both]).to_numpy()).sum()))
