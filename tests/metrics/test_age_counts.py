"""Visits counted by age: sets add up, weights are repetition, nothing senseless is counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.metrics.age_counts import count_ages
from addin.metrics.incidence import aalen_johansen
from tests.metrics.aged_visits import VISITS, H, Visit, assert_same, count


@given(VISITS, st.integers(0, 25))
def test_parts_add_up_and_come_apart(visits: list[Visit], cut: int) -> None:
    every, some, rest = count(visits), count(visits[:cut]), count(visits[cut:])
    assert_same(some + rest, every)
    assert_same(every - some, rest)


@given(VISITS)
def test_groups_sum_to_all(visits: list[Visit]) -> None:
    age, late, outcome = np.array(visits, np.int64).reshape(-1, 3).T
    group = np.arange(len(age)) % 6
    counts = count_ages((2, 3), group, age, late, outcome, np.ones(len(age)), H)
    assert counts.advanced.shape == (2, 3, H + 2)
    assert_same(counts.sum(0).sum(0), count(visits))
    assert_same(counts.sum(-1), counts.sum(1))
    for g in range(6):
        assert_same(counts[g // 3, g % 3], count(visits[g::6]))
    alone = [aalen_johansen(count(visits[g::6])).rate for g in range(6)]
    np.testing.assert_allclose(aalen_johansen(counts).rate.ravel(), np.array(alone), atol=1e-12)


@given(VISITS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_weights_are_repetition_and_order_is_nothing(visits: list[Visit], n: int, luck: Any) -> None:
    shuffled = visits * n
    luck.shuffle(shuffled)
    weighted = count(visits, [float(n)] * len(visits))
    assert_same(weighted, count(shuffled))
    assert_same(weighted, count(visits).scaled(n))


@given(VISITS)
def test_risk_never_runs_below_zero_and_all_leave(visits: list[Visit]) -> None:
    counts = count(visits)
    assert (counts.at_risk >= 0).all()
    assert counts.at_risk[-1] == counts.ended[-1]
    assert counts.entered == sum(late <= age for age, late, _ in visits)


@pytest.mark.parametrize(
    ("group", "age", "outcome", "message"),
    [
        (2, 0, 0, "group runs from 2 to 2"),
        (-1, 0, 0, "group runs from -1 to -1"),
        (0, -3, 0, "age runs from -3 to -3"),
        (0, 0, 4, "outcome runs from 4 to 4"),
    ],
)
def test_what_cannot_be_counted_is_refused(group: int, age: int, outcome: int, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        count_ages((2,), one(group), one(age), one(0), one(outcome), one(1), H)


def test_seen_before_entry_is_seen_from_entry() -> None:
    assert_same(count([(3, -5, 1)]), count([(3, 0, 1)]))


def one(value: int) -> npt.NDArray[np.int64]:
    return np.array([value], np.int64)
