"""A range as columns: its rows are asked for some at a time, and packed while the next are on their way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from addin.arrays import is_in
from addin.hosts.calc.engine.bridge import Sent
from addin.hosts.calc.engine.values import Box
from addin.readers.packed_columns import PART, Column, Packing

TAB = "\x01"
"""What the office puts for a tab in texts of several lines, as ``office/values.py`` knows, too."""

AHEAD = 3
"""Parts under way: one that is packed, and two so that the office does not wait for us."""


class Packed(NamedTuple):
    """A range as columns.

    Args:
        columns: see :mod:`addin.readers.packed_columns`; error cells are empty.
        epoch: day 0 of dates as (year, month, day).
        dates, booleans: boxes of cells so formatted.
        errors: (row, column, text shown), from 0, of error cells.
    """

    columns: tuple[Column, ...]
    epoch: tuple[int, int, int]
    dates: tuple[Box, ...]
    booleans: tuple[Box, ...]
    errors: tuple[tuple[int, int, str], ...]


def packed(count: int, ask: Callable[[int, int], Sent], kinds: Callable[..., Any]) -> Packed:
    """The cells of a range as columns.

    Args:
        count: how many rows it has.
        ask: asks for its rows from one to before another, counted from 0.
        kinds: the office's ``get_kinds`` of it.
    """
    packing = Packing()
    for rows in _ahead(count, ask):
        packing.add(rows)
    columns = with_tabs(packing.columns())
    numbers = [np.frombuffer(found) for found, _, _ in columns]
    spans = tuple(_span(~np.isnan(found)) for found in numbers)
    truths = tuple(place for place, found in enumerate(numbers) if is_in(found, (0, 1)).any())
    return Packed(columns, *kinds(spans, truths))


def with_tabs(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns with tabs where the office has its own sign for them."""
    return tuple(
        (numbers, codes, tuple(text.replace(TAB, "\t") for text in texts))
        for numbers, codes, texts in columns
    )


def _ahead(count: int, ask: Callable[[int, int], Sent]) -> Iterator[Any]:
    """Some rows after the other, the next ones under way meanwhile."""
    coming: deque[Sent] = deque()
    for start in range(0, count, PART):
        coming.append(ask(start, min(start + PART, count)))
        if len(coming) == AHEAD:
            yield coming.popleft().result()
    while coming:
        yield coming.popleft().result()


def _span(told: npt.NDArray[np.bool_]) -> tuple[int, int] | None:
    """The first and the last place that is true."""
    return (int(told.argmax()), len(told) - 1 - int(told[::-1].argmax())) if told.any() else None
