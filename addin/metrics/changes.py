"""What has changed in a department: conversion, prices or leads on another level since some month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.deals.evidence import NEVER, Ints
from addin.metrics.arrivals import burst_limit
from addin.metrics.breaks import Break, proven_break
from addin.metrics.calendar import first_day, month, month_of
from addin.metrics.forgetting import HALF_LIVES
from addin.metrics.occupancy import DaySnapshot, Floats
from addin.metrics.pipeline_value import PipelineValues
from addin.metrics.win_curve import against_curve

MONTHS = 13
"""Whole months up to T that are looked at; an older change is what the department is used to."""
YEAR = 12
"""A move that came in the same months of the year before, by half or more, is the season's."""
LEAST = 0.1
"""A level that moved by less than this share is not worth a word."""
ENOUGH = 10
"""A month with fewer wins expected, sums or leads tells nothing: only those after it are looked at."""


@dataclass(frozen=True)
class Change:
    """A level that moved.

    Args:
        of: "conversion" (of leads to wins), "price" (sums of new deals) or "leads" (a day).
        month: the first of the new level, counted from 1970-01.
        ratio: the new level over the old one.
        share: of what chances rest on, what was followed since, 0 to 1.
        leads: created since.
    """

    of: str
    month: int
    ratio: float
    share: float
    leads: int


@dataclass(frozen=True, eq=False)
class Series:
    """Logarithms of a level by month, of whole months from the first on, and their variances by luck."""

    first: int
    level: Floats
    variance: Floats

    @classmethod
    def told(cls, first: int, level: Floats, variance: Floats, count: Floats | Ints) -> Series:
        """The months after the last one of which too few tell."""
        begin = int(np.flatnonzero(count < ENOUGH).max(initial=-1)) + 1
        return cls(first + begin, level[begin:], variance[begin:])

    def broken(self) -> tuple[int, float] | None:
        """The month in which a level began that is proven to be another, and the move of its logarithm."""
        skipped = max(len(self.level) - MONTHS, 0)
        found = proven_break(self.level[skipped:], self.variance[skipped:])
        if found is None or abs(np.expm1(found.move)) < LEAST or self._comes_again(skipped, found):
            return None
        return self.first + skipped + found.place, found.move

    def _comes_again(self, skipped: int, found: Break) -> bool:
        """Whether the same months of the year before moved likewise."""
        place = skipped + found.place - YEAR
        before, since = self.level[max(skipped - YEAR, 0) : max(place, 0)], self.level[max(place, 0) : -YEAR]
        if not (len(before) and len(since)):
            return False
        move = float(since.mean() - before.mean())
        return move * found.move > 0 and abs(move) > abs(found.move) / 2


def changes(values: PipelineValues, now: DaySnapshot) -> list[Change]:
    """What is proven to have changed, as known at the end of the last of the days of ``values``."""
    last, created = month(now.day + 1) - 1, now.occupancy.creation_days
    if not len(created):
        return []
    first = max(month(int(created[0])) + 1, last - MONTHS - YEAR + 1)
    if first > last:
        return []
    series = {
        "conversion": _conversion(values, now, first, last),
        "price": _price(now, first, last),
        "leads": _leads(now, first, last),
    }
    broken = {of: each.broken() for of, each in series.items()}
    return [_change(values, now, of, *told) for of, told in broken.items() if told is not None]


def _change(values: PipelineValues, now: DaySnapshot, of: str, since: int, move: float) -> Change:
    leads = int((now.created & (now.occupancy.created >= first_day(since))).sum())
    return Change(of, since, float(np.exp(move)), _share_since(values, now, since), leads)


def _conversion(values: PipelineValues, now: DaySnapshot, first: int, last: int) -> Series:
    """Wins of the leads of each month over those that the leads of all records promise by their age."""
    curve, of = values.win_curves.curve[0, -1], now.occupancy
    if not values.win_curves.known[-1]:
        return Series(first, np.zeros(0), np.zeros(0))
    if of.records_start != NEVER:
        first = min(max(first, month(of.records_start - 1) + 1), last)
    deal, at = _by_month(now, of.created, first, last)
    promised, came = against_curve(now, deal, curve)
    expected, count = (np.bincount(at, each, last - first + 1) for each in (promised, came))
    won = count + 0.5
    told = int(np.flatnonzero(expected >= ENOUGH).max(initial=-1)) + 1  # the latest have had no time yet
    won, expected = won[:told], expected[:told]
    return Series.told(first, np.log(won / np.maximum(expected, 1.0)), 1 / won, expected)


def _price(now: DaySnapshot, first: int, last: int) -> Series:
    """Mean logarithm of the sums of deals by month of creation."""
    deal, at = _by_month(now, now.occupancy.created, first, last)
    priced = now.occupancy.amount[deal] > 0
    at, amount = at[priced], np.log(now.occupancy.amount[deal[priced]])
    count = np.bincount(at, minlength=last - first + 1)
    mean = np.bincount(at, amount, len(count)) / np.maximum(count, 1)
    spread = float(((amount - mean[at]) ** 2).sum()) / max(len(amount) - len(count), 1)
    return Series.told(first, mean, np.maximum(spread, 1e-4) / np.maximum(count, 1), count)


def _leads(now: DaySnapshot, first: int, last: int) -> Series:
    """Leads a day by month, a burst of a week counted as an ordinary one at its most."""
    begin, end = first_day(first), first_day(last + 1)
    deal, _ = _by_month(now, now.occupancy.created, first, last)
    daily = _without_bursts(np.bincount(now.occupancy.created[deal] - begin, minlength=end - begin))
    at = month_of(np.arange(begin, end)) - first
    count = np.maximum(np.bincount(at, daily), 0.5)
    return Series.told(first, np.log(count / np.bincount(at)), 1 / count, count)


def _by_month(now: DaySnapshot, created: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """Leads created in some months, and the place of the month of each."""
    deal = np.flatnonzero(now.created & (created >= first_day(first)) & (created < first_day(last + 1)))
    return deal, month_of(created[deal]) - first


def _without_bursts(daily: Ints) -> Floats:
    """Leads of days, those of a week above the middle and three median absolute deviations cut to that."""
    week = np.minimum(np.arange(len(daily)) // 7, len(daily) // 7 - 1)
    leads = 7 * np.bincount(week, daily) / np.bincount(week)
    return np.asarray(daily * np.minimum(1.0, burst_limit(leads) / np.maximum(leads, 1e-9))[week])


def _share_since(values: PipelineValues, now: DaySnapshot, since: int) -> float:
    """Share of what the chances rest on that was followed since a month began, of an even stream of deals."""
    fading = np.log(2) / np.array(HALF_LIVES)
    kept = [
        np.where(fading > 0, -np.expm1(-fading * days) / np.where(fading > 0, fading, 1.0), days)
        for days in (now.day + 1 - first_day(since), now.day + 1 - int(now.occupancy.creation_days[0]))
    ]
    return float(values.weights[-1] @ (kept[0] / kept[1]))
