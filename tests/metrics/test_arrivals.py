"""Leads still to come: a level by hand, a burst, a season, and the wins that come of them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.metrics.arrivals import LEAD_DAYS, YEAR, Arrivals, arrivals
from addin.metrics.occupancy import Occupancy
from tests.make import dataset
from tests.metrics.examples import occupied

FIRST = dt.date(2023, 1, 2)


def daily(counts: list[int]) -> Occupancy:
    """A department with so many leads on each day, up to the last of them."""
    days = [FIRST + dt.timedelta(days=k) for k, count in enumerate(counts) for _ in range(count)]
    rows = [{"id": f"d{k}", "created": f"{day:%Y-%m-%d}", "status": "New"} for k, day in enumerate(days)]
    return occupied(dataset(rows), FIRST + dt.timedelta(days=len(counts) - 1))[0]


def expected(counts: list[int], days_ahead: int = 31) -> np.ndarray:
    of = daily(counts)
    return arrivals(of, of.as_of_day, days_ahead).per_day


def test_the_level_is_that_of_the_last_eight_weeks() -> None:
    assert expected([9] * 30 + [2] * LEAD_DAYS) == pytest.approx(np.full(31, 2.0))
    assert expected([3] * 10) == pytest.approx(np.full(31, 3.0))  # a younger department: all its days


def test_no_lead_at_all_is_none_to_come() -> None:
    of = daily([1] * 20)
    assert arrivals(of, int(of.creation_days[0]) - 1, 5).per_day.tolist() == [0.0] * 5


def test_a_burst_is_no_level_and_a_new_level_is_one() -> None:
    calm, burst = [2] * (LEAD_DAYS - 14), [20] * 7 + [2] * 7
    assert expected(calm + burst)[0] < 1.3 * 2
    risen = [2] * (LEAD_DAYS - 28) + [8] * 28
    assert expected(risen)[0] == pytest.approx(5.0)


def test_a_season_that_came_again_is_followed_and_one_that_did_not_is_not() -> None:
    days = np.arange(2 * YEAR + 60)
    wave = np.round(12 * np.exp(0.7 * np.sin(2 * np.pi * days / YEAR))).astype(int).tolist()
    ahead = expected(wave, 60)
    now = float(np.mean(wave[-LEAD_DAYS:]))
    true = 12 * np.exp(0.7 * np.sin(2 * np.pi * (len(wave) + 45) / YEAR))
    assert abs(ahead[45] - true) < 0.5 * abs(now - true)
    once = wave[:YEAR] + [12] * (YEAR + 60)
    assert expected(once, 60) == pytest.approx(np.full(60, 12.0), rel=0.1)


def test_wins_of_leads_to_come_by_hand() -> None:
    """Two leads a day, half of each day's won on the day after: of three days those of two, then one more."""
    coming = Arrivals(np.full(10, 2.0))
    curve, usual = np.array([0.0, 0.5, 0.5, 0.5]), np.arange(11, dtype=float)
    assert coming.wins(curve, usual, 0, 3) == pytest.approx(2.0)
    assert coming.wins(curve, usual, 3, 4) == pytest.approx(1.0)
    # days that count for half: a lead of today is only half a day old tomorrow
    assert coming.wins(curve, usual / 2, 0, 3) == pytest.approx(2 * (0.5 + 0.25))


@pytest.mark.parametrize("within", [1, 7, 31])
def test_wins_add_up_over_windows(within: int) -> None:
    rng = np.random.default_rng(within)
    coming, curve = Arrivals(rng.random(62)), np.cumsum(rng.random(63)) / 100
    usual = np.r_[0.0, np.cumsum(rng.random(62) * 2)]
    parts = coming.wins(curve, usual, 0, within) + coming.wins(curve, usual, within, 62)
    assert parts == pytest.approx(coming.wins(curve, usual, 0, 62))
