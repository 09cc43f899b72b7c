"""Whether one source truly wins less often than the others, judged by months of creation.

Leads of one month share its season, its offers and its advertisements, so they tell less than as many leads
drawn one by one: months are the clusters. The score of a month is the wins of the source less those due to it
among leads handled alike (that of Cochran, Mantel and Haenszel). How far months differ beyond luck is told by
months two apart (von Neumann, Ann. Math. Statist. 12 (1941) 367–395): a source that has become worse moves by
one step, which is no wobble. Leads of neighbouring months are decided on the same days and differ together:
a year of them differs by more than its months alone would. Twelve months tell their own spread roughly, so it
is drawn to that of all sources (moderated t: Smyth, Statist. Appl. Genet. Mol. Biol. 3 (2004) 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from addin.metrics.month_spread import APART, NEIGHBOURS
from addin.metrics.risk_ratios import Strata

Floats = npt.NDArray[np.float64]

ENOUGH_MONTHS = 6
"""In fewer months of creation nothing is judged."""
SHARED_DEGREES = 12.0
"""The spread of all sources counts for so many degrees of freedom beside a source's own, at most."""


@dataclass(frozen=True)
class MonthScores:
    """What the months of a source say of it.

    Args:
        total: wins less those due, of all months.
        luck: variance of it, were leads drawn one by one.
        information: sum of squares of the months' parts of that.
        moved: variance of it by what months two apart differ, were months independent.
        months: how many there are.
    """

    total: float
    luck: float
    information: float
    moved: float
    months: int

    @classmethod
    def of(cls, s: Strata, month: npt.NDArray[np.int64]) -> MonthScores | None:
        """From strata in which both sides have leads; None where their months, one each, tell nothing."""
        group = np.unique(month, return_inverse=True)[1]
        months = int(group.max(initial=-1)) + 1
        if months < ENOUGH_MONTHS:
            return None
        total, wins = s.n1 + s.n0, s.a + s.c
        score = np.bincount(group, (s.a * s.n0 - s.c * s.n1) / total, months)
        luck = np.bincount(group, s.n1 * s.n0 * wins * (total - wins) / (total**2 * (total - 1)), months)
        if not luck.sum() > 0:  # none has won, or all have
            return None
        moved = months * float(((score[APART:] - score[:-APART]) ** 2).mean()) / 2
        return cls(float(score.sum()), float(luck.sum()), float((luck**2).sum()), moved, months)

    @property
    def degrees(self) -> float:
        """Of freedom: squares of differences two apart share their ends."""
        return (self.months - APART) / 1.5


def p_by_months(sources: Sequence[MonthScores | None]) -> Floats:
    """Two-sided p of each source's being like the others; NaN where months tell nothing."""
    told = [each for each in sources if each is not None]
    p = np.full(len(sources), np.nan)
    p[[each is not None for each in sources]] = _p(told)
    return p


def _p(told: Sequence[MonthScores]) -> Floats:
    total, luck, information, moved, months, own = (
        np.array([getattr(each, name) for each in told], dtype=float)
        for name in ("total", "luck", "information", "moved", "months", "degrees")
    )
    # what is one source's gain is the others' loss: of two sources one tells all that the other does
    shared = np.minimum(SHARED_DEGREES, own * max(len(told) - 2, 0))
    of_all = (moved - luck).sum() / information.sum() if len(told) else 0.0
    spread = np.maximum((own * (moved - luck) / information + shared * of_all) / (own + shared), 0.0)
    together = 1 + 2 * NEIGHBOURS * (months - 1) / months
    variance = luck + together * spread * information
    return np.asarray(2 * special.stdtr(own + shared, -np.abs(total) / np.sqrt(variance)))
