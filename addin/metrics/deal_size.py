"""Deal size: what wins bring, and how many of them have their sum on record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SIZE_DAYS = 365
"""The deal size is taken from wins of so many days up to T."""
ENOUGH_WINS = 20
"""With fewer wins in these days every win up to T counts."""
RECENT_DAYS = 90
"""Prices move: the mean is that of wins of so many days, …"""
SHRINKING_WINS = 20
"""… drawn to that of the year as if so many more wins had brought it."""


@dataclass(frozen=True, eq=False)
class Wins:
    """Wins that stand on a day: position of the deal, day of the win (``UNKNOWN``), amount (NaN)."""

    deal: npt.NDArray[np.int32]
    day: npt.NDArray[np.int32]
    amount: npt.NDArray[np.float64]


@dataclass(frozen=True)
class DealSize:
    """What a win brings.

    Args:
        mean, sd: mean and standard deviation of the amounts of wins; NaN without any.
        priced_share: share of wins that have an amount, 0 to 1; NaN without any win.
    """

    mean: float
    sd: float
    priced_share: float


def deal_size_of(wins: Wins, day: int) -> DealSize:
    """The deal size known on a day, from the wins that stand on it."""
    known, year = ~np.isnan(wins.amount), wins.day > day - SIZE_DAYS
    if (known & year).sum() < ENOUGH_WINS:
        year = np.ones(len(known), bool)
    share = float(known[year].mean()) if year.any() else np.nan
    amount = wins.amount[known & year]
    if not len(amount):
        return DealSize(np.nan, np.nan, share)
    recent = wins.amount[known & (wins.day > day - RECENT_DAYS)]
    total = recent.sum() + SHRINKING_WINS * amount.mean()
    return DealSize(float(total / (len(recent) + SHRINKING_WINS)), float(amount.std()), share)
