"""Deal size: what wins bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SIZE_DAYS = 365
"""The deal size is taken from wins of so many days up to T."""
ENOUGH_WINS = 20
"""With fewer wins in these days every win up to T counts."""


@dataclass(frozen=True, eq=False)
class Wins:
    """Wins that stand on a day: position of the deal, day of the win (``UNKNOWN``), amount (NaN)."""

    deal: npt.NDArray[np.int32]
    day: npt.NDArray[np.int32]
    amount: npt.NDArray[np.float64]


@dataclass(frozen=True)
class DealSize:
    """What a win brings: mean, standard deviation and median of the amounts of wins; NaN without any."""

    mean: float
    sd: float
    median: float


def deal_size_of(wins: Wins, day: int) -> DealSize:
    """The deal size known on a day, from the wins that stand on it."""
    known = ~np.isnan(wins.amount)
    recent = known & (wins.day > day - SIZE_DAYS)
    amount = wins.amount[recent if recent.sum() >= ENOUGH_WINS else known]
    if not len(amount):
        return DealSize(np.nan, np.nan, np.nan)
    # the median is that of every win, as in the list of pre-sale deals
    return DealSize(float(amount.mean()), float(amount.std()), float(np.median(wins.amount[known])))
