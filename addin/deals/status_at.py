"""How each deal stood at the end of T, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.arrays import among
from addin.deals.dataset import Dataset
from addin.deals.evidence import UNKNOWN, Bools, Codes, Events, Evidence, Ints, positions, seconds
from addin.deals.issues import IssueLog
from addin.deals.stages import Role, Stages

ROLES: tuple[Role, ...] = tuple(Role)
"""Roles by code; a status without a role has the code ``UNKNOWN``."""
WON = ROLES.index(Role.WON)
ENDED = [ROLES.index(role) for role in (Role.LOST, Role.NONTARGET)]
"""Role codes of the ends that are no win."""


@dataclass(frozen=True)
class Standing:
    """The status of each deal at T; arrays over deals.

    Args:
        status: code of the status, ``UNKNOWN`` where it is in no list or not known at T.
        since: seconds at which it was set, ``UNKNOWN`` where nothing tells.
        unknown_then: it changed after T and no record tells how it stood; it was not yet closed.
        covered: dated records of its own tell its story.
        own_at: seconds at which the deal's own dates (closed, status_changed) say that status was set.
    """

    status: Ints
    since: Ints
    unknown_then: Bools
    covered: Bools
    own_at: Ints


def role_codes(stages: Stages, statuses: pd.Index) -> Ints:
    """The role code of each status code, with one more at the end for ``UNKNOWN`` (so that −1 finds it)."""
    roles = stages.roles()
    return np.array([*(ROLES.index(roles[str(s)]) for s in statuses), UNKNOWN], dtype=np.int64)


def stand(
    frame: pd.DataFrame, evidence: Evidence, codes: Codes, stages: Stages, end: pd.Timestamp
) -> tuple[Standing, Events]:
    """How each deal stood at T, and the events with a last one where the present status adds to them.

    The CRM's present status counts as that of T unless something on record changed it later; then the last
    recorded change before T does, or the status that the first later record says it left.
    """
    events, count = evidence.events, len(frame)
    roles = role_codes(stages, codes.statuses)
    opening = list(codes.statuses).index(stages.ladder[0])
    last = events.last(count)
    covered = last >= 0
    # positions of −1 read the last element, which np.where then passes over
    told = np.where(covered, np.r_[events.status, UNKNOWN][last], UNKNOWN)
    told_at = np.where(covered, np.r_[events.at, UNKNOWN][last], UNKNOWN)
    present = positions(codes.statuses, frame["status"])
    limit = int(end.timestamp())
    closed, changed = seconds(frame["closed"]), seconds(frame["status_changed"])
    ended = among(roles[present], [WON, *ENDED])
    closed = np.where(ended, closed, UNKNOWN)
    closed_known = np.where(closed < limit, closed, UNKNOWN)
    closed_before = (closed != UNKNOWN) & (closed < limit)
    set_later = (changed >= limit) & ~closed_before
    closed_later = (closed >= limit) & (changed < 0)
    moved = evidence.later | set_later | closed_later
    # of a deal with no record but a later one, what that one left was its status from the beginning
    begun = np.where(evidence.later & (evidence.first == UNKNOWN), opening, evidence.first)
    status = np.where(moved, np.where(covered, told, begun), present)
    unknown_then = moved & (status == UNKNOWN)
    agrees = covered & (status == told)
    own_at = _own_date(closed_known, np.where(changed < limit, changed, UNKNOWN), ended, told_at)
    own_at = np.where(own_at >= 0, np.maximum(own_at, seconds(frame["created"])), UNKNOWN)
    since = np.where(
        agrees | (moved & covered), _entry_of_last(events, count), np.where(moved, UNKNOWN, own_at)
    )
    extra = covered & ~agrees & ~moved
    final = Events.of(
        np.flatnonzero(extra),
        np.where(since >= 0, since, limit - 1)[extra],
        status[extra],
        np.full(int(extra.sum()), UNKNOWN, np.int64),
        (since >= 0)[extra],
    )
    stood = Standing(status, since, unknown_then, covered, np.where(moved, UNKNOWN, own_at))
    return stood, events.and_(final)


def _own_date(closed: Ints, changed: Ints, ended: Bools, not_before: Ints) -> Ints:
    """When the present status was set by the deal's own dates: closed first for an end, else the change."""
    best = np.where(ended & (closed >= 0), closed, changed)
    best = np.where(best >= not_before, best, UNKNOWN)
    other = np.where(changed >= not_before, changed, UNKNOWN)
    return np.where(best >= 0, best, other)


def _entry_of_last(events: Events, count: int) -> Ints:
    """When each deal entered the status of its last event: the first of the unbroken run of that status."""
    found = np.full(count, UNKNOWN, np.int64)
    if len(events.deal):
        opens = np.r_[True, (np.diff(events.deal) != 0) | (np.diff(events.status) != 0)]
        found[events.deal[opens]] = events.at[opens]
    return found


def log_disagreements(
    frame: pd.DataFrame, evidence: Evidence, standing: Standing, codes: Codes, data: Dataset, log: IssueLog
) -> None:
    """Name the deals whose last recorded status is not the one the deals sheet shows."""
    if "history" not in data.given:
        return
    last = evidence.events.last(len(frame))
    told = np.r_[evidence.events.status, UNKNOWN][last]
    differ = standing.covered & (told != standing.status) & ~evidence.later & (standing.status != UNKNOWN)
    rows = frame[differ]
    names = np.array([*codes.statuses, "?"], dtype=object)
    values = [f"{now} ≠ {then}" for now, then in zip(rows["status"], names[told[differ]], strict=True)]
    data.tell(log, ("deals", "status"), rows["row"], values, "history_disagrees", "kept")
