"""What the others would get in a manager's place: their rates on his mix of sources.

Direct standardisation, leaving the manager himself out, so that nobody is praised for easy sources, and
nobody moves the bar he is measured by.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from addin.metrics.age_counts import AgeCounts
from addin.metrics.transitions import Transitions

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PRIOR_VISITS = 20
"""So many of the others' visits of all sources join theirs of each source, for where they have few."""
_CELLS = 2_000_000
"""Cells of counts worked on at once, to bound memory."""


def expected_rates(
    counts: AgeCounts, kind: Literal["rate", "target"] = "rate", use: Bools | None = None
) -> Floats:
    """What the others would get on each manager's mix of strata, 0 to 1.

    The others' visits of a stratum are joined by 20 visits' worth of theirs of all strata, age by age; their
    incidences then are averaged over the manager's own numbers of visits.

    Args:
        counts: (managers, strata, H + 2).
        kind: ``rate``: share advanced; ``target``: share advanced among those not nontarget.
        use: managers the others are drawn from; one not in use (deals without a manager) still gets an
            expectation. None: all.

    Returns:
        One number a manager; NaN where he has no visits or there are no others.
    """
    managers, strata, width = counts.advanced.shape
    used = np.ones(managers, bool) if use is None else np.asarray(use, bool)
    pool = counts[used].sum(axis=0)
    found = np.full(managers, np.nan)
    step = max(1, _CELLS // max(1, strata * width))
    for first in range(0, managers, step):
        part = slice(first, first + step)
        own = counts[part]
        found[part] = _on_own_mix(own, pool - own.scaled(used[part, None]), kind)
    return found


def visits_behind(entered: Floats, use: Bools) -> Floats:
    """How many visits of the others, were they of one stratum, would tell as much as what is expected.

    One over the variance of the others' rates averaged over a manager's own mix, in units of p(1 − p): the
    rate of a stratum rests on their visits there and on the 20 of all strata that join them.

    Args:
        entered: visits of managers × strata.
        use: managers the others are drawn from.
    """
    others = entered[use].sum(axis=0) - entered * use[:, None]
    total = others.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_stratum = (others + PRIOR_VISITS**2 / total) / (others + PRIOR_VISITS) ** 2
        weight = entered / entered.sum(axis=1, keepdims=True)
        return np.asarray(1 / (weight**2 * of_stratum).sum(axis=1))


def _on_own_mix(own: AgeCounts, others: AgeCounts, kind: Literal["rate", "target"]) -> Floats:
    """The others' rate over strata weighted by the managers' own visits."""
    overall = others.sum(axis=1)
    total = overall.entered
    share = np.divide(PRIOR_VISITS, total, out=np.zeros_like(total), where=total > 0)
    joined = others + overall.scaled(share)[:, None]
    moves = Transitions.of(joined)  # the rates alone: their variances are not asked for
    mix = own.entered
    # nobody at risk among all others: no rate; such strata only matter where the manager has visits
    advanced = np.where(mix > 0, mix * moves.incidence(moves.advanced), 0.0).sum(axis=1)
    base = mix if kind == "rate" else mix * (1 - moves.incidence(moves.nontarget))
    base = np.where(mix > 0, base, 0.0).sum(axis=1)
    return np.asarray(advanced / np.where(base > 0, base, np.nan))
