"""The Aalen–Johansen estimator: by hand, by brute force, and against statsmodels."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from addin.metrics.age_counts import count_ages
from addin.metrics.incidence import aalen_johansen
from tests.metrics.aged_visits import VISITS, H, Visit, assert_same, count


def hazards(visits: list[Visit], n: list[int]) -> list[tuple[int, list[Fraction]]]:
    """At each age: how many are at risk, and the shares of them that end in the three ways."""
    days = []
    for a in range(H + 1):
        here = [(v, w) for v, w in zip(visits, n, strict=True) if v[1] <= a <= v[0]]
        risk = sum(w for _, w in here)
        ends = [sum(w for v, w in here if v[0] == a and v[2] == kind) for kind in (1, 2, 3)]
        days.append((risk, [Fraction(d, risk) if risk else Fraction(0) for d in ends]))
    return days


def shares(days: list[list[Any]]) -> tuple[Any, Any, Any]:
    """Undecided, advanced and nontarget at H from the hazards of each day."""
    undecided, advanced, nontarget = Fraction(1), Fraction(0), Fraction(0)
    for adv, lost, nt in days:
        advanced, nontarget = advanced + undecided * adv, nontarget + undecided * nt
        undecided = undecided * (1 - adv - lost - nt)
    return undecided, advanced, nontarget


def delta_variance(days: list[tuple[int, list[Fraction]]], target: bool) -> float:
    """Variance by numerical derivatives over each day's multinomial hazards."""
    base = [[float(h) for h in hs] for _, hs in days]

    def value(hs: list[list[float]]) -> float:
        _, advanced, nontarget = shares(hs)
        return float(advanced / (1 - nontarget) if target else advanced)

    total, step = 0.0, 1e-6
    for a, (risk, _) in enumerate(days):
        if not risk:
            continue
        slope = []
        for k in range(3):
            up, down = [list(h) for h in base], [list(h) for h in base]
            up[a][k], down[a][k] = up[a][k] + step, down[a][k] - step
            slope.append((value(up) - value(down)) / (2 * step))
        h = np.array(base[a])
        spread = (np.diag(h) - np.outer(h, h)) / risk
        total += float(np.array(slope) @ spread @ np.array(slope))
    return total


def test_example_by_hand_with_ties_and_censoring() -> None:
    # day 0: 10 at risk, 1 advances, 1 lost, 1 nontarget -> S .7, F .1
    # day 2: 7 at risk (the 2 censored that day too), 2 advance, 1 lost -> F .1 + .7*2/7 = .3, S .4
    # day 5: 2 at risk, 1 advances, 1 open -> F .3 + .4/2 = .5, S .2
    ends = [(0, 1), (0, 2), (0, 3), (2, 1), (2, 1), (2, 2), (2, 0), (2, 0), (5, 1), (5, 0)]
    found = aalen_johansen(count([(a, 0, o) for a, o in ends]), curves=True)
    assert found.curve is not None
    assert found.survival is not None
    np.testing.assert_allclose(found.curve, [0.1, 0.1, 0.3, 0.3, 0.3, 0.5, 0.5])
    np.testing.assert_allclose(found.survival, [0.7, 0.7, 0.4, 0.4, 0.4, 0.2, 0.2])
    assert float(found.rate) == pytest.approx(0.5)
    assert float(found.nontarget) == pytest.approx(0.1)
    assert float(found.target) == pytest.approx(0.5 / 0.9)


def test_example_by_hand_with_late_entry() -> None:
    # day 1: four from entry and one seen from that day on at risk: 5, one advances -> F 1/5
    # day 3: 4 left and one seen from that very day: 5, of whom that one advances -> F 1/5 + 4/5/5 = 9/25
    # the one seen from day 5 on that ended on day 4 was never at risk
    visits = [(1, 0, 1), (9, 0, 0), (9, 0, 1), (9, 0, 2), (9, 1, 0), (3, 3, 1), (4, 5, 1)]
    counts = count(visits)
    np.testing.assert_array_equal(counts.at_risk[: H + 1], [4, 5, 4, 5, 4, 4, 4])
    assert float(counts.entered) == 6
    assert float(counts.start) == 4
    found = aalen_johansen(counts)
    assert float(found.rate) == pytest.approx(9 / 25)


def test_an_event_at_age_h_is_within_h_and_a_later_one_is_not() -> None:
    found = aalen_johansen(count([(H, 0, 1), (H + 1, 0, 1), (H + 9, 0, 1), (H + 9, 0, 0)]))
    assert float(found.rate) == 0.25


@given(VISITS, st.data())
def test_rates_and_variances_equal_brute_force(visits: list[Visit], data: st.DataObject) -> None:
    n = data.draw(st.lists(st.integers(1, 4), min_size=len(visits), max_size=len(visits)))
    found = aalen_johansen(count(visits, [float(w) for w in n]), curves=True)
    days = hazards(visits, n)
    if not any(risk for risk, _ in days):
        assert np.isnan(found.rate)
        assert np.isnan(found.variance)
        assert np.isnan(found.target)
        return
    undecided, advanced, nontarget = shares([hs for _, hs in days])
    assert found.survival is not None
    np.testing.assert_allclose(found.survival[-1], float(undecided), atol=1e-12)
    np.testing.assert_allclose(found.rate, float(advanced), atol=1e-12)
    np.testing.assert_allclose(found.nontarget, float(nontarget), atol=1e-12)
    np.testing.assert_allclose(found.variance, delta_variance(days, target=False), atol=1e-8)
    if nontarget == 1:
        assert np.isnan(found.target)
        return
    np.testing.assert_allclose(found.target, float(advanced / (1 - nontarget)), atol=1e-12)
    np.testing.assert_allclose(found.target_variance, delta_variance(days, target=True), atol=1e-6)


@given(st.lists(st.tuples(st.integers(0, H), st.integers(1, 3)), min_size=1, max_size=25))
def test_with_everyone_followed_rates_are_plain_shares(ends: list[tuple[int, int]]) -> None:
    n = len(ends)
    found = aalen_johansen(count([(a, 0, o) for a, o in ends]))
    advanced = sum(o == 1 for _, o in ends)
    real = sum(o != 3 for _, o in ends)
    share = advanced / n
    np.testing.assert_allclose(found.rate, share, atol=1e-12)
    np.testing.assert_allclose(found.variance, share * (1 - share) / n, atol=1e-12)
    if real:
        among = advanced / real
        np.testing.assert_allclose(found.target, among, atol=1e-12)
        np.testing.assert_allclose(found.target_variance, among * (1 - among) / real, atol=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
def test_agrees_with_statsmodels(weighted: bool) -> None:
    rng = np.random.default_rng(7)
    size, horizon = 400, 40
    age, outcome = rng.integers(0, 60, size), rng.integers(0, 4, size)
    age[0], outcome[0] = 60, 0  # the oracle divides by zero where the last one at risk decides
    n = rng.integers(1, 5, size) if weighted else np.ones(size, np.int64)
    counts = count_ages((), np.zeros(size, np.int64), age, np.zeros(size, np.int64), outcome, n, horizon)
    found = aalen_johansen(counts, curves=True)
    oracle = CumIncidenceRight(age.astype(float), outcome, freq_weights=n.astype(float) if weighted else None)
    last = int(np.flatnonzero(oracle.times <= horizon)[-1])
    np.testing.assert_allclose(found.rate, oracle.cinc[0][last])
    np.testing.assert_allclose(found.nontarget, oracle.cinc[2][last])
    assert found.curve is not None
    np.testing.assert_allclose(found.curve[oracle.times[: last + 1].astype(int)], oracle.cinc[0][: last + 1])
    if not weighted:
        np.testing.assert_allclose(np.sqrt(found.variance), oracle.cinc_se[0][last])


def test_survival_with_late_entry_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(8)
    size, horizon = 500, 30
    late = np.where(rng.random(size) < 0.4, rng.integers(1, 20, size), 0)
    age = late + rng.integers(0, 40, size)
    outcome = rng.integers(0, 3, size)
    counts = count_ages((), np.zeros(size, np.int64), age, late, outcome, np.ones(size), horizon)
    found = aalen_johansen(counts, curves=True)
    # there one is at risk only after the moment of entry, here on that day already
    oracle = SurvfuncRight(age.astype(float), (outcome > 0).astype(float), entry=late - 0.5)
    shown = oracle.surv_times <= horizon
    assert found.survival is not None
    np.testing.assert_allclose(found.survival[oracle.surv_times[shown].astype(int)], oracle.surv_prob[shown])


@settings(max_examples=30)
@given(VISITS)
def test_inputs_stay_as_they_were(visits: list[Visit]) -> None:
    age, late, outcome = (a.copy() for a in np.array(visits, np.int64).reshape(-1, 3).T)
    group, n = np.zeros(len(age), np.int64), np.ones(len(age))
    before = [a.copy() for a in (group, age, late, outcome, n)]
    counts = count_ages((), group, age, late, outcome, n, H)
    for a, b in zip((group, age, late, outcome, n), before, strict=True):
        np.testing.assert_array_equal(a, b)
    copy = counts.scaled(1)
    aalen_johansen(counts, curves=True)
    assert_same(counts, copy)


def test_nobody_gives_nan_and_not_zero() -> None:
    found = aalen_johansen(count([]), curves=True)
    assert found.curve is not None
    for values in (found.rate, found.variance, found.nontarget, found.target, found.target_variance):
        assert np.isnan(values)
    assert np.isnan(found.curve).all()
    assert np.isnan(aalen_johansen(count([(3, 4, 1)])).rate)  # never seen at risk


def test_no_groups_at_all() -> None:
    none = np.zeros(0, np.int64)
    counts = count_ages((0,), none, none, none, none, none, H)
    assert aalen_johansen(counts).rate.shape == (0,)


def test_curves_only_where_asked_for() -> None:
    found = aalen_johansen(count([(1, 0, 1)]))
    assert found.curve is None
    assert found.survival is None
