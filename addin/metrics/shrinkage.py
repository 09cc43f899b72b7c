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
    expected_n: npt.ArrayLike = np.inf,
    weak: float = 0.9,
    strong: float = 1.1,
) -> ShrunkRates:
    """Shrink rates towards what is expected by a beta-binomial prior of unknown precision.

    Args:
        rate: of each group, 0 to 1; groups with NaN anywhere or nobody are passed over.
        n_eff: effective count of visits behind it (need not be whole).
        expected: what the others would get in the group's place, 0 to 1.
        expected_n: effective count of the others' visits behind that; by default it is known.
        weak, strong: multiples of ``expected`` that count as too low and as high.

    Returns:
        NaN throughout with fewer than two groups: one alone has no others.
    """
    F, n, e, behind = np.broadcast_arrays(
        *(np.asarray(v, float) for v in (rate, n_eff, expected, expected_n))
    )
    used = np.isfinite(F) & np.isfinite(e) & (n > 0) & np.isfinite(n) & (behind > 0)
    rates, p_weak, p_strong = (np.full(F.shape, np.nan) for _ in range(3))
    if used.sum() < 2:
        return ShrunkRates(rates, p_weak, p_strong, np.full(len(GRID), np.nan))
    # precision × what is expected × group
    due = _may_be_due(e[used], behind[used])
    mean = np.clip(due, EDGE, 1 - EDGE)
    low, high = weak * np.minimum(due, mean), np.minimum(strong * np.maximum(due, mean), 1.0)
    kappa = np.array(GRID, float)[:, None, None]
    a, b = kappa * mean, kappa * (1 - mean)
    a_post, b_post = a + F[used] * n[used], b + (1 - F[used]) * n[used]
    evidence = special.betaln(a_post, b_post) - special.betaln(a, b) + np.log(_WEIGHTS)[:, None]
    of_group = special.logsumexp(evidence, axis=1)
    weights = special.softmax(of_group.sum(axis=1))
    joint = weights[:, None, None] * np.exp(evidence - of_group[:, None])
    rates[used] = (joint * a_post / (a_post + b_post)).sum(axis=(0, 1))
    p_weak[used] = (joint * special.betainc(a_post, b_post, low)).sum(axis=(0, 1))
    p_strong[used] = (joint * special.betaincc(a_post, b_post, high)).sum(axis=(0, 1))
    return ShrunkRates(rates, p_weak, p_strong, weights)


_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


def _may_be_due(expected: Floats, n: Floats) -> Floats:
    """What the others' true rate may be: points of a normal quadrature × groups, 0 to 1."""
    sd = np.sqrt(expected * (1 - expected) / n)
    return np.asarray(np.clip(expected + _NODES[:, None] * sd, 0.0, 1.0))
