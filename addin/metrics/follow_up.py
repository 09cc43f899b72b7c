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
from addin.metrics.occupancy import Course, Floats


@dataclass(frozen=True, eq=False)
class Days:
    """Days in order, and for any day which of them is the first not before it."""

    days: Ints
    table: Ints

    @classmethod
    def of(cls, days: Sequence[int]) -> Days:
        """The days, given in order."""
        every = np.array(days, np.int64)
        return cls(every, np.searchsorted(every, np.arange(every[0], every[-1] + 2)))

    def since(self, day: npt.NDArray[np.integer]) -> Ints:
        """Place of the first of the days that is not before each ``day``; their number where none is."""
        place = np.clip(day, self.days[0], self.days[-1] + 1) - self.days[0]
        return np.asarray(self.table[place])


@dataclass(frozen=True, eq=False)
class Followed:
    """Deals under observation; arrays of one length.

    Args:
        deal: its position.
        group: which of the groups it counts in, from 0.
        begin: the day it is followed from.
        first, beyond: places of the first of the days that sees it, and of the first that no longer does.
    """

    deal: npt.NDArray[np.integer]
    group: npt.NDArray[np.integer]
    begin: npt.NDArray[np.integer]
    first: Ints
    beyond: Ints


@dataclass(frozen=True, eq=False)
class _Turns:
    """Ends that stand for some of the days in which their deal is followed; arrays of one length.

    Args:
        row: of the deal among those followed.
        end: of the end among the course's.
        first, beyond: places of the first of these days, and of the one after the last.
    """

    row: Ints
    end: Ints
    first: Ints
    beyond: Ints

    def only(self, kept: Bools) -> _Turns:
        """Some of them."""
        return _Turns(self.row[kept], self.end[kept], self.first[kept], self.beyond[kept])


def counted(
    course: Course, days: Days, rows: Followed, groups: int, reach: int, late: int, ignored: Bools
) -> AgeCounts:
    """The deals by the days they were followed and what came of them, as known on each day.

    A deal whose end has no known day stays at risk.

    Args:
        course: the deals.
        days: on which they are counted.
        rows: those followed.
        groups: how many groups there are.
        reach: the longest time told apart, in days.
        late: first day under record, before which nobody is at risk; ``NEVER``: there is none.
        ignored: of each of the course's ends, whether its deal does not count while it stands.

    Returns:
        Arrays (days, groups, reach + 2).
    """
    ends, width, size = course.ends, reach + 2, len(days.days)
    late = 0 if late == NEVER else late
    first = np.maximum(rows.first, days.since(np.array(late)))
    turns = _turns(course, days, rows, first)
    turns = turns.only(ends.known[turns.end] | ignored[turns.end])
    day, begin, group = ends.day[turns.end], rows.begin[turns.row], rows.group[turns.row]
    seen = ~ignored[turns.end] & (day >= begin) & (day >= late)

    low = int(days.days[0]) - width + 1  # of deals that are open, older first days all mean "longer"
    span = int(days.days[-1]) - low + 1
    cell = rows.group * span + np.clip(rows.begin - low, 0, span - 1)
    waiting = _held(cell, first, rows.beyond, (size, groups * span))
    waiting -= _held(cell[turns.row], turns.first, turns.beyond, (size, groups * span))

    outcome = np.where(ends.won[turns.end], 0, groups)
    cell = (outcome + group) * width + np.minimum(day - begin, width - 1)
    ended = _held(cell[seen], turns.first[seen], turns.beyond[seen], (size, 2 * groups * width))
    won, lost = ended.reshape(size, 2, groups, width).swapaxes(0, 1)

    older = np.flatnonzero(rows.begin < late)
    cell = rows.group * width + np.minimum(late - rows.begin, width - 1)
    begun = _held(cell[older], first[older], rows.beyond[older], (size, groups * width))
    unseen = turns.only(~seen & (begin < late))
    begun -= _held(cell[unseen.row], unseen.first, unseen.beyond, (size, groups * width))
    return AgeCounts(
        begun.reshape(size, groups, width),
        won,
        lost,
        np.zeros(won.shape),
        _by_age(waiting.reshape(size, groups, span), days.days - low, width),
    )


def _turns(course: Course, days: Days, rows: Followed, first: Ints) -> _Turns:
    """Every end of every deal followed, for the days in which it is."""
    ends = course.ends
    count = np.bincount(ends.deal, minlength=len(course.created))
    each = count[rows.deal]
    row = np.repeat(np.arange(len(rows.deal)), each)
    begins = np.cumsum(count) - count
    end = np.arange(len(row)) + np.repeat(begins[rows.deal] - (np.cumsum(each) - each), each)
    gone = np.maximum(days.since(ends.day[end]), first[row])
    back = np.minimum(days.since(ends.over[end]), rows.beyond[row])
    return _Turns(row, end, gone, back).only(gone < back)


def _held(cell: Ints, first: Ints, beyond: Ints, shape: tuple[int, int]) -> Floats:
    """On each day how many are in each cell: (days, cells); ``first`` and ``beyond`` bound their days."""
    size, cells = shape
    begun, left = (
        np.bincount(place * cells + cell, minlength=(size + 1) * cells).reshape(size + 1, cells)
        for place in (first, beyond)
    )
    return np.cumsum((begun - left)[:size], axis=0).astype(np.float64)


def _by_age(waiting: Floats, day: Ints, width: int) -> Floats:
    """Those open by age, the last being "longer", from those open by first day (its place on an axis)."""
    ages = np.arange(width - 1)
    found = np.empty((*waiting.shape[:2], width))
    for place, today in enumerate(day):
        found[place, :, :-1] = waiting[place][:, today - ages]
    found[..., -1] = waiting.sum(axis=2) - found[..., :-1].sum(axis=2)
    return found
