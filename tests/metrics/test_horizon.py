"""The horizon that is chosen, and the days whose entries count."""

from __future__ import annotations

import datetime as dt

from addin.metrics.horizon import Horizon, auto_horizon, window_of
from addin.periods import Period
from tests.make import dataset
from tests.metrics.examples import visits_of


def test_auto_horizon_is_the_smallest_that_holds_nine_tenths_of_old_wins() -> None:
    deals = [
        {
            "id": f"d{k}",
            "created": "2025-01-01",
            "status": "Won",
            "closed": dt.datetime(2025, 1, 1) + dt.timedelta(days=age),
        }
        for k, age in enumerate([10] * 17 + [30] * 1 + [100] * 2)
    ]
    assert auto_horizon(visits_of(dataset(deals))) == Horizon(30, False, 20)
    assert auto_horizon(visits_of(dataset(deals[:-1]))) == Horizon(30, True, 19)
    slower = [*deals[:17], *({**row, "closed": "2025-03-01"} for row in deals[17:])]
    assert auto_horizon(visits_of(dataset(slower))).days == 60


def test_the_default_window_is_the_last_H_and_ninety_days() -> None:
    window = window_of(None, 30, 1000)
    assert (window.first, window.last) == (881, 1000)
    assert window.last - window.first + 1 == 120
    month = window_of(Period(dt.date(1970, 1, 11), dt.date(1990, 1, 1)), 30, 1000)
    assert (month.first, month.last) == (10, 1000)
