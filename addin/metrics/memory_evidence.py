"""What each memory said of the days between two looks at the department, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from addin.metrics.chance import BANDS, ChanceCurves
from addin.metrics.forgetting import HALF_LIVES
from addin.metrics.occupancy import Floats, Occupancy

LEAST_WINS = 1e-6
"""An expectation of none at all would rule out what it did not foresee for ever."""


def log_likelihood(occupancy: Occupancy, days: Sequence[int], chances: ChanceCurves) -> Floats:
    """Of the wins by stage between neighbouring days among the deals open on the first, as Poisson counts.

    Returns:
        (intervals, half-lives), but for a constant of each interval.
    """
    found = np.zeros((max(len(days) - 1, 0), len(HALF_LIVES)))
    for place, (day, later) in enumerate(pairwise(days)):
        if not chances.known[place]:
            continue
        deals, won = occupancy.at(day).open_deals, np.zeros(len(occupancy.created), bool)
        won[occupancy.won_between(day, later)] = True
        rung = deals.rung.astype(np.int64) if chances.by_stage else np.zeros(len(deals.deal), np.int64)
        usable = (rung >= 0) & (deals.age >= 0)
        rung, deal = rung[usable], deals.deal[usable]
        stages, ages = chances.curve.shape[2], BANDS[-1] + 1
        cell = rung * ages + np.minimum(deals.age[usable], ages - 1)
        standing = np.bincount(cell, minlength=stages * ages).reshape(stages, ages)
        came = np.bincount(rung, won[deal], stages)
        by_age = np.stack([chances.by_age(k, place, later - day) for k in range(len(HALF_LIVES))])
        expected = np.nansum(by_age * standing, axis=2)
        known = np.isfinite(by_age[0]).all(axis=1)
        expected = np.maximum(expected, LEAST_WINS)
        found[place] = ((came * np.log(expected) - expected) * known).sum(axis=1)
    return found
