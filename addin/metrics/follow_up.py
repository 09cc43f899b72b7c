"""Deals followed from some day on, counted as they stood on each of many days.

What each of them counts as changes a few times in its life only: when it comes under observation, when it
ends, when an end is revoked. So each change is put down once, at the first of the days that sees it, and sums
over the days tell what was known on each: no day looks at all deals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import NEVER, Bools, Ints
from addin.metrics.age_counts import AgeCounts
from addin.metrics.occupancy import Floats, Occupancy


@dataclass(frozen=True, eq=False)
class DayAxis:
    """Days in order, and for any day which of them is the first not before it."""

    days: Ints
    index: Ints

    @classmethod
    def of(cls, days: Sequence[int]) -> DayAxis:
        """The days, given in order."""
        every = np.array(days, np.int64)
        return cls(every, np.searchsorted(every, np.arange(every[0], every[-1] + 2)))

    def first_from(self, day: npt.NDArray[np.integer]) -> Ints:
        """Place of the first of the days that is not before each ``day``; their number where none is."""
        place = np.clip(day, self.days[0], self.days[-1] + 1) - self.days[0]
        return np.asarray(self.index[place])


@dataclass(frozen=True, eq=False)
class FollowedDeals:
    """Deals under observation; arrays of one length.

    Args:
        deal: its position.
        group: which of the groups it counts in, from 0.
        begin: the day it is followed from.
        first, stop: places of the first of the days that sees it, and of the first that no longer does.
    """

    deal: npt.NDArray[np.integer]
    group: npt.NDArray[np.integer]
    begin: npt.NDArray[np.integer]
    first: Ints
    stop: Ints


@dataclass(frozen=True, eq=False)
class _StandingEnds:
    """Ends that stand for some of the days in which their deal is followed; arrays of one length.

    Args:
        row: of the deal among those followed.
        end: of the end among the occupancy's.
        first, stop: places of the first of these days, and of the one after the last.
    """

    row: Ints
    end: Ints
    first: Ints
    stop: Ints

    def select(self, rows: Bools) -> _StandingEnds:
        """Some of them."""
        return _StandingEnds(self.row[rows], self.end[rows], self.first[rows], self.stop[rows])


@dataclass(frozen=True, eq=False)
class _Counter:
    """Counts of followed deals on each of the days, by group and by day or age.

    Args:
        followed: the deals; ``first`` the place of the first day that sees each under record.
        ends: of these deals.
        shape: days and groups.
        width: ages told apart, the last being "longer".
    """

    followed: FollowedDeals
    first: Ints
    ends: _StandingEnds
    shape: tuple[int, int]
    width: int

    def open_by_age(self, days: Ints) -> Floats:
        """Deals without an end, by age: (days, groups, width)."""
        (size, groups), rows, ends = self.shape, self.followed, self.ends
        low = int(days[0]) - self.width + 1  # of deals that are open, older first days all mean "longer"
        span = int(days[-1]) - low + 1
        cell = rows.group * span + np.clip(rows.begin - low, 0, span - 1)
        count = _running_counts(cell, self.first, rows.stop, (size, groups * span))
        count -= _running_counts(cell[ends.row], ends.first, ends.stop, (size, groups * span))
        return _by_age(count.reshape(size, groups, span), days - low, self.width)

    def ended_by_age(self, seen: Bools, age: Ints, won: Bools) -> tuple[Floats, Floats]:
        """Deals won and lost, of those whose end was seen, by age at the end: (days, groups, width) each."""
        (size, groups), rows, ends = self.shape, self.followed, self.ends
        outcome = np.where(won, 0, groups)
        cell = (outcome + rows.group[ends.row]) * self.width + np.minimum(age, self.width - 1)
        shape = (size, 2 * groups * self.width)
        ended = _running_counts(cell[seen], ends.first[seen], ends.stop[seen], shape)
        won_count, lost_count = ended.reshape(size, 2, groups, self.width).swapaxes(0, 1)
        return won_count, lost_count

    def entered_late(self, records_start: int, seen: Bools) -> Floats:
        """Deals older than the records, by age on their first day, but for those whose end was not seen."""
        (size, groups), rows, width = self.shape, self.followed, self.width
        older = np.flatnonzero(rows.begin < records_start)
        cell = rows.group * width + np.minimum(records_start - rows.begin, width - 1)
        count = _running_counts(cell[older], self.first[older], rows.stop[older], (size, groups * width))
        unseen = self.ends.select(~seen & (rows.begin[self.ends.row] < records_start))
        count -= _running_counts(cell[unseen.row], unseen.first, unseen.stop, (size, groups * width))
        return count.reshape(size, groups, width)


def count_followed(
    occupancy: Occupancy,
    axis: DayAxis,
    followed: FollowedDeals,
    groups: int,
    max_age: int,
    records_start: int,
    ignored: Bools,
) -> AgeCounts:
    """The deals by the days they were followed and what came of them, as known on each day.

    A deal whose end has no known day stays at risk.

    Args:
        occupancy: of all deals.
        axis: the days on which they are counted.
        followed: the deals.
        groups: how many groups there are.
        max_age: the longest time told apart, in days.
        records_start: first day under record, before which nobody is at risk; ``NEVER``: there is none.
        ignored: of each of the occupancy's ends, whether its deal does not count while it stands.

    Returns:
        Arrays (days, groups, max_age + 2).
    """
    ends, start = occupancy.ends, 0 if records_start == NEVER else records_start
    first = np.maximum(followed.first, axis.first_from(np.array(start)))
    standing = _standing_ends(occupancy, axis, followed, first)
    standing = standing.select(ends.dated[standing.end] | ignored[standing.end])
    day, begin = ends.day[standing.end], followed.begin[standing.row]
    seen = ~ignored[standing.end] & (day >= begin) & (day >= start)
    counter = _Counter(followed, first, standing, (len(axis.days), groups), max_age + 2)
    won, lost = counter.ended_by_age(seen, day - begin, ends.won[standing.end])
    return AgeCounts(
        counter.entered_late(start, seen), won, lost, np.zeros(won.shape), counter.open_by_age(axis.days)
    )


def _standing_ends(
    occupancy: Occupancy, axis: DayAxis, followed: FollowedDeals, first: Ints
) -> _StandingEnds:
    """Every end of every deal followed, for the days in which it is."""
    ends = occupancy.ends
    count = np.bincount(ends.deal, minlength=len(occupancy.created))
    each = count[followed.deal]
    row = np.repeat(np.arange(len(followed.deal)), each)
    begins = np.cumsum(count) - count
    end = np.arange(len(row)) + np.repeat(begins[followed.deal] - (np.cumsum(each) - each), each)
    start = np.maximum(axis.first_from(ends.day[end]), first[row])
    stop = np.minimum(axis.first_from(ends.revoked_on[end]), followed.stop[row])
    return _StandingEnds(row, end, start, stop).select(start < stop)


def _running_counts(cell: Ints, first: Ints, stop: Ints, shape: tuple[int, int]) -> Floats:
    """On each day how many are in each cell: (days, cells); ``first`` and ``stop`` bound their days."""
    size, cells = shape
    begun, left = (
        np.bincount(place * cells + cell, minlength=(size + 1) * cells).reshape(size + 1, cells)
        for place in (first, stop)
    )
    return np.cumsum((begun - left)[:size], axis=0).astype(np.float64)


def _by_age(by_first_day: Floats, day: Ints, width: int) -> Floats:
    """Those open by age, the last being "longer", from those open by first day (its place on an axis)."""
    ages = np.arange(width - 1)
    found = np.empty((*by_first_day.shape[:2], width))
    for place, today in enumerate(day):
        found[place, :, :-1] = by_first_day[place][:, today - ages]
    found[..., -1] = by_first_day.sum(axis=2) - found[..., :-1].sum(axis=2)
    return found
