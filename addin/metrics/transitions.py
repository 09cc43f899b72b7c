"""What becomes of an undecided visit day by day, and how that carries uncertainty on to day H."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.metrics.age_counts import AgeCounts

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

RISK_TOLERANCE = 1e-9
"""Fewer at risk than this is nobody: what rounding leaves of weights that cancel."""

EndChance = tuple[Floats, float, float]
"""Chance of one end within H for a visit undecided after each day, for one that advances, for a nontarget."""


@dataclass(frozen=True, eq=False)
class Transitions:
    """What becomes, day by day, of one undecided visit; arrays (groups..., H + 1).

    Args:
        observed: whether anyone is at risk.
        inverse_risk: one over the number at risk, 0 without any.
        advanced, nontarget, undecided: chances of the day.
        survival_before, survival: share undecided at the start and at the end of the day.
    """

    observed: Bools
    inverse_risk: Floats
    advanced: Floats
    nontarget: Floats
    undecided: Floats
    survival_before: Floats
    survival: Floats

    @classmethod
    def of(cls, counts: AgeCounts) -> Transitions:
        """The transitions of visits counted by age."""
        days = counts.horizon + 1
        risk = counts.at_risk[..., :days]
        observed = np.asarray(risk > RISK_TOLERANCE)
        inverse_risk = np.divide(1.0, risk, out=np.zeros(risk.shape), where=observed)
        ends = (counts.advanced, counts.nontarget, counts.lost)
        advanced, nontarget, lost = (end[..., :days] * inverse_risk for end in ends)
        undecided = np.maximum(1.0 - (advanced + nontarget + lost), 0.0)
        survival = np.asarray(np.multiply.accumulate(undecided, axis=-1))
        before = np.concatenate((np.ones((*risk.shape[:-1], 1)), survival[..., :-1]), axis=-1)
        return cls(observed, inverse_risk, advanced, nontarget, undecided, before, survival)

    @property
    def ever_observed(self) -> Bools:
        """Whether anyone was ever at risk."""
        return np.asarray(self.observed.any(axis=-1))

    def incidence(self, hazard: Floats) -> Floats:
        """The share that has met an end by H, from its chance on each day; NaN where nobody was at risk."""
        return np.where(self.ever_observed, (self.survival_before * hazard).sum(axis=-1), np.nan)

    def incidence_curve(self, hazard: Floats) -> Floats:
        """The share that has met an end by each day."""
        return np.asarray(np.cumsum(self.survival_before * hazard, axis=-1))

    def incidence_after(self, curve: Floats) -> Floats:
        """The chance of an end between each day and H for one undecided after that day."""
        left = curve[..., -1:] - curve
        return np.divide(left, self.survival, out=np.zeros(left.shape), where=self.survival > RISK_TOLERANCE)

    def covariance(self, first: EndChance, second: EndChance) -> Floats:
        """Of two ends by H: what each day's multinomial moves of the undecided add, carried on to H."""
        products = (first[0] * second[0], first[1] * second[1], first[2] * second[2])
        own = self._mean(products) - self._mean(first) * self._mean(second)
        return np.asarray((self.survival_before**2 * self.inverse_risk * own).sum(axis=-1))

    def _mean(self, chance: EndChance) -> Floats:
        return np.asarray(self.undecided * chance[0] + self.advanced * chance[1] + self.nontarget * chance[2])
