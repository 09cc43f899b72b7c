"""Where every deal stood on every past day: its unbroken stays, kept once and cut at any day.

The forecast of T and those of the days before it run over the same arrays, cut at another day; so the record
of past forecasts is made by the code that makes today's, from what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints
from addin.deals.stages import Role
from addin.deals.standing import ENDED, ROLES, WON
from addin.deals.timeline import Timeline

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stays:
    """Unbroken stays of deals; arrays of one length; days since 1970-01-01.

    ``stage`` is a rung; that of a win is the one after the open ones, other ends are beyond. ``until`` is the
    day the stay ended (T where it lasts).
    """

    deal: Ints
    stage: Ints
    start: Ints
    until: Ints


@dataclass(frozen=True)
class Course:
    """The stays of all placed leads up to T.

    Args:
        every: their stays in all statuses, by deal and time.
        told: of each stay, whether its stage is open and both its ends are dated, so that chances may rest on
            it.
        dated: of each stay, whether the day it began is known.
        created, amount: of each deal, by position.
        placed: of each deal, whether it is a lead whose status is known.
        vanished: of each deal, whether it has ended nobody knows when: never open on a past day.
        undated_wins: share of the wins at T that have no date.
        rungs: how many rungs are open; this number itself stands for won.
        start: first day under record.
        last: T as a day.
        by_stage: whether the stage on a past day is known; otherwise all open deals are on rung 0 and only
            creation and the end are dated.
    """

    every: Stays
    told: Bools
    dated: Bools
    created: Ints
    amount: Floats
    placed: Bools
    vanished: Bools
    undated_wins: float
    rungs: int
    start: int
    last: int
    by_stage: bool

    def at(self, day: int) -> Moment:
        """The deals as they stood at the end of a day up to T."""
        begun = self.every.start <= day
        place = np.flatnonzero(begun & self.placed[self.every.deal])
        current = np.full(len(self.created), UNKNOWN, np.int64)
        current[self.every.deal[place]] = place  # of several stays the last one stays
        known = (current >= 0) & (self.created <= day)
        stage = np.where(known, self.every.stage[current], UNKNOWN)
        since = np.where(known & self.dated[current], self.every.start[current], UNKNOWN)
        kept = np.flatnonzero(self.told & begun)
        rung = np.where((stage < self.rungs) & ~self.vanished, stage, UNKNOWN)
        won, gone = stage == self.rungs, stage > self.rungs
        told = Stays(
            self.every.deal[kept],
            self.every.stage[kept],
            self.every.start[kept],
            np.minimum(self.every.until[kept], day),
        )
        ended = np.where((won | gone) & ~self.vanished, since, UNKNOWN)
        return Moment(self, day, told, rung, since, won, gone, ended)


@dataclass(frozen=True)
class Moment:
    """The deals at the end of one day; arrays over all deals of the course, by position.

    Args:
        course: what it is cut from.
        day: the day.
        told: the stays begun by then that chances may rest on, cut at the day.
        rung: where an open deal stands, ``UNKNOWN`` for others and those not yet created.
        since: the day its present stay began, ``UNKNOWN`` where nothing tells.
        won, gone: whether it is won, or has ended otherwise.
        ended: the day of that, ``UNKNOWN``.
    """

    course: Course
    day: int
    told: Stays
    rung: Ints
    since: Ints
    won: Bools
    gone: Bools
    ended: Ints

    @property
    def born(self) -> Bools:
        """Whether each deal is a lead that had been created."""
        return self.course.placed & (self.course.created <= self.day)

    @property
    def age(self) -> Ints:
        """Days that chances go by: in the stage, or since creation where stages have no dates."""
        begin = self.since if self.course.by_stage else self.course.created
        return np.where((self.rung >= 0) & (begin >= 0), self.day - begin, UNKNOWN)


def course(deals: Deals, timeline: Timeline) -> Course:
    """The stays of all deals up to T; nothing is changed."""
    t = timeline
    stays, dated, from_records = _recorded(deals, t) if t.dated_stages else _whole(t)
    ended = np.isin(t.state, [WON, *ENDED])
    final, won = _places(t), t.placed & (t.state == WON)
    latest = np.full(len(t.created), UNKNOWN, np.int64)
    latest[stays.deal] = stays.stage
    begin = np.where(ended, t.ended, t.since)
    if t.dated_stages:
        missing = t.placed & (final >= 0) & (latest != final)
    else:
        missing = t.placed & ended & (begin >= 0)
    more = np.flatnonzero(missing)
    known = begin[more] >= 0
    every = Stays(
        np.r_[stays.deal, more],
        np.r_[stays.stage, final[more]],
        np.r_[stays.start, np.where(known, begin[more], t.last)],
        np.r_[stays.until, np.full(len(more), t.last)],
    )
    order = np.argsort(every.deal, kind="stable")
    rungs = len(t.ladder) - 1
    told = np.r_[from_records, np.zeros(len(more), bool)]
    told &= (every.stage >= 0) & (every.stage < rungs) & t.placed[every.deal]
    return Course(
        Stays(every.deal[order], every.stage[order], every.start[order], every.until[order]),
        told[order],
        np.r_[dated, known][order],
        t.created,
        t.amount,
        t.placed,
        ended & (t.ended < 0),
        float((won & (t.ended < 0)).sum() / max(int(won.sum()), 1)),
        rungs,
        t.start,
        t.last,
        t.dated_stages,
    )


def _places(t: Timeline) -> Ints:
    """Where each deal stands at T: a rung, won, or an end beyond."""
    rungs = len(t.ladder) - 1
    ends = [t.state == WON, *(t.state == code for code in ENDED)]
    return np.select(ends, [rungs, rungs + 1, rungs + 2], t.rung)


def _whole(t: Timeline) -> tuple[Stays, Bools, Bools]:
    """With dates only: one stay from creation to the end, or to T where that has no date or has not come."""
    known = np.flatnonzero(t.placed)
    until = np.where(t.ended >= 0, t.ended, t.last)
    stays = Stays(known, np.zeros(len(known), np.int64), t.created[known], until[known])
    undated_win = (t.state == WON) & (t.ended < 0)
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
    until = np.where(follows, np.r_[start[1:], 0], t.last) if len(deal) else start
    sound = dated & (np.where(follows, np.r_[dated[1:], True], True) if len(deal) else dated)
    return Stays(deal, stage, start, until), dated, sound


def _beginnings(t: Timeline, with_events: Ints, count: int) -> Ints:
    """Deals known to have stood in the first stage from creation on, for a while."""
    covered = np.zeros(count, bool)
    covered[with_events] = True
    stayed = (t.reach[:, 1] > t.created) & (t.dated[:, 1] | (t.reach[:, 1] == NEVER))
    return np.flatnonzero(stayed & (covered | (t.rung == 0)))
