"""What wins bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PRICE_DAYS = 365
"""What a win brings is taken from wins of so many days up to T."""
ENOUGH_WINS = 20
"""With fewer wins in these days every win up to T tells its price."""


@dataclass(frozen=True, eq=False)
class Wins:
    """Wins that stand on a day: position of the deal, day of the win (``UNKNOWN``), amount (NaN)."""

    deal: npt.NDArray[np.int32]
    ended: npt.NDArray[np.int32]
    amount: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Prices:
    """What a win brings: mean, standard deviation and median of the amounts of wins; NaN without any."""

    mean: float
    spread: float
    median: float


def prices_of(wins: Wins, day: int) -> Prices:
    """The prices known on a day, from the wins that stand on it."""
    known = ~np.isnan(wins.amount)
    lately = known & (wins.ended > day - PRICE_DAYS)
    some = wins.amount[lately if lately.sum() >= ENOUGH_WINS else known]
    if not len(some):
        return Prices(np.nan, np.nan, np.nan)
    # the median is that of every win, as in the list of pre-sale deals
    return Prices(float(some.mean()), float(some.std()), float(np.median(wins.amount[known])))
