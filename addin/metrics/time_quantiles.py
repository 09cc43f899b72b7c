"""By which time each share has had an event, from exact times with censoring and competing ends."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def quantiles(time: Floats, event: npt.NDArray[np.integer], shares: Sequence[float]) -> list[float]:
    """The smallest time by which each share has had the event, by the Aalen–Johansen estimate.

    Args:
        time: time of the end of observation, any unit.
        event: 0 censored, 1 the event, 2 a competing end.
        shares: 0 to 1, over 0.

    Returns:
        In the unit of ``time``; NaN for a share that is never reached.
    """
    times, place, each = np.unique(time, return_inverse=True, return_counts=True)
    happened = np.bincount(place, event == 1, len(times))
    ended = np.bincount(place, event != 0, len(times))
    at_risk = len(time) - (np.cumsum(each) - each)
    before = np.cumprod(np.append(1.0, 1 - ended / at_risk))[:-1]
    share = np.cumsum(before * happened / at_risk)
    first = np.searchsorted(share, np.array(shares) - 1e-12)
    return [float(times[at]) if at < len(times) else math.nan for at in first]
