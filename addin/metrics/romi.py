"""ROMI: the return on what a source cost, with a bootstrap interval over its leads."""

from __future__ import annotations

import hashlib

import numpy as np
from scipy import special

from addin.metrics.occupancy import Floats

LEVEL = 0.95
DRAWS = 1000
MOST_DRAWN = 500
"""With more wins the sum of leads drawn anew is as good as normal."""


def romi(revenue: Floats, spend: float, margin: float, default_amount: float) -> tuple[float, float, float]:
    """(revenue × margin − spend) / spend and its 95 % limits.

    The seed is a hash of the revenues, sorted. With no win the leads tell nothing of what one would bring:
    the upper limit is then that of the number of wins (Poisson), each at the default amount.

    Args:
        revenue: of each lead, 0 for those not won.
        spend: on these leads, over 0.
        margin: gross margin, 0 to 1.
        default_amount: what a win usually brings.
    """
    tails = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    wins = np.sort(revenue[revenue > 0])
    if not len(wins):
        most = float(special.gammaincinv(1.0, tails[1])) * default_amount
        return -1.0, -1.0, (most * margin - spend) / spend
    drawn = _bootstrap_sums(wins, len(revenue))
    low, high = (float(x) for x in np.quantile(drawn, tails))
    found = [(total * margin - spend) / spend for total in (float(wins.sum()), low, high)]
    return found[0], found[1], found[2]


def _bootstrap_sums(wins: Floats, n: int) -> Floats:
    """Sums of leads drawn anew, with replacement."""
    seed = hashlib.sha256(np.ascontiguousarray(wins).tobytes() + str(n).encode()).digest()[:8]
    rng = np.random.default_rng(int.from_bytes(seed, "big"))
    if len(wins) > MOST_DRAWN:
        mean = wins.sum() / n
        variance = (wins**2).sum() - n * mean**2
        return np.asarray(wins.sum() + np.sqrt(variance) * rng.standard_normal(DRAWS))
    chance = np.full(len(wins) + 1, 1 / n)
    chance[-1] = max(1 - len(wins) / n, 0.0)
    return np.asarray(rng.multinomial(n, chance, DRAWS)[:, :-1] @ wins, dtype=np.float64)
