"""How long a deal is given to move on, and which entries conversions rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.deals.timeline import day_number
from addin.deals.visits import Outcome, Visits
from addin.periods import Period

GRID = (7, 14, 30, 60, 90, 180, 365)
"""Horizons in days that ``auto`` chooses from."""
MATURE_AFTER = 365
ENOUGH_WINS = 20
FALLBACK = 30
WINDOW_BEYOND = 90
"""The default window is so many days longer than the horizon: as many days of entry are followed."""


@dataclass(frozen=True)
class Horizon:
    """H in days; ``flagged`` where too few or too slow wins did not settle it; ``wins`` there were."""

    days: int
    flagged: bool
    wins: int


def auto_horizon(visits: Visits) -> Horizon:
    """The smallest horizon of ``GRID`` within which 90 % of the wins closed.

    Only leads created at least 365 days before T count, so that slow wins had time to happen; with fewer
    than 20 such wins it is 30 days, and where even 365 do not suffice 365, both flagged.
    """
    whole = visits.first_to_won()
    won = whole[
        (whole["outcome"] == Outcome.ADVANCED)
        & (whole["left"] >= 0)
        & (whole["entered"] >= 0)
        & (whole["entered"] <= visits.as_of_day - MATURE_AFTER)
    ]
    total = int(won["n"].sum())
    if total < ENOUGH_WINS:
        return Horizon(FALLBACK, True, total)
    age, n = (won["left"] - won["entered"]).to_numpy(), won["n"].to_numpy()
    within = np.array([n[age <= days].sum() for days in GRID])
    enough = np.flatnonzero(within * 10 >= total * 9)
    return Horizon(GRID[int(enough[0])], False, total) if len(enough) else Horizon(GRID[-1], True, total)


@dataclass(frozen=True)
class Window:
    """First and last day of entry that count, as days since 1970-01-01, both included."""

    first: int
    last: int


def window_of(period: Period | None, horizon: int, as_of_day: int) -> Window:
    """The window asked for, cut at T; by default the last H + 90 days up to T."""
    if period is None:
        return Window(as_of_day - horizon - WINDOW_BEYOND + 1, as_of_day)
    first = day_number(period.start) if period.start else -(10**6)
    return Window(first, min(as_of_day, day_number(period.end)) if period.end else as_of_day)
