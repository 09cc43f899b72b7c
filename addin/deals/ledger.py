"""Status changes seen between refreshes: the history a CRM without one gains from the first day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.dataset import SCHEMAS, empty

_STATE = ["status", "amount", "manager", "next_contact"]


def append(ledger: pd.DataFrame, deals: pd.DataFrame, seen_at: pd.Timestamp) -> pd.DataFrame:
    """The ledger with a row for every deal whose state differs from the last one stored.

    Appending the same state twice changes nothing. The inputs are not changed.

    Args:
        ledger: earlier sightings (schema ``ledger``), those of one deal in the order they were stored.
        deals: one row a deal (schema ``deals``).
        seen_at: when they were seen.
    """
    order = list(SCHEMAS["ledger"])
    seen = deals.assign(seen_at=seen_at)[order].sort_values("id", ignore_index=True)
    last = ledger.iloc[np.argsort(_believed(ledger["seen_at"], seen_at), kind="stable")]
    last = last.drop_duplicates("id", keep="last")
    before = seen[["id"]].merge(last, on="id", how="left", indicator=True)
    same = (before["_merge"] == "both").to_numpy()
    for column in _STATE:
        now, then = seen[column], before[column]
        same = same & ((now == then) | (now.isna() & then.isna())).to_numpy(dtype=bool)
    new = seen[~same]
    if ledger.empty:
        return new.reset_index(drop=True)
    return ledger if new.empty else pd.concat([ledger[order], new], ignore_index=True)


def _believed(stored: pd.Series, now: pd.Timestamp) -> npt.NDArray[np.datetime64]:
    """When sightings were stored: of one from a clock that was ahead, when the one stored after it was."""
    return stored.mask(stored > now).bfill().fillna(now).to_numpy()


@dataclass(frozen=True)
class Sightings:
    """What the ledger says.

    Args:
        history: changes (schema ``history``).
        first: ``id, status, at, seen_at`` of deals first seen already standing somewhere, ``at`` being
            when they entered it, NaT where nothing tells.
        start: the first refresh.
        gap_days: the longest pause between refreshes up to T, or from the last of them to T, in days.
    """

    history: pd.DataFrame
    first: pd.DataFrame
    start: pd.Timestamp
    gap_days: float


def sightings(ledger: pd.DataFrame, created: pd.Series, cutoff: pd.Timestamp) -> Sightings:
    """Sightings turned into dated changes.

    A change is dated by ``status_changed`` where that lies between the two sightings, otherwise by the later
    one. A deal created after the first refresh has been under watch from its beginning; an older one is
    first seen standing in a status.

    Args:
        ledger: sightings; at least one is before ``cutoff``. What came later is told too: it shows which
            deals have moved since.
        created: when each deal was created, by id.
        cutoff: the first moment after T.
    """
    rows = ledger.sort_values(["id", "seen_at"], kind="stable", ignore_index=True)
    start = rows["seen_at"].min()
    refreshes = np.sort(rows["seen_at"][rows["seen_at"] < cutoff].unique())
    pauses = np.diff(np.r_[refreshes, np.datetime64(cutoff, "us")]) / np.timedelta64(1, "D")
    pauses[-1] = max(pauses[-1] - 1.0, 0.0)  # a refresh at any hour of T sees the end of T
    gap = float(pauses.max())
    opening = ~rows["id"].duplicated()
    created_at = rows["id"].map(created)
    since = rows["seen_at"].shift().mask(opening, created_at)
    fits = (rows["status_changed"] >= since) & (rows["status_changed"] <= rows["seen_at"])
    at = rows["status_changed"].where(fits, rows["seen_at"])
    old = opening & (created_at < start)
    before = rows["status"].shift(fill_value="").mask(opening, "")
    history = _changes(rows.assign(at=at, before=before)[~old & (rows["status"] != before)])
    first = pd.DataFrame(
        {
            "id": rows["id"][old],
            "status": rows["status"][old],
            "at": at[old].where(fits[old]),
            "seen_at": rows["seen_at"][old],
        }
    ).reset_index(drop=True)
    return Sightings(history, first, start, gap)


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Sightings of another status than ``before``, as changes dated ``at`` (schema ``history``)."""
    if rows.empty:
        return empty("history")
    return pd.DataFrame(
        {
            "row": np.zeros(len(rows), dtype=np.int64),
            "id": rows["id"],
            "changed_at": rows["at"],
            "from_status": rows["before"],
            "to_status": rows["status"],
            "manager": rows["manager"],
        }
    ).reset_index(drop=True)
