"""Days as spreadsheets count them, as moments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MILLISECONDS = 86_400_000
"""Of a day."""
_EVER = np.datetime64("0001-01-01", "ms"), np.datetime64("9999-12-31T23:59:59.999", "ms")
"""The first and the last moment that Python has."""


def timestamps_of(
    days: npt.NDArray[np.float64], epoch: np.datetime64
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.bool_]]:
    """Moments (datetime64[us]), to the millisecond, and which are moments: within the years 1 to 9999.

    Args:
        days: counted from the epoch; NaN is none.
        epoch: day 0.
    """
    whole = np.rint(days * _MILLISECONDS)
    low, high = ((end - epoch).astype(np.int64) for end in _EVER)
    inside = (low <= whole) & (whole <= high)
    since = np.where(inside, whole, 0).astype("timedelta64[ms]")
    return (epoch + since).astype("datetime64[us]"), inside
