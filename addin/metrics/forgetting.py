"""Forgetting: how fast the records of a department fade, and how fast they should, told by past forecasts.

What is learnt from deals is learnt several times over, each time with weights that halve with another age
of the deals. Which of these to believe is told by what each said of days whose wins are known by now: dynamic
model averaging (Raftery, Kárný & Ettler, Technometrics 52 (2010) 52–66). A department in which nothing
changes goes on believing all of its records; one that changes soon believes its last months alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import Ints
from addin.metrics.calendar import first_day, month, month_of

Floats = npt.NDArray[np.float64]

HALF_LIVES = (np.inf, 360.0, 180.0, 90.0, 45.0, 22.0)
"""Days after which a deal counts for half, one set of weights each; the longest first."""
MONTHS = 36
"""Months of beginning told apart; older deals weigh as those of the first of them."""
FORGETTING_FACTOR = 0.9
"""Power of a weight that is kept from one interval to the next: evidence fades too."""
SHARED = 0.04
"""Share of the weight that is dealt out evenly at every interval, so that none is ever lost for good."""


@dataclass(frozen=True, eq=False)
class Cohorts:
    """Deals by the month in which they began to be followed, as weighed on each of some days.

    Args:
        days: the days from which the deals are looked at, in order.
    """

    days: Ints

    @cached_property
    def first(self) -> int:
        """The first month told apart, counted from 1970-01."""
        return month(int(self.days[-1])) - MONTHS + 1

    def of_day(self, begin: npt.NDArray[np.integer]) -> Ints:
        """The cohort of deals followed from each of some days on."""
        low, high = int(begin.min(initial=0)), int(begin.max(initial=0))
        cohort = np.clip(month_of(np.arange(low, high + 1)) - self.first, 0, MONTHS - 1)
        return np.asarray(cohort[begin - low])

    @cached_property
    def weights(self) -> Floats:
        """Of each cohort on each of the days: (half-lives, days, cohorts)."""
        middle = np.array([first_day(self.first + k) + 15 for k in range(MONTHS)])
        age = np.maximum(self.days[:, None] - middle, 0)
        return np.asarray(0.5 ** (age / np.array(HALF_LIVES)[:, None, None]))


def averaging_weights(log_likelihood: Floats) -> Floats:
    """What each set of weights is believed, from what it said of the intervals between some days.

    Args:
        log_likelihood: of what came in each interval: (intervals, half-lives).

    Returns:
        Weights that sum to one, before the first interval and after each: (intervals + 1, half-lives). Before
        the first nothing is forgotten.
    """
    believed = np.zeros((len(log_likelihood) + 1, len(HALF_LIVES)))
    believed[0] = 1 / len(HALF_LIVES)
    if not len(log_likelihood):
        believed[0] = np.eye(len(HALF_LIVES))[0]
    for k, found in enumerate(log_likelihood):
        shared = (1 - SHARED) * believed[k] + SHARED / len(HALF_LIVES)
        weight = shared**FORGETTING_FACTOR * np.exp(found - found.max())
        believed[k + 1] = weight / weight.sum()
    return believed


def drawn_to_longer(value: Floats, count: Floats, prior: float) -> Floats:
    """What is learnt with each half-life, drawn to that of the next longer one as by ``prior`` more deals.

    Args:
        value: (half-lives, ...); NaN where nobody tells.
        count: deals it rests on, in the same shape or one that broadcasts to it.
        prior: deals.
    """
    found = value.copy()
    count = np.broadcast_to(count, value.shape)
    for k in range(1, len(value)):
        told = np.isfinite(value[k])  # so few may be left that nobody is at risk
        own = np.where(told, value[k] * count[k], 0.0)
        found[k] = (own + prior * found[k - 1]) / (np.where(told, count[k], 0.0) + prior)
    return found
