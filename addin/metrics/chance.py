"""The chance of a deal to be won within h more days, by its stage and how long it has stood there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import NEVER, Bools, Ints
from addin.deals.timeline import Timeline
from addin.metrics.age_counts import AgeCounts
from addin.metrics.conversion import UNDATED
from addin.metrics.follow_up import Days, Followed, counted
from addin.metrics.incidence import advance_curve
from addin.metrics.occupancy import Course, Floats, Ints32, Stays
from addin.metrics.stays import course
from addin.parallel import run_all

BANDS = (0, 7, 14, 30, 60, 120)
"""First ages in days of the bands 0–6, 7–13, 14–29, 30–59, 60–119 and 120 on."""
PRIOR_DEALS = 10
"""A band's chance is drawn to that of the band before it, the first one's to the stage's mean, as if that
were so many more deals. Drawn to the stage's mean, itself mostly of young stays, old deals came out twice too
good in simulated departments."""
ENOUGH_DEALS = 10
"""With fewer distinct deals in a whole stage there is no chance to tell."""


@dataclass(frozen=True)
class Chances:
    """P(won within h more days) by stage and age band.

    Args:
        curve: stages × bands × days 0..reach; NaN where too few deals tell.
        by_stage: whether stages differ; with dates only there is one row, by age since creation.
    """

    curve: Floats
    by_stage: bool

    def of(self, stage: npt.NDArray[np.integer], age: Ints, within: int) -> Floats:
        """The chance of deals at ``stage`` for ``age`` days to be won within ``within`` more days.

        Between the first ages of two bands the chance runs straight from one to the other: within a band it
        falls with age, and taking its start for all would flatter the older deals.
        """
        row = stage if self.by_stage else np.zeros(len(stage), np.int64)
        found = self._by_age(within)[np.maximum(row, 0), np.clip(age, 0, BANDS[-1])]
        return np.where((row >= 0) & (age >= 0), found, np.nan)

    def _by_age(self, within: int) -> Floats:
        """The chances of stages × ages up to the beginning of the last band, after which none changes."""
        day, age = min(max(within, 0), self.curve.shape[2] - 1), np.arange(BANDS[-1] + 1)
        band = np.searchsorted(BANDS, age, side="right") - 1
        later = np.minimum(band + 1, len(BANDS) - 1)
        starts = np.array(BANDS)
        width = np.maximum(starts[later] - starts[band], 1)
        share = np.where(later > band, (age - starts[band]) / width, 0.0)
        chance = self.curve[:, :, day]
        return np.asarray((1 - share) * chance[:, band] + share * chance[:, later])


def chances(deals: Deals, timeline: Timeline, reach: int) -> Chances | None:
    """Chances at T up to ``reach`` days ahead; see :func:`chances_on`."""
    found = course(deals, timeline)
    return chances_on(found, [found.last], reach)[0]


def chances_on(course: Course, days: Sequence[int], reach: int) -> list[Chances | None]:
    """Chances on each of some days, in their order, up to ``reach`` days ahead.

    For each stage and band, the deals still in the stage at the end of the band's first day, each once, are
    followed from there to won with loss competing and the day censoring (Aalen–Johansen), then drawn to the
    band before, the first to the stage's mean, by the number of distinct deals. A loss without a date stays
    at risk up to the day; with many wins without a date no chance is told, nor where even creation and
    winning have none.
    """
    if course.undated_wins > UNDATED:
        return [None] * len(days)
    axis, stages = Days.of(days), course.rungs if course.by_stage else 1
    again = _returned(course.kept, len(course.created))
    known = course.ends.day[course.ends.known]

    def counts(first: int) -> AgeCounts:
        return _counted(course, axis, _followed(course, axis, first, again), stages, reach)

    parts = run_all([partial(counts, first) for first in BANDS], len(course.created))
    curves = _curves(AgeCounts.stacked(parts))
    told = [course.by_stage or bool((known <= day).any()) for day in days]
    return [Chances(curve, course.by_stage) if t else None for curve, t in zip(curves, told, strict=True)]


def _curves(counts: AgeCounts) -> Floats:
    """Days × stages × bands × days 0..reach of the shrunk chance."""
    bands, means = advance_curve(counts), advance_curve(counts.sum(-1))
    n = counts.entered[..., None]
    distinct = n.max(axis=2, keepdims=True)  # a deal counts once a band, so no band has more than there are
    shrunk, prior = np.empty(bands.shape), means
    for band in range(len(BANDS)):
        own = np.where(n[:, :, band] > 0, bands[:, :, band] * n[:, :, band], 0.0)
        prior = shrunk[:, :, band] = (own + PRIOR_DEALS * prior) / (n[:, :, band] + PRIOR_DEALS)
    return np.where(distinct >= ENOUGH_DEALS, shrunk, np.nan)


def _counted(course: Course, days: Days, rows: Followed, stages: int, reach: int) -> AgeCounts:
    """The deals of a band by stage; while a win without a date stands, its deal is not counted.

    A deal older than the records is at risk only from their first day: had it left before, nobody would know.
    """
    undated = course.ends.won & ~course.ends.known
    return counted(course, days, rows, stages, reach, course.start, undated)


def _followed(course: Course, days: Days, first: int, again: Bools) -> Followed:
    """The deals of the band from age ``first`` on: each one's first stay in a stage that lasted so long.

    A stay counts from the day after the band's first one, or on that very day where the deal still stands
    there at its end.
    """
    every, size = course.kept, len(days.days)
    begin = every.start + first
    lasts = np.flatnonzero((every.until > begin) & (begin <= days.days[-1]))
    lasts = lasts[~_repeated(every, lasts, again)]
    since = days.since(begin[lasts] + 1)
    if course.by_stage:
        since = np.where(_stands(course, days, lasts, begin), days.since(begin[lasts]), since)
        more = _staying(course, days, begin, lasts, again)
    else:
        more = lasts[:0]
    seen = days.since(begin[more])
    at = np.concatenate([lasts, more])
    return Followed(
        every.deal[at],
        every.stage[at],
        begin[at],
        np.concatenate([since, seen]),
        np.concatenate([np.full(len(lasts), size), seen + 1]),
    )


def _stands(course: Course, days: Days, at: Ints, begin: Ints32) -> Bools:
    """Whether stays whose band begins on one of the days are where their deal is found at its end."""
    every, found = course.kept, np.zeros(len(at), bool)
    here = np.flatnonzero(np.isin(begin[at], days.days))
    deal, stage = every.deal[at[here]], every.stage[at[here]]
    found[here] = (course.found(deal, begin[at[here]]) == stage) & ~course.vanished[deal]
    return found


def _staying(course: Course, days: Days, begin: Ints32, lasting: Ints, again: Bools) -> Ints:
    """Stays that end on the band's first day, one of the days, where the deal still is at its end.

    It came back on that day, or the day is T.
    """
    every = course.kept
    at = np.flatnonzero((every.until == begin) & np.isin(begin, days.days))
    at = at[_stands(course, days, at, begin)]
    keys = every.deal * np.int64(course.rungs) + every.stage
    twice = pd.Series(keys[at]).duplicated().to_numpy()
    # one who counts by that day for another stay in the stage is not counted again
    earlier = lasting[again[lasting]]
    place = pd.Index(keys[earlier]).get_indexer(pd.Index(keys[at]))
    twice = twice | ((place >= 0) & (np.append(begin[earlier], NEVER)[place] <= begin[at]))
    kept: Ints = at[~twice]
    return kept


def _returned(every: Stays, count: int) -> Bools:
    """Of each stay, whether its deal went back to an earlier stage, or to the same one."""
    back = (np.diff(every.deal) == 0) & (np.diff(every.stage) <= 0)
    deals = np.zeros(count, bool)
    deals[every.deal[1:][back]] = True
    return deals[every.deal]


def _repeated(every: Stays, at: Ints, again: Bools) -> Bools:
    """Which of some stays are not their deal's first in the stage."""
    found = np.zeros(len(at), bool)
    some = np.flatnonzero(again[at])
    stays = every.only(at[some])
    found[some] = pd.DataFrame({"deal": stays.deal, "stage": stays.stage}).duplicated().to_numpy()
    return found
