"""The test of a source by months of creation: right as often as it says, and not fooled by one month."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from addin.metrics.month_clusters import p_by_months
from addin.metrics.risk_ratios import Strata


def drawn(rng: np.random.Generator, months: int, spread: float, ratio: float = 1.0) -> tuple[Strata, float]:
    """A source of 40 leads a month beside 120 of others, its months differing; and its p."""
    mood = np.exp(0.3 * rng.standard_normal(months))
    own = mood * np.exp(spread * rng.standard_normal(months) - spread**2 / 2) * ratio
    n1, n0 = rng.poisson(40, months) + 1, rng.poisson(120, months) + 1
    a, c = rng.binomial(n1, np.minimum(0.15 * own, 0.9)), rng.binomial(n0, np.minimum(0.15 * mood, 0.9))
    s = Strata.of(a, n1, c, n0)
    return s, p_by_months(s, np.arange(months))


@pytest.mark.parametrize("months", [6, 12])
@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_sources_alike_are_told_apart_as_rarely_as_said(months: int, spread: float) -> None:
    """Months of a source that differ of themselves would deceive a test of single leads."""
    rng = np.random.default_rng(5)
    p = np.array([drawn(rng, months, spread)[1] for _ in range(1500)])
    assert 0.07 < (p <= 0.10).mean() < 0.13


def test_a_source_half_as_good_is_found() -> None:
    rng = np.random.default_rng(6)
    p = np.array([drawn(rng, 9, 0.0, 0.5)[1] for _ in range(300)])
    assert (p <= 0.10).mean() > 0.9


def test_one_stratum_a_month_of_equal_size_is_the_t_test_of_its_scores() -> None:
    a, c = np.array([3, 5, 2, 6, 1, 4]), np.array([5, 7, 3, 9, 4, 4])
    s = Strata.of(a, np.full(6, 20), c, np.full(6, 20))
    expected = stats.ttest_1samp((a - c) / 2, 0).pvalue
    assert p_by_months(s, np.arange(6)) == pytest.approx(expected)


def test_fewer_than_six_months_tell_nothing() -> None:
    s = Strata.of([3, 5, 2, 6, 1], [20] * 5, [5, 7, 3, 9, 4], [20] * 5)
    assert np.isnan(p_by_months(s, np.arange(5)))
    assert np.isnan(p_by_months(Strata.of([], [], [], []), np.zeros(0, np.int64)))


def test_a_source_without_a_win_is_tested_too() -> None:
    s = Strata.of([0] * 8, [30] * 8, [9, 11, 8, 10, 12, 9, 10, 11], [30] * 8)
    assert p_by_months(s, np.arange(8)) < 0.001


def test_months_that_all_say_the_same_leave_no_doubt() -> None:
    assert p_by_months(Strata.of([6] * 8, [60] * 8, [18] * 8, [60] * 8), np.arange(8)) == 0.0
    assert np.isnan(p_by_months(Strata.of([0] * 8, [60] * 8, [0] * 8, [60] * 8), np.arange(8)))
