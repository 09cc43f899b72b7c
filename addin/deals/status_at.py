"""How each deal stood at the end of T, and since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.arrays import is_in
from addin.deals.dataset import Dataset
from addin.deals.evidence import DAY, UNKNOWN, Bools, Codes, Events, Evidence, Ints, positions, seconds
from addin.deals.issues import IssueLog
from addin.deals.stages import Role, Stages

ROLES: tuple[Role, ...] = tuple(Role)
"""Roles by code; a status without a role has the code ``UNKNOWN``."""
WON = ROLES.index(Role.WON)
ENDED = [ROLES.index(role) for role in (Role.LOST, Role.NONTARGET)]
"""Role codes of the ends that are no win."""


@dataclass(frozen=True)
class StatusAt:
    """The status of each deal at T; arrays over deals.

    Args:
        status: code of the status, ``UNKNOWN`` where it is in no list or not known at T.
        since: seconds at which it was set, ``UNKNOWN`` where nothing tells.
        unknown_at_cutoff: it changed after T and no record tells how it stood; it was not yet closed.
        has_records: dated records of its own tell its story.
        since_by_deal: seconds at which the deal's own dates (closed, status_changed) say that status was set.
    """

    status: Ints
    since: Ints
    unknown_at_cutoff: Bools
    has_records: Bools
    since_by_deal: Ints

    def since_day(self) -> Ints:
        """The day of ``since``."""
        return np.where(self.since >= 0, self.since // DAY, UNKNOWN)


def role_codes(stages: Stages, statuses: pd.Index) -> Ints:
    """The role code of each status code, with one more at the end for ``UNKNOWN`` (so that −1 finds it)."""
    roles = stages.roles()
    return np.array([*(ROLES.index(roles[str(s)]) for s in statuses), UNKNOWN], dtype=np.int64)


def marked(statuses: pd.Index, wanted: Collection[str]) -> Bools:
    """Which status codes are of ``wanted``, with one more at the end, False, for ``UNKNOWN``."""
    return np.array([*(str(status) in wanted for status in statuses), False], dtype=bool)


@dataclass(frozen=True)
class _OwnDates:
    """The deals' own dates of their present status: seconds, ``UNKNOWN`` where missing.

    Args:
        created: when the deal was made.
        closed: of an end alone.
        changed: when the status was set.
        cutoff: the first moment after T.
    """

    created: Ints
    closed: Ints
    changed: Ints
    cutoff: int

    @classmethod
    def of(cls, frame: pd.DataFrame, ended: Bools, cutoff: int) -> _OwnDates:
        closed = np.where(ended, seconds(frame["closed"]), UNKNOWN)
        return cls(seconds(frame["created"]), closed, seconds(frame["status_changed"]), cutoff)

    def after_cutoff(self) -> Bools:
        """Whether the present status was set after T."""
        closed_before = (self.closed != UNKNOWN) & (self.closed < self.cutoff)
        changed_later = (self.changed >= self.cutoff) & ~closed_before
        return np.asarray(changed_later | ((self.closed >= self.cutoff) & (self.changed < 0)), dtype=bool)

    def set_at(self, not_before: Ints) -> Ints:
        """When the present status was set up to T: closed first for an end, else the change."""
        closed = np.where(self.closed < self.cutoff, self.closed, UNKNOWN)
        changed = np.where(self.changed < self.cutoff, self.changed, UNKNOWN)
        best = np.where(closed >= 0, closed, changed)
        best = np.where(best >= not_before, best, UNKNOWN)
        found = np.where(best >= 0, best, np.where(changed >= not_before, changed, UNKNOWN))
        return np.where(found >= 0, np.maximum(found, self.created), UNKNOWN)


def derive_status(
    frame: pd.DataFrame, evidence: Evidence, codes: Codes, stages: Stages, cutoff: pd.Timestamp
) -> tuple[StatusAt, Events]:
    """How each deal stood at T, and the events with a last one where the present status adds to them.

    The CRM's present status counts as that of T unless something on record changed it later; then the last
    recorded change before T does, or the status that the first later record says it left.
    """
    events, count, limit = evidence.events, len(frame), int(cutoff.timestamp())
    roles = role_codes(stages, codes.statuses)
    present = positions(codes.statuses, frame["status"])
    dates = _OwnDates.of(frame, is_in(roles[present], [WON, *ENDED]), limit)
    last = events.last(count)
    has_records = last >= 0
    # positions of −1 read the last element, which np.where then passes over
    recorded = np.where(has_records, np.r_[events.status, UNKNOWN][last], UNKNOWN)
    recorded_at = np.where(has_records, np.r_[events.at, UNKNOWN][last], UNKNOWN)
    moved = evidence.changed_later | dates.after_cutoff()
    # of a deal with no record but a later one, what that one left was its status from the beginning
    opening = positions(codes.statuses, pd.Series(stages.ladder[:1], dtype="str"))[0]
    unrecorded = evidence.changed_later & (evidence.first_status == UNKNOWN)
    begun = np.where(unrecorded, opening, evidence.first_status)
    status = np.where(moved, np.where(has_records, recorded, begun), present)
    agrees = has_records & (status == recorded)
    by_deal = np.where(moved, UNKNOWN, dates.set_at(recorded_at))
    since = np.where(agrees | (moved & has_records), _entry_of_last(events, count), by_deal)
    found = StatusAt(status, since, moved & (status == UNKNOWN), has_records, by_deal)
    return found, events.merge(_present_status(found, has_records & ~agrees & ~moved, limit))


def _present_status(status_at: StatusAt, which: Bools, limit: int) -> Events:
    """A change of these deals to their present status, which no record tells."""
    dated = status_at.since >= 0
    nobody = np.full(int(which.sum()), UNKNOWN, np.int64)
    at = np.where(dated, status_at.since, limit - 1)
    return Events.of(np.flatnonzero(which), at[which], status_at.status[which], nobody, dated[which])


def _entry_of_last(events: Events, count: int) -> Ints:
    """When each deal entered the status of its last event: the first of the unbroken run of that status."""
    found = np.full(count, UNKNOWN, np.int64)
    if len(events.deal):
        opens = np.r_[True, (np.diff(events.deal) != 0) | (np.diff(events.status) != 0)]
        found[events.deal[opens]] = events.at[opens]
    return found


def log_disagreements(
    frame: pd.DataFrame, evidence: Evidence, status_at: StatusAt, codes: Codes, data: Dataset, log: IssueLog
) -> None:
    """Name the deals whose last recorded status is not the one the deals sheet shows."""
    if "history" not in data.provided:
        return
    last = evidence.events.last(len(frame))
    recorded = np.r_[evidence.events.status, UNKNOWN][last]
    differ = status_at.has_records & ~evidence.changed_later
    differ &= (recorded != status_at.status) & (status_at.status != UNKNOWN)
    rows = frame[differ]
    names = np.array([*codes.statuses, "?"], dtype=object)
    values = [f"{now} ≠ {then}" for now, then in zip(rows["status"], names[recorded[differ]], strict=True)]
    data.log_issues(log, ("deals", "status"), rows["row"], values, "history_disagrees", "kept")
