"""Forgetting: weights by hand, and what a memory is believed after what it said."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.calendar import first_day
from addin.metrics.forgetting import (
    FORGETTING_FACTOR,
    HALF_LIVES,
    MONTHS,
    SHARED,
    Cohorts,
    averaging_weights,
    drawn_to_longer,
)

JUNE = 12 * 56 + 5


def test_a_cohort_counts_for_half_after_each_half_life() -> None:
    day = first_day(JUNE) + 15 + 180  # 180 days after the middle of June
    cohorts = Cohorts(np.array([day]))
    june = int(cohorts.of_day(np.array([first_day(JUNE) + 3]))[0])
    weight = cohorts.weights[:, 0, june]
    assert weight == pytest.approx([1.0, 0.5**0.5, 0.5, 0.25, 0.5**4, 0.5 ** (180 / 22)])


def test_older_cohorts_weigh_as_the_first_told_apart() -> None:
    cohorts = Cohorts(np.array([first_day(JUNE)]))
    assert cohorts.of_day(np.array([0, first_day(JUNE - MONTHS), first_day(JUNE)])).tolist() == [
        0,
        0,
        MONTHS - 1,
    ]


def test_without_a_past_nothing_is_forgotten() -> None:
    weights = averaging_weights(np.zeros((0, len(HALF_LIVES))))
    assert weights.tolist() == [[1.0] + [0.0] * (len(HALF_LIVES) - 1)]


def test_a_memory_is_believed_by_what_it_said_by_hand() -> None:
    """After an interval that made the shortest memory e times likelier than all others."""
    said = np.zeros((1, len(HALF_LIVES)))
    said[0, -1] = 1.0
    even = ((1 - SHARED) / len(HALF_LIVES) + SHARED / len(HALF_LIVES)) ** FORGETTING_FACTOR
    expected = np.array([even] * (len(HALF_LIVES) - 1) + [even * np.e])
    assert averaging_weights(said)[1] == pytest.approx(expected / expected.sum())


def test_weights_sum_to_one_and_none_is_lost_for_good() -> None:
    said = np.random.default_rng(1).normal(0, 30, (50, len(HALF_LIVES)))
    weights = averaging_weights(said)
    assert weights.sum(axis=1) == pytest.approx(np.ones(51))
    turned = np.vstack([said, np.tile(np.eye(len(HALF_LIVES))[2] * 20, (3, 1))])
    assert averaging_weights(turned)[-1, 2] > 0.99


def test_a_short_memory_of_few_deals_is_drawn_to_a_longer_one() -> None:
    value = np.array([[0.4], [0.1], [np.nan]])
    count = np.array([[100.0], [10.0], [0.0]])
    found = drawn_to_longer(value, count, 10.0)
    assert found[:, 0] == pytest.approx([0.4, 0.25, 0.25])
