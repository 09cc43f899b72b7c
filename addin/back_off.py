"""How long to wait before trying a service again."""

from __future__ import annotations

import random


def pause(attempt: int, first: float, longest: float, jitter: random.Random) -> float:
    """Seconds to wait after attempt ``attempt``, from 0: doubled each time, by chance shorter by up to half.

    So those who were refused together do not come back together.
    """
    return min(longest, first * 2.0**attempt) * (0.5 + jitter.random() / 2)
