"""Where every deal stood on every past day: its unbroken stays, kept once and cut at any day.

The forecast of T and those of the days before it run over the same arrays, cut at another day; so the record
of past forecasts is made by the code that makes today's, from what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import UNKNOWN, Bools, Ints
from addin.metrics.deal_size import Prices, Wins, prices_of

Floats = npt.NDArray[np.float64]
Ints32 = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Stays:
    """Unbroken stays of deals; arrays of one length; days since 1970-01-01.

    ``stage`` is a rung; that of a win is the one after the open ones, other ends are beyond. ``until`` is the
    day the stay ended (T where it lasts).
    """

    deal: Ints32
    stage: Ints32
    start: Ints32
    until: Ints32

    @classmethod
    def of(cls, *columns: npt.NDArray[np.integer]) -> Stays:
        """Stays from columns of any width: deal, stage, start, until."""
        return cls(*(column.astype(np.int32) for column in columns))

    def only(self, kept: Ints | Bools) -> Stays:
        """Some of the stays."""
        return Stays(self.deal[kept], self.stage[kept], self.start[kept], self.until[kept])


@dataclass(frozen=True, eq=False)
class Ends:
    """Every time a deal stood won, lost or nontarget, by deal and time; arrays of one length.

    Args:
        deal: its position.
        day: the day it came to stand so, ``over`` the first one at whose end it does no longer.
        won: whether won.
        known: whether that day is known.
        top: the highest rung it had stood on by then, that of a win for one won; ``UNKNOWN``.
    """

    deal: Ints32
    day: Ints32
    over: Ints32
    won: Bools
    known: Bools
    top: Ints32


@dataclass(frozen=True, eq=False)
class Course:
    """The stays of all placed leads up to T.

    Args:
        every: their stays in all statuses, by deal and time.
        over: of each stay, the first day at whose end the deal is found in a later one (``NEVER``).
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
    over: Ints32
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

    @cached_property
    def priced(self) -> bool:
        """Whether any deal has an amount."""
        return not np.isnan(self.amount).all()

    @cached_property
    def born(self) -> Ints:
        """The days on which the placed leads were created, in order."""
        return np.sort(self.created[self.placed])

    @cached_property
    def kept(self) -> Stays:
        """The stays that chances may rest on."""
        return self.every.only(np.flatnonzero(self.told))

    @cached_property
    def ends(self) -> Ends:
        """The ends that stood for a day or more, those of placed leads."""
        stage, begun = self.every.stage, self.every.start < self.over
        at = np.flatnonzero((stage >= self.rungs) & begun)
        deal, won = self.every.deal[at], stage[at] == self.rungs
        # deals come one after another, so that a running maximum begins anew with each
        step = np.int64(self.rungs + 1)
        climbed = np.where(stage < self.rungs, stage + 1, 0) + self.every.deal * step
        top = np.maximum.accumulate(climbed)[at] - deal * step - 1
        known = self.dated[at] & ~self.vanished[deal]
        return Ends(
            deal,
            self.every.start[at],
            self.over[at],
            won,
            known,
            np.where(won, self.rungs, top).astype(np.int32),
        )

    @cached_property
    def _order(self) -> Ints:
        """One number that orders the stays by deal and time, as they are."""
        return self.every.deal * np.int64(self.last + 2) + self.every.start

    def found(self, deal: Ints32, day: npt.NDArray[np.integer]) -> Ints32:
        """Where deals stood at the end of a day each, one on which they were on record."""
        wanted = deal * np.int64(self.last + 2) + day
        return self.every.stage[np.searchsorted(self._order, wanted, side="right") - 1]

    def at(self, day: int) -> Moment:
        """The deals as they stood at the end of a day up to T."""
        place = np.flatnonzero((self.every.start <= day) & (day < self.over))
        start = self.every.start[place]
        since = np.where(self.dated[place], start, np.int32(UNKNOWN))
        return Moment(self, day, self.every.deal[place], self.every.stage[place], since)


@dataclass(frozen=True, eq=False)
class Waiting:
    """The open deals of a day: position, rung, and the days that chances go by (``UNKNOWN``)."""

    deal: Ints32
    rung: Ints32
    age: Ints


@dataclass(frozen=True, eq=False)
class Moment:
    """The deals at the end of one day.

    Args:
        course: what it is cut from.
        day: the day.
        deal: positions of the placed leads on record by then, in their order.
        stage: where each stood: a rung, won, an end beyond, or ``UNKNOWN``.
        since: the day that stay began, ``UNKNOWN`` where nothing tells.
    """

    course: Course
    day: int
    deal: Ints32
    stage: Ints32
    since: Ints32

    @cached_property
    def born(self) -> Bools:
        """Of each deal of the course, whether it is a lead that had been created."""
        return self.course.placed & (self.course.created <= self.day)

    @cached_property
    def waiting(self) -> Waiting:
        """The open deals: age is that in the stage, or since creation where stages have no dates."""
        c = self.course
        here = np.flatnonzero((self.stage >= 0) & (self.stage < c.rungs))
        here = here[~c.vanished[self.deal[here]]]
        deal = self.deal[here]
        begin = self.since[here] if c.by_stage else c.created[deal]
        return Waiting(deal, self.stage[here], np.where(begin >= 0, self.day - begin, UNKNOWN))

    @cached_property
    def wins(self) -> Wins:
        """The wins that stand."""
        c = self.course
        here = np.flatnonzero(self.stage == c.rungs)
        deal = self.deal[here]
        ended = np.where(c.vanished[deal], UNKNOWN, self.since[here])
        return Wins(deal, ended, c.amount[deal])

    @cached_property
    def prices(self) -> Prices:
        """What a win brings, as far as known that day."""
        return prices_of(self.wins, self.day)
