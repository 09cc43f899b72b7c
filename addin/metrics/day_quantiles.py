"""By which day each share of those who end so within H has ended so: quantiles of an incidence, with limits.

They are read off G(a) = F(a) / F(H), the incidence of an end by age over its value at H; so visits still
open, those ended otherwise and those seen late each count for as long as they were watched. Where everyone
was followed for H days they are the plain quantiles of those times. The limits turn those of G round
(Brookmeyer & Crowley, Biometrics 38 (1982) 29–41).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.metrics.age_counts import AgeCounts
from addin.metrics.proportions import effective_n, wilson
from addin.metrics.transitions import RISK_TOLERANCE, Transitions

Floats = npt.NDArray[np.float64]

_SURE = 1e-12


@dataclass(frozen=True, eq=False)
class DayQuantiles:
    """Days of each share, arrays (shares, groups); NaN for a group in which nobody ended so within H.

    Args:
        days: the smallest age by which the share has ended so; whole days.
        low, high: its 95 % limits.
        ended: how many ended so within H, of each group.
        held: F(H) over F at the last age of the counts: the share of those seen to end so whom H holds.
    """

    days: Floats
    low: Floats
    high: Floats
    ended: Floats
    held: Floats


def day_quantiles(counts: AgeCounts, horizon: int, shares: Sequence[float]) -> DayQuantiles:
    """The days by which each share of those who advance within H has advanced.

    Args:
        counts: visits by age, (groups, ages), counted to ``horizon`` or beyond.
        horizon: H in days.
        shares: 0 to 1, over 0.
    """
    moves = Transitions.of(counts)
    incidence = moves.incidence_curve(moves.advanced)
    within, last = incidence[:, : horizon + 1], incidence[:, -1]
    base = np.where(within[:, -1:] > _SURE, within[:, -1:], np.nan)
    reached = within / base
    ended = counts.advanced[:, : horizon + 1].sum(axis=1)
    n = effective_n(reached, _variance(moves, within, base), np.broadcast_to(ended[:, None], within.shape))
    low, high = wilson(reached, n)
    low[:, -1:] = high[:, -1:] = np.where(np.isnan(base), np.nan, 1.0)  # all of them, by definition
    limits = (np.maximum.accumulate(of, axis=1) for of in (reached, high, low))
    days, earliest, latest = (np.stack([_first(of, share) for share in shares]) for of in limits)
    held = np.divide(within[:, -1], last, out=np.full(len(last), np.nan), where=last > _SURE)
    return DayQuantiles(days, earliest, latest, ended, held)


def _first(curve: Floats, share: float) -> Floats:
    """The first age at which each curve has come to a share; NaN for one that is not there."""
    with np.errstate(invalid="ignore"):
        reached = curve >= share - _SURE
    return np.where(reached.any(axis=1), reached.argmax(axis=1), np.nan)


def _variance(moves: Transitions, curve: Floats, base: Floats) -> Floats:
    """The variance of F(a) / F(H) by the delta method over the days, as that of F is taken.

    What a day moves of the undecided changes F(a) and F(H) alike: a day up to a by F(a)'s share not yet
    reached, one after it by the share reached.
    """
    days = slice(curve.shape[1])
    advanced, undecided, survival = moves.advanced[:, days], moves.undecided[:, days], moves.survival[:, days]
    left = np.where(survival > RISK_TOLERANCE, survival, np.inf)
    weight = moves.survival_before[:, days] ** 2 * moves.inverse_risk[:, days]
    before = np.cumsum(weight * _moved(advanced, undecided, -curve / left), axis=1)
    after = np.cumsum(weight * _moved(advanced, undecided, (curve[:, -1:] - curve) / left), axis=1)
    share = curve / base
    return np.asarray(((1 - share) ** 2 * before + share**2 * (after[:, -1:] - after)) / base**2)


def _moved(advanced: Floats, undecided: Floats, worth: Floats) -> Floats:
    """The variance of one visit's day: one if it advances, ``worth`` if it stays undecided, else nothing."""
    return np.asarray(advanced + undecided * worth**2 - (advanced + undecided * worth) ** 2)
