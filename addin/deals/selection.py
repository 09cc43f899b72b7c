"""The rows of one pipeline known at the end of T: of rows with one id the latest state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.dataset import Dataset
from addin.deals.evidence import Ints
from addin.deals.issues import IssueLog
from addin.deals.values.text import fold
from addin.errors import InputError, OptionError


@dataclass(frozen=True)
class Selection:
    """The rows of one pipeline known at T, one a deal, by id; deals of every pipeline; the rows' accounts."""

    frame: pd.DataFrame
    pipeline: str
    pipelines: dict[str, int]
    rows: dict[str, int]


def select(
    data: Dataset, closed: pd.Series, cutoff: pd.Timestamp, asked: str, list_later: bool, log: IssueLog
) -> Selection:
    """The rows to report on; what is left out is logged.

    Args:
        data: everything read.
        closed: which of its deals stand in a status that is an end.
        cutoff: the first moment after T.
        asked: the pipeline; "" means the one with most deals.
        list_later: whether to log what is dated after T one by one, as T is the last day of the data.
        log: grows.

    Raises:
        OptionError: there is no such pipeline.
        InputError: no deal is left.
    """
    later = data.deals["created"] >= cutoff
    known, after = _some(data.deals, ~later), data.deals[later]
    if list_later:
        data.log_issues(log, ("deals", "created"), after["row"], after["created"], "after_asof", "after_asof")
    counts = known["pipeline"].value_counts()
    pipeline = _chosen_pipeline(counts, asked)
    other = known["pipeline"] != pipeline
    foreign, place = known[other], ("deals", "pipeline")
    data.log_issues(log, place, foreign["row"], foreign["pipeline"], "other_pipeline", "set_aside")
    known = _some(known, ~other)
    order, passed = _latest_rows(known, closed, cutoff)
    frame, repeated = known.iloc[order].reset_index(drop=True), known.iloc[passed]
    data.log_issues(log, ("deals", "id"), repeated["row"], repeated["id"], "repeated_id", "set_aside")
    rows = {"read": data.rows_read, "used": len(frame), "after_asof": len(after)}
    rows["set_aside"] = rows["read"] - rows["used"] - rows["after_asof"]
    if frame.empty:
        as_of = (cutoff - pd.Timedelta(days=1)).date()
        counted = {name: rows[name] for name in ("read", "set_aside")}
        raise InputError("no_deals", sheet=data.sheet, as_of=as_of, after=len(after), **counted)
    sizes = {str(name): int(size) for name, size in counts.items()}
    return Selection(frame, pipeline, sizes, rows)


def _chosen_pipeline(counts: pd.Series, asked: str) -> str:
    if counts.empty:
        return ""
    by_size = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    if not asked:
        return str(by_size[0][0])
    for name, _ in by_size:
        if fold(str(name)) == fold(asked):
            return str(name)
    raise OptionError("pipeline", value=asked, known=", ".join(f"«{name}»" for name, _ in by_size))


def _latest_rows(known: pd.DataFrame, closed: pd.Series, cutoff: pd.Timestamp) -> tuple[Ints, Ints]:
    """Positions of the rows by id, of rows with one id the latest state known at T; and those passed over."""
    order = np.asarray(known["id"].argsort(kind="stable"), dtype=np.int64)
    ids = known["id"].iloc[order]
    again = np.r_[False, np.asarray(ids.array[1:] == ids.array[:-1], dtype=bool)]
    twice = again | np.r_[again[1:], False]
    if not twice.any():
        return order, order[:0]
    rows = known.iloc[order[twice]].assign(at=order[twice])
    moments = rows[["created", "status_changed"]].assign(closed=rows["closed"].where(closed[rows.index]))
    changed = moments.max(axis=1)
    # A row whose last change is after T shows a state nobody knew; among such the earliest is nearest.
    rank = changed.where(changed < cutoff, pd.Timestamp(0) - (changed - pd.Timestamp(0)))
    # of states of one moment the content decides, not the place in the sheet
    keys = ["id", "rank", "status", "manager", "amount", "row"]
    ranked = rows.assign(rank=rank).sort_values(keys, kind="stable")
    passed = np.asarray(ranked["at"][ranked["id"].duplicated(keep="last")], dtype=np.int64)
    return order[~np.isin(order, passed)], np.sort(passed)


def _some(frame: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Some rows of a frame; all of them are not copied."""
    return frame if kept.all() else frame[kept]
