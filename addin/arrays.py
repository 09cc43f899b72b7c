"""Which codes are among a few."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt


def among(codes: npt.NDArray[np.number[Any]], few: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Which of the codes are among a few; many times as fast as ``np.isin``, which is made for many.

    Args:
        codes: numbers of any shape.
        few: whole numbers, at least one.
    """
    return reduce(np.logical_or, (codes == code for code in few))
