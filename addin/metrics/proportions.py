"""Intervals for shares and counts; all functions take arrays or numbers and work element by element."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

_SURE = 1e-12
"""A rate nearer than this to 0 or 1 is 0 or 1."""


def effective_n(rate: npt.ArrayLike, variance: npt.ArrayLike, followed: npt.ArrayLike) -> Floats:
    """The number of fully followed visits that would tell as much: F(1 − F) / Var(F).

    At a rate of 0 or 1, or without variance, it is ``followed``; NaN where the rate is.
    """
    F, V, n = _broadcast(rate, variance, followed)
    inside = (F > _SURE) & (F < 1 - _SURE) & (V > 0)
    found = np.divide(F * (1 - F), V, out=n.copy(), where=inside)
    return np.where(np.isnan(F), np.nan, found)


def wilson(rate: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Limits from 0 to 1 of a share seen as ``rate`` among ``n`` (need not be whole); NaN where n is 0.

    Wilson, J. Am. Statist. Assoc. 22 (1927) 209–212.
    """
    p, size = _broadcast(rate, n)
    size = np.where(size > 0, size, np.nan)
    z = special.ndtri(0.5 + level / 2)
    scale = 1 + z**2 / size
    centre = (p + z**2 / (2 * size)) / scale
    half = z * np.sqrt(np.maximum(p * (1 - p), 0) / size + z**2 / (4 * size**2)) / scale
    low = np.where(p <= _SURE, centre * 0, np.maximum(centre - half, 0.0))
    high = np.where(p >= 1 - _SURE, centre * 0 + 1, np.minimum(centre + half, 1.0))
    return low, high


def poisson_interval(k: npt.ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of the mean of a Poisson count seen as ``k``; NaN where k is.

    Garwood, Biometrika 28 (1936) 437–442.
    """
    (count,) = _broadcast(k)
    tail = (1 - level) / 2
    low = np.where(count > 0, special.gammaincinv(np.where(count > 0, count, 1.0), tail), count)
    return low, np.asarray(special.gammainccinv(count + 1, tail))


def beta_binomial_interval(
    n: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Limits of a predicted count among ``n``, whole numbers; NaN where n is 0 or something is NaN.

    The beta-binomial with the given mean and variance of the count. A variance below the binomial one (as of
    trials with different chances) is taken as binomial, one beyond all-or-nothing as all-or-nothing.

    Args:
        n: number of trials.
        mean: expected count, 0 to n.
        variance: of the count.
        level: chance of the count lying within the limits, at least.
    """
    size, centre, var = _broadcast(n, mean, variance)
    low, high = np.full(size.shape, np.nan), np.full(size.shape, np.nan)
    known = (size > 0) & np.isfinite(centre) & np.isfinite(var)
    for at in map(tuple, np.argwhere(known)):
        low[at], high[at] = _count_limits(round(size[at]), centre[at], var[at], (1 - level) / 2)
    return low, high


def _count_limits(n: int, mean: float, variance: float, tail: float) -> tuple[float, float]:
    p = mean / n
    if p <= _SURE or p >= 1 - _SURE:
        whole = 0.0 if p <= _SURE else float(n)
        return whole, whole
    k = np.arange(n + 1)
    excess = variance / (n * p * (1 - p))
    rho = min((excess - 1) / (n - 1), 1 - 1e-9) if n > 1 else 0.0
    if rho > 1e-9:
        a, b = p * (1 / rho - 1), (1 - p) * (1 / rho - 1)
        log_chance = special.betaln(k + a, n - k + b) - special.betaln(k + 1, n - k + 1)
    else:
        log_chance = k * np.log(p) + (n - k) * np.log1p(-p) - special.betaln(k + 1, n - k + 1)
    below = np.cumsum(np.exp(log_chance - log_chance.max()))
    below /= below[-1]
    edge = 1e-12
    return float(np.searchsorted(below, tail + edge)), float(np.searchsorted(below, 1 - tail - edge))


def _broadcast(*values: npt.ArrayLike) -> list[Floats]:
    return [np.array(a) for a in np.broadcast_arrays(*(np.asarray(v, float) for v in values))]
