"""The chance of a deal to be won within h more days, by its stage and how long it has stood there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints
from addin.deals.stages import Role
from addin.deals.standing import ROLES
from addin.deals.timeline import Timeline
from addin.metrics.incidence import aalen_johansen, count_ages

BANDS = (0, 7, 14, 30, 60, 120)
"""First ages in days of the bands 0–6, 7–13, 14–29, 30–59, 60–119 and 120 on."""
PRIOR_DEALS = 20
"""A band's chance is drawn to its stage's mean as if that were this many more deals."""
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
        """The chance of deals at ``stage`` for ``age`` days to be won within ``within`` more days."""
        band = np.searchsorted(BANDS, age, side="right") - 1
        row = stage if self.by_stage else np.zeros(len(stage), np.int64)
        known = (row >= 0) & (age >= 0)
        day = min(max(within, 0), self.curve.shape[2] - 1)
        found = self.curve[np.maximum(row, 0), np.maximum(band, 0), day]
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

    For each stage and band, the deals that were still in the stage at the band's start, each once, are
    followed from there to won with loss competing and T censoring (Aalen–Johansen), then drawn to the
    stage's mean by the number of distinct deals.
    """
    if timeline.dated_stages:
        return Chances(_curves(stays(deals, timeline), timeline, len(timeline.ladder) - 1, reach), True)
    ended = np.isin(timeline.state, _CLOSED)
    if not (timeline.ended[ended] >= 0).any():
        return None
    until = np.where(ended, timeline.ended, timeline.last)
    known = timeline.placed & (until >= 0)
    whole = Stays(
        np.flatnonzero(known),
        np.zeros(int(known.sum()), np.int64),
        timeline.created[known],
        until[known],
    )
    return Chances(_curves(whole, timeline, 1, reach), False)


_CLOSED = [ROLES.index(role) for role in (Role.WON, Role.LOST, Role.NONTARGET)]


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
    shape = (stages, len(BANDS))
    group, wait, outcome = [], [], []
    won = np.isin(t.state, [_CLOSED[0]])
    lost = np.isin(t.state, _CLOSED[1:])
    for band, first in enumerate(BANDS):
        here = _once(every, (every.until - every.start >= first) & (every.start + first <= t.last))
        deal = every.deal[here]
        begin = every.start[here] + first
        closed = won[deal] | lost[deal]
        end = np.where(closed, t.ended[deal], t.last)
        sound = end >= begin
        group.append((every.stage[here] * len(BANDS) + band)[sound])
        wait.append((end - begin)[sound])
        outcome.append(np.where(won[deal], 1, np.where(lost[deal], 2, 0)).astype(np.int8)[sound])
    flat, ages, ends = np.concatenate(group), np.concatenate(wait), np.concatenate(outcome)
    ones, zero = np.ones(len(flat), np.int64), np.zeros(len(flat), np.int64)
    counts = count_ages(shape, flat, ages, zero, ends, ones, reach)
    bands = aalen_johansen(counts, curves=True).curve
    means = aalen_johansen(counts.sum(1), curves=True).curve
    assert bands is not None  # noqa: S101 - asked for above
    assert means is not None  # noqa: S101
    n = np.bincount(flat, minlength=stages * len(BANDS)).reshape(shape)[:, :, None]
    stage_n = n.sum(axis=1, keepdims=True)
    mean = means[:, None, :]
    shrunk = (np.where(n > 0, bands * n, 0.0) + PRIOR_DEALS * mean) / (n + PRIOR_DEALS)
    return np.where(stage_n >= ENOUGH_DEALS, shrunk, np.nan)


def _once(every: Stays, here: Bools) -> Ints:
    """Of stays that lasted to a band each deal's first one in the stage."""
    places = np.flatnonzero(here)
    key = every.deal[places] * 1024 + every.stage[places]
    _, first = np.unique(key, return_index=True)
    return places[first]
