from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from addin.metrics.proportions import beta_binomial_interval, effective_n, poisson_interval, wilson

SHARES = st.floats(0, 1)


def exact_chances(n: int, p: float, rho: float) -> list[float]:
    """The beta-binomial in plain products: the chance of each count from 0 to n."""
    chances = []
    for k in range(n + 1):
        value = float(math.comb(n, k))
        ups = [p * (1 - rho) + i * rho for i in range(k)]
        downs = [(1 - p) * (1 - rho) + i * rho for i in range(n - k)]
        alls = [1 - rho + i * rho for i in range(n)]
        chances.append(value * math.prod(ups) * math.prod(downs) / math.prod(alls))
    return chances


def test_effective_n_by_hand() -> None:
    rate, variance, followed = [0.2, 0.5, 0.0, 1.0, 0.3, math.nan], [0.001, 0.01, 0.0, 0.0, 0.0, math.nan], 40
    found = effective_n(rate, variance, followed)
    np.testing.assert_allclose(found, [160, 25, 40, 40, 40, math.nan])


def test_effective_n_of_a_rate_that_is_one_but_for_rounding() -> None:
    assert effective_n(1 - 1e-15, 1e-20, 30) == 30


def test_wilson_by_hand() -> None:
    # 3 of 10: centre (.3 + z²/20) / (1 + z²/10), half z√(.021 + z²/400) / (1 + z²/10), z = 1.96
    low, high = wilson(0.3, 10)
    assert float(low) == pytest.approx(0.1078, abs=5e-5)
    assert float(high) == pytest.approx(0.6032, abs=5e-5)


@given(st.integers(1, 400), SHARES, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_agrees_with_statsmodels(n: int, share: float, level: float) -> None:
    k = round(share * n)
    low, high = wilson(k / n, n, level)
    np.testing.assert_allclose((low, high), proportion_confint(k, n, 1 - level, "wilson"), atol=1e-9)


@given(SHARES, st.floats(0.5, 1e6))
def test_wilson_holds_the_rate_and_stays_within_bounds(rate: float, n: float) -> None:
    low, high = wilson(rate, n)
    assert 0 <= low <= rate + 1e-12
    assert rate - 1e-12 <= high <= 1
    assert low < high


def test_wilson_at_the_edges_is_exact_and_without_anyone_nan() -> None:
    low, high = wilson([0.0, 1.0, 0.5, math.nan], [12, 12, 0, 12])
    np.testing.assert_array_equal(np.isnan(low), [False, False, True, True])
    np.testing.assert_array_equal(np.isnan(high), [False, False, True, True])
    assert low[0] == 0
    assert high[1] == 1


def test_poisson_interval_by_hand() -> None:
    # none seen: the upper limit is -ln(0.025)
    low, high = poisson_interval([0, 1, math.nan])
    np.testing.assert_allclose(low, [0, -math.log(0.975), math.nan])
    np.testing.assert_allclose(high[0], -math.log(0.025))
    assert high[1] == pytest.approx(5.5716, abs=5e-5)
    assert np.isnan(high[2])


@given(st.integers(1, 5000))
def test_poisson_interval_agrees_with_statsmodels(k: int) -> None:
    np.testing.assert_allclose(poisson_interval(k, 0.9), confint_poisson(k, 1, "exact-c", 0.1), rtol=1e-8)


@given(st.integers(2, 40), st.floats(0.02, 0.98), st.floats(0, 0.9), st.sampled_from([0.5, 0.8, 0.95]))
def test_predicted_count_has_the_chance_it_says(n: int, p: float, rho: float, level: float) -> None:
    chances = np.array(exact_chances(n, p, rho))
    assert chances.sum() == pytest.approx(1)
    variance = n * p * (1 - p) * (1 + (n - 1) * rho)
    k = np.arange(n + 1)
    assert chances @ (k - n * p) ** 2 == pytest.approx(variance)
    low, high = beta_binomial_interval(n, n * p, variance, level)
    tail, edge = (1 - level) / 2, 1e-7
    # no count inside could be given up on either side
    assert chances[k < low].sum() <= tail + edge
    assert chances[k <= low].sum() > tail - edge
    assert chances[k > high].sum() <= tail + edge
    assert chances[k >= high].sum() > tail - edge


def test_predicted_count_by_hand() -> None:
    # 2 throws of a fair coin: 0, 1, 2 with 1/4, 1/2, 1/4
    low, high = beta_binomial_interval([2, 2], [1, 1], [0.5, 0.5], 0.4)
    np.testing.assert_array_equal((low[0], high[0]), (1, 1))
    low, high = beta_binomial_interval(2, 1, 0.5, 0.8)
    assert (float(low), float(high)) == (0, 2)


@pytest.mark.parametrize(
    ("n", "mean", "variance", "expected"),
    [
        (10, 0.0, 0.0, (0, 0)),  # nothing to come
        (10, 10.0, 0.0, (10, 10)),  # all to come
        (10, 5.0, 1e9, (0, 10)),  # more spread than can be: all or nothing
        (10, 0.2, 1e9, (0, 0)),  # all with a chance of 0.02 only
        (10, 9.8, 1e9, (10, 10)),
        (1, 0.5, 0.25, (0, 1)),
        (1, 0.001, 5.0, (0, 0)),
        (0, 0.0, 0.0, (math.nan, math.nan)),
        (10, math.nan, 1.0, (math.nan, math.nan)),
        (10, 5.0, math.nan, (math.nan, math.nan)),
    ],
)
def test_predicted_count_at_the_edges(
    n: int, mean: float, variance: float, expected: tuple[float, float]
) -> None:
    np.testing.assert_array_equal(beta_binomial_interval(n, mean, variance), expected)


def test_less_spread_than_binomial_is_binomial_and_more_is_wider() -> None:
    low, high = beta_binomial_interval(400, 100, [0.0, 75.0, 300.0])
    assert low[0] == low[1] > low[2]
    assert high[0] == high[1] < high[2]
    assert high[1] - low[1] == pytest.approx(2 * 1.96 * math.sqrt(75), abs=1.5)


def test_predicted_count_among_many_is_near_the_normal() -> None:
    low, high = beta_binomial_interval(200_000, 60_000, 90_000)
    np.testing.assert_allclose((low, high), (60_000 - 1.96 * 300, 60_000 + 1.96 * 300), atol=5)


def test_all_take_arrays_and_leave_them_alone() -> None:
    n, rate = np.array([[10.0, 0.0], [20.0, 30.0]]), np.array([[0.1, 0.5], [math.nan, 1.0]])
    before = n.copy(), rate.copy()
    assert effective_n(rate, rate, n).shape == (2, 2)
    assert wilson(rate, n)[0].shape == poisson_interval(n)[1].shape == (2, 2)
    assert beta_binomial_interval(n, n * rate, n)[1].shape == (2, 2)
    np.testing.assert_array_equal(n, before[0])
    np.testing.assert_array_equal(rate, before[1])
    assert wilson([], [])[0].shape == beta_binomial_interval([], [], [])[0].shape == (0,)
