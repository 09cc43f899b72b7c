"""What becomes of an undecided visit day by day, and what that makes of the uncertainty at day H."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from addin.metrics.incidence import Counts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NOBODY = 1e-9
"""Fewer at risk than this is nobody: what rounding leaves of weights that cancel."""

Gain = tuple[Floats, float, float]
"""Chance of one end within H for a visit undecided after each day, for one that advances, for a nontarget."""


@dataclass(frozen=True, eq=False)
class Steps:
    """What becomes, day by day, of one undecided visit; arrays (groups..., H + 1).

    Args:
        someone: whether anyone is at risk.
        inverse: one over the number at risk, 0 without any.
        advanced, nontarget, stay: chances of the day.
        before, survival: share undecided at the start and at the end of the day.
    """

    someone: Bools
    inverse: Floats
    advanced: Floats
    nontarget: Floats
    stay: Floats
    before: Floats
    survival: Floats

    @classmethod
    def of(cls, counts: Counts) -> Steps:
        """The steps of visits counted by age."""
        days = counts.horizon + 1
        risk = counts.at_risk[..., :days]
        someone = np.asarray(risk > NOBODY)
        inverse = np.divide(1.0, risk, out=np.zeros(risk.shape), where=someone)
        ends = (counts.advanced, counts.nontarget, counts.lost)
        advanced, nontarget, lost = (end[..., :days] * inverse for end in ends)
        stay = np.maximum(1.0 - (advanced + nontarget + lost), 0.0)
        survival = np.asarray(np.multiply.accumulate(stay, axis=-1))
        before = np.concatenate((np.ones((*risk.shape[:-1], 1)), survival[..., :-1]), axis=-1)
        return cls(someone, inverse, advanced, nontarget, stay, before, survival)

    @property
    def ever(self) -> Bools:
        """Whether anyone was ever at risk."""
        return np.asarray(self.someone.any(axis=-1))

    @property
    def reached(self) -> Ints:
        """The last day up to which someone was at risk wherever someone was undecided, −1 if none."""
        sound = self.someone == (self.before > NOBODY)
        return np.asarray(np.logical_and.accumulate(sound, axis=-1).sum(axis=-1) - 1)

    def share(self, chance: Floats) -> Floats:
        """The share that has met an end by H, NaN where nobody was at risk."""
        return np.where(self.ever, (self.before * chance).sum(axis=-1), np.nan)

    def curve(self, chance: Floats) -> Floats:
        """The share that has met an end by each day."""
        return np.asarray(np.cumsum(self.before * chance, axis=-1))

    def still_to_come(self, curve: Floats) -> Floats:
        """The chance of an end between each day and H for one undecided after that day."""
        left = curve[..., -1:] - curve
        return np.divide(left, self.survival, out=np.zeros(left.shape), where=self.survival > NOBODY)

    def covariance(self, first: Gain, second: Gain) -> Floats:
        """Of two ends by H: what each day's multinomial moves of the undecided add, carried on to H."""
        products = (first[0] * second[0], first[1] * second[1], first[2] * second[2])
        own = self._mean(products) - self._mean(first) * self._mean(second)
        return np.asarray((self.before**2 * self.inverse * own).sum(axis=-1))

    def _mean(self, gain: Gain) -> Floats:
        return np.asarray(self.stay * gain[0] + self.advanced * gain[1] + self.nontarget * gain[2])
