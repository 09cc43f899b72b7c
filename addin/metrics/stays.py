"""The stays of all deals, from what is on record of their stages or from their dates alone."""

from __future__ import annotations

import numpy as np

from addin.arrays import is_in
from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES, WON
from addin.deals.timeline import Timeline
from addin.metrics.occupancy import Ints32, Occupancy, Stays

YOUNG_DAYS = 62
"""Forecasts look as far as the end of the next month: a shorter record has followed no deal so long."""
ENOUGH_WINS = 10
"""Fewer dated wins before the record tell no more than it does."""
DatedStays = tuple[Stays, Bools, Bools]
"""Stays by deal and time; of each, whether its beginning is dated, and whether all that chances need is."""


def tells_chances(t: Timeline) -> bool:
    """Whether the record of stages is long enough for chances to be learnt from it rather than from dates.

    Of a deal followed for three days nothing is known of its chances within a month. While the record is
    young and the dates of deals tell of wins before it, they tell more: when leads came, and were won.
    """
    if not t.dated_stages or t.records_start == NEVER or t.as_of_day - t.records_start >= YOUNG_DAYS:
        return t.dated_stages
    earlier = t.in_funnel & (t.role == WON) & (t.ended >= 0) & (t.ended < t.records_start)
    return int(earlier.sum()) < ENOUGH_WINS


def occupancy_of(deals: Deals, timeline: Timeline, by_stage: bool | None = None) -> Occupancy:
    """The stays of all deals up to T; nothing is changed.

    Args:
        deals: as of T.
        timeline: of them.
        by_stage: whether stays are those on record; False: from creation to the end; None: those on record,
            where there is a record.
    """
    t, rungs = timeline, len(timeline.ladder) - 1
    by_stage = t.dated_stages if by_stage is None else by_stage
    recorded = _from_records(deals, t) if by_stage else _from_dates(t)
    ended, won = is_in(t.role, [WON, *ENDED]), t.in_funnel & (t.role == WON)
    stays, dated, usable = _with_final_stays(recorded, t, ended, by_stage)
    usable &= (stays.stage >= 0) & (stays.stage < rungs) & t.in_funnel[stays.deal]
    return Occupancy(
        stays,
        _superseded_on(stays, t.in_funnel),
        usable,
        dated,
        t.created,
        t.amount,
        t.in_funnel,
        ended & (t.ended < 0),
        float((won & (t.ended < 0)).sum() / max(int(won.sum()), 1)),
        rungs,
        t.records_start if by_stage else NEVER,
        t.as_of_day,
        by_stage,
    )


def _with_final_stays(recorded: DatedStays, t: Timeline, ended: Bools, by_stage: bool) -> DatedStays:
    """The stays, and those in which deals stand at T where no record leads to them."""
    stays, dated, usable = recorded
    final = _final_stages(t)
    latest = np.full(len(t.created), UNKNOWN, np.int64)
    latest[stays.deal] = stays.stage
    begin = np.where(ended, t.ended, t.since)
    if by_stage:
        missing = t.in_funnel & (final >= 0) & (latest != final)
    else:
        missing = t.in_funnel & ended & (begin >= 0)
    more = np.flatnonzero(missing)
    known = begin[more] >= 0
    deal = np.concatenate([stays.deal, more])
    order = np.argsort(deal, kind="stable")
    start = np.concatenate([stays.start, np.where(known, begin[more], t.as_of_day)])
    until = np.concatenate([stays.until, np.full(len(more), t.as_of_day)])
    return (
        Stays.of(deal, np.concatenate([stays.stage, final[more]]), start, until).select(order),
        np.concatenate([dated, known])[order],
        np.concatenate([usable, np.zeros(len(more), bool)])[order],
    )


def _superseded_on(stays: Stays, in_funnel: Bools) -> Ints32:
    """The day from which each stay has been followed by another; stays of deals not in the funnel: none."""
    return np.where(in_funnel[stays.deal], stays.followed_on, stays.start)


def _final_stages(t: Timeline) -> Ints:
    """Where each deal stands at T: a rung, won, or an end beyond."""
    rungs = len(t.ladder) - 1
    ends = [t.role == WON, *(t.role == code for code in ENDED)]
    return np.select(ends, [rungs, rungs + 1, rungs + 2], t.rung)


def _from_dates(t: Timeline) -> DatedStays:
    """With dates only: one stay from creation to the end, or to T where that has no date or has not come."""
    known = np.flatnonzero(t.in_funnel)
    until = np.where(t.ended >= 0, t.ended, t.as_of_day)
    stays = Stays.of(known, np.zeros(len(known), np.int64), t.created[known], until[known])
    undated_win = (t.role == WON) & (t.ended < 0)
    return stays, np.ones(len(known), bool), ~undated_win[known]


def _from_records(deals: Deals, t: Timeline) -> DatedStays:
    """Every stay from one change to the next, the first from creation."""
    events, codes = deals.events, _stage_codes(deals, t)
    begins = _in_first_stage_from_creation(t, events.deal, len(t.created))
    deal = np.concatenate([begins, events.deal])
    start = np.concatenate([t.created[begins], events.at // DAY])
    stage = np.concatenate([np.zeros(len(begins), np.int64), codes[events.status]])
    dated = np.concatenate([np.ones(len(begins), bool), events.dated])
    # events come by deal and time, so that a stable sort leaves each beginning before them
    order = np.argsort(deal, kind="stable")
    deal, start, stage, dated = deal[order], start[order], stage[order], dated[order]
    # a repeated record of the stage a deal already stands in begins no new stay
    new = np.r_[True, (np.diff(deal) != 0) | (np.diff(stage) != 0)] if len(deal) else np.zeros(0, bool)
    deal, start, stage, dated = deal[new], start[new], stage[new], dated[new]
    follows = np.r_[np.diff(deal) == 0, False] if len(deal) else np.zeros(0, bool)
    until = np.where(follows, np.r_[start[1:], 0], t.as_of_day) if len(deal) else start
    usable = dated & (np.where(follows, np.r_[dated[1:], True], True) if len(deal) else dated)
    return Stays.of(deal, stage, start, until), dated, usable


def _stage_codes(deals: Deals, t: Timeline) -> Ints:
    """Code of a status → its stage as in :class:`Stays`; the last place is read for ``UNKNOWN``."""
    roles, rungs = deals.stages.roles(), len(t.ladder) - 1
    place = deals.stages.rungs
    ends = {Role.WON: rungs, ROLES[ENDED[0]]: rungs + 1, ROLES[ENDED[1]]: rungs + 2}
    names = map(str, deals.codes.statuses)
    return np.array([*(place.get(s, ends.get(roles[s], UNKNOWN)) for s in names), UNKNOWN])


def _in_first_stage_from_creation(t: Timeline, with_events: Ints, count: int) -> Ints:
    """Deals known to have stood in the first stage from creation on, for a while."""
    covered = np.zeros(count, bool)
    covered[with_events] = True
    stayed = (t.reach[:, 1] > t.created) & (t.dated[:, 1] | (t.reach[:, 1] == NEVER))
    return np.flatnonzero(stayed & (covered | ((t.rung == 0) & t.stage_known)))
