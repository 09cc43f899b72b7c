"""The rate of leads won within H as it was known on past days: only what had happened by then counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import Bools
from addin.deals.visits import Outcome, Visits
from addin.metrics.age_counts import count_ages
from addin.metrics.conversion import ENOUGH_FOLLOWED, columns_of
from addin.metrics.horizon import window_of
from addin.metrics.incidence import aalen_johansen
from addin.metrics.occupancy import Occupancy

Floats = npt.NDArray[np.float64]


def win_rates(visits: Visits, of: Occupancy, days: Sequence[int], horizon: int) -> Floats:
    """First stage → won within H, by the usual window of each day; that of T is the report's.

    Args:
        visits: of every lead, not grouped.
        of: the same deals.
        days: up to T.
        horizon: H in days.

    Returns:
        0 to 1; NaN where too few had been followed for H days, or dates are missing.
    """
    pair, T = (0, len(visits.ladder) - 1), visits.as_of_day
    now = columns_of(visits, *pair, horizon, window_of(None, horizon, T), None)["note"][0]
    if now not in ("", "none", "early"):
        return np.full(len(days), np.nan)
    rows = visits.first_to_won()
    rows = rows[rows["usable"].to_numpy()]
    return np.array([_rate(rows, of, day, horizon) for day in days])


def _rate(rows: pd.DataFrame, of: Occupancy, day: int, horizon: int) -> float:
    window = window_of(None, horizon, day)
    entered, seen = rows["entered"].to_numpy(dtype=np.int64), rows["seen"].to_numpy(dtype=np.int64)
    known = (entered >= window.first) & (entered <= day) & (seen <= day)
    entered, seen = entered[known], seen[known]
    n = rows["n"].to_numpy()[known]
    followed = n[(entered <= day - horizon) & (seen <= entered)].sum()
    if followed < ENOUGH_FOLLOWED:
        return np.nan
    outcome, left = _ends_known(of, day)
    deal = rows["deal"].to_numpy()[known]
    age, late = np.maximum(left[deal] - entered, 0), seen - entered
    counts = count_ages((1,), np.zeros(len(deal), np.int64), age, late, outcome[deal], n, horizon)
    return float(aalen_johansen(counts).rate[0])


def _ends_known(of: Occupancy, day: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int64]]:
    """How each deal had ended at the end of a day, and when; open ones on that day."""
    ends = of.ends
    stands: Bools = (ends.day <= day) & (day < ends.revoked_on) & ends.dated
    outcome = np.zeros(len(of.created), np.int8)
    left = np.full(len(of.created), day, np.int64)
    at = ends.deal[stands]
    outcome[at] = np.where(ends.won[stands], Outcome.ADVANCED, Outcome.LOST)
    left[at] = ends.day[stands]
    return outcome, left
