"""Whether one source truly wins less often than the others, judged by months of creation.

Leads of one month share its season, its offers and its advertisements, so they tell less than as many leads
drawn one by one: months are the clusters. The score of a month is the wins of the source less those due to it
among leads handled alike (that of Cochran, Mantel and Haenszel), and the measure of chance is how far months
two apart differ (von Neumann, Ann. Math. Statist. 12 (1941) 367–395): a source that has become worse moves by
one step, which is no wobble, while leads of neighbouring months are decided on the same days. It is never
taken for less than the luck of leads drawn one by one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from addin.metrics.month_spread import APART
from addin.metrics.risk_ratios import Strata

ENOUGH_MONTHS = 6
"""In fewer months of creation nothing is judged."""


def p_by_months(s: Strata, month: npt.NDArray[np.int64]) -> float:
    """Two-sided p of a ratio of 1; NaN with fewer than six months, or where they tell nothing.

    By Student's t with (G − 2) / 1.5 degrees of G months: squares of differences two apart share their ends.

    Args:
        s: strata in which both sides have leads.
        month: of each stratum.
    """
    group = np.unique(month, return_inverse=True)[1]
    months = int(group.max(initial=-1)) + 1
    if months < ENOUGH_MONTHS:
        return np.nan
    total, wins = s.n1 + s.n0, s.a + s.c
    score = np.bincount(group, (s.a * s.n0 - s.c * s.n1) / total, months)
    luck = (s.n1 * s.n0 * wins * (total - wins) / (total**2 * (total - 1))).sum()
    moved = score[APART:] - score[:-APART]
    variance = max(months * float((moved**2).mean()) / 2, float(luck))
    if not variance > 0:  # none has won, or all have
        return np.nan
    degrees = (months - APART) / 1.5
    return float(2 * special.stdtr(degrees, -abs(score.sum()) / np.sqrt(variance)))
