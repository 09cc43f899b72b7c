"""Quantiles of exact times: by hand, and against the curve of the estimator on days."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from addin.metrics.incidence import aalen_johansen
from addin.metrics.time_quantiles import quantiles
from tests.metrics.aged_visits import count


def quantile(time: npt.NDArray[np.float64], event: npt.NDArray[np.integer], share: float) -> float:
    return quantiles(time, event, (share,))[0]


def test_quantile_by_hand() -> None:
    # 0.5 h: 1 of 5 touched; 1 h: 1 of 4 lost; 2 h: censored; 3 h: 1 of 2 touched: .2 + .6/2; 4 h: .5 + .3
    time, event = np.array([4.0, 0.5, 1.0, 2.0, 3.0]), np.array([1, 1, 2, 0, 1])
    assert quantile(time, event, 0.2) == 0.5
    assert quantile(time, event, 0.21) == 3.0
    assert quantile(time, event, 0.5) == 3.0
    assert quantile(time, event, 0.8) == 4.0
    assert math.isnan(quantile(time, event, 0.81))


def test_quantile_of_nothing() -> None:
    assert math.isnan(quantile(np.zeros(0), np.zeros(0, np.int8), 0.5))
    assert math.isnan(quantile(np.array([1.0, 2.0]), np.array([0, 2]), 0.5))


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=30),
    st.sampled_from([0.1, 0.25, 0.5, 0.9, 1.0]),
)
def test_quantile_is_read_off_the_curve(ends: list[tuple[int, int]], q: float) -> None:
    counts = count([(a, 0, o) for a, o in ends], horizon=8)
    curve = aalen_johansen(counts, curves=True).curve
    assert curve is not None
    enough = np.flatnonzero(curve >= q - 1e-12)
    expected = float(enough[0]) / 4 if len(enough) else math.nan
    time = np.array([a for a, _ in ends]) / 4
    np.testing.assert_equal(quantile(time, np.array([o for _, o in ends]), q), expected)
