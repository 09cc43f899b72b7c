"""The test of a source by months of creation: right as often as it says, and not fooled by one month."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from addin.metrics.month_clusters import SHARED_DEGREES, MonthScores, p_by_months
from addin.metrics.month_spread import NEIGHBOURS
from addin.metrics.risk_ratios import Strata


def p_of(s: Strata, month: np.ndarray) -> float:
    """The p of a source alone."""
    return float(p_by_months([MonthScores.of(s, month)])[0])


def against_others(won: np.ndarray, leads: int) -> list[MonthScores | None]:
    """Each source with so many leads a month; ``won``: months × sources."""
    rest = (won.shape[1] - 1) * leads
    return [
        MonthScores.of(
            Strata.of(own, np.full(len(own), leads), won.sum(axis=1) - own, np.full(len(own), rest)),
            np.arange(len(own)),
        )
        for own in won.T
    ]


def drawn(rng: np.random.Generator, months: int, spread: float, ratio: float = 1.0) -> tuple[Strata, float]:
    """A source of 40 leads a month beside 120 of others, its months differing; and its p."""
    mood = np.exp(0.3 * rng.standard_normal(months))
    own = mood * np.exp(spread * rng.standard_normal(months) - spread**2 / 2) * ratio
    n1, n0 = rng.poisson(40, months) + 1, rng.poisson(120, months) + 1
    a, c = rng.binomial(n1, np.minimum(0.15 * own, 0.9)), rng.binomial(n0, np.minimum(0.15 * mood, 0.9))
    s = Strata.of(a, n1, c, n0)
    return s, p_of(s, np.arange(months))


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
        found.append(p_of(s, np.arange(12)) <= 0.10)
    assert np.mean(found) < 0.15


def test_a_source_half_as_good_is_found() -> None:
    rng = np.random.default_rng(6)
    p = np.array([drawn(rng, 9, 0.0, 0.5)[1] for _ in range(300)])
    assert (p <= 0.10).mean() > 0.9


@pytest.mark.parametrize(("size", "found"), [(2, 0.6), (3, 0.85), (5, 0.95)])
def test_a_source_that_became_the_worst_some_months_ago_is_found(size: int, found: float) -> None:
    """Four of twelve months: the step is no reason to doubt itself, and others tell how months differ."""
    rng = np.random.default_rng(8)
    p = []
    for _ in range(200):
        rate = np.full((12, size), 0.2)
        rate[8:, 0] *= 0.2
        p.append(p_by_months(against_others(rng.binomial(100, rate), 100))[0])
    assert np.mean(np.array(p) <= 0.10) > found


def test_the_measure_of_chance_is_the_difference_of_months_two_apart() -> None:
    a, c = np.array([3, 15, 2, 16, 1, 14]), np.array([25, 7, 23, 9, 24, 4])
    s = Strata.of(a, np.full(6, 60), c, np.full(6, 60))
    score = (a - c) / 2
    variance = 6 * np.mean((score[2:] - score[:-2]) ** 2) / 2
    luck = (3600 * (a + c) * (120 - a - c) / (120**2 * 119)).sum()
    together = 1 + 2 * NEIGHBOURS * 5 / 6
    t = score.sum() / np.sqrt(luck + together * max(variance - luck, 0))
    assert p_of(s, np.arange(6)) == pytest.approx(2 * stats.t.sf(abs(t), 4 / 1.5))


def test_fewer_than_six_months_tell_nothing() -> None:
    s = Strata.of([3, 5, 2, 6, 1], [20] * 5, [5, 7, 3, 9, 4], [20] * 5)
    assert np.isnan(p_of(s, np.arange(5)))
    assert np.isnan(p_of(Strata.of([], [], [], []), np.zeros(0, np.int64)))


def test_a_source_without_a_win_is_tested_too() -> None:
    s = Strata.of([0] * 8, [30] * 8, [9, 11, 8, 10, 12, 9, 10, 11], [30] * 8)
    assert p_of(s, np.arange(8)) < 0.001


def test_months_that_all_say_the_same_are_no_surer_than_their_leads() -> None:
    s = Strata.of([6] * 8, [60] * 8, [18] * 8, [60] * 8)
    luck = 8 * 3600 * 24 * 96 / (120**2 * 119)
    assert p_of(s, np.arange(8)) == pytest.approx(2 * stats.t.sf(48 / np.sqrt(luck), 4))
    assert np.isnan(p_of(Strata.of([0] * 8, [60] * 8, [0] * 8, [60] * 8), np.arange(8)))


def team(seed: int, size: int, spread: float) -> list[MonthScores | None]:
    """Sources whose months differ by so much on average, each of itself."""
    rng = np.random.default_rng(seed)
    won = rng.binomial(60, np.minimum(0.25 * np.exp(spread * rng.standard_normal((12, size))), 0.9))
    return against_others(won, 60)


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.5])
def test_of_several_sources_alike_few_are_told_apart(spread: float) -> None:
    p = np.array([p_by_months(team(seed, 5, spread)) for seed in range(400)])
    assert (p <= 0.02).any(axis=1).mean() < 0.13  # the first step of Benjamini and Hochberg, at 0.10
    assert (p <= 0.10).mean() < 0.11


def test_of_two_sources_one_tells_what_the_other_does() -> None:
    both = team(3, 2, 0.4)
    alone = p_by_months(both[:1])
    assert p_by_months(both) == pytest.approx(np.repeat(alone, 2))


def test_a_source_learns_from_the_others_how_months_differ() -> None:
    """Its own few months happen to differ little; those of all others differ much."""
    calm = MonthScores(total=30.0, luck=100.0, information=900.0, moved=100.0, months=12)
    moody = MonthScores(total=0.0, luck=100.0, information=900.0, moved=600.0, months=12)
    assert p_by_months([calm] * 4)[0] < 0.02
    assert p_by_months([calm, *[moody] * 3])[0] > 0.1
    assert calm.degrees < SHARED_DEGREES
    assert np.isnan(p_by_months([None, calm])).tolist() == [True, False]
    assert not len(p_by_months([]))
