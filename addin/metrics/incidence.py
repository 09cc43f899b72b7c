"""How many get there in time: the Aalen–Johansen cumulative incidence of advancing, on a grid of days.

Aalen & Johansen, Scand. J. Statist. 5 (1978) 141–150. A stay in a stage ends by advancing, by being lost or
by turning out to be nontarget, whichever comes first; an open stay is censored at T. Everyone is at risk on
the day something happens to him; censoring comes last on its day; a stay first seen at age L is at risk from
age L on. Without censoring and late entry the rate is a plain share and its variance that of a share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.metrics.age_counts import AgeCounts
from addin.metrics.transitions import RISK_TOLERANCE, Transitions

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Incidence:
    """Cumulative incidences at age H, arrays (groups...), 0 to 1; NaN for a group without anyone at risk.

    From the last age at which someone is at risk on, the last value is carried on.

    Args:
        rate: share advanced within H, F_adv(H); ``variance`` of it.
        nontarget: share that turned out to be nontarget within H, F_nt(H).
        target: F_adv(H) / (1 − F_nt(H)), the rate among real customers; ``target_variance`` of it.
        curve, survival: F_adv(a) and the share undecided after age a, (groups..., H + 1), where asked for.
    """

    rate: Floats
    variance: Floats
    nontarget: Floats
    target: Floats
    target_variance: Floats
    curve: Floats | None = None
    survival: Floats | None = None


def aalen_johansen(counts: AgeCounts, curves: bool = False) -> Incidence:
    """Cumulative incidence of advancing within H days, with its variance, for each group.

    The variance is the delta method over the days: given who is at risk, the ends of a day are multinomial
    (Greenwood's formula carried over to competing ends; Andersen et al., Statistical Models Based on
    Counting Processes, 1993, IV.4).
    """
    moves = Transitions.of(counts)
    advanced, nontarget = moves.incidence_curve(moves.advanced), moves.incidence_curve(moves.nontarget)
    rate, nontarget_rate = (
        np.where(moves.ever_observed, curve[..., -1], np.nan) for curve in (advanced, nontarget)
    )
    to_advance = (moves.incidence_after(advanced), 1.0, 0.0)
    to_nontarget = (moves.incidence_after(nontarget), 0.0, 1.0)
    variance = np.where(moves.ever_observed, moves.covariance(to_advance, to_advance), np.nan)
    mixed, other = moves.covariance(to_advance, to_nontarget), moves.covariance(to_nontarget, to_nontarget)
    target, target_variance = _target_rate(rate, nontarget_rate, (variance, mixed, other))
    return Incidence(
        rate=rate,
        variance=variance,
        nontarget=nontarget_rate,
        target=target,
        target_variance=target_variance,
        curve=np.where(moves.ever_observed[..., None], advanced, np.nan) if curves else None,
        survival=np.where(moves.ever_observed[..., None], moves.survival, np.nan) if curves else None,
    )


def advance_curve(counts: AgeCounts) -> Floats:
    """F_adv(a) alone, (groups..., H + 1); NaN for a group without anyone at risk."""
    moves = Transitions.of(counts)
    return np.where(moves.ever_observed[..., None], moves.incidence_curve(moves.advanced), np.nan)


def _target_rate(
    rate: Floats, nontarget: Floats, covariance: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """F_adv / (1 − F_nt) and its variance by the delta method; NaN where all were nontarget.

    ``covariance``: the variance of F_adv, its covariance with F_nt, the variance of F_nt.
    """
    real = np.where(1.0 - nontarget > RISK_TOLERANCE, 1.0 - nontarget, np.nan)
    target = np.asarray(rate / real)
    scaled = covariance[0] + 2 * target * covariance[1] + target**2 * covariance[2]
    return target, np.asarray(np.maximum(scaled, 0.0) / real**2)
