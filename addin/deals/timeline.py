"""All that is known of each deal up to T, as arrays: when it reached each rung, and what it is as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import is_in
from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints, positions, seconds
from addin.deals.role_changes import WORKED, ended_on, first_worked, reopened
from addin.deals.stage_entries import StageEntries, rung_codes, rung_roles, stage_entries
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES, WON, marked, role_codes


@dataclass(frozen=True)
class DealStates:
    """Arrays over deals; days are whole days since 1970-01-01, local.

    Args:
        role: role code at T, ``UNKNOWN`` for a status in no list.
        rung: where an open deal stands, in a status of unknown place the last rung it is known to have
            reached; ``UNKNOWN`` otherwise.
        since: day its present status was set, ``UNKNOWN``.
        ended: day of the win or loss that stands, ``UNKNOWN``.
        is_lead: whether it is no test.
        in_funnel: a lead whose status is known or was open in an unknown one.
        stage_known: whether it is known where it stood at T, or was lost.
        unplaced: whether that was in a status without a place.
        reopened: whether a win or loss of it was revoked.
        worked, worked_at: whether it was ever in work or beyond, and when first (seconds, ``UNKNOWN``).
        perhaps_worked: whether it stood in an open status that does not tell.
        has_records: whether it has dated records of its own.
    """

    role: Ints
    rung: Ints
    since: Ints
    ended: Ints
    is_lead: Bools
    in_funnel: Bools
    stage_known: Bools
    unplaced: Bools
    reopened: Bools
    worked: Bools
    worked_at: Ints
    perhaps_worked: Bools
    has_records: Bools


@dataclass(frozen=True)
class Timeline(DealStates, StageEntries):
    """The arrays of deals × rungs and of deals, with what their codes mean.

    Args:
        ladder, rung_roles: the rungs and their roles.
        managers, sources: the names behind the codes.
        ids: the deals.
        created: day of creation.
        source: code of the source.
        amount: NaN where there is none.
        records_start: the first day under record, ``NEVER`` without any.
        as_of_day: T as a day.
        gap_days: the longest pause between two sightings of the ledger.
        dated_stages: whether any dated change of stage is there.
    """

    ladder: list[str]
    rung_roles: list[Role]
    managers: list[str]
    sources: list[str]
    ids: pd.Series
    created: Ints
    source: Ints
    amount: npt.NDArray[np.float64]
    records_start: int
    as_of_day: int
    gap_days: float
    dated_stages: bool


def drop_rough_dates(timeline: Timeline, deals: Deals, horizon: int) -> Timeline:
    """The timeline with the grade of evidence that its records deserve for this horizon.

    Sightings further apart than H/4 date changes too roughly, and hide what happened between them: then
    only what the deals' own dates tell counts as dated, and an end may have come at any stage.
    """
    t = timeline
    if not t.dated_stages or t.gap_days <= horizon / 4:
        return t
    own = np.where(deals.status_at.since_by_deal >= 0, deals.status_at.since_by_deal // DAY, UNKNOWN)
    won, lost = t.reach[:, -1] < NEVER, is_in(t.role, ENDED)
    reach, dated = t.reach.copy(), t.dated.copy()
    reach[:, -1] = np.where(won & (own >= 0), own, t.reach[:, -1])
    dated[:, -1] = won & (own >= 0)
    from_known = deals.frame["lost_from"].isin(t.ladder).to_numpy()
    return replace(
        t,
        reach=reach,
        dated=dated,
        manager=np.repeat(t.manager[:, :1], len(t.ladder), axis=1),
        ended=np.where(won | lost, own, UNKNOWN),
        stage_known=np.where(lost, from_known, t.stage_known),
        dated_stages=False,
        records_start=NEVER,
    )


def day_number(day: dt.date) -> int:
    """Whole days from 1970-01-01 to ``day``."""
    return (day - dt.date(1970, 1, 1)).days


def build_timeline(deals: Deals) -> Timeline:
    """The timeline of deals as of T; deals are not changed."""
    frame, evidence = deals.frame, deals.evidence
    roles = role_codes(deals.stages, deals.codes.statuses)
    entries, entered_work = stage_entries(deals, roles)
    sources = sorted(frame["source"].unique())
    return Timeline(
        **vars(entries),
        **vars(_states(deals, roles, entries, entered_work)),
        ladder=deals.stages.ladder,
        rung_roles=rung_roles(deals),
        managers=[str(m) for m in deals.codes.managers],
        sources=[str(s) for s in sources],
        ids=frame["id"],
        created=seconds(frame["created"]) // DAY,
        source=positions(pd.Index(sources), frame["source"]),
        amount=frame["amount"].to_numpy(dtype=np.float64),
        records_start=evidence.records_start,
        as_of_day=day_number(deals.as_of),
        gap_days=evidence.gap_days,
        dated_stages=evidence.dated_stages,
    )


def _states(deals: Deals, roles: Ints, entries: StageEntries, entered_work: Bools) -> DealStates:
    """What each deal is as a whole; ``entered_work``: which are known to have left intake."""
    status_at, count = deals.status_at, len(deals.frame)
    role, since = roles[status_at.status], status_at.since_day()
    is_lead = role != ROLES.index(Role.IGNORE)
    unproven = marked(deals.codes.statuses, deals.stages.unproven)
    proof = is_in(roles, WORKED) & ~unproven
    event_worked, worked_at = first_worked(deals.events, proof, count)
    perhaps_worked = unproven[status_at.status] | deals.frame["lost_from"].isin(deals.stages.unproven)
    perhaps_worked[deals.events.deal[unproven[deals.events.status]]] = True
    known, unplaced = _standing_known(deals, role)
    return DealStates(
        role=role,
        rung=_standing(deals, role, entries),
        since=since,
        ended=np.where(is_in(role, [WON, *ENDED]), ended_on(deals.events, roles, role, since), UNKNOWN),
        is_lead=is_lead,
        in_funnel=((role != UNKNOWN) | status_at.unknown_at_cutoff) & is_lead,
        stage_known=known & ~unplaced,
        unplaced=unplaced,
        reopened=reopened(deals.events, roles, count),
        worked=event_worked | entered_work | proof[status_at.status],
        worked_at=worked_at,
        perhaps_worked=np.asarray(perhaps_worked, dtype=bool),
        has_records=status_at.has_records,
    )


def _standing(deals: Deals, role: Ints, entries: StageEntries) -> Ints:
    """The rung an open deal stands on; in a status of unknown place the last it is known to have reached."""
    rung = np.where(role == WON, UNKNOWN, rung_codes(deals)[deals.status_at.status])
    if not deals.stages.unplaced:
        return rung
    unplaced = marked(deals.codes.statuses, deals.stages.unplaced)[deals.status_at.status]
    return np.where(unplaced, (entries.reach[:, :-1] < NEVER).sum(axis=1) - 1, rung)


def _standing_known(deals: Deals, role: Ints) -> tuple[Bools, Bools]:
    """Whether a record tells where a deal stood at T or was lost, and whether that has no place."""
    status_at = deals.status_at
    from_rung = deals.frame["lost_from"].isin(deals.stages.rungs).to_numpy()
    ended = is_in(role, ENDED)
    known: Bools = np.where(ended, from_rung | status_at.has_records, ~status_at.unknown_at_cutoff)
    if not deals.stages.unplaced:
        return known, np.zeros(len(known), dtype=bool)
    unplaced = marked(deals.codes.statuses, deals.stages.unplaced)
    open_events = deals.events.of_statuses(unplaced | (rung_codes(deals) >= 0))
    last = open_events.last(len(known))
    lost_there = (last >= 0) & np.r_[unplaced[open_events.status], False][last]
    return known, np.asarray(unplaced[status_at.status] | (ended & lost_there & ~from_rung), dtype=bool)
