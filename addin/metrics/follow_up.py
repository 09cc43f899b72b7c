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
from addin.metrics.forgetting import MONTHS, Cohorts
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
        cohorts: how they are weighed on each of the days.
        shape: days and groups.
        width: ages told apart, the last being "longer".
    """

    followed: FollowedDeals
    first: Ints
    ends: _StandingEnds
    cohorts: Cohorts
    shape: tuple[int, int]
    width: int

    def open_by_age(self) -> Floats:
        """Deals without an end, by age: (half-lives, days, groups, width)."""
        (size, groups), rows, ends, days = self.shape, self.followed, self.ends, self.cohorts.days
        low = int(days[0]) - self.width + 1  # of deals that are open, older first days all mean "longer"
        span = int(days[-1]) - low + 1
        # the older ones by cohort, the others by first day, which tells the cohort
        place = np.where(
            rows.begin < low, self.cohorts.of_day(rows.begin), MONTHS + np.minimum(rows.begin - low, span - 1)
        )
        cells = MONTHS + span
        cell = rows.group * cells + place
        count = _running_counts(cell, self.first, rows.stop, (size, groups * cells))
        count -= _running_counts(cell[ends.row], ends.first, ends.stop, (size, groups * cells))
        cohort = np.concatenate([np.arange(MONTHS), self.cohorts.of_day(np.arange(low, low + span))])
        weighted = count.reshape(size, groups, cells) * self.cohorts.weights[:, :, None, cohort]
        return _by_age(weighted, MONTHS + days - low, self.width)

    def ended_by_age(self, seen: Bools, age: Ints, won: Bools) -> tuple[Floats, Floats]:
        """Deals won and lost, of those whose end was seen, by age at the end; as :meth:`open_by_age` each."""
        (size, groups), rows, ends = self.shape, self.followed, self.ends
        outcome, cohort = np.where(won, 0, groups), self.cohorts.of_day(rows.begin)[ends.row]
        group = (outcome + rows.group[ends.row]) * MONTHS + cohort
        cell = group * self.width + np.minimum(age, self.width - 1)
        shape = (size, 2 * groups * MONTHS * self.width)
        ended = _running_counts(cell[seen], ends.first[seen], ends.stop[seen], shape)
        both = self._weighted(ended.reshape(size, 2 * groups, MONTHS, self.width))
        return both[:, :, :groups], both[:, :, groups:]

    def entered_late(self, records_start: int, seen: Bools) -> Floats:
        """Deals older than the records, by age on their first day, but for those whose end was not seen."""
        (size, groups), rows, width = self.shape, self.followed, self.width
        older = np.flatnonzero(rows.begin < records_start)
        group = rows.group * MONTHS + self.cohorts.of_day(rows.begin)
        cell = group * width + np.minimum(records_start - rows.begin, width - 1)
        shape = (size, groups * MONTHS * width)
        count = _running_counts(cell[older], self.first[older], rows.stop[older], shape)
        unseen = self.ends.select(~seen & (rows.begin[self.ends.row] < records_start))
        count -= _running_counts(cell[unseen.row], unseen.first, unseen.stop, shape)
        return self._weighted(count.reshape(size, groups, MONTHS, width))

    def _weighted(self, count: Floats) -> Floats:
        """Cohorts put together: (days, groups, cohorts, width) to (half-lives, days, groups, width)."""
        return np.asarray(np.matmul(self.cohorts.weights[:, :, None, None, :], count)[..., 0, :])


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
        Arrays (half-lives, days, groups, max_age + 2), weighed as :class:`Cohorts` has it.
    """
    ends, start = occupancy.ends, 0 if records_start == NEVER else records_start
    first = np.maximum(followed.first, axis.first_from(np.array(start)))
    standing = _standing_ends(occupancy, axis, followed, first)
    standing = standing.select(ends.dated[standing.end] | ignored[standing.end])
    day, begin = ends.day[standing.end], followed.begin[standing.row]
    seen = ~ignored[standing.end] & (day >= begin) & (day >= start)
    counter = _Counter(followed, first, standing, Cohorts(axis.days), (len(axis.days), groups), max_age + 2)
    won, lost = counter.ended_by_age(seen, day - begin, ends.won[standing.end])
    return AgeCounts(counter.entered_late(start, seen), won, lost, np.zeros(won.shape), counter.open_by_age())


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


def _running_counts(cell: npt.NDArray[np.integer], first: Ints, stop: Ints, shape: tuple[int, int]) -> Floats:
    """On each day how many are in each cell: (days, cells); ``first`` and ``stop`` bound their days."""
    size, cells = shape
    begun, left = (
        np.bincount(place * cells + cell, minlength=(size + 1) * cells).reshape(size + 1, cells)
        for place in (first, stop)
    )
    found = (begun - left)[:size].astype(np.float64)
    for day in range(1, size):  # many times as fast as a running sum along the days
        found[day] += found[day - 1]
    return found


def _by_age(by_first_day: Floats, day: Ints, width: int) -> Floats:
    """Those open by age, the last being "longer", from those open by first day.

    Args:
        by_first_day: (half-lives, days, groups, first days).
        day: place of each of the days on that last axis.
        width: ages told apart.
    """
    ages = np.arange(width - 1)
    found = np.empty((*by_first_day.shape[:3], width))
    for place, today in enumerate(day):
        found[:, place, :, :-1] = by_first_day[:, place][..., today - ages]
    found[..., -1] = by_first_day.sum(axis=-1) - found[..., :-1].sum(axis=-1)
    return found
