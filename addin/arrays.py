"""Elementwise helpers for arrays of codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt


def is_in(codes: npt.NDArray[np.number[Any]], values: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Which of the codes are among a few; many times as fast as ``np.isin``, which is made for many.

    Args:
        codes: numbers of any shape.
        values: whole numbers, at least one.
    """
    return reduce(np.logical_or, (codes == value for value in values))
