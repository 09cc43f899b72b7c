"""Risk ratios over strata: how often one group wins against the others where both were handled alike.

Arrays over strata: ``a`` wins among ``n1`` of the group, ``c`` wins among ``n0`` of the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Strata:
    """Counts by stratum; those without leads on one side tell nothing and are left out."""

    a: Floats
    n1: Floats
    c: Floats
    n0: Floats

    @classmethod
    def of(cls, a: npt.ArrayLike, n1: npt.ArrayLike, c: npt.ArrayLike, n0: npt.ArrayLike) -> Strata:
        """The strata in which both sides have leads."""
        parts = [np.asarray(x, float) for x in (a, n1, c, n0)]
        both = (parts[1] > 0) & (parts[3] > 0)
        return cls(*(part[both] for part in parts))


@dataclass(frozen=True)
class RiskRatio:
    """A risk ratio with its 95 % limits; NaN where not known (with no win there is an upper limit only)."""

    ratio: float
    low: float
    high: float


def mantel_haenszel(s: Strata, level: float = 0.95) -> RiskRatio:
    """The Mantel–Haenszel risk ratio with the interval of Greenland and Robins.

    Mantel & Haenszel, J. Natl. Cancer Inst. 22 (1959) 719–748; Greenland & Robins, Biometrics 41 (1985)
    55–68. With no win in the group the ratio is 0 and the upper limit inverts the score test; with none is_in
    the others nothing is told.
    """
    total = s.n1 + s.n0
    up, down = float((s.a * s.n0 / total).sum()), float((s.c * s.n1 / total).sum())
    if not down > 0:
        return RiskRatio(np.nan, np.nan, np.nan)
    z = float(special.ndtri(0.5 + level / 2))
    if not up > 0:
        return RiskRatio(0.0, np.nan, score_upper(s, z))
    m = s.a + s.c
    variance = float(((s.n1 * s.n0 * m - s.a * s.c * total) / total**2).sum()) / (up * down)
    half = z * float(np.sqrt(max(variance, 0.0)))
    return RiskRatio(up / down, up / down * float(np.exp(-half)), up / down * float(np.exp(half)))


def score_upper(s: Strata, z: float) -> float:
    """The ratio above which the score test of a common risk ratio rejects; bisection on its logarithm.

    Gart & Nam, Biometrics 44 (1988) 323–338.
    """
    low, high = -12.0, 12.0
    for _ in range(80):
        middle = (low + high) / 2
        if _score(s, float(np.exp(middle))) > -z:
            low = middle
        else:
            high = middle
    return float(np.exp(high))


def _score(s: Strata, ratio: float) -> float:
    """The score of a common ratio over its standard deviation, the others' risks fitted under it."""
    A, C = (s.n1 + s.n0) * ratio, s.a + s.c
    B = -(s.n1 * ratio + s.a + s.n0 + s.c * ratio)
    p0 = (-B - np.sqrt(np.maximum(B**2 - 4 * A * C, 0.0))) / (2 * A)
    p1 = np.minimum(p0 * ratio, 1.0)
    inside = (p0 > 0) & (p1 < 1)
    a, n1, n0, p0, p1 = (x[inside] for x in (s.a, s.n1, s.n0, p0, p1))
    score = ((a - n1 * p1) / (1 - p1)).sum()
    deviation = np.sqrt((1 / ((1 - p1) / (n1 * p1) + (1 - p0) / (n0 * p0))).sum())
    return float(score / deviation) if deviation > 0 else 0.0


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Adjusted p values; NaN stay out. J. R. Statist. Soc. B 57 (1995) 289–300."""
    values = np.asarray(p, float)
    found, known = np.full(values.shape, np.nan), np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found
