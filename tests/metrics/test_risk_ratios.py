"""Risk ratios over strata: by hand, against statsmodels, and where there is no win."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from addin.metrics.risk_ratios import Strata, benjamini_hochberg, mantel_haenszel, score_upper

Z = 1.959964


def some(seed: int, strata: int = 8) -> Strata:
    rng = np.random.default_rng(seed)
    n1, n0 = rng.integers(5, 60, strata), rng.integers(5, 60, strata)
    return Strata.of(rng.binomial(n1, 0.2), n1, rng.binomial(n0, 0.3), n0)


def test_one_stratum_by_hand() -> None:
    """10 of 50 against 20 of 50: 0.5; Var(log) = 1/10 − 1/50 + 1/20 − 1/50 = 0.11."""
    found = mantel_haenszel(Strata.of([10], [50], [20], [50]))
    assert found.ratio == pytest.approx(0.5)
    assert found.low == pytest.approx(0.5 * np.exp(-Z * 0.11**0.5), rel=1e-4)
    assert found.high == pytest.approx(0.5 * np.exp(Z * 0.11**0.5), rel=1e-4)


def test_two_strata_by_hand() -> None:
    """Weights n1·n0/N: (2·10/20 + 8·40/60) / (4·10/20 + 6·20/60) = (1 + 5.333) / (2 + 2)."""
    s = Strata.of([2, 8], [10, 20], [4, 6], [10, 40])
    assert mantel_haenszel(s).ratio == pytest.approx((1 + 16 / 3) / 4)


def test_strata_with_one_side_drop_out() -> None:
    whole = Strata.of([2, 3, 0], [10, 30, 0], [4, 0, 9], [10, 0, 30])
    assert list(whole.n1) == [10.0]
    assert mantel_haenszel(whole).ratio == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(5))
def test_the_ratio_agrees_with_statsmodels(seed: int) -> None:
    s = some(seed)
    tables = [np.array([[a, n1 - a], [c, n0 - c]]) for a, n1, c, n0 in zip(s.a, s.n1, s.c, s.n0, strict=True)]
    oracle = StratifiedTable(tables)
    assert mantel_haenszel(s).ratio == pytest.approx(oracle.riskratio_pooled)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng, inside = np.random.default_rng(1), 0
    for _ in range(1000):
        n1, n0, p = rng.integers(10, 60, 10), rng.integers(10, 60, 10), rng.uniform(0.1, 0.4, 10)
        found = mantel_haenszel(Strata.of(rng.binomial(n1, 0.7 * p), n1, rng.binomial(n0, p), n0))
        inside += found.low <= 0.7 <= found.high
    assert 0.93 < inside / 1000 < 0.97


def test_with_no_win_there_is_an_upper_limit_only() -> None:
    """One stratum, 0 of 40 against 20 of 40: under the limit the score test just does not reject."""
    s = Strata.of([0], [40], [20], [40])
    found = mantel_haenszel(s)
    assert found.ratio == 0
    assert np.isnan(found.low)
    assert 0.05 < found.high < 0.25
    more = Strata.of([0], [400], [200], [400])
    assert mantel_haenszel(more).high < found.high / 5
    assert score_upper(s, 1.0) < found.high


def test_the_score_limit_holds_the_truth() -> None:
    """Where no win is seen, the truth is rarely above the limit."""
    rng, above, none = np.random.default_rng(2), 0, 0
    for _ in range(2000):
        n1, n0 = rng.integers(2, 6, 6), rng.integers(20, 60, 6)
        a = rng.binomial(n1, 0.3 * 0.4)
        if a.sum() == 0:
            none += 1
            above += mantel_haenszel(Strata.of(a, n1, rng.binomial(n0, 0.3), n0)).high < 0.4
    assert none > 50
    # of all departments, not of those without a win: that is what a limit promises
    assert above / 2000 < 0.03


def test_nothing_is_told_where_nobody_else_wins() -> None:
    found = mantel_haenszel(Strata.of([3], [10], [0], [10]))
    assert np.isnan([found.ratio, found.low, found.high]).all()


def test_many_sources_are_allowed_for() -> None:
    p = np.array([0.01, 0.04, 0.03, np.nan, 0.5])
    found = benjamini_hochberg(p)
    known = np.isfinite(p)
    assert found[known] == pytest.approx(multipletests(p[known], method="fdr_bh")[1])
    assert np.isnan(found[3])
