"""The stays of all deals, from what is on record of their stages or from their dates alone."""

from __future__ import annotations

import numpy as np

from addin.arrays import is_in
from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES, WON
from addin.deals.timeline import Timeline
from addin.metrics.occupancy import Course, Ints32, Stays


def course(deals: Deals, timeline: Timeline) -> Course:
    """The stays of all deals up to T; nothing is changed."""
    t = timeline
    stays, dated, from_records = _recorded(deals, t) if t.dated_stages else _whole(t)
    ended = is_in(t.role, [WON, *ENDED])
    final, won = _places(t), t.in_funnel & (t.role == WON)
    latest = np.full(len(t.created), UNKNOWN, np.int64)
    latest[stays.deal] = stays.stage
    begin = np.where(ended, t.ended, t.since)
    if t.dated_stages:
        missing = t.in_funnel & (final >= 0) & (latest != final)
    else:
        missing = t.in_funnel & ended & (begin >= 0)
    more = np.flatnonzero(missing)
    known = begin[more] >= 0
    deal = np.concatenate([stays.deal, more])
    order = np.argsort(deal, kind="stable")
    start = np.concatenate([stays.start, np.where(known, begin[more], t.as_of_day)])
    until = np.concatenate([stays.until, np.full(len(more), t.as_of_day)])
    every = Stays.of(deal, np.concatenate([stays.stage, final[more]]), start, until).only(order)
    rungs = len(t.ladder) - 1
    told = np.concatenate([from_records, np.zeros(len(more), bool)])[order]
    told &= (every.stage >= 0) & (every.stage < rungs) & t.in_funnel[every.deal]
    return Course(
        every,
        _over(every, t.in_funnel),
        told,
        np.concatenate([dated, known])[order],
        t.created,
        t.amount,
        t.in_funnel,
        ended & (t.ended < 0),
        float((won & (t.ended < 0)).sum() / max(int(won.sum()), 1)),
        rungs,
        t.records_start,
        t.as_of_day,
        t.dated_stages,
    )


def _over(every: Stays, placed: Bools) -> Ints32:
    """The day from which each stay has been followed by another; stays of deals that are not placed: none."""
    over = np.full(len(every.deal), NEVER, np.int32)
    if len(over):
        same = every.deal[1:] == every.deal[:-1]
        over[:-1][same] = every.start[1:][same]
    return np.where(placed[every.deal], over, every.start)


def _places(t: Timeline) -> Ints:
    """Where each deal stands at T: a rung, won, or an end beyond."""
    rungs = len(t.ladder) - 1
    ends = [t.role == WON, *(t.role == code for code in ENDED)]
    return np.select(ends, [rungs, rungs + 1, rungs + 2], t.rung)


def _whole(t: Timeline) -> tuple[Stays, Bools, Bools]:
    """With dates only: one stay from creation to the end, or to T where that has no date or has not come."""
    known = np.flatnonzero(t.in_funnel)
    until = np.where(t.ended >= 0, t.ended, t.as_of_day)
    stays = Stays.of(known, np.zeros(len(known), np.int64), t.created[known], until[known])
    undated_win = (t.role == WON) & (t.ended < 0)
    return stays, np.ones(len(known), bool), ~undated_win[known]


def _recorded(deals: Deals, t: Timeline) -> tuple[Stays, Bools, Bools]:
    """Every stay from one change to the next, the first from creation; which begin, and are, dated."""
    roles, rungs = deals.stages.roles(), len(t.ladder) - 1
    place = {status: k for k, status in enumerate(t.ladder[:-1])}
    ends = {Role.WON: rungs, ROLES[ENDED[0]]: rungs + 1, ROLES[ENDED[1]]: rungs + 2}
    names = map(str, deals.codes.statuses)
    codes = np.array([*(place.get(s, ends.get(roles[s], UNKNOWN)) for s in names), UNKNOWN])
    events = deals.events
    begins = _beginnings(t, events.deal, len(t.created))
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
    sound = dated & (np.where(follows, np.r_[dated[1:], True], True) if len(deal) else dated)
    return Stays.of(deal, stage, start, until), dated, sound


def _beginnings(t: Timeline, with_events: Ints, count: int) -> Ints:
    """Deals known to have stood in the first stage from creation on, for a while."""
    covered = np.zeros(count, bool)
    covered[with_events] = True
    stayed = (t.reach[:, 1] > t.created) & (t.dated[:, 1] | (t.reach[:, 1] == NEVER))
    return np.flatnonzero(stayed & (covered | (t.rung == 0)))
