"""Better, or lucky: the comparison of forecasts by hand and under chance; the interval score by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from addin.metrics.forecast_comparison import chance_of_luck, interval_score


def test_by_hand_one_month_ahead_it_is_a_t_test_with_the_correction() -> None:
    error, other = np.array([1.0, 2, 1, 3, 2]), np.array([2.0, 2.5, 3, 3, 4])
    d = error - other
    t = d.mean() / np.sqrt(d.var() / 5) * np.sqrt(4 / 5)
    assert chance_of_luck(error, other, np.arange(5), 1) == pytest.approx(stats.t.cdf(t, 4))
    # with this correction it is the t test of one sample itself
    assert chance_of_luck(error, other, np.arange(5), 1) == pytest.approx(
        stats.ttest_1samp(d, 0.0, alternative="less").pvalue
    )


def test_two_forecasts_of_a_month_are_no_two_months() -> None:
    rng = np.random.default_rng(2)
    error, other = rng.normal(0, 1, 6), rng.normal(0, 2, 6)
    once = chance_of_luck(error, other, np.arange(6), 1)
    twice = chance_of_luck(error.repeat(2), other.repeat(2), np.arange(6).repeat(2), 1)
    assert twice == pytest.approx(once)


@pytest.mark.parametrize("ahead", [1, 2])
def test_equals_are_seldom_called_better(ahead: int) -> None:
    rng = np.random.default_rng(ahead)
    errors = np.abs(rng.normal(0, 1, (2000, 2, 12)))
    found = [chance_of_luck(one, other, np.arange(12), ahead) for one, other in errors]
    assert 0.02 < np.mean(np.array(found) <= 0.05) < 0.085


def test_the_truly_better_is_found() -> None:
    rng = np.random.default_rng(4)
    found = [chance_of_luck(rng.normal(0, 1, 12), rng.normal(0, 3, 12), np.arange(12), 1) for _ in range(200)]
    assert np.mean(np.array(found) <= 0.05) > 0.75


def test_few_months_and_equal_forecasts_tell_nothing() -> None:
    assert np.isnan(chance_of_luck(np.ones(3), np.zeros(3), np.arange(3), 1))
    assert np.isnan(chance_of_luck(np.ones(9), np.ones(9), np.arange(9), 1))


def test_an_interval_pays_for_its_width_and_for_misses() -> None:
    low, high, came = np.array([90.0, 90]), np.array([110.0, 110]), np.array([100.0, 120])
    assert interval_score(low, high, came, 0.8) == pytest.approx((20 + 20 + 10 * 10) / 2 / 110)
    assert np.isnan(interval_score(low[:0], high[:0], came[:0], 0.8))
