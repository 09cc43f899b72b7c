"""Visits of one pair of stages whose months of entry differ, as rows, without the rest of a department."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.visits import Outcome, Visits

Floats = npt.NDArray[np.float64]

LAST = 19_999
"""T."""
H = 30


def rows_of(
    rng: np.random.Generator,
    per_month: int,
    odds: Floats,
    wait: float = 8.0,
) -> pd.DataFrame:
    """Visits entered in months of thirty days back from T, of several groups.

    Args:
        rng: what is drawn is drawn from it.
        per_month: visits of each group in each month.
        odds: log-odds of advancing at last, by group and month, the latest month first.
        wait: mean days until a visit ends.
    """
    groups, months = odds.shape
    group, month = (of.ravel().repeat(per_month) for of in np.indices((groups, months)))
    entered = LAST - month * 30 - rng.integers(0, 30, len(group))
    goes_on = rng.random(len(group)) < 1 / (1 + np.exp(-odds[group, month]))
    left = entered + rng.exponential(wait, len(group)).astype(int)
    known = left <= LAST
    outcome = np.where(goes_on, Outcome.ADVANCED, Outcome.LOST)
    columns = {
        "deal": np.arange(len(group)),
        "outcome": np.where(known, outcome, Outcome.OPEN).astype(np.int8),
        "manager": group,
        "source": 0,
        "entered": entered,
        "left": np.minimum(left, LAST),
        "seen": entered,
        "usable": True,
        "vague": False,
        "across": False,
        "skipped": False,
        "reopened": False,
        "n": 1,
        "amount": 0.0,
    }
    return pd.DataFrame(columns)


def visits_of(rows: pd.DataFrame, groups: int) -> Visits:
    """The visits of a pipeline of two rungs, New and Won."""
    names = [f"Manager {k + 1}" for k in range(groups)]
    ids = pd.Series(rows["deal"].astype(str))
    return Visits({(0, 1): rows}, ["New", "Won"], names, ["ads"], ids, LAST, "history")
