from __future__ import annotations

import math
from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.metrics import standardise
from addin.metrics.age_counts import AgeCounts, count_ages
from addin.metrics.incidence import aalen_johansen
from addin.metrics.standardise import PRIOR_VISITS, expected_rates

H = 5
Kind = Literal["rate", "target"]
CELL = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=5)


def followed(table: npt.ArrayLike) -> AgeCounts:
    """Visits all followed to H from a table (managers, strata, 4) of open, advanced, lost and nontarget."""
    numbers = np.asarray(table)
    managers, strata, _ = numbers.shape
    cell = np.arange(numbers.size)
    outcome = cell % 4
    age = np.array([H, 2, 3, 0])[outcome]
    late = np.zeros(len(cell), np.int64)
    return count_ages((managers, strata), cell // 4, age, late, outcome, numbers.ravel(), H)


def by_shares(table: npt.ArrayLike, manager: int, kind: Kind, use: list[bool]) -> float:
    """The same from plain shares, which is what the incidences are with everyone followed."""
    numbers = np.asarray(table, float)
    others = [i for i in range(len(numbers)) if use[i] and i != manager]
    pool = numbers[others].sum(axis=0)
    if pool.sum() == 0:
        return math.nan
    joined = pool + pool.sum(axis=0) * (PRIOR_VISITS / pool.sum())
    shares = joined / joined.sum(axis=1, keepdims=True)
    own = numbers[manager].sum(axis=1)
    base = own.sum() if kind == "rate" else own @ (1 - shares[:, 3])
    return float(own @ shares[:, 1] / base) if base > 1e-12 else math.nan


def test_by_hand() -> None:
    # others of manager 0: source A 20 of 80, source B 40 of 50, in all 60 of 130
    # joined by 20 visits at 60/130: A (20 + 20*60/130) / 100 = .2923, B (40 + 9.23) / 70 = .7033
    # his mix is 3 : 1
    table = [
        [[30, 0, 0, 0], [10, 0, 0, 0]],
        [[60, 20, 0, 0], [0, 0, 0, 0]],
        [[0, 0, 0, 0], [10, 40, 0, 0]],
    ]
    prior = 20 * 60 / 130
    expected = 0.75 * (20 + prior) / 100 + 0.25 * (40 + prior) / 70
    assert expected_rates(followed(table))[0] == pytest.approx(expected)


@given(TABLE, st.sampled_from(["rate", "target"]), st.data())
def test_equals_plain_shares_with_everyone_followed(
    table: list[list[tuple[int, int, int, int]]], kind: Kind, data: st.DataObject
) -> None:
    use = data.draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table)))
    found = expected_rates(followed(table), kind, np.array(use))
    expected = [by_shares(table, i, kind, use) for i in range(len(table))]
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_his_own_results_do_not_move_his_bar() -> None:
    rng = np.random.default_rng(4)
    table = rng.integers(1, 30, (4, 3, 4))
    other = table.copy()
    other[1, :, 0], other[1, :, 1] = table[1, :, 1], table[1, :, 0]
    before, after = expected_rates(followed(table)), expected_rates(followed(other))
    assert before[1] == pytest.approx(after[1])
    assert before[0] != pytest.approx(after[0])


def test_a_bucket_not_in_use_sets_no_bar_but_has_one() -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(1, 30, (4, 3, 4))
    other = table.copy()
    other[3] *= 7
    use = np.array([True, True, True, False])
    one, two = (expected_rates(followed(t), use=use) for t in (table, other))
    np.testing.assert_allclose(one[:3], two[:3])
    np.testing.assert_allclose(one[3], by_shares(table, 3, "rate", [True, True, True, False]))


def test_alone_or_without_visits_there_is_nothing_to_expect() -> None:
    one = [[[5, 5, 5, 5], [5, 5, 5, 5]]]
    assert np.isnan(expected_rates(followed(one))).all()
    found = expected_rates(followed([*one, [[0, 0, 0, 0], [0, 0, 0, 0]]]))
    assert np.isnan(found).all()  # the first has no others, the second no visits
    assert expected_rates(followed(np.zeros((0, 2, 4), int))).shape == (0,)


def test_a_source_only_he_has_gets_the_others_rate_of_all_sources() -> None:
    table = [[[10, 0, 0, 0], [0, 0, 0, 0]], [[0, 0, 0, 0], [30, 10, 0, 0]]]
    assert expected_rates(followed(table))[0] == pytest.approx(0.25)


def test_a_source_the_others_have_only_young_borrows_their_later_days() -> None:
    # in source 0 the others were seen on day 0 only; in source 1 half of them advance on day 2
    group = np.array([0, 2, 3, 3])
    age, outcome, n = np.array([H, 0, 2, H]), np.array([0, 0, 1, 0]), np.array([10, 50, 40, 40])
    counts = count_ages((2, 2), group, age, np.zeros(4, np.int64), outcome, n, H)
    assert expected_rates(counts)[0] == pytest.approx(0.5, abs=0.01)


def test_late_entries_and_censoring_as_in_the_incidence() -> None:
    """With one source and two managers one gets what the other's incidence is."""
    rng = np.random.default_rng(6)
    size = 300
    late = np.where(rng.random(size) < 0.3, rng.integers(1, 4, size), 0)
    age, outcome = late + rng.integers(0, 6, size), rng.integers(0, 4, size)
    counts = count_ages((2, 1), rng.integers(0, 2, size), age, late, outcome, np.ones(size), H)
    own = aalen_johansen(counts.sum(1))
    np.testing.assert_allclose(expected_rates(counts), own.rate[::-1])
    np.testing.assert_allclose(expected_rates(counts, "target"), own.target[::-1])


def test_working_in_pieces_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = followed(np.random.default_rng(7).integers(0, 30, (7, 3, 4)))
    copy = counts.scaled(1)
    whole = expected_rates(counts)
    monkeypatch.setattr(standardise, "_CELLS", 2 * 3 * (H + 2))
    np.testing.assert_array_equal(expected_rates(counts), whole)
    np.testing.assert_array_equal(counts.advanced, copy.advanced)
    np.testing.assert_array_equal(counts.censored, copy.censored)
