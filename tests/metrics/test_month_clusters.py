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
def test_sources_alike_are_told_apart_no_more_often_than_said(months: int, spread: float) -> None:
    """Months of a source that differ of themselves would deceive a test of single leads."""
    rng = np.random.default_rng(5)
    p = np.array([drawn(rng, months, spread)[1] for _ in range(1500)])
    assert 0.01 < (p <= 0.10).mean() < 0.11


def test_months_that_share_days_with_their_neighbours_do_not_deceive() -> None:
    """What moves a source in one month moves half of the leads of the month before."""
    rng = np.random.default_rng(7)
    found = []
    for _ in range(600):
        shock = 0.4 * rng.standard_normal(13)
        own = np.exp((shock[1:] + shock[:-1]) / 2)
        n1, n0 = np.full(12, 200), np.full(12, 600)
        s = Strata.of(rng.binomial(n1, np.minimum(0.2 * own, 0.9)), n1, rng.binomial(n0, 0.2), n0)
        found.append(p_by_months(s, np.arange(12)) <= 0.10)
    assert np.mean(found) < 0.23


def test_a_source_half_as_good_is_found() -> None:
    rng = np.random.default_rng(6)
    p = np.array([drawn(rng, 9, 0.0, 0.5)[1] for _ in range(300)])
    assert (p <= 0.10).mean() > 0.9


def test_a_source_that_became_the_worst_some_months_ago_is_found() -> None:
    """Four of twelve months: the step is no reason to doubt itself."""
    rng = np.random.default_rng(8)
    found = []
    for _ in range(200):
        own = np.where(np.arange(12) < 8, 1.0, 0.2)
        n1, n0 = np.full(12, 100), np.full(12, 300)
        s = Strata.of(rng.binomial(n1, 0.2 * own), n1, rng.binomial(n0, 0.2), n0)
        found.append(p_by_months(s, np.arange(12)) <= 0.10)
    assert np.mean(found) > 0.9


def test_the_measure_of_chance_is_the_difference_of_months_two_apart() -> None:
    a, c = np.array([3, 15, 2, 16, 1, 14]), np.array([25, 7, 23, 9, 24, 4])
    s = Strata.of(a, np.full(6, 60), c, np.full(6, 60))
    score = (a - c) / 2
    variance = 6 * np.mean((score[2:] - score[:-2]) ** 2) / 2
    luck = (3600 * (a + c) * (120 - a - c) / (120**2 * 119)).sum()
    t = score.sum() / np.sqrt(max(variance, luck))
    assert p_by_months(s, np.arange(6)) == pytest.approx(2 * stats.t.sf(abs(t), 4 / 1.5))


def test_fewer_than_six_months_tell_nothing() -> None:
    s = Strata.of([3, 5, 2, 6, 1], [20] * 5, [5, 7, 3, 9, 4], [20] * 5)
    assert np.isnan(p_by_months(s, np.arange(5)))
    assert np.isnan(p_by_months(Strata.of([], [], [], []), np.zeros(0, np.int64)))


def test_a_source_without_a_win_is_tested_too() -> None:
    s = Strata.of([0] * 8, [30] * 8, [9, 11, 8, 10, 12, 9, 10, 11], [30] * 8)
    assert p_by_months(s, np.arange(8)) < 0.001


def test_months_that_all_say_the_same_are_no_surer_than_their_leads() -> None:
    s = Strata.of([6] * 8, [60] * 8, [18] * 8, [60] * 8)
    luck = 8 * 3600 * 24 * 96 / (120**2 * 119)
    assert p_by_months(s, np.arange(8)) == pytest.approx(2 * stats.t.sf(48 / np.sqrt(luck), 4))
    assert np.isnan(p_by_months(Strata.of([0] * 8, [60] * 8, [0] * 8, [60] * 8), np.arange(8)))
