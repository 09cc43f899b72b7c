"""Days until a share has advanced: by hand, equal to the plain quantile, and covering the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.metrics.age_counts import count_ages
from addin.metrics.day_quantiles import DayQuantiles, day_quantiles
from tests.metrics.aged_visits import VISITS, Visit, count

ADVANCED, LOST = 1, 2
SHARES = (0.5, 0.8)


def of(visits: list[Visit], horizon: int = 8) -> DayQuantiles:
    found = count(visits, horizon=2 * horizon)
    return day_quantiles(found[None], horizon, SHARES)


def test_days_by_hand() -> None:
    # advanced on days 1, 2, 4, 8 and after H; lost ones and those after H are none of them
    found = of([(a, 0, ADVANCED) for a in (1, 2, 4, 8, 12)] + [(3, 0, LOST)])
    assert found.days[:, 0].tolist() == [2, 8]
    assert (found.ended[0], found.held[0]) == (4, pytest.approx(4 / 5))


def test_those_still_waiting_move_the_days_where_a_mean_of_finished_stays_does_not() -> None:
    """Ten young visits of 2 days: nine in ten of the finished ones were quick, and it is not so."""
    old = [(a, 0, ADVANCED) for a in (1, 1, 6, 6, 6, 6)]
    young = [(1, 0, ADVANCED)] * 8 + [(2, 0, 0)] * 24
    # day 1: 10 of 38 advance; from day 2 on the old alone are left to tell: 28/38 undecided, 4 of 4 on day 6
    assert of(old + young).days[:, 0].tolist() == [6, 6]
    finished = np.sort([a for a, _, outcome in old + young if outcome == ADVANCED])
    assert np.quantile(finished, 0.5, method="inverted_cdf") == 1


def test_nobody_advanced_has_no_days() -> None:
    found = of([(3, 0, LOST), (2, 0, 0)])
    assert np.isnan(found.days).all()
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()
    assert np.isnan(of([]).held).all()


@given(st.lists(st.tuples(st.integers(0, 20), st.just(0), st.integers(1, 3)), min_size=1, max_size=40))
def test_where_everyone_was_followed_they_are_the_plain_quantiles(visits: list[Visit]) -> None:
    found = of(visits)
    times = [age for age, _, outcome in visits if outcome == ADVANCED and age <= 8]
    if not times:
        assert np.isnan(found.days).all()
        return
    plain = [np.quantile(times, share, method="inverted_cdf") for share in SHARES]
    assert found.days[:, 0].tolist() == plain


@given(VISITS)
def test_the_limits_hold_the_days(visits: list[Visit]) -> None:
    found = day_quantiles(count(visits)[None], 6, SHARES)
    known = ~np.isnan(found.days)
    assert (found.low[known] <= found.days[known]).all()
    assert (found.days[known] <= found.high[known]).all()
    assert (~np.isnan(found.high) == known).all()


def test_limits_of_a_followed_group_are_those_of_a_share() -> None:
    """Of 100 who advanced, one on each of 100 days: the 40th to 60th cannot be told from the median."""
    found = of([(day, 0, ADVANCED) for day in range(100)], horizon=100)
    assert found.days[0, 0] == 49
    # Wilson's limits of 40/100 are 0.309 to 0.498, of 41/100 0.319 to 0.508: 41 of 100 are there on day 40
    assert (found.low[0, 0], found.high[0, 0]) == (40, 59)


def test_limits_cover_the_truth_with_young_late_and_lost_visits() -> None:
    rng = np.random.default_rng(5)
    groups, n, horizon = 400, 150, 60
    size = groups * n
    group = np.repeat(np.arange(groups), n)
    advances = rng.random(size) < 0.5
    lasted = np.floor(np.where(advances, rng.gamma(2.0, 12.0, size), rng.exponential(50.0, size))).astype(int)
    followed = rng.integers(0, 150, size)
    late = np.where(rng.random(size) < 0.2, rng.integers(0, 20, size), 0)
    ended = lasted <= followed
    outcome = np.where(ended, np.where(advances, ADVANCED, LOST), 0)
    counts = count_ages(
        (groups,), group, np.minimum(lasted, followed), late, outcome, np.ones(size), 2 * horizon
    )
    found = day_quantiles(counts, horizon, SHARES)
    many = np.floor(rng.gamma(2.0, 12.0, 400_000))
    true = np.quantile(many[many <= horizon], SHARES, method="inverted_cdf")[:, None]
    assert np.abs(np.mean(found.days, axis=1) - true[:, 0]).max() < 1.0
    covered = ((found.low <= true) & (true <= found.high)).mean(axis=1)
    assert (covered > 0.93).all()
    assert (covered < 0.995).all()
