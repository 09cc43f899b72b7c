"""The chance of a deal to be won within h more days, by its stage and how long it has stood there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.cores import at_once
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints
from addin.deals.standing import ENDED, WON
from addin.deals.timeline import Timeline
from addin.deals.visits import Outcome
from addin.metrics.conversion import UNDATED
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


@dataclass(frozen=True)
class Stays:
    """Unbroken stays of deals in open stages; arrays of one length; days since 1970-01-01.

    ``until`` is the day the stay ended (T where it lasts).
    """

    deal: Ints
    stage: Ints
    start: Ints
    until: Ints


def chances(deals: Deals, timeline: Timeline, reach: int) -> Chances | None:
    """Chances up to ``reach`` days ahead; None where even creation and winning have no dates.

    For each stage and band, the deals still in the stage at the end of the band's first day, each once, are
    followed from there to won with loss competing and T censoring (Aalen–Johansen), then drawn to the band
    before, the first to the stage's mean, by the number of distinct deals. A loss without a date stays at
    risk up to T; with many wins without a date no chance is told.
    """
    t = timeline
    won = t.placed & (t.state == WON)
    if (won & (t.ended < 0)).sum() > UNDATED * won.sum():
        return None
    if t.dated_stages:
        return Chances(_curves(stays(deals, t), t, len(t.ladder) - 1, reach), True)
    ended = np.isin(t.state, [WON, *ENDED])
    if not (t.ended[ended] >= 0).any():
        return None
    until = np.where(ended & (t.ended >= 0), t.ended, t.last)
    known = t.placed & ~(won & (t.ended < 0))
    whole = Stays(
        np.flatnonzero(known),
        np.zeros(int(known.sum()), np.int64),
        t.created[known],
        until[known],
    )
    return Chances(_curves(whole, t, 1, reach), False)


def stays(deals: Deals, timeline: Timeline) -> Stays:
    """Every dated stay in an open stage: from an entry to the next change, the first one from creation."""
    rungs = {status: k for k, status in enumerate(timeline.ladder[:-1])}
    rung = np.array([*(rungs.get(str(s), UNKNOWN) for s in deals.codes.statuses), UNKNOWN])
    events, count = deals.events, len(timeline.created)
    begins = _beginnings(timeline, events.deal, count)
    deal = np.concatenate([begins, events.deal])
    start = np.concatenate([timeline.created[begins], events.at // DAY])
    stage = np.concatenate([np.zeros(len(begins), np.int64), rung[events.status]])
    dated = np.concatenate([np.ones(len(begins), bool), events.dated])
    late = np.concatenate([np.zeros(len(begins), np.int64), np.arange(1, len(events.deal) + 1)])
    order = np.lexsort((late, deal))
    deal, start, stage, dated = deal[order], start[order], stage[order], dated[order]
    # a repeated record of the stage a deal already stands in begins no new stay
    new = np.r_[True, (np.diff(deal) != 0) | (np.diff(stage) != 0)] if len(deal) else np.zeros(0, bool)
    deal, start, stage, dated = deal[new], start[new], stage[new], dated[new]
    follows = np.r_[np.diff(deal) == 0, False] if len(deal) else np.zeros(0, bool)
    until = np.where(follows, np.r_[start[1:], 0], timeline.last) if len(deal) else start
    ended_known = np.where(follows, np.r_[dated[1:], True], True) if len(deal) else dated
    keep = (stage >= 0) & dated & ended_known & timeline.placed[deal]
    return Stays(deal[keep], stage[keep], start[keep], until[keep])


def _beginnings(t: Timeline, with_events: Ints, count: int) -> Ints:
    """Deals known to have stood in the first stage from creation on, for a while."""
    covered = np.zeros(count, bool)
    covered[with_events] = True
    stayed = (t.reach[:, 1] > t.created) & (t.dated[:, 1] | (t.reach[:, 1] == NEVER))
    return np.flatnonzero(stayed & (covered | (t.rung == 0)))


def _curves(every: Stays, t: Timeline, stages: int, reach: int) -> Floats:
    """Stages × bands × days 0..reach of the shrunk chance."""
    counts = Counts.stacked(
        at_once([partial(_counted, every, t, first, stages, reach) for first in BANDS], len(every.deal))
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


def _counted(every: Stays, t: Timeline, first: int, stages: int, reach: int) -> Counts:
    """The deals of the band that begins at age ``first``, by stage, counted by the days they were followed.

    A deal older than the records is at risk only from their first day: had it left before, nobody would know.
    """
    lasts = every.start + first < every.until
    stands = (every.until == t.last) & (t.rung[every.deal] == every.stage) & (every.start + first <= t.last)
    here = _once(every, lasts | stands if t.dated_stages else lasts, stages)
    deal, begin = every.deal[here], every.start[here] + first
    won, lost = t.state[deal] == WON, np.isin(t.state[deal], ENDED)
    known = t.ended[deal] >= 0
    end = np.where((won | lost) & known, t.ended[deal], t.last)
    outcome = np.where(won, Outcome.ADVANCED, np.where(lost & known, Outcome.LOST, Outcome.OPEN))
    late = np.maximum(t.start - begin, 0) if t.start != NEVER else np.zeros(len(deal), np.int64)
    sound = (end >= begin) & (known | ~won)
    stage, followed = every.stage[here][sound], (end - begin)[sound]
    each = np.ones(len(stage), np.int64)
    return count_ages((stages,), stage, followed, late[sound], outcome[sound], each, reach)


def _once(every: Stays, here: Bools, stages: int) -> Ints:
    """Of stays that lasted to a band each deal's first one in the stage."""
    places = np.flatnonzero(here)
    key = every.deal[places] * stages + every.stage[places]
    return places[~pd.Series(key).duplicated().to_numpy()]
