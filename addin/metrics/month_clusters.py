"""Whether one source truly wins less often than the others, judged by months of creation.

Leads of one month share its season, its offers and its advertisements, so they tell less than as many leads
drawn one by one: months are the clusters. The score of a month is the wins of the source less those due to it
among leads handled alike (that of Cochran, Mantel and Haenszel), and its spread from month to month is the
measure of chance (Liang & Zeger, Biometrika 73 (1986) 13–22), with Student's t of one degree of freedom less
than months. The delete-one-month jackknife of the logarithm of the ratio is right as often where sources are
alike and finds fewer that differ; it has no answer where one month holds all wins of a side, or none has any.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from addin.metrics.risk_ratios import Strata

ENOUGH_MONTHS = 6
"""In fewer months of creation nothing is judged."""


def p_by_months(s: Strata, month: npt.NDArray[np.int64]) -> float:
    """Two-sided p of a ratio of 1; NaN with fewer than six months, or where they tell nothing.

    Args:
        s: strata in which both sides have leads.
        month: of each stratum.
    """
    group = np.unique(month, return_inverse=True)[1]
    months = int(group.max(initial=-1)) + 1
    if months < ENOUGH_MONTHS:
        return np.nan
    score = np.bincount(group, (s.a * s.n0 - s.c * s.n1) / (s.n1 + s.n0), months)
    error = float(np.sqrt(months / (months - 1) * ((score - score.mean()) ** 2).sum()))
    if not error > 0:  # every month tells the same, or none tells anything
        return 0.0 if score.sum() else np.nan
    return float(2 * special.stdtr(months - 1, -abs(score.sum()) / error))
