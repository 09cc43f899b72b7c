"""A break of a series of months: found where it is, not where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.breaks import proven_break


@pytest.mark.parametrize("wobble", [0.0, 0.07, 0.1])
def test_false_alarms_are_few(wobble: float) -> None:
    rng = np.random.default_rng(3)
    luck = np.full(13, 0.02)
    drawn = rng.normal(0, np.sqrt(0.02 + wobble**2), (400, 13))
    assert np.mean([proven_break(level, luck) is not None for level in drawn]) <= 0.02


@pytest.mark.parametrize("since", [4, 7, 11])
@pytest.mark.parametrize("move", [-0.6, 0.6])
def test_a_new_level_is_found_with_its_month_and_size(since: int, move: float) -> None:
    level = np.random.default_rng(since).normal(0, 0.1, 13)
    level[since:] += move
    found = proven_break(level, np.full(13, 0.01))
    assert found is not None
    assert abs(found.place - since) <= 1
    assert found.move == pytest.approx(move, abs=0.2)


def test_one_month_is_no_level_and_few_months_tell_nothing() -> None:
    level = np.zeros(13)
    level[-1] = 0.5
    assert proven_break(level, np.full(13, 0.02)) is None
    assert proven_break(np.array([0.0, 0.0, 3.0, 3.0, 3.0]), np.full(5, 0.01)) is None
    assert proven_break(np.zeros(0), np.zeros(0)) is None
