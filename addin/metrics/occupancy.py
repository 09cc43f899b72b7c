"""Where every deal stood on every past day: its unbroken stays, kept once and cut at any day.

The forecast of T and those of the days before it run over the same arrays, cut at another day; so past
forecasts are made by the code that makes today's, from what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import NEVER, UNKNOWN, Bools, Ints
from addin.metrics.calendar import month_of
from addin.metrics.deal_size import DealSize, Wins, deal_size_of

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

    @cached_property
    def followed_on(self) -> Ints32:
        """The day from which each, by deal and time, has been followed by another; ``NEVER``."""
        found = np.full(len(self.deal), NEVER, np.int32)
        if len(found):
            same = self.deal[1:] == self.deal[:-1]
            found[:-1][same] = self.start[1:][same]
        return found

    def select(self, rows: Ints | Bools) -> Stays:
        """Some of the stays."""
        return Stays(self.deal[rows], self.stage[rows], self.start[rows], self.until[rows])


@dataclass(frozen=True, eq=False)
class Ends:
    """Every time a deal stood won, lost or nontarget, by deal and time; arrays of one length.

    Args:
        deal: its position.
        day: the day it came to stand so.
        revoked_on: the first day at whose end it does no longer.
        won: whether won.
        dated: whether that day is known.
        highest_rung: the highest rung it had stood on by then, that of a win for one won; ``UNKNOWN``.
    """

    deal: Ints32
    day: Ints32
    revoked_on: Ints32
    won: Bools
    dated: Bools
    highest_rung: Ints32


@dataclass(frozen=True, eq=False)
class Occupancy:
    """The stays of all leads in the funnel up to T.

    Args:
        stays: in all statuses, by deal and time.
        superseded_on: of each stay, the first day at whose end the deal is found in a later one (``NEVER``).
        usable: of each stay, whether its stage is open and both its ends are dated, so that chances may rest
            on it.
        dated: of each stay, whether the day it began is known.
        created, amount: of each deal, by position.
        in_funnel: of each deal, whether it is a lead whose status is known.
        undated_end: of each deal, whether it has ended nobody knows when: never open on a past day.
        undated_win_share: share of the wins at T that have no date.
        rungs: how many rungs are open; this number itself stands for won.
        records_start: first day under record.
        as_of_day: T as a day.
        by_stage: whether the stage on a past day is known; otherwise all open deals are on rung 0 and only
            creation and the end are dated.
    """

    stays: Stays
    superseded_on: Ints32
    usable: Bools
    dated: Bools
    created: Ints
    amount: Floats
    in_funnel: Bools
    undated_end: Bools
    undated_win_share: float
    rungs: int
    records_start: int
    as_of_day: int
    by_stage: bool

    @cached_property
    def has_amounts(self) -> bool:
        """Whether any deal has an amount."""
        return not np.isnan(self.amount).all()

    @cached_property
    def creation_days(self) -> Ints:
        """The days on which the leads in the funnel were created, in order."""
        return np.sort(self.created[self.in_funnel])

    @cached_property
    def usable_stays(self) -> Stays:
        """The stays that chances may rest on."""
        return self.stays.select(np.flatnonzero(self.usable))

    @cached_property
    def ends(self) -> Ends:
        """The ends that stood for a day or more, those of leads in the funnel."""
        stage, begun = self.stays.stage, self.stays.start < self.superseded_on
        at = np.flatnonzero((stage >= self.rungs) & begun)
        deal, won = self.stays.deal[at], stage[at] == self.rungs
        # deals come one after another, so that a running maximum begins anew with each
        step = np.int64(self.rungs + 1)
        climbed = np.where(stage < self.rungs, stage + 1, 0) + self.stays.deal * step
        highest = np.maximum.accumulate(climbed)[at] - deal * step - 1
        return Ends(
            deal,
            self.stays.start[at],
            self.superseded_on[at],
            won,
            self.dated[at] & ~self.undated_end[deal],
            np.where(won, self.rungs, highest).astype(np.int32),
        )

    @cached_property
    def _order(self) -> Ints:
        """One number that orders the stays by deal and time, as they are."""
        return self.stays.deal * np.int64(self.as_of_day + 2) + self.stays.start

    def stage_at(self, deal: Ints32, day: npt.NDArray[np.integer]) -> Ints32:
        """Where deals stood at the end of a day each, one on which they were on record."""
        wanted = deal * np.int64(self.as_of_day + 2) + day
        return self.stays.stage[np.searchsorted(self._order, wanted, side="right") - 1]

    def won_between(self, first: int, last: int) -> Ints32:
        """The deals whose wins after one day, up to another, stand at the end of the latter."""
        ends = self.ends
        stands = ends.won & ends.dated & (ends.day > first) & (ends.day <= last) & (last < ends.revoked_on)
        return ends.deal[stands]

    def win_days(self, day: int) -> Ints:
        """The days of the dated wins that stand at the end of a day."""
        ends = self.ends
        stands = ends.won & ends.dated & (ends.day <= day) & (day < ends.revoked_on)
        return ends.day[stands].astype(np.int64)

    def at(self, day: int) -> DaySnapshot:
        """The deals as they stood at the end of a day up to T."""
        place = np.flatnonzero((self.stays.start <= day) & (day < self.superseded_on))
        start = self.stays.start[place]
        since = np.where(self.dated[place], start, np.int32(UNKNOWN))
        return DaySnapshot(self, day, self.stays.deal[place], self.stays.stage[place], since)


@dataclass(frozen=True, eq=False)
class OpenDeals:
    """The open deals of a day: position, rung, and the days that chances go by (``UNKNOWN``)."""

    deal: Ints32
    rung: Ints32
    age: Ints


@dataclass(frozen=True, eq=False)
class DaySnapshot:
    """The deals at the end of one day.

    Args:
        occupancy: what it is cut from.
        day: the day.
        deal: positions of the leads in the funnel on record by then, in their order.
        stage: where each stood: a rung, won, an end beyond, or ``UNKNOWN``.
        since: the day that stay began, ``UNKNOWN`` where nothing tells.
    """

    occupancy: Occupancy
    day: int
    deal: Ints32
    stage: Ints32
    since: Ints32

    @cached_property
    def created(self) -> Bools:
        """Of each deal of the occupancy, whether it is a lead in the funnel that had been created."""
        return self.occupancy.in_funnel & (self.occupancy.created <= self.day)

    @cached_property
    def open_deals(self) -> OpenDeals:
        """The open deals: age is that in the stage, or since creation where stages have no dates."""
        of = self.occupancy
        here = np.flatnonzero((self.stage >= 0) & (self.stage < of.rungs))
        here = here[~of.undated_end[self.deal[here]]]
        deal = self.deal[here]
        begin = self.since[here] if of.by_stage else of.created[deal]
        return OpenDeals(deal, self.stage[here], np.where(begin >= 0, self.day - begin, UNKNOWN))

    @cached_property
    def wins(self) -> Wins:
        """The wins that stand."""
        of = self.occupancy
        here = np.flatnonzero(self.stage == of.rungs)
        deal = self.deal[here]
        day = np.where(of.undated_end[deal], UNKNOWN, self.since[here])
        return Wins(deal, day, of.amount[deal])

    @cached_property
    def money_by_month(self) -> tuple[Ints, Floats]:
        """The months of the wins, in order, and what is on record of each win; 0 where nothing is."""
        wins = self.wins
        when = month_of(wins.day)
        order = np.argsort(when.astype(np.int16), kind="stable")  # few bits are sorted fast
        return when[order], np.nan_to_num(wins.amount)[order]

    @cached_property
    def deal_size(self) -> DealSize:
        """What a win brings, as far as known that day."""
        return deal_size_of(self.wins, self.day)
