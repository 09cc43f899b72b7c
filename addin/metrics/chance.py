"""The chance of a deal to be won within h more days, by its stage and how long it has stood there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.cores import at_once
from addin.deals.evidence import NEVER, Bools, Ints
from addin.deals.timeline import Timeline
from addin.deals.visits import Outcome
from addin.metrics.conversion import UNDATED
from addin.metrics.course import Moment, Stays, course
from addin.metrics.incidence import Counts, aalen_johansen, count_ages

BANDS = (0, 7, 14, 30, 60, 120)
"""First ages in days of the bands 0–6, 7–13, 14–29, 30–59, 60–119 and 120 on."""
PRIOR_DEALS = 10
"""A band's chance is drawn to that of the band before it, the first one's to the stage's mean, as if that
were so many more deals. Drawn to the stage's mean, itself mostly of young stays, old deals came out twice too
good in simulated departments."""
ENOUGH_DEALS = 10
"""With fewer distinct deals in a whole stage there is no chance to tell."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chances:
    """P(won within h more days) by stage and age band.

    Args:
        curve: stages × bands × days 0..reach; NaN where too few deals tell.
        by_stage: whether stages differ; with dates only there is one row, by age since creation.
    """

    curve: Floats
    by_stage: bool

    def of(self, stage: Ints, age: Ints, within: int) -> Floats:
        """The chance of deals at ``stage`` for ``age`` days to be won within ``within`` more days.

        Between the first ages of two bands the chance runs straight from one to the other: within a band it
        falls with age, and taking its start for all would flatter the older deals.
        """
        row = stage if self.by_stage else np.zeros(len(stage), np.int64)
        known = (row >= 0) & (age >= 0)
        day = min(max(within, 0), self.curve.shape[2] - 1)
        band = np.clip(np.searchsorted(BANDS, age, side="right") - 1, 0, len(BANDS) - 1)
        later = np.minimum(band + 1, len(BANDS) - 1)
        starts = np.array(BANDS)
        width = np.maximum(starts[later] - starts[band], 1)
        share = np.where(later > band, (age - starts[band]) / width, 0.0)
        at = np.maximum(row, 0)
        found = (1 - share) * self.curve[at, band, day] + share * self.curve[at, later, day]
        return np.where(known, found, np.nan)


def chances(deals: Deals, timeline: Timeline, reach: int) -> Chances | None:
    """Chances at T up to ``reach`` days ahead; see :func:`chances_at`."""
    found = course(deals, timeline)
    return chances_at(found.at(found.last), reach)


def chances_at(moment: Moment, reach: int) -> Chances | None:
    """Chances up to ``reach`` days ahead; None where even creation and winning have no dates.

    For each stage and band, the deals still in the stage at the end of the band's first day, each once, are
    followed from there to won with loss competing and the moment censoring (Aalen–Johansen), then drawn to
    the band before, the first to the stage's mean, by the number of distinct deals. A loss without a date
    stays at risk up to the moment; with many wins without a date no chance is told.
    """
    m = moment
    if m.course.undated_wins > UNDATED:
        return None
    if m.course.by_stage:
        return Chances(_curves(m, m.course.rungs, reach), True)
    return Chances(_curves(m, 1, reach), False) if (m.ended >= 0).any() else None


def stays(deals: Deals, timeline: Timeline) -> Stays:
    """Every dated stay in an open stage: from an entry to the next change, the first one from creation."""
    found = course(deals, timeline)
    return found.at(found.last).told


def _curves(m: Moment, stages: int, reach: int) -> Floats:
    """Stages × bands × days 0..reach of the shrunk chance."""
    counts = Counts.stacked(
        at_once([partial(_counted, m, first, stages, reach) for first in BANDS], len(m.told.deal))
    )
    bands = aalen_johansen(counts, curves=True).curve
    means = aalen_johansen(counts.sum(1), curves=True).curve
    if bands is None or means is None:  # never: curves were asked for
        raise AssertionError("no curves")
    n = counts.entered[:, :, None]
    distinct = n.max(axis=1, keepdims=True)  # a deal counts once a band, so no band has more than there are
    shrunk, prior = np.empty(bands.shape), means
    for band in range(len(BANDS)):
        own = np.where(n[:, band] > 0, bands[:, band] * n[:, band], 0.0)
        prior = shrunk[:, band] = (own + PRIOR_DEALS * prior) / (n[:, band] + PRIOR_DEALS)
    return np.where(distinct >= ENOUGH_DEALS, shrunk, np.nan)


def _counted(m: Moment, first: int, stages: int, reach: int) -> Counts:
    """The deals of the band that begins at age ``first``, by stage, counted by the days they were followed.

    A deal older than the records is at risk only from their first day: had it left before, nobody would know.
    """
    every, c = m.told, m.course
    lasts = every.start + first < every.until
    stands = (every.until == m.day) & (m.rung[every.deal] == every.stage) & (every.start + first <= m.day)
    here = _once(every, lasts | stands if c.by_stage else lasts, stages)
    deal, begin = every.deal[here], every.start[here] + first
    won, gone, known = m.won[deal], m.gone[deal], m.ended[deal] >= 0
    end = np.where((won | gone) & known, m.ended[deal], m.day)
    outcome = np.where(won, Outcome.ADVANCED, np.where(gone & known, Outcome.LOST, Outcome.OPEN))
    late = np.maximum(c.start - begin, 0) if c.start != NEVER else np.zeros(len(deal), np.int64)
    sound = (end >= begin) & (known | ~won)
    stage, followed = every.stage[here][sound], (end - begin)[sound]
    each = np.ones(len(stage), np.int64)
    return count_ages((stages,), stage, followed, late[sound], outcome[sound], each, reach)


def _once(every: Stays, here: Bools, stages: int) -> Ints:
    """Of stays that lasted to a band each deal's first one in the stage."""
    places = np.flatnonzero(here)
    key = every.deal[places] * stages + every.stage[places]
    return places[~pd.Series(key).duplicated().to_numpy()]
