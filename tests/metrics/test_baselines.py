"""The damped trend of months, on revenues that are known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.metrics import baselines
from addin.metrics.occupancy import DaySnapshot
from tests.make import dataset
from tests.metrics.examples import occupied

DAY = dt.date(2026, 6, 1)


def sold(*by_month: float) -> DaySnapshot:
    """The deals on 1 June, a win in each of the months before it: the last sum is that of May."""
    first = 5 - len(by_month)
    begin = [dt.date(2026 + (first + k) // 12, (first + k) % 12 + 1, 5) for k in range(-1, len(by_month))]
    rows = [
        {
            "id": f"d{k:02d}",
            "created": day.isoformat(),
            "status": "Won",
            "closed": day.isoformat(),
            "amount": amount,
        }
        for k, (day, amount) in enumerate(zip(begin, (1.0, *by_month), strict=True))
    ]
    occupancy, _ = occupied(dataset(rows), DAY)
    return occupancy.at(occupancy.as_of_day)


def test_a_level_that_stays_is_told_as_it_is() -> None:
    assert baselines.trend(sold(*[200.0] * 8)).both == pytest.approx((200.0, 200.0))


@pytest.mark.parametrize("factor", [0.8, 0.9, 1.15])
def test_a_trend_is_followed_nearer_than_by_smoothing(factor: float) -> None:
    came = [1000.0 * factor**k for k in range(18)]
    snapshot, truth = sold(*came[:16]), np.array(came[16:])
    ours, other = (np.log(tell(snapshot).both / truth) for tell in (baselines.trend, baselines.smoothing))
    assert (np.abs(ours) < 0.7 * np.abs(other)).all()


def test_it_dies_away() -> None:
    falling = baselines.trend(sold(*(1000.0 * 0.8**k for k in range(12))))
    assert falling.this_month * 0.8 < falling.next_month < falling.this_month


def test_a_month_of_nothing_is_borne_and_few_months_tell_nothing() -> None:
    assert 0 < baselines.trend(sold(100.0, 100.0, 0.0, 100.0, 0.0, 100.0)).this_month < 100
    assert np.isnan(baselines.trend(sold(100.0, 100.0)).this_month)
