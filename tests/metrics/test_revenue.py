"""Revenue by month: all months at once are each of them by itself, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.calendar import month
from addin.metrics.revenue import monthly_revenue, revenue
from tests.metrics.examples import occupied
from tests.random_deals import random_dataset


@pytest.mark.parametrize("seed", range(4))
def test_months_at_once_are_months_by_themselves(seed: int) -> None:
    occupancy = occupied(random_dataset(150, seed))[0]
    for day in (occupancy.as_of_day, occupancy.as_of_day - 100):
        snapshot, this = occupancy.at(day), month(day)
        alone = [revenue(snapshot, which)[0] for which in range(this - 30, this + 2)]
        np.testing.assert_array_equal(monthly_revenue(snapshot, this - 30, this + 1), alone)
        assert not len(monthly_revenue(snapshot, this, this - 1))
