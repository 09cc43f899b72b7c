"""Futures of the money to come, their intervals and the common shock, by hand and by known distributions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from addin.metrics import intervals, simulation
from addin.metrics.intervals import TotalForecast, central_interval, component_intervals, total_interval
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import (
    DEFAULT_DEGREES,
    DEFAULT_SIZE,
    ENOUGH_ERRORS,
    USUAL_MONTHS,
    USUAL_SIZE,
    Calibration,
    ForecastError,
    Shock,
    shock_of,
)
from addin.metrics.simulation import inputs_of, seed_of
from tests.metrics.examples import occupied
from tests.random_deals import random_dataset

CALM = Calibration(1.0, Shock(0.0, 5, True))


def component(chance: list[float], amount: list[float], new_wins: float = 0.0) -> Component:
    return Component(
        np.arange(len(chance)), np.array(chance), np.array(amount), (100.0, 50.0), new_wins, estimable=True
    )


def test_the_seed_depends_on_the_deals_alone() -> None:
    data = random_dataset(300, 4)
    found, _ = occupied(data)
    again, _ = occupied(data)
    assert seed_of(found.at(found.as_of_day)) == seed_of(again.at(again.as_of_day))
    assert seed_of(found.at(found.as_of_day)) != seed_of(found.at(found.as_of_day - 1))


def test_many_deals_are_drawn_as_well_as_few() -> None:
    """2,000 deals, most of them put together as a gamma sum: mean 1,000 × 10, s.d. √500 × 10."""
    many = component([0.5] * 2000, [10.0] * 2000)
    low, high = component_intervals(0.0, {"earlier": many}, CALM, 2)["earlier"]
    assert (low + high) / 2 == pytest.approx(10_000, rel=0.01)
    assert high - low == pytest.approx(2 * 1.2816 * np.sqrt(many.variance), rel=0.08)


@pytest.mark.parametrize("shape", [(2, 3, 0.7), (1, 12, 0.7), (1, 12, 1.5), (0.5, 100, 1.5)])
def test_drawing_some_deals_one_by_one_is_as_good_as_drawing_all(
    shape: tuple[float, float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits of few certain, of rare and of very unequal deals, within 4 % of a standard deviation."""
    rng = np.random.default_rng(9)
    chance, amount = rng.beta(*shape[:2], 1500), rng.lognormal(11, shape[2], 1500)
    monkeypatch.setattr(simulation, "DRAWS", 40_000)
    limits = []
    for single in (simulation.DRAWN_SINGLY, 1500):
        monkeypatch.setattr(simulation, "DRAWN_SINGLY", single)
        drawn = simulation.simulate(0.0, {"earlier": inputs_of(component([*chance], [*amount]))}, CALM, 6)
        limits.append(central_interval(drawn["earlier"], float(chance @ amount)))
    error = np.abs(np.subtract(*limits)) / np.sqrt((chance * (1 - chance)) @ amount**2)
    assert error.max() < 0.04


def test_a_sure_deal_is_won_in_every_future_and_one_that_hardly_can_be_in_hardly_any() -> None:
    drawn = simulation.simulate(0.0, {"presale": inputs_of(component([1.0, 1e-9], [100.0, 7.0]))}, CALM, 3)[
        "presale"
    ]
    assert drawn.min() == 100.0
    assert np.isin(drawn, [100.0, 107.0]).all()
    assert (drawn > 100.0).mean() < 0.01


@pytest.mark.parametrize("chance", [0.003, 0.25, 0.9])
def test_wins_are_drawn_by_their_chances(chance: float) -> None:
    """400 deals of one chance: mean 400 p, variance 400 p (1 − p), each within four standard errors."""
    wins = simulation.simulate(0.0, {"presale": inputs_of(component([chance] * 400, [1.0] * 400))}, CALM, 4)[
        "presale"
    ]
    mean, variance = 400 * chance, 400 * chance * (1 - chance)
    assert abs(wins.mean() - mean) < 4 * np.sqrt(variance / simulation.DRAWS)
    kurtosis = 3 + (1 - 6 * chance * (1 - chance)) / variance
    assert abs(wins.var() - variance) < 4 * variance * np.sqrt((kurtosis - 1) / simulation.DRAWS)


def test_unpriced_deals_and_new_leads_bring_what_wins_bring() -> None:
    unpriced = component([0.3] * 50, [np.nan] * 50, new_wins=20.0)
    assert unpriced.mean == pytest.approx(15 * 100 + 20 * 100)
    expected = 50 * (0.3 * (100**2 + 50**2) - (0.3 * 100) ** 2) + 20 * (100**2 + 50**2)
    assert unpriced.variance == pytest.approx(expected)
    low, high = component_intervals(0.0, {"new": unpriced}, CALM, 3)["new"]
    assert high - low == pytest.approx(2 * 1.2816 * np.sqrt(expected), rel=0.1)


def test_the_shock_moves_all_parts_together() -> None:
    sure = {"presale": component([1.0], [1000.0]), "earlier": component([1.0], [1000.0])}
    low, high = component_intervals(0.0, sure, Calibration(1.0, Shock(0.1, 1000, True)), 4)["total"]
    # were the parts independent, it would be narrower by √2
    assert high - low == pytest.approx(2 * 1.2816 * 0.1 * 2000, rel=0.1)


def test_an_interval_without_a_shock_is_that_of_the_draw() -> None:
    """Ten deals of 100 at one half: a binomial, 3 to 7 wins in the middle 80 %."""
    found = component_intervals(1000.0, {"presale": component([0.5] * 10, [100.0] * 10)}, CALM, 1)
    assert found["presale"] == (300.0, 700.0)
    assert found["total"] == (1300.0, 1700.0)


def test_limits_of_a_total_are_those_of_the_interval_and_are_drawn_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = {"presale": component([0.5] * 10, [100.0] * 10), "earlier": component([0.2] * 30, [70.0] * 30)}

    def total(parts: dict[str, Component], seed: int = 5, closed: float = 10.0) -> TotalForecast:
        return TotalForecast.of(closed, {name: inputs_of(each) for name, each in parts.items()}, CALM, seed)

    total_interval.cache_clear()
    drawn: list[int] = []
    simulate = simulation.simulate

    def counted(*given: Any) -> Any:
        drawn.append(given[-1])
        return simulate(*given)

    monkeypatch.setattr(intervals, "simulate", counted)
    first = total_interval(total(parts))
    assert first == total_interval(total(parts))
    assert drawn == [5]
    assert first == component_intervals(10.0, parts, CALM, 5)["total"]
    other = parts | {"earlier": component([0.2] * 29 + [0.3], [70.0] * 30)}
    for different in (total(other), total(parts, seed=6), total(parts, closed=11.0)):
        total_interval(different)
    assert drawn == [5, 5, 5, 6, 5]  # once more each, and once for the interval


def test_the_shock_is_what_luck_does_not_explain() -> None:
    """Six errors of 20 on 100 expected, luck alone giving 12, drawn to what is usual."""
    errors = [
        ForecastError(month=k // 2, error=20.0 * (-1) ** k, expected=100.0, variance=144.0) for k in range(6)
    ]
    by_mean, by_median = 0.20**2 - 0.12**2, (1.4826 * 0.20) ** 2 - 0.12**2
    of_three_months = (3 * (by_mean + by_median) / 2 + USUAL_MONTHS * USUAL_SIZE**2) / (3 + USUAL_MONTHS)
    assert shock_of(errors) == Shock(pytest.approx(np.sqrt(of_three_months)), DEFAULT_DEGREES, True)
    assert shock_of(errors[:5]).size == DEFAULT_SIZE
    assert not shock_of(errors[:5]).estimated
    assert shock_of([]) == Shock(DEFAULT_SIZE, DEFAULT_DEGREES, False)
    lucky = [ForecastError(k, 5.0, 100.0, 144.0) for k in range(6)]
    assert shock_of(lucky).size == pytest.approx(np.sqrt(2 / 8) * USUAL_SIZE)


@pytest.mark.parametrize("count", range(1, 8))
def test_a_few_large_errors_widen_the_default(count: int) -> None:
    """Months that came to three times what was expected of them are not within a quarter of it."""
    far_out = shock_of([ForecastError(k, 200.0, 100.0, 25.0) for k in range(count)])
    assert far_out.size > 4 * DEFAULT_SIZE
    assert far_out.estimated == (count >= ENOUGH_ERRORS)


def test_one_whale_is_no_shock_for_a_year() -> None:
    """A single month at three times its forecast moves the size less than months that are all out."""
    whale = [ForecastError(k, 200.0 if k == 3 else 5.0, 100.0, 25.0) for k in range(12)]
    often = [ForecastError(k, 60.0, 100.0, 25.0) for k in range(12)]
    assert shock_of(whale).size < 0.75 * shock_of(often).size


@pytest.mark.parametrize("chance", [0.002, 0.02, 0.07, 0.5, 0.93, 0.98, 0.999])
@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("shock", [CALM.shock, Shock(0.25, 5, False)])
def test_an_expected_sum_lies_within_its_own_limits(chance: float, count: int, shock: Shock) -> None:
    """Of few unlikely deals most futures bring nothing: the limits go on to one that brings something."""
    parts = {"earlier": component([chance] * count, [1000.0] * count)}
    found = component_intervals(790_000.0, parts, Calibration(1.0, shock), 8)
    expected = chance * count * 1000
    assert found["earlier"][0] <= expected <= found["earlier"][1]
    assert found["total"][0] <= 790_000 + expected <= found["total"][1]


def test_limits_beyond_the_mean_are_of_futures_that_may_come() -> None:
    one = component([0.05], [1000.0])
    drawn = simulation.simulate(0.0, {"earlier": inputs_of(one)}, CALM, 8)["earlier"]
    assert central_interval(drawn, one.mean) == (0.0, 1000.0)
    likely = component([0.95], [1000.0])
    drawn = simulation.simulate(0.0, {"earlier": inputs_of(likely)}, CALM, 8)["earlier"]
    assert central_interval(drawn, likely.mean) == (0.0, 1000.0)
