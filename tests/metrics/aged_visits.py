"""Small sets of visits, each told by its ages and outcome, and their counts."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from addin.metrics.age_counts import AgeCounts, count_ages

H = 6
Visit = tuple[int, int, int]
"""Age at the end, age when first seen, outcome."""

VISIT = st.tuples(st.integers(0, H + 2), st.integers(0, H + 2), st.integers(0, 3))
VISITS = st.lists(VISIT, max_size=25)


def count(visits: list[Visit], n: list[float] | None = None, horizon: int = H) -> AgeCounts:
    age, late, outcome = np.array(visits, np.int64).reshape(-1, 3).T
    weights = np.ones(len(age)) if n is None else np.array(n)
    return count_ages((), np.zeros(len(age), np.int64), age, late, outcome, weights, horizon)


def of_fields(counts: AgeCounts) -> dict[str, npt.NDArray[Any]]:
    return {field.name: getattr(counts, field.name) for field in dataclasses.fields(counts)}


def assert_same(found: AgeCounts, other: AgeCounts) -> None:
    for name, values in of_fields(found).items():
        np.testing.assert_array_equal(values, of_fields(other)[name], err_msg=name)
