"""When each deal first reached each rung of the pipeline, as dense arrays deals × rungs.

A deal reached rung k when it first entered k or a later rung that is not a loss; a skipped rung counts as
reached at the later entry's time. So the first-reach day is a running minimum from the last rung back, and
every question about visits is a look at two columns.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import among
from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Events, Ints, positions, seconds
from addin.deals.role_changes import WORKED, ended_on, reopened, turns, worked_when
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES, WON, role_codes

Grid32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Timeline:
    """Deals × rungs; days are whole days since 1970-01-01, local.

    Arrays over deals and rungs: ``reach`` (day first reached, ``NEVER``), ``dated`` (that day is known),
    ``own`` (entered itself, not skipped), ``holder`` (code of the manager on entry).

    Arrays over deals: ``created`` (day), ``source`` (code), ``state`` (role code at T, ``UNKNOWN`` for a
    status in no list), ``rung`` (where an open deal stands, ``UNKNOWN`` otherwise), ``since`` (day its
    present status was set, ``UNKNOWN``), ``ended`` (day of the win or loss that stands, ``UNKNOWN``),
    ``lead`` (not a test), ``placed`` (a lead whose status is known or was open in an unknown one),
    ``stage_known`` (where it stood at T, or was lost, is known), ``reopened`` (a win or loss of it was
    revoked), ``worked`` and ``worked_at`` (ever in work or beyond; seconds, ``UNKNOWN``), ``covered``
    (dated records of its own), ``amount``.

    ``roles`` are those of the rungs; ``start`` is the first day under record; ``last`` is T as a day.
    """

    ladder: list[str]
    roles: list[Role]
    managers: list[str]
    sources: list[str]
    ids: pd.Series
    reach: Grid32
    dated: Bools
    own: Bools
    holder: Grid32
    created: Ints
    source: Ints
    state: Ints
    rung: Ints
    since: Ints
    ended: Ints
    lead: Bools
    placed: Bools
    stage_known: Bools
    reopened: Bools
    worked: Bools
    worked_at: Ints
    covered: Bools
    amount: npt.NDArray[np.float64]
    start: int
    last: int
    gap_days: float
    dated_stages: bool


def graded(timeline: Timeline, deals: Deals, horizon: int) -> Timeline:
    """The timeline with the grade of evidence that its records deserve for this horizon.

    Sightings further apart than H/4 date changes too roughly, and hide what happened between them: then
    only what the deals' own dates tell counts as dated, and an end may have come at any stage.
    """
    t = timeline
    if not t.dated_stages or t.gap_days <= horizon / 4:
        return t
    own = np.where(deals.standing.own_at >= 0, deals.standing.own_at // DAY, UNKNOWN)
    won, lost = t.reach[:, -1] < NEVER, among(t.state, ENDED)
    reach, dated = t.reach.copy(), t.dated.copy()
    reach[:, -1] = np.where(won & (own >= 0), own, t.reach[:, -1])
    dated[:, -1] = won & (own >= 0)
    from_known = deals.frame["lost_from"].isin(t.ladder).to_numpy()
    return replace(
        t,
        reach=reach,
        dated=dated,
        holder=np.repeat(t.holder[:, :1], len(t.ladder), axis=1),
        ended=np.where(won | lost, own, UNKNOWN),
        stage_known=np.where(lost, from_known, t.stage_known),
        dated_stages=False,
        start=NEVER,
    )


def day_number(day: dt.date) -> int:
    """Whole days from 1970-01-01 to ``day``."""
    return (day - dt.date(1970, 1, 1)).days


def build(deals: Deals) -> Timeline:
    """The timeline of deals as of T; deals are not changed."""
    ladder, roles = deals.stages.ladder, role_codes(deals.stages, deals.codes.statuses)
    rungs = _rung_codes(deals, ladder)
    frame, standing = deals.frame, deals.standing
    created = seconds(frame["created"]) // DAY
    state = roles[standing.status]
    rank, own = _ranks(deals.events, rungs, roles, state == WON, len(ladder))
    reach = _read(deals.events.at // DAY, NEVER, rank)
    dated = _read(deals.events.dated, UNKNOWN, rank) > 0
    since = np.where(standing.since >= 0, standing.since // DAY, UNKNOWN)
    _put_base(deals, reach, dated, own, rungs, created, since)
    own_manager = positions(deals.codes.managers, frame["manager"])
    holder = _read(deals.events.manager, UNKNOWN, rank)
    holder = np.where(holder >= 0, holder, own_manager.astype(np.int32)[:, None])
    rung_roles = [deals.stages.roles()[status] for status in ladder]
    taken_at = next(k for k, role in enumerate(rung_roles) if role is not Role.INTAKE)
    holder[:, :taken_at] = holder[:, [taken_at]]  # of intake: who took it
    worked = own[:, [role is not Role.INTAKE for role in rung_roles]].any(axis=1)
    reach[:, 0], dated[:, 0], own[:, 0] = created, True, True
    event_worked, worked_at = worked_when(deals.events, roles, len(frame))
    sources = sorted(frame["source"].unique())
    lost_stage = frame["lost_from"].isin(ladder).to_numpy() | standing.covered
    is_open = rungs[standing.status] >= 0
    ignored = state == ROLES.index(Role.IGNORE)
    return Timeline(
        ladder=ladder,
        roles=rung_roles,
        managers=[str(m) for m in deals.codes.managers],
        sources=[str(s) for s in sources],
        ids=frame["id"],
        reach=reach,
        dated=dated,
        own=own,
        holder=holder,
        created=created,
        source=positions(pd.Index(sources), frame["source"]),
        state=state,
        rung=np.where(is_open & (state != WON), rungs[standing.status], UNKNOWN),
        since=since,
        ended=np.where(among(state, [WON, *ENDED]), ended_on(deals.events, roles, state, since), UNKNOWN),
        lead=~ignored,
        placed=((state != UNKNOWN) | standing.unknown_then) & ~ignored,
        stage_known=np.where(among(state, ENDED), lost_stage, ~standing.unknown_then),
        reopened=reopened(deals.events, roles, len(frame)),
        worked=event_worked | worked | among(state, WORKED),
        worked_at=worked_at,
        covered=standing.covered,
        amount=frame["amount"].to_numpy(dtype=np.float64),
        start=deals.evidence.start,
        last=day_number(deals.as_of),
        gap_days=deals.evidence.gap_days,
        dated_stages=deals.evidence.dated_stages,
    )


def _rung_codes(deals: Deals, ladder: list[str]) -> Ints:
    """The rung of each status code, −1 for ends and, in a last place, for the unknown status."""
    position = {status: rung for rung, status in enumerate(ladder[:-1])}
    roles = deals.stages.roles()
    won = len(ladder) - 1
    found = [
        won if roles[s] is Role.WON else position.get(s, UNKNOWN) for s in map(str, deals.codes.statuses)
    ]
    return np.array([*found, UNKNOWN], dtype=np.int64)


def _read(of_events: Ints | Bools, never: int, rank: Grid32) -> Grid32:
    """What the event of each rank tells, ``never`` for rank −1, which reads the element put at the end.

    Like all grids, rung after rung in memory: every question is about whole rungs.
    """
    if not len(of_events):
        return np.full(rank.T.shape, never, np.int32).T
    return np.take(np.r_[of_events, never].astype(np.int32), rank.T).T


def _ranks(
    events: Events, rungs: Ints, roles: Ints, won: Bools, height: int
) -> tuple[npt.NDArray[np.int32], Bools]:
    """Per deal and rung the position of the event that first reached it (−1 never), and whether it entered.

    Events are sorted by deal and time, so within a deal positions order time, ties as they came. A win
    counts only if it still stands, from its latest entry.
    """
    rung, sentinel = rungs[events.status], len(events.deal)
    first = np.full((height, len(won)), sentinel, np.int32).T
    climbs = np.flatnonzero((rung >= 0) & (rung < height - 1))[::-1]
    first[events.deal[climbs], rung[climbs]] = climbs  # of repeated places the last assignment stays
    wins = np.flatnonzero((rung == height - 1) & turns(events, roles) & won[events.deal])
    first[events.deal[wins], height - 1] = wins
    own = first < sentinel
    for rung_below in reversed(range(height - 1)):
        np.minimum(first[:, rung_below], first[:, rung_below + 1], out=first[:, rung_below])
    first[first == sentinel] = -1
    return first, own


def _put_base(
    deals: Deals, reach: Grid32, dated: Bools, own: Bools, rungs: Ints, created: Ints, since: Ints
) -> None:
    """Enter the rungs a deal had reached before its records begin.

    A deal created since records began stood from its creation where its first record finds it. An older one
    was somewhere on the way at unknown times: its rungs count as reached, undated, except the one it was
    found in where something dates that entry.
    """
    standing, evidence = deals.standing, deals.evidence
    lost_from = rungs[positions(deals.codes.statuses, deals.frame["lost_from"])]
    alone = np.where(rungs[standing.status] >= 0, rungs[standing.status], lost_from)
    base = np.where(standing.covered, rungs[evidence.first], alone)
    first_day = np.where(evidence.first_at >= 0, evidence.first_at // DAY, UNKNOWN)
    at = np.where(standing.covered, first_day, np.where(rungs[standing.status] >= 0, since, UNKNOWN))
    recorded = created >= evidence.start
    won = base == reach.shape[1] - 1
    whole = recorded & (~won | (at >= 0)) & ((lost_from < 0) | standing.covered)
    at = np.where(whole & (at < 0), created, at)
    for rung in range(1, reach.shape[1]):
        here = base >= rung
        known = here & (at >= 0) & (whole | (base == rung))
        reach[:, rung] = np.where(known, at, np.where(here, created, reach[:, rung]))
        dated[:, rung] = np.where(here, known, dated[:, rung])
        own[:, rung] = np.where(here, base == rung, own[:, rung])
