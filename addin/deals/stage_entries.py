"""When each deal first reached each rung of the pipeline, as dense arrays deals × rungs.

A deal reached rung k when it first entered k or a later rung that is not a loss; a skipped rung counts as
reached at the later entry's time. So the first-reach day is a running minimum from the last rung back, and
every question about visits is a look at two columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Events, Ints, positions, seconds
from addin.deals.role_changes import role_changed
from addin.deals.stages import Role
from addin.deals.status_at import WON

Grid32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class StageEntries:
    """Arrays over deals and rungs.

    Args:
        reach: day on which the rung was first reached, ``NEVER``.
        dated: whether that day is known.
        own: whether the deal entered the rung itself, and did not skip it.
        manager: code of the manager on entry.
    """

    reach: Grid32
    dated: Bools
    own: Bools
    manager: Grid32


def rung_roles(deals: Deals) -> list[Role]:
    """The role of each rung."""
    roles, rungs = deals.stages.roles(), deals.stages.rungs
    first = {rung: status for status, rung in reversed(rungs.items())}
    return [*(roles[first[rung]] for rung in sorted(first)), Role.WON]


def stage_entries(deals: Deals, roles: Ints) -> tuple[StageEntries, Bools]:
    """When each rung was first reached, and which deals entered one that proves work.

    Args:
        deals: as of T; not changed.
        roles: role code of each status code, see :func:`addin.deals.status_at.role_codes`.
    """
    rungs, created = rung_codes(deals), seconds(deals.frame["created"]) // DAY
    won = roles[deals.status_at.status] == WON
    rank, own = _ranks(deals.events, rungs, roles, won, len(deals.stages.ladder))
    reach = _read(deals.events.at // DAY, NEVER, rank)
    dated = _read(deals.events.dated, UNKNOWN, rank) > 0
    _put_base(deals, reach, dated, own, rungs, created)
    beyond_intake = [role is not Role.INTAKE for role in rung_roles(deals)]
    unproven = {deals.stages.rungs.get(status) for status in deals.stages.unproven}
    proof = [beyond and rung not in unproven for rung, beyond in enumerate(beyond_intake)]
    entered_work = np.asarray(own[:, proof].any(axis=1), dtype=bool)
    reach[:, 0], dated[:, 0], own[:, 0] = created, True, True
    return StageEntries(reach, dated, own, _managers(deals, rank, beyond_intake)), entered_work


def _managers(deals: Deals, rank: Grid32, beyond_intake: list[bool]) -> Grid32:
    """Who held the deal on entry: who made the change, else whom the deals sheet names."""
    present = positions(deals.codes.managers, deals.frame["manager"])
    manager = _read(deals.events.manager, UNKNOWN, rank)
    manager = np.where(manager >= 0, manager, present.astype(np.int32)[:, None])
    taken_at = beyond_intake.index(True)
    manager[:, :taken_at] = manager[:, [taken_at]]  # of intake: who took it
    return manager


def rung_codes(deals: Deals) -> Ints:
    """The rung of each status code, −1 for ends, open ones of unknown place and, last, the unknown status."""
    position, roles = deals.stages.rungs, deals.stages.roles()
    won = len(deals.stages.ladder) - 1
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
    wins = np.flatnonzero((rung == height - 1) & role_changed(events, roles) & won[events.deal])
    first[events.deal[wins], height - 1] = wins
    own = first < sentinel
    for rung_below in reversed(range(height - 1)):
        np.minimum(first[:, rung_below], first[:, rung_below + 1], out=first[:, rung_below])
    first[first == sentinel] = -1
    return first, own


def _put_base(deals: Deals, reach: Grid32, dated: Bools, own: Bools, rungs: Ints, created: Ints) -> None:
    """Enter the rungs a deal had reached before its records begin.

    A deal created since records began stood from its creation where its first record finds it. An older one
    was somewhere on the way at unknown times: its rungs count as reached, undated, except the one it was
    found in where something dates that entry.
    """
    status_at, evidence = deals.status_at, deals.evidence
    since = status_at.since_day()
    lost_from = rungs[positions(deals.codes.statuses, deals.frame["lost_from"])]
    alone = np.where(rungs[status_at.status] >= 0, rungs[status_at.status], lost_from)
    base = np.where(status_at.has_records, rungs[evidence.first_status], alone)
    first_day = np.where(evidence.first_status_at >= 0, evidence.first_status_at // DAY, UNKNOWN)
    at = np.where(status_at.has_records, first_day, np.where(rungs[status_at.status] >= 0, since, UNKNOWN))
    recorded = created >= evidence.records_start
    won = base == reach.shape[1] - 1
    whole = recorded & (~won | (at >= 0)) & ((lost_from < 0) | status_at.has_records)
    at = np.where(whole & (at < 0), created, at)
    for rung in range(1, reach.shape[1]):
        here = base >= rung
        known = here & (at >= 0) & (whole | (base == rung))
        reach[:, rung] = np.where(known, at, np.where(here, created, reach[:, rung]))
        dated[:, rung] = np.where(here, known, dated[:, rung])
        own[:, rung] = np.where(here, base == rung, own[:, rung])
