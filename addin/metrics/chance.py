"""The chance of a deal to be won within h more days, by its stage and how long it has stood there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import NEVER, Bools, Ints
from addin.metrics.age_counts import AgeCounts
from addin.metrics.conversion import UNDATED
from addin.metrics.follow_up import DayAxis, FollowedDeals, count_followed
from addin.metrics.forgetting import HALF_LIVES, drawn_to_longer
from addin.metrics.incidence import advance_curve
from addin.metrics.occupancy import Floats, Ints32, Occupancy, Stays
from addin.metrics.win_calendar import elapsed_days
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
        curve: stages × bands × days 0..days ahead; NaN where too few deals tell.
        by_stage: whether stages differ; with dates only there is one row, by age since creation.
        elapsed: usual days that 0, 1, … calendar days ahead amount to.
    """

    curve: Floats
    by_stage: bool
    elapsed: Floats

    def of(self, stage: npt.NDArray[np.integer], age: Ints, within: int) -> Floats:
        """The chance of deals at ``stage`` for ``age`` days to be won within ``within`` more days.

        Between the first ages of two bands the chance runs straight from one to the other: within a band it
        falls with age, and taking its start for all would flatter the older deals.
        """
        row = stage if self.by_stage else np.zeros(len(stage), np.int64)
        found = self.by_age(within)[np.maximum(row, 0), np.clip(age, 0, BANDS[-1])]
        return np.where((row >= 0) & (age >= 0), found, np.nan)

    def by_age(self, within: int) -> Floats:
        """The chances of stages × ages up to the beginning of the last band, after which none changes."""
        age = np.arange(BANDS[-1] + 1)
        band = np.searchsorted(BANDS, age, side="right") - 1
        later = np.minimum(band + 1, len(BANDS) - 1)
        starts = np.array(BANDS)
        width = np.maximum(starts[later] - starts[band], 1)
        share = np.where(later > band, (age - starts[band]) / width, 0.0)
        chance = curve_at(self.curve, self.elapsed[min(max(within, 0), len(self.elapsed) - 1)])
        return np.asarray((1 - share) * chance[:, band] + share * chance[:, later])


@dataclass(frozen=True, eq=False)
class ChanceCurves:
    """Chances learnt with every half-life on each of some days.

    Args:
        curve: half-lives × days × stages × bands × days 0..days ahead; NaN where too few deals tell.
        known: of each day, whether there are chances to tell.
        by_stage: as in :class:`Chances`.
        elapsed: on each of the days, usual days that the days ahead amount to.
    """

    curve: Floats
    known: Bools
    by_stage: bool
    elapsed: Floats

    def averaged(self, day: int, weights: Floats) -> Chances | None:
        """Those of one of the days, by its place, with each half-life believed by its weight."""
        if not self.known[day]:
            return None
        return Chances(np.tensordot(weights, self.curve[:, day], 1), self.by_stage, self.elapsed[day])

    def by_age(self, half_life: int, day: int, within: int) -> Floats:
        """Chances within so many days by stage and age up to the last band's, with one half-life on a day."""
        return Chances(self.curve[half_life, day], self.by_stage, self.elapsed[day]).by_age(within)


def curve_at(curve: Floats, day: float) -> Floats:
    """A curve over days from 0, along the last axis, read between two of them; level beyond the last."""
    last = curve.shape[-1] - 1
    low = min(int(day), last)
    share = min(day, last) - low
    return np.asarray((1 - share) * curve[..., low] + share * curve[..., min(low + 1, last)])


def chance_curves(occupancy: Occupancy, days: Sequence[int], days_ahead: int) -> ChanceCurves:
    """Chances on each of some days, in their order, up to ``days_ahead`` days from each.

    For each stage and band, the deals still in the stage at the end of the band's first day, each once, are
    followed from there to won with loss competing and the day censoring (Aalen–Johansen), then drawn to the
    band before, the first to the stage's mean, by the number of distinct deals; that mean is drawn to what a
    longer memory tells. A loss without a date stays at risk up to the day; with many wins without a date no
    chance is told, nor where even creation and winning have none.
    """
    stages = occupancy.rungs if occupancy.by_stage else 1
    elapsed = np.stack([elapsed_days(occupancy.win_days(day), day, days_ahead) for day in days])
    if occupancy.undated_win_share > UNDATED:
        none = np.full((len(HALF_LIVES), len(days), stages, len(BANDS), days_ahead + 1), np.nan)
        return ChanceCurves(none, np.zeros(len(days), bool), occupancy.by_stage, elapsed)
    axis = DayAxis.of(days)
    returned = _returned(occupancy.usable_stays, len(occupancy.created))

    def counts(first_age: int) -> AgeCounts:
        followed = _in_band(occupancy, axis, first_age, returned)
        return _count_band(occupancy, axis, followed, stages, days_ahead)

    parts = run_all([partial(counts, first) for first in BANDS], len(occupancy.created))
    ended = occupancy.ends.day[occupancy.ends.dated]
    known = np.array([occupancy.by_stage or bool((ended <= day).any()) for day in days])
    return ChanceCurves(_curves(AgeCounts.stacked(parts)), known, occupancy.by_stage, elapsed)


def _curves(counts: AgeCounts) -> Floats:
    """Half-lives × days × stages × bands × days ahead of the shrunk chance."""
    bands, means = advance_curve(counts), advance_curve(counts.sum(-1))
    n = counts.entered[..., None]
    distinct = n.max(axis=3, keepdims=True)  # a deal counts once a band, so no band has more than there are
    means = drawn_to_longer(means, distinct[..., 0, :], PRIOR_DEALS)
    shrunk, prior = np.empty(bands.shape), means
    for band in range(len(BANDS)):
        own = np.where(n[:, :, :, band] > 0, bands[:, :, :, band] * n[:, :, :, band], 0.0)
        prior = shrunk[:, :, :, band] = (own + PRIOR_DEALS * prior) / (n[:, :, :, band] + PRIOR_DEALS)
    return np.where(distinct[0] >= ENOUGH_DEALS, shrunk, np.nan)


def _count_band(
    occupancy: Occupancy, axis: DayAxis, followed: FollowedDeals, stages: int, days_ahead: int
) -> AgeCounts:
    """The deals of a band by stage; while a win without a date stands, its deal is not counted.

    A deal older than the records is at risk only from their first day: had it left before, nobody would know.
    """
    undated = occupancy.ends.won & ~occupancy.ends.dated
    return count_followed(occupancy, axis, followed, stages, days_ahead, occupancy.records_start, undated)


def _in_band(occupancy: Occupancy, axis: DayAxis, first_age: int, returned: Bools) -> FollowedDeals:
    """The deals of the band from ``first_age`` on: each one's first stay in a stage that lasted so long.

    A stay counts from the day after the band's first one, or on that very day where the deal still stands
    there at its end.
    """
    stays, size = occupancy.usable_stays, len(axis.days)
    begin = stays.start + first_age
    lasting = np.flatnonzero((stays.until > begin) & (begin <= axis.days[-1]))
    lasting = lasting[~_repeated(stays, lasting, returned)]
    first = axis.first_from(begin[lasting] + 1)
    if occupancy.by_stage:
        still_there = _still_there(occupancy, axis, lasting, begin)
        first = np.where(still_there, axis.first_from(begin[lasting]), first)
        that_day = _ended_that_day(occupancy, axis, begin, lasting, returned)
    else:
        that_day = lasting[:0]
    only = axis.first_from(begin[that_day])
    at = np.concatenate([lasting, that_day])
    return FollowedDeals(
        stays.deal[at],
        stays.stage[at],
        begin[at],
        np.concatenate([first, only]),
        np.concatenate([np.full(len(lasting), size), only + 1]),
    )


def _still_there(occupancy: Occupancy, axis: DayAxis, at: Ints, begin: Ints32) -> Bools:
    """Whether stays whose band begins on one of the days are where their deal is found at its end."""
    stays, found = occupancy.usable_stays, np.zeros(len(at), bool)
    here = np.flatnonzero(np.isin(begin[at], axis.days))
    deal, stage = stays.deal[at[here]], stays.stage[at[here]]
    found[here] = (occupancy.stage_at(deal, begin[at[here]]) == stage) & ~occupancy.undated_end[deal]
    return found


def _ended_that_day(
    occupancy: Occupancy, axis: DayAxis, begin: Ints32, lasting: Ints, returned: Bools
) -> Ints:
    """Stays that end on the band's first day, one of the days, where the deal still is at its end.

    It came back on that day, or the day is T.
    """
    stays = occupancy.usable_stays
    at = np.flatnonzero((stays.until == begin) & np.isin(begin, axis.days))
    at = at[_still_there(occupancy, axis, at, begin)]
    keys = stays.deal * np.int64(occupancy.rungs) + stays.stage
    twice = pd.Series(keys[at]).duplicated().to_numpy()
    # one who counts by that day for another stay in the stage is not counted again
    earlier = lasting[returned[lasting]]
    place = pd.Index(keys[earlier]).get_indexer(pd.Index(keys[at]))
    twice = twice | ((place >= 0) & (np.append(begin[earlier], NEVER)[place] <= begin[at]))
    once: Ints = at[~twice]
    return once


def _returned(stays: Stays, count: int) -> Bools:
    """Of each stay, whether its deal went back to an earlier stage, or to the same one."""
    back = (np.diff(stays.deal) == 0) & (np.diff(stays.stage) <= 0)
    deals = np.zeros(count, bool)
    deals[stays.deal[1:][back]] = True
    return deals[stays.deal]


def _repeated(stays: Stays, at: Ints, returned: Bools) -> Bools:
    """Which of some stays are not their deal's first in the stage."""
    found = np.zeros(len(at), bool)
    some = np.flatnonzero(returned[at])
    picked = stays.select(at[some])
    found[some] = pd.DataFrame({"deal": picked.deal, "stage": picked.stage}).duplicated().to_numpy()
    return found
