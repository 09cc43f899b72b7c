"""The dated changes of status known at T, from history, entered-columns and the ledger.

Each source becomes rows of one kind, so that everything later knows only one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from addin.deals.dataset import Dataset
from addin.deals.event_order import argsort_events, sort_key
from addin.deals.issues import IssueLog
from addin.deals.ledger import sightings

NEVER = int(np.iinfo(np.int32).max)
"""A day that does not come."""
DAY = 86_400
UNKNOWN = -1

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Events:
    """Changes of status sorted by deal and time; arrays of one length.

    Args:
        deal: position of the deal in the frame.
        at: seconds since 1970, local; for an undated change the last second of T.
        status: code of the status entered, ``UNKNOWN`` for one that is in no list.
        manager: code of who made the change, ``UNKNOWN`` where not told.
        dated: whether ``at`` is known.
    """

    deal: Ints
    at: Ints
    status: Ints
    manager: Ints
    dated: Bools

    @classmethod
    def of(cls, deal: Ints, at: Ints, status: Ints, manager: Ints, dated: Bools | None = None) -> Events:
        """Events in any order, brought into order (those of one moment stay as they came)."""
        known = np.ones(len(deal), bool) if dated is None else dated
        key = sort_key(deal, at)
        if len(key) > 1 and (np.diff(key) < 0).any():
            order = np.argsort(key, kind="stable")
            return cls(deal[order], at[order], status[order], manager[order], known[order])
        return cls(deal, at, status, manager, known)

    def merge(self, other: Events) -> Events:
        """Both, in order; of one moment those of ``self`` come first."""
        if not len(other.deal):
            return self
        pairs = ((self.deal, other.deal), (self.at, other.at), (self.status, other.status))
        deal, at, status = (np.concatenate(pair) for pair in pairs)
        manager = np.concatenate((self.manager, other.manager))
        return Events.of(deal, at, status, manager, np.concatenate((self.dated, other.dated)))

    def of_statuses(self, wanted: Bools) -> Events:
        """Those that enter one of the wanted status codes."""
        kept = wanted[self.status]
        return Events(self.deal[kept], self.at[kept], self.status[kept], self.manager[kept], self.dated[kept])

    def last(self, count: int) -> Ints:
        """Position of the last event of each of ``count`` deals, −1 where it has none."""
        found = np.full(count, -1, np.int64)
        found[self.deal] = np.arange(len(self.deal))
        return found


@dataclass(frozen=True)
class Evidence:
    """What dated records tell of the deals up to T.

    Args:
        events: changes of status before the end of T.
        first_status: per deal, the code of the status it left in its first record, or stood in when first
            seen; ``UNKNOWN`` where nothing tells.
        first_status_at: per deal, when it entered that status (seconds), ``UNKNOWN`` where nothing tells.
        changed_later: per deal, whether a change after T is on record (its present status is then not that
            of T).
        records_start: first day under record, ``NEVER`` without any.
        gap_days: the longest pause between two sightings of the ledger.
        dated_stages: whether any dated change of stage is there.
    """

    events: Events
    first_status: Ints
    first_status_at: Ints
    changed_later: Bools
    records_start: int
    gap_days: float
    dated_stages: bool


def seconds(dates: pd.Series) -> Ints:
    """Dates as whole seconds since 1970; ``UNKNOWN`` where missing."""
    values = dates.to_numpy("datetime64[s]")
    return np.where(np.isnat(values), UNKNOWN, values.astype(np.int64))


def positions(index: pd.Index | pd.Series, names: pd.Series) -> Ints:
    """The position of each name in ``index`` (the first of equal ones), ``UNKNOWN`` where it is not in it."""
    if not len(names):
        return np.zeros(0, np.int64)
    # Arrow looks up text as it lies; pandas would first make a Python object of every name
    values = pa.array(names.array)
    found = pc.index_in(values, value_set=pa.array(index.array, type=values.type))
    return np.asarray(found.fill_null(UNKNOWN), dtype=np.int64)


@dataclass(frozen=True)
class Codes:
    """The numbers that stand for ids, statuses and managers.

    ``status_order`` gives each status code its place for ordering changes of one moment: open rungs, won,
    other ends; a last element stands for the unknown status.
    """

    ids: pd.Index
    statuses: pd.Index
    managers: pd.Index
    status_order: Ints


def gather_evidence(
    frame: pd.DataFrame, data: Dataset, codes: Codes, cutoff: pd.Timestamp, log: IssueLog
) -> Evidence:
    """The evidence of all sources before ``cutoff``; a history table makes the ledger needless."""
    created = seconds(frame["created"])
    table, count = data.history, len(frame)
    first_at = np.full(count, UNKNOWN, np.int64)
    gap, start, first_seen = 0.0, NEVER, None
    ledger = data.ledger[positions(codes.ids, data.ledger["id"]) >= 0]
    if table.empty and (ledger["seen_at"] < cutoff).any():
        seen = sightings(ledger, pd.Series(frame["created"].to_numpy(), index=codes.ids), cutoff)
        table, gap = seen.history, seen.gap_days
        first_seen = seen.first[seen.first["seen_at"] < cutoff]
        start = int(seen.start.timestamp()) // DAY
    events, first, later = _from_history(table, data, codes, created, cutoff, log)
    if first_seen is not None:
        deal = positions(codes.ids, first_seen["id"])
        first[deal] = positions(codes.statuses, first_seen["status"])
        first_at[deal] = seconds(first_seen["at"])
    elif len(events.deal):
        start = int(events.at.min()) // DAY
    entered = _from_entered(data.entered, frame, codes, created, cutoff)
    dated = bool(len(events.deal) or len(entered.deal) or first_seen is not None)
    return Evidence(events.merge(entered), first, first_at, later, start, gap, dated)


def _from_history(
    table: pd.DataFrame, data: Dataset, codes: Codes, created: Ints, cutoff: pd.Timestamp, log: IssueLog
) -> tuple[Events, Ints, Bools]:
    deal = positions(codes.ids, table["id"])
    ours = deal >= 0
    if not ours.all():
        _log_strangers(table[~ours], data, log)
        table, deal = table[ours], deal[ours]
    at = seconds(table["changed_at"])
    early = (at // DAY) < (created[deal] // DAY)
    if early.any():
        rows, place = table[early], ("history", "changed_at")
        data.log_issues(log, place, rows["row"], rows["changed_at"], "history_before_created", "repaired")
    at = np.maximum(at, created[deal])
    left, entered = (positions(codes.statuses, table[name]) for name in ("from_status", "to_status"))
    # "" is a manager nobody named: the deal's own is taken then
    manager = np.where(table["manager"] == "", UNKNOWN, positions(codes.managers, table["manager"]))
    order = argsort_events(deal, at, left, entered, manager, codes.status_order)
    every = Events.of(deal[order], at[order], entered[order], manager[order])
    first = np.full(len(created), UNKNOWN, np.int64)
    first[deal[order[::-1]]] = left[order[::-1]]
    before = every.at < int(cutoff.timestamp())
    later = np.zeros(len(created), bool)
    later[every.deal[~before]] = True
    kept = Events.of(every.deal[before], every.at[before], every.status[before], every.manager[before])
    return kept, first, later


def _log_strangers(rows: pd.DataFrame, data: Dataset, log: IssueLog) -> None:
    """History of ids that no row of the deals sheet has; those of other pipelines and later deals are not."""
    strange = rows[positions(data.deals["id"], rows["id"]) < 0]
    if "history" in data.provided:
        data.log_issues(
            log, ("history", "id"), strange["row"], strange["id"], "history_unknown_id", "set_aside"
        )


def _from_entered(
    entered: pd.DataFrame, frame: pd.DataFrame, codes: Codes, created: Ints, cutoff: pd.Timestamp
) -> Events:
    if entered.empty:
        none = np.zeros(0, np.int64)
        return Events.of(none, none, none, none)
    rows = entered[(entered["at"] < cutoff) & entered["row"].isin(frame["row"])]
    deal = positions(pd.Index(frame["row"]), rows["row"])
    at = np.maximum(seconds(rows["at"]), created[deal])
    status, nobody = positions(codes.statuses, rows["status"]), np.full(len(deal), UNKNOWN, np.int64)
    order = np.lexsort((codes.status_order[status], at, deal))
    return Events.of(deal[order], at[order], status[order], nobody)
