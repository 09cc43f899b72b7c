"""One deal that makes much of a month, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.forecast import MonthForecast
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import Calibration, Shock
from addin.metrics.whale import whale

CALIBRATION = Calibration(1.0, Shock(0.1, 10, True))


def month(amounts: list[float], chances: list[float], closed: float = 0.0) -> MonthForecast:
    chance, amount = np.array(chances), np.array(amounts)
    open_deals = Component(np.arange(10, 10 + len(amount)), chance, amount, (100.0, 10.0), 0.0, True)
    none = Component(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), (100.0, 10.0), 2.0, True)
    return MonthForecast(680, closed, 0, {"presale": open_deals, "earlier": none, "new": none}, "")


def test_a_whale_is_told_with_and_without() -> None:
    """1000 × 0.5 of 500 + 300 × 0.4 + 4 × 100 = 1,020 is near half."""
    found = whale(month([300.0, 1000.0], [0.4, 0.5]), CALIBRATION, 1)
    assert found is not None
    assert (found.deal, found.amount, found.chance) == (11, 1000.0, 0.5)
    assert found.share == pytest.approx(500 / 1020)
    assert found.without[0] == pytest.approx(520)
    assert found.with_it == pytest.approx(1520)
    assert found.without[1] <= 520 <= found.without[2] < 1520


@pytest.mark.parametrize(
    "of",
    [
        month([300.0, 1000.0], [0.4, 0.5], closed=5000.0),
        month([100.0] * 20, [0.5] * 20),
        month([np.nan], [0.9]),
        month([], []),
    ],
)
def test_no_other_deal_is_one(of: MonthForecast) -> None:
    assert whale(of, CALIBRATION, 1) is None
