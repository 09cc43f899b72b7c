"""Rates of several managers (or sources) with the luck taken out, and who is surely weak or strong.

A manager's true rate is taken to be drawn from a beta distribution whose mean is what the others would get
in his place. How far managers differ, its precision, is learnt from all of them together, on a fixed grid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

GRID = (10, 20, 40, 80, 160, 320, 640, 1280)
"""Precisions of the prior, in visits' worth, equally likely beforehand: 10 lets managers differ widely, 1280
makes them nearly equal."""
EDGE = 0.005
"""The prior's mean keeps this far from 0 and 1: nearer, the prior alone would judge."""


@dataclass(frozen=True, eq=False)
class ShrunkRates:
    """Posterior of each group's rate.

    Args:
        rate: posterior mean, 0 to 1; NaN for a group passed over.
        p_weak: P(rate < weak × expected), NaN likewise.
        p_strong: P(rate > strong × expected), NaN likewise.
        precision_weights: posterior weights of ``GRID``, sum 1; NaN with fewer than two groups.
    """

    rate: Floats
    p_weak: Floats
    p_strong: Floats
    precision_weights: Floats


def shrink(
    rate: npt.ArrayLike,
    n_eff: npt.ArrayLike,
    expected: npt.ArrayLike,
    weak: float = 0.9,
    strong: float = 1.1,
) -> ShrunkRates:
    """Shrink rates towards what is expected by a beta-binomial prior of unknown precision.

    Args:
        rate: of each group, 0 to 1; groups with NaN anywhere or nobody are passed over.
        n_eff: effective count of visits behind it (need not be whole).
        expected: what the others would get in the group's place, 0 to 1.
        weak, strong: multiples of ``expected`` that count as too low and as high.

    Returns:
        NaN throughout with fewer than two groups: one alone has no others.
    """
    F, n, e = (np.asarray(v, float) for v in (rate, n_eff, expected))
    used = np.isfinite(F) & np.isfinite(e) & (n > 0) & np.isfinite(n)
    rates, p_weak, p_strong = (np.full(F.shape, np.nan) for _ in range(3))
    if used.sum() < 2:
        return ShrunkRates(rates, p_weak, p_strong, np.full(len(GRID), np.nan))
    wins = F[used] * n[used]
    mean = np.clip(e[used], EDGE, 1 - EDGE)
    low, high = weak * np.minimum(e[used], mean), np.minimum(strong * np.maximum(e[used], mean), 1.0)
    kappa = np.array(GRID, float)[:, None]
    a, b = kappa * mean, kappa * (1 - mean)
    a_post, b_post = a + wins, b + n[used] - wins
    evidence = (special.betaln(a_post, b_post) - special.betaln(a, b)).sum(axis=1)
    weights = special.softmax(evidence)
    rates[used] = weights @ (a_post / (a_post + b_post))
    p_weak[used] = weights @ special.betainc(a_post, b_post, low)
    p_strong[used] = weights @ special.betaincc(a_post, b_post, high)
    return ShrunkRates(rates, p_weak, p_strong, weights)
