"""Won over offered: what deals bring when they are won, relative to the amounts of open ones."""

from __future__ import annotations

import numpy as np

from addin.metrics.calendar import month_of
from addin.metrics.deal_size import SIZE_DAYS
from addin.metrics.occupancy import DaySnapshot, Floats

USUAL_SD = 0.15
"""Standard deviation, between departments, of the logarithm of what is won over what was offered."""
ENOUGH_PAIRS = 5.0
"""With deals that tell less than so many pairs of a won and an open deal, what was offered is won."""


def won_over_offered(snapshot: DaySnapshot) -> float:
    """Factor of the amounts of open deals, learnt from wins of the last year and drawn to 1.

    The mean logarithm of the amounts won, less that of the open ones, among deals created in the same month,
    so that neither old nor new prices tell; months weigh by the pairs they are worth, n·m / (n + m). It holds
    both what is taken off at the moment of winning and that dear deals are won less often.
    """
    of, wins, opened = snapshot.occupancy, snapshot.wins, snapshot.open_deals.deal
    recent = wins.deal[wins.day > snapshot.day - SIZE_DAYS]
    deal = np.concatenate([recent, opened])
    won = np.arange(len(deal)) < len(recent)
    amount = of.amount[deal]
    told = amount > 0
    deal, won, amount = deal[told], won[told], np.log(amount[told])
    if not len(deal):
        return 1.0
    cohort = np.unique(month_of(of.created[deal]), return_inverse=True)[1]
    groups = cohort * 2 + won
    count = np.bincount(groups, minlength=2 * (cohort.max() + 1)).astype(float)
    mean = np.bincount(groups, amount, len(count)) / np.maximum(count, 1)
    pairs = count[::2] * count[1::2] / np.maximum(count[::2] + count[1::2], 1)
    if pairs.sum() < ENOUGH_PAIRS:
        return 1.0
    difference = float(pairs @ (mean[1::2] - mean[::2]) / pairs.sum())
    return float(np.exp(_drawn(difference, _variance(amount - mean[groups], count) / pairs.sum())))


def _variance(residual: Floats, count: Floats) -> float:
    """Of a logarithm of an amount, among won and among open deals of one month."""
    return float((residual**2).sum() / max(len(residual) - (count > 0).sum(), 1))


def _drawn(difference: float, variance: float) -> float:
    return difference * USUAL_SD**2 / (USUAL_SD**2 + variance)
