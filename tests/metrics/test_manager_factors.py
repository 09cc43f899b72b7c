"""The factors of managers: shrunk as far as they may be luck, and sharing out what there is."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.manager_factors import shared_out, shrunk_factors


def test_a_team_of_equals_is_left_alike() -> None:
    """Ten managers whose wins are those of luck: none is moved by a twentieth."""
    won = np.random.default_rng(1).poisson(40, 10).astype(float)
    assert np.abs(shrunk_factors(won, np.full(10, 40.0)) - 1).max() < 0.05


def test_who_truly_differs_is_told_and_the_new_one_is_not() -> None:
    won, expected = np.array([160.0, 100.0, 90.0, 30.0, 0.0]), np.array([95.0, 95.0, 95.0, 95.0, 0.0])
    found = shrunk_factors(won, expected)
    assert found[0] == pytest.approx(160 / 95, abs=0.1)
    assert found[3] == pytest.approx(30 / 95, abs=0.1)
    assert found[4] == pytest.approx(1.0)


def test_the_level_of_all_is_no_manager_s() -> None:
    """Chances that promise all of them twice too much say nothing of any."""
    won = np.array([50.0, 52.0, 48.0])
    assert shrunk_factors(won, 2 * won) == pytest.approx(1.0)


@pytest.mark.parametrize("won", [np.zeros(3), np.array([5.0, 0.0, 0.0])])
def test_one_alone_and_none_won_are_as_expected(won: np.ndarray) -> None:
    expected = np.array([5.0, 0.0, 0.0])
    assert shrunk_factors(won, expected).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("seed", range(20))
def test_what_deals_are_worth_together_stays(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 200))
    chance, worth = rng.beta(0.3, 0.6, n), rng.lognormal(10, 2, n)
    factor = rng.choice([0.2, 0.9, 1.0, 4.0], n)
    chance[rng.random(n) < 0.1] = np.nan
    found = shared_out(chance, worth, factor)
    assert np.nansum(found * worth) == pytest.approx(np.nansum(chance * worth), rel=1e-9)
    told = np.isfinite(chance)
    assert (np.isfinite(found) == told).all()
    assert ((found[told] >= 0) & (found[told] <= 1)).all()


def test_the_better_manager_s_deal_has_the_better_chance() -> None:
    found = shared_out(np.full(2, 0.4), np.full(2, 100.0), np.array([1.5, 0.5]))
    assert found[0] > 0.4 > found[1]
    assert found.sum() == pytest.approx(0.8)


def test_certain_and_hopeless_deals_stay_so() -> None:
    found = shared_out(np.array([1.0, 0.0, 0.5]), np.full(3, 10.0), np.array([0.5, 2.0, 1.5]))
    assert found == pytest.approx([1.0, 0.0, 0.5], abs=1e-6)
