"""Against simulated truth: our rates are unbiased and their intervals cover; those of the usual ones fail."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from addin.metrics.age_counts import AgeCounts, count_ages
from addin.metrics.incidence import aalen_johansen
from addin.metrics.proportions import effective_n, wilson
from addin.metrics.shrinkage import ShrunkRates, shrink
from addin.metrics.standardise import expected_rates
from tests.metrics.simulate import ADVANCED, LOST, Drawn, Floats, Funnel

H = 180
REPLICATIONS = 1000
SIZES = [150, 1000]
ADVANCE = {0.05: 0.0526, 0.3: 0.316, 0.8: 0.845}
"""About what the true F(H) is, and the chance to advance ever that makes it so."""
CASES = pytest.mark.parametrize("size", SIZES)
TRUTHS = pytest.mark.parametrize("truth", ADVANCE)
SEEN_FROM = pytest.mark.parametrize("seen_from", [0, 330])


def drawn(truth: float, size: int, seen_from: int) -> tuple[Funnel, Drawn]:
    funnel = Funnel(ADVANCE[truth], seen_from=seen_from)
    seed = [size, seen_from, round(truth * 100)]
    return funnel, funnel.draw(np.random.default_rng(seed), REPLICATIONS, size)


def verdict(rate: Floats, n: Floats, truth: float) -> tuple[float, float]:
    """Bias of the rate, and the share of 95 % intervals that hold the truth."""
    low, high = wilson(rate, n)
    return float(np.mean(rate)) - truth, float(np.mean((low <= truth) & (truth <= high)))


def honest(bias: float, coverage: float) -> bool:
    return abs(bias) < 0.01 and 0.92 <= coverage <= 0.98


@TRUTHS
@CASES
@SEEN_FROM
def test_rate_and_interval_are_honest(truth: float, size: int, seen_from: int) -> None:
    funnel, visits = drawn(truth, size, seen_from)
    assert funnel.rate(H) == pytest.approx(truth, abs=0.005)
    found = aalen_johansen(visits.counts(H))
    n = effective_n(found.rate, found.variance, visits.followed(H))
    bias, coverage = verdict(found.rate, n, funnel.rate(H))
    assert honest(bias, coverage), (bias, coverage)


@TRUTHS
@CASES
@SEEN_FROM
def test_rate_among_real_customers_is_honest(truth: float, size: int, seen_from: int) -> None:
    funnel, visits = drawn(truth, size, seen_from)
    found = aalen_johansen(visits.counts(H))
    real = visits.followed(H) * (1 - found.nontarget)
    n = effective_n(found.target, found.target_variance, real)
    bias, coverage = verdict(found.target, n, funnel.target(H))
    assert honest(bias, coverage), (bias, coverage)


@TRUTHS
@CASES
@SEEN_FROM
def test_advanced_over_entered_is_not(truth: float, size: int, seen_from: int) -> None:
    """All-time counts: young visits that had no time yet stand as failures."""
    funnel, visits = drawn(truth, size, seen_from)
    entered = visits.tally(np.ones(len(visits.age), bool))
    bias, coverage = verdict(visits.tally(visits.outcome == ADVANCED) / entered, entered, funnel.rate(H))
    assert bias < -0.01
    assert not honest(bias, coverage)


@TRUTHS
@CASES
def test_won_over_won_and_lost_is_not(truth: float, size: int) -> None:
    """Decided visits only: losses linger, so among the young the wins are decided first."""
    funnel, visits = drawn(truth, size, 0)
    won = visits.tally(visits.outcome == ADVANCED)
    decided = won + visits.tally(visits.outcome == LOST)
    bias, coverage = verdict(won / decided, decided, funnel.rate(H))
    assert bias > 0.01
    assert coverage < 0.92
    # against the rate among real customers, where nontarget is set aside too, it fails as well
    bias, coverage = verdict(won / decided, decided, funnel.target(H))
    assert not honest(bias, coverage)


@pytest.mark.parametrize("truth", [0.3, 0.8])
def test_late_entries_taken_as_watched_from_entry_are_not(truth: float) -> None:
    """Visits first seen standing have survived so far; counting those days as at risk hides quick ends."""
    funnel = Funnel(ADVANCE[truth], growth=1.0, seen_from=500)
    visits = funnel.draw(np.random.default_rng(3), REPLICATIONS, 1000)
    seen = (visits.late <= visits.age).astype(float)
    from_entry = np.zeros(len(seen), np.int64)
    watched = count_ages((visits.groups,), visits.group, visits.age, from_entry, visits.outcome, seen, H)
    for counts, fine in ((visits.counts(H), True), (watched, False)):
        found = aalen_johansen(counts)
        n = effective_n(found.rate, found.variance, visits.tally(seen == 1))
        bias, coverage = verdict(found.rate, n, funnel.rate(H))
        assert honest(bias, coverage) == fine, (bias, coverage)


TEAM = 8
TEAMS = 150
CHANCES = (0.2, 0.3, 0.45)
"""To advance, by source; every manager has a mix of his own."""


def team_counts(seed: int, size: int, last_factor: float) -> tuple[AgeCounts, Floats]:
    """AgeCounts (teams, managers, sources, H + 2), and followed visits (teams, managers).

    All managers are alike but for the last, who is ``last_factor`` as good.
    """
    rng = np.random.default_rng(seed)
    cells = np.zeros((5, TEAMS, TEAM, len(CHANCES), H + 2))
    followed = np.zeros((TEAMS, TEAM))
    for manager in range(TEAM):
        for source, chance in enumerate(CHANCES):
            factor = last_factor if manager == TEAM - 1 else 1.0
            share = 0.2 + 0.4 * (manager % len(CHANCES) == source)
            visits = Funnel(chance * factor, growth=4.0).draw(rng, TEAMS, round(size * share))
            counts = visits.counts(H)
            kinds = (counts.entered_late, counts.advanced, counts.lost, counts.nontarget, counts.censored)
            cells[:, :, manager, source] = kinds
            followed[:, manager] += visits.followed(H)
    return AgeCounts(*cells), followed


@cache
def team(size: int, last_factor: float) -> tuple[Floats, Floats, ShrunkRates]:
    """Followed visits, rates among real customers, and their posteriors; (teams, managers)."""
    counts, followed = team_counts(5, size, last_factor)
    found = aalen_johansen(counts.sum(-1))
    n = effective_n(found.target, found.target_variance, followed * (1 - found.nontarget))
    each = [shrink(found.target[t], n[t], expected_rates(counts[t], kind="target")) for t in range(TEAMS)]
    rate, weak, strong, weights = (
        np.array([getattr(one, name) for one in each])
        for name in ("rate", "p_weak", "p_strong", "precision_weights")
    )
    return followed, found.target, ShrunkRates(rate, weak, strong, weights)


@pytest.mark.parametrize("size", [60, 500])
def test_equal_managers_are_seldom_told_apart(size: int) -> None:
    followed, rates, found = team(size, 1.0)
    judged = followed >= 20
    assert judged.mean() > 0.9
    told = (found.p_weak >= 0.95) | (found.p_strong >= 0.95)
    assert told[judged].mean() <= 0.10
    truth = rates.mean(axis=0)  # over many teams luck evens out; managers differ by their mixes only
    assert np.mean((found.rate - truth) ** 2) < 0.5 * np.mean((rates - truth) ** 2)


def test_a_manager_at_six_tenths_is_found_among_300_followed() -> None:
    followed, _, found = team(500, 0.6)
    assert followed.mean() == pytest.approx(300, rel=0.05)
    assert (found.p_weak[:, -1] >= 0.95).mean() > 0.8
    assert (found.p_strong[:, -1] >= 0.95).mean() == 0
    assert (found.p_weak[:, :-1] >= 0.95).mean() <= 0.05


def test_an_easy_mix_of_sources_is_no_merit() -> None:
    """Managers with more of the best source are above the others, yet not above what is expected of them."""
    _, rates, found = team(500, 1.0)
    easy = np.arange(TEAM) % len(CHANCES) == 2
    assert rates[:, easy].mean() > 1.2 * rates[:, ~easy].mean()
    assert (found.p_strong[:, easy] >= 0.95).mean() <= 0.05
