from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.metrics.shrinkage import GRID, shrink

NAN = math.nan
GROUPS = st.lists(
    st.tuples(st.floats(0, 1), st.floats(1, 2000), st.floats(0.02, 0.98)), min_size=2, max_size=12
)


def by_sums(
    rates: list[float], n: list[float], expected: list[float], bar: float, group: int
) -> tuple[float, float]:
    """Posterior mean, and the chance of a rate under ``bar``, by adding up a fine grid of rates."""
    x = (np.arange(200_000) + 0.5) / 200_000
    evidence, means, below = [], [], []
    for kappa in GRID:
        product = 1.0
        for j, (rate, count, mean) in enumerate(zip(rates, n, expected, strict=True)):
            log_prior = (kappa * mean - 1) * np.log(x) + (kappa * (1 - mean) - 1) * np.log1p(-x)
            log_likely = rate * count * np.log(x) + (count - rate * count) * np.log1p(-x)
            prior = np.exp(log_prior - log_prior.max())
            likely = prior * np.exp(log_likely)
            product *= likely.sum() / prior.sum()
            if j == group:
                means.append(likely @ x / likely.sum())
                below.append(likely[x < bar].sum() / likely.sum())
        evidence.append(product)
    weights = np.array(evidence) / sum(evidence)
    return float(weights @ np.array(means)), float(weights @ np.array(below))


def test_posterior_equals_sums_over_a_fine_grid() -> None:
    rates, n, expected = [0.1, 0.3, 0.42], [60.0, 45.5, 80.0], [0.3, 0.25, 0.2]
    found = shrink(rates, n, expected)
    for group in range(3):
        mean, below = by_sums(rates, n, expected, 0.9 * expected[group], group)
        assert found.rate[group] == pytest.approx(mean, abs=1e-4)
        assert found.p_weak[group] == pytest.approx(below, abs=1e-3)
        _, under = by_sums(rates, n, expected, 1.1 * expected[group], group)
        assert found.p_strong[group] == pytest.approx(1 - under, abs=1e-3)


def test_one_manager_alone_has_none() -> None:
    for one in (shrink([0.3], [100], [0.4]), shrink([0.3, NAN], [100, 50], [0.4, 0.3]), shrink([], [], [])):
        assert np.isnan(one.rate).all()
        assert np.isnan(one.p_weak).all()
        assert np.isnan(one.p_strong).all()
        assert np.isnan(one.precision_weights).all()


def test_groups_without_a_rate_are_passed_over() -> None:
    whole = shrink([0.2, 0.4, 0.5], [80, 90, 30], [0.4, 0.3, 0.3])
    holed = shrink([0.2, NAN, 0.4, 0.5, 0.1, 0.1], [80, 10, 90, 30, 0, 9], [0.4, 0.3, 0.3, 0.3, 0.3, NAN])
    for name in ("rate", "p_weak", "p_strong"):
        values = getattr(holed, name)
        np.testing.assert_array_equal(values[[0, 2, 3]], getattr(whole, name))
        assert np.isnan(values[[1, 4, 5]]).all()
    np.testing.assert_array_equal(holed.precision_weights, whole.precision_weights)


def test_alike_managers_speak_for_a_tight_prior_and_unlike_ones_for_a_loose_one() -> None:
    alike = shrink([0.3] * 6, [500] * 6, [0.3] * 6).precision_weights
    unlike = shrink([0.1, 0.5] * 3, [500] * 6, [0.3] * 6).precision_weights
    assert alike @ np.array(GRID) > 600
    assert unlike @ np.array(GRID) < 40
    assert alike.sum() == pytest.approx(1)


def test_clear_cases_and_a_case_of_few() -> None:
    found = shrink([0.1, 0.5, 0.3, 0.0], [600, 600, 600, 5], [0.3, 0.3, 0.3, 0.3])
    assert found.p_weak[0] > 0.99
    assert found.p_strong[1] > 0.99
    assert max(found.p_weak[2], found.p_strong[2]) < 0.2
    assert found.p_weak[3] < 0.95  # none of five is no proof
    assert 0.1 < found.rate[3] < 0.3


@given(GROUPS)
def test_shrunk_rates_lie_between_the_own_and_the_expected(groups: list[tuple[float, float, float]]) -> None:
    rate, n, expected = np.array(groups).T
    found = shrink(rate, n, expected)
    assert (found.rate >= np.minimum(rate, expected) - 1e-9).all()
    assert (found.rate <= np.maximum(rate, expected) + 1e-9).all()
    assert (found.p_weak + found.p_strong <= 1 + 1e-9).all()
    assert (np.minimum(found.p_weak, found.p_strong) >= 0).all()


@given(GROUPS)
def test_order_changes_nothing(groups: list[tuple[float, float, float]]) -> None:
    order = np.random.default_rng(len(groups)).permutation(len(groups))
    rate, n, expected = np.array(groups).T
    before = rate.copy(), n.copy(), expected.copy()
    one, other = shrink(rate, n, expected), shrink(rate[order], n[order], expected[order])
    np.testing.assert_allclose(one.rate[order], other.rate, atol=1e-9)
    np.testing.assert_allclose(one.p_weak[order], other.p_weak, atol=1e-7)
    for a, b in zip((rate, n, expected), before, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    ("expected", "n"), [(0.0, 20), (0.0, 5000), (1e-9, 5000), (0.001, 20), (0.001, 500), (0.004, 200)]
)
def test_nobody_is_weak_where_next_to_nothing_is_expected(expected: float, n: int) -> None:
    found = shrink([0.0, 0.0, 0.0], [n] * 3, [expected] * 3)
    assert (found.p_weak < 0.95).all()
    assert (found.p_strong < 0.95).all()


def test_where_all_are_sure_to_move_on_nobody_is_strong() -> None:
    found = shrink([1.0, 1.0], [500, 500], [1.0, 1.0])
    assert (found.p_strong == 0).all()
    assert (found.p_weak < 0.01).all()
    assert np.isfinite(found.rate).all()
