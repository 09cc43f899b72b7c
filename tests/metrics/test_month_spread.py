"""How far months differ beyond luck: found where they do, not where they do not, and told in the limits."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.comparison import compare_pair
from addin.metrics.conversion import measures
from addin.metrics.horizon import window_of
from addin.metrics.month_spread import certain_of, concentration, month_variance
from tests.metrics.month_visits import LAST, Floats, H, rows_of, visits_of


def variances(seeds: int, per_month: int, own: float, common: float, *, against_all: bool) -> Floats:
    """The variance found in departments of four groups whose months' log-odds differ so far."""
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        odds = -0.5 + own * rng.normal(size=(4, 14)) + common * rng.normal(size=14)
        rows = rows_of(rng, per_month, odds)
        group = rows["manager"].to_numpy()
        found.append(month_variance(rows, group, np.ones(4, bool), LAST - H, H, against_all=against_all))
    return np.array(found)


def test_months_alike_have_next_to_no_variance() -> None:
    found = variances(60, 40, 0.0, 0.0, against_all=True)
    assert found.mean() < 0.02
    assert np.median(found) < 0.01


@pytest.mark.parametrize("own", [0.2, 0.4])
def test_the_variance_of_a_managers_months_is_found_whatever_moves_all_alike(own: float) -> None:
    found = variances(60, 200, own, 0.5, against_all=True)
    assert found.mean() == pytest.approx(own**2, rel=0.2)
    everything = variances(60, 200, own, 0.5, against_all=False)
    assert everything.mean() == pytest.approx(own**2 + 0.25, rel=0.3)


def test_a_change_that_lasts_is_no_variance_of_months() -> None:
    rng = np.random.default_rng(1)
    odds = -0.5 + 0.04 * np.arange(14.0)[None, ::-1]
    rows = rows_of(rng, 4000, odds)
    zero = np.zeros(len(rows), np.int64)
    assert month_variance(rows, zero, np.ones(1, bool), LAST - H, H, against_all=False) < 0.006


def test_seven_months_tell_nothing_of_how_months_differ() -> None:
    rng = np.random.default_rng(2)
    rows = rows_of(rng, 300, rng.normal(size=(2, 8)))
    group, two = rows["manager"].to_numpy(), np.ones(2, bool)
    assert month_variance(rows, group, two, LAST - H, H, against_all=False) == 0.0
    assert month_variance(rows.iloc[:0], group[:0], two, LAST - H, H, against_all=True) == 0.0


def test_concentration_and_what_is_left_of_a_count_by_hand() -> None:
    rng = np.random.default_rng(3)
    rows = rows_of(rng, 50, np.zeros((2, 4)))
    rows = rows[(rows["manager"] == 0) | (rows["entered"] > LAST - 30)]
    found = concentration(rows, rows["manager"].to_numpy(), np.ones(2, bool), LAST)
    # four equal months: 4 · 1/16 and three pairs of neighbours, each counted 2 · 1/3 · 1/16
    assert found.own == pytest.approx([4 / 16 + 3 * 2 / 3 / 16, 1.0])
    assert found.others == pytest.approx([1.0, 4 / 16 + 3 * 2 / 3 / 16])
    # 1 / n' = 1 / 400 + 0.04 · 0.5 · 0.5 · 0.375
    assert certain_of(0.5, 400.0, 0.04, 0.375) == pytest.approx(1 / (1 / 400 + 0.00375))
    assert certain_of(0.5, 400.0, 0.0, 0.375) == 400.0


@pytest.mark.parametrize(("per_month", "spread"), [(100, 0.0), (20_000, 0.0), (20_000, 0.15)])
def test_limits_of_a_rate_hold_what_they_promise_at_any_size(per_month: int, spread: float) -> None:
    """The rate is the one of a middling month; luck alone would hold it in a third of large departments."""
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        rows = rows_of(rng, per_month, spread * rng.normal(size=(1, 14)))
        found = measures(visits_of(rows, 1), 0, 1, H, window_of(None, H, LAST), None).iloc[0]
        truth = 0.5 * (1 - np.exp(-(H + 1) / 8.0))
        held.append(found["low"] <= truth <= found["high"])
    assert np.mean(held) >= 0.88


def test_managers_whose_months_wobble_are_not_told_apart() -> None:
    judged = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rows = rows_of(rng, 120, -0.5 + 0.3 * rng.normal(size=(4, 14)))
        found = compare_pair(visits_of(rows, 4), 0, 1, H, window_of(None, H, LAST), "manager")
        judged.append(found["verdict"].isin(["weak", "strong"]).any())
    assert np.mean(judged) <= 0.15
    rng = np.random.default_rng(1)
    rows = rows_of(rng, 120, np.array([0.0, 0.0, 0.0, -1.2])[:, None] + np.zeros((4, 14)))
    found = compare_pair(visits_of(rows, 4), 0, 1, H, window_of(None, H, LAST), "manager")
    assert found["verdict"].tolist()[3] == "weak"
