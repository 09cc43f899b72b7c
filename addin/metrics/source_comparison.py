"""Each source against all others, among leads that were handled alike."""

from __future__ import annotations

import numpy as np

from addin.deals.evidence import NEVER, Bools, Ints
from addin.deals.status_at import WON
from addin.deals.timeline import Timeline
from addin.metrics.calendar import month_of
from addin.metrics.leads import Leads
from addin.metrics.month_clusters import MonthScores, p_by_months
from addin.metrics.occupancy import Floats
from addin.metrics.risk_ratios import Strata, benjamini_hochberg, mantel_haenszel

COMPARED_DAYS = 365
"""Sources change: they are compared on the mature leads of the last so many days."""

_RATIOS = ("crude_ratio", "adjusted_ratio", "ratio_low", "ratio_high")
_KEYS = (*_RATIOS, "comparable_leads", "comparable_months")


def compared(
    t: Timeline, mature: Leads, code: Ints, size: int, horizon: int, by_t: bool
) -> dict[str, Floats]:
    """Each source against all others, over strata of first manager × month of creation.

    Args:
        t: the deals' timeline.
        mature: leads created H days before T or earlier.
        code: the source of each.
        size: number of sources.
        horizon: H in days.
        by_t: whether a lead counts as won by T rather than within H.

    Returns:
        ``crude_ratio``, ``adjusted_ratio`` with 95 % limits, ``p`` and ``p_adjusted``; ``comparable_leads``
        and ``comparable_months``: leads in strata that have other sources too, and months of those.
    """
    recent = mature.created > t.as_of_day - horizon - COMPARED_DAYS
    kept = (mature.handled("taken") | mature.handled("unknown")) & recent
    deal = mature.deal[kept]
    day = t.reach[deal, -1]
    within = (day < NEVER) & t.dated[deal, -1] & (day - t.created[deal] <= horizon)
    won = t.role[deal] == WON if by_t else within
    month = month_of(t.created[deal])
    manager = mature.manager[kept].astype(np.int64)
    strata, stratum = np.unique(np.c_[manager, month].reshape(-1, 2), axis=0, return_inverse=True)
    n, w = _counted(stratum.ravel(), code[kept], won, (len(strata), size))
    found = [_against_others(n, w, strata[:, 1], i) for i in range(size)]
    rows = np.array([of for of, _ in found]).reshape(size, len(_KEYS))
    p = p_by_months([scores for _, scores in found])
    out: dict[str, Floats] = {key: rows[:, i] for i, key in enumerate(_KEYS)}
    return out | {"p": p, "p_adjusted": benjamini_hochberg(p)}


def _counted(stratum: Ints, code: Ints, won: Bools, shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """Leads and wins by stratum and source."""
    cell, size = stratum * shape[1] + code, shape[0] * shape[1]
    counts = (np.bincount(cell, of, size).astype(float) for of in (np.ones(len(cell)), won))
    n, w = (of.reshape(shape) for of in counts)
    return n, w


def _against_others(
    n: Floats, w: Floats, month: Ints, i: int
) -> tuple[tuple[float, ...], MonthScores | None]:
    """The numbers of ``_KEYS``, and what the months say."""
    a, n1 = w[:, i], n[:, i]
    c, n0 = w.sum(axis=1) - a, n.sum(axis=1) - n1
    with np.errstate(invalid="ignore", divide="ignore"):
        crude = (a.sum() / n1.sum()) / (c.sum() / n0.sum())
    both = (n1 > 0) & (n0 > 0)
    s, months = Strata.of(a, n1, c, n0), month[both]
    found = mantel_haenszel(s)
    scores = MonthScores.of(s, months) if np.isfinite(found.ratio) else None
    ratios = (float(crude) if np.isfinite(crude) else np.nan, found.ratio, found.low, found.high)
    return (*ratios, float(s.n1.sum()), float(len(np.unique(months)))), scores
