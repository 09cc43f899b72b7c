"""What a manager brings of his deals and leads, relative to what was expected of them: a shrunk factor.

A deal's chance and a lead's are learnt from all managers together. What each won in the past over what these
chances had promised of what he held is a count over its expectation: given his factor Poisson, and the
factors of a team are drawn from a gamma distribution around 1 whose spread is learnt from all of them
together, on a fixed grid. One who is new, or a team of equals, has the factor 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from addin.deals.evidence import Ints

Floats = npt.NDArray[np.float64]

SHAPES = 2.0 ** np.arange(10)
"""Shapes of the gamma prior, equally likely beforehand: 1 lets managers differ widely, 512 hardly at all."""
NEWTON_STEPS = 60
CLOSE = 1e-13
_CERTAIN = 1 - 1e-12


@dataclass(frozen=True, eq=False)
class ManagerFactors:
    """What each manager wins of open deals, and of new leads, over what is expected of anybody.

    Args:
        of_rung: rungs × managers.
        of_leads: managers.
        holder: of every deal, the code of who holds it now.
    """

    of_rung: Floats
    of_leads: Floats
    holder: Ints

    def shared_out(
        self,
        chance: Floats,
        amount: Floats,
        mean_won: float,
        deal: npt.NDArray[np.integer],
        rung: npt.NDArray[np.integer],
    ) -> Floats:
        """Chances of open deals by who holds them; what they are worth together stays the same.

        So it does of the deals with an amount, and of those without one.

        Args:
            chance: of each deal, NaN where nothing tells.
            amount: what each would bring, NaN where unpriced: then ``mean_won``.
            mean_won: what an unpriced win brings; NaN where nothing tells.
            deal, rung: its position, and where it stands.
        """
        factor, found = self.of_rung[rung, self.holder[deal]], chance.copy()
        unpriced = np.isnan(amount)
        for some, worth in (
            (~unpriced, amount[~unpriced]),
            (unpriced, np.full(int(unpriced.sum()), mean_won)),
        ):
            found[some] = shared_out(chance[some], worth, factor[some])
        return found

    def of_new(self, deal: npt.NDArray[np.integer]) -> Floats:
        """Of leads like these deals."""
        return np.asarray(self.of_leads[self.holder[deal]])


def shrunk_factors(won: Floats, expected: Floats) -> Floats:
    """Posterior mean of each manager's factor; 1 with fewer than two to compare.

    Given the shape a of the prior, a factor is gamma with shape a + won and rate a + expected, the
    expectations of all being scaled to what all have won.
    """
    if (expected > 0).sum() < 2 or not won.sum() > 0:
        return np.ones(len(won))
    shape, expected = SHAPES[:, None], expected * (won.sum() / expected.sum())
    evidence = special.gammaln(shape + won) - special.gammaln(shape)
    evidence += shape * np.log(shape) - (shape + won) * np.log(shape + expected)
    weights = special.softmax(evidence.sum(axis=1))
    return np.asarray(weights @ ((shape + won) / (shape + expected)))


def hazard(chance: Floats) -> Floats:
    """The cumulative hazard of a chance, −log(1 − p)."""
    return np.asarray(-np.log1p(-np.clip(chance, 0.0, _CERTAIN)))


def shared_out(chance: Floats, worth: Floats, factor: Floats) -> Floats:
    """Chances 1 − (1 − p)^(c·factor), with c such that what they are worth together stays the same.

    Args:
        chance: of each deal, 0 to 1, or NaN where nothing tells, and then it stays so.
        worth: what each would bring.
        factor: of each, above 0.
    """
    told = (chance < 1) & (worth > 0)  # what is certain, or not known, stays so
    whole = float((chance * worth)[told].sum())
    if not whole > 0 or np.ptp(factor[told]) == 0:
        return chance
    steep, worth = hazard(chance[told]) * factor[told], worth[told]
    c = 1 / factor[told].max()  # with which none is above its own, so that Newton's steps go up alone
    for _ in range(NEWTON_STEPS):
        left = np.exp(-c * steep)
        missing = whole - float(worth @ (1 - left))
        if missing <= CLOSE * whole:
            break
        c += missing / float(worth @ (steep * left))
    found = chance.copy()
    found[told] = -np.expm1(-c * steep)
    return found
