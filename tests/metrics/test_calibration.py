"""What a record makes of a forecast: nothing without one, a bias corrected, a better baseline leaned on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from addin.metrics import calibration
from addin.metrics.calibration import (
    CORRECTION_SD,
    MISSES,
    STEP,
    Expectation,
    Outcome,
    calibrate,
    combination_weights,
    self_correction,
)
from addin.metrics.shock import LEVEL, Calibration, Shock

NOW = 680
UNCHANGED = Calibration(1.0, Shock(0.2, 5, True))


def outcome(
    month: int,
    came: float,
    expected: float = 100.0,
    *,
    variance: float = 25.0,
    baselines: Mapping[str, float] | None = None,
    held: bool = True,
) -> Outcome:
    """What came of a forecast made at the beginning of a month."""
    of = Expectation(month, month, 0.0, expected, variance, baselines or {})
    return Outcome(of, UNCHANGED, came, held)


def forecast(baselines: Mapping[str, float] | None = None, closed: float = 0.0) -> Expectation:
    return Expectation(NOW, NOW, closed, 100.0, 25.0, baselines or {})


def test_without_a_record_nothing_is_changed() -> None:
    for known in ([], [outcome(NOW - 1, 300.0)]):
        found = calibrate(forecast({"last3": 500.0}), known)
        assert (found.factor, found.level, found.leaning) == (1.0, LEVEL, 0.0)


def test_a_correction_by_hand() -> None:
    """One month that brought 1.5 times what was expected: its logarithm, as far as it is no luck."""
    found = np.log(self_correction(NOW, [outcome(NOW - 1, 150.0)]))
    variance = 25.0 / 100.0**2 + calibration.MONTHLY_SD**2
    wide, mean = variance + CORRECTION_SD**2, np.log(1.5)
    ratio = np.sqrt(variance / wide) * np.exp(mean**2 / 2 * (1 / variance - 1 / wide))
    odds = calibration.BIASED / (1 - calibration.BIASED) * ratio
    assert found == pytest.approx(mean * CORRECTION_SD**2 / wide * odds / (1 + odds))


def test_two_forecasts_of_one_month_tell_no_more_than_one() -> None:
    one = self_correction(NOW, [outcome(NOW - 1, 140.0)])
    assert self_correction(NOW, [outcome(NOW - 1, 140.0)] * 2) == pytest.approx(one)
    assert self_correction(NOW, [outcome(NOW - 1, 140.0), outcome(NOW - 2, 140.0)]) > one


def test_luck_is_not_corrected_and_a_steady_bias_is() -> None:
    lucky = [outcome(NOW - k, 100.0 + 30 * (-1) ** k, variance=900.0) for k in range(1, 13)]
    assert self_correction(NOW, lucky) == pytest.approx(1.0, abs=0.02)
    biased = [outcome(NOW - k, 60.0) for k in range(1, 13)]
    assert self_correction(NOW, biased) == pytest.approx(0.6, rel=0.03)


def test_old_errors_fade() -> None:
    recent = [outcome(NOW - k, 60.0 if k <= 6 else 100.0) for k in range(1, 13)]
    longago = [outcome(NOW - k, 100.0 if k <= 6 else 60.0) for k in range(1, 13)]
    assert self_correction(NOW, recent) < self_correction(NOW, longago) < 1


def test_what_came_to_nothing_has_a_logarithm() -> None:
    assert 0 < self_correction(NOW, [outcome(NOW - 1, -50.0), outcome(NOW - 2, 0.0)]) < 1


@pytest.mark.parametrize("seed", range(20))
def test_weights_sum_to_one_and_favour_the_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = [
        outcome(NOW - k, came, baselines={"good": came * 1.02, "bad": came * 5})
        for k, came in enumerate(rng.lognormal(4, 0.5, 10), start=1)
    ]
    weights = combination_weights(forecast({"good": 90.0, "bad": 90.0}), 1.0, known)
    assert sum(weights.values()) == pytest.approx(1.0)
    assert weights["good"] > weights["ours"] > weights["bad"]


def test_the_forecast_leans_on_a_baseline_that_was_better() -> None:
    known = [
        outcome(NOW - k, 100.0 + 40 * (-1) ** k, baselines={"seasonal": 100.0 + 40 * (-1) ** k})
        for k in range(1, 25)
    ]
    found = calibrate(forecast({"seasonal": 140.0}), known)
    assert found.leaning > 0.5
    assert 1.2 < found.factor < 1.4
    worse = [outcome(NOW - k, 100.0, baselines={"seasonal": 40.0}) for k in range(1, 25)]
    assert calibrate(forecast({"seasonal": 40.0}), worse).leaning < 0.01


@pytest.mark.parametrize("name", ["seasonal", "trend"])
@pytest.mark.parametrize("factor", [0.3, 2.0, 4.0])
def test_a_baseline_without_a_record_is_not_better_than_all_that_have_erred(name: str, factor: float) -> None:
    """The first month that the year before, or a trend, can tell: its errors are not small, but unknown."""
    known = [outcome(NOW - k, 100.0 * factor**k, baselines={"last3": 50.0}) for k in range(1, 4)]
    weights = combination_weights(forecast({"last3": 50.0, name: 1.0}), 1.0, known)
    assert weights[name] < 0.2
    assert weights[name] < weights["ours"] + weights["corrected"]


def test_a_baseline_that_came_later_earns_its_weight() -> None:
    late = [
        outcome(
            NOW - k, 100.0 + 40 * (-1) ** k, baselines={"seasonal": 100.0 + 40 * (-1) ** k} if k < 9 else {}
        )
        for k in range(1, 13)
    ]
    now, earlier = (
        combination_weights(forecast({"seasonal": 140.0}), 1.0, late[first:])["seasonal"] for first in (0, 7)
    )
    assert now > 0.5
    assert earlier < 0.2


def test_no_baseline_expects_less_than_has_come() -> None:
    assert forecast({"last3": 10.0}, closed=70.0).candidates(0.5) == {
        "ours": 170.0,
        "corrected": 120.0,
        "last3": 70.0,
    }


def test_limits_widen_with_each_miss_and_narrow_with_each_hit() -> None:
    def level(held: list[bool]) -> float:
        known = [outcome(NOW - len(held) + k, 100.0, held=each) for k, each in enumerate(held)]
        return calibrate(forecast(), known).level

    assert level([True, True]) == pytest.approx(LEVEL - 2 * STEP * (1 - LEVEL))
    assert level([False, True]) == pytest.approx(LEVEL + STEP * LEVEL - STEP * (1 - LEVEL))
    assert level([False] * 40) == pytest.approx(1 - MISSES[0])
    assert level([True] * 80) == pytest.approx(1 - MISSES[1])
