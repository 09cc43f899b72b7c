"""A range read as columns: rows are requested in blocks, each packed while the next are on their way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from addin.arrays import is_in
from addin.hosts.calc.engine.client import PendingCall
from addin.hosts.calc.engine.values import Box
from addin.readers.packed_columns import PART, Column, Packer

TAB = "\x01"
"""What the office puts for a tab in texts of several lines, as ``office/read_values.py`` knows, too."""

READ_AHEAD = 3
"""Parts under way: one that is packed, and two so that the office does not wait for us."""


class RangeColumns(NamedTuple):
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


def read_columns(
    count: int, submit_rows: Callable[[int, int], PendingCall], get_kinds: Callable[..., Any]
) -> RangeColumns:
    """The cells of a range as columns.

    Args:
        count: how many rows it has.
        submit_rows: requests its rows from one to before another, counted from 0.
        get_kinds: the office's ``get_kinds`` of it.
    """
    packing = Packer()
    for rows in _blocks(count, submit_rows):
        packing.add(rows)
    columns = restore_tabs(packing.columns())
    numbers = [np.frombuffer(found) for found, _, _ in columns]
    spans = tuple(_span(~np.isnan(found)) for found in numbers)
    booleans = tuple(place for place, found in enumerate(numbers) if is_in(found, (0, 1)).any())
    return RangeColumns(columns, *get_kinds(spans, booleans))


def restore_tabs(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns with tabs where the office has its own sign for them."""
    return tuple(
        (numbers, codes, tuple(text.replace(TAB, "\t") for text in texts))
        for numbers, codes, texts in columns
    )


def _blocks(count: int, submit_rows: Callable[[int, int], PendingCall]) -> Iterator[Any]:
    """Some rows after the other, the next ones under way meanwhile."""
    pending: deque[PendingCall] = deque()
    for start in range(0, count, PART):
        pending.append(submit_rows(start, min(start + PART, count)))
        if len(pending) == READ_AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def _span(mask: npt.NDArray[np.bool_]) -> tuple[int, int] | None:
    """The first and the last place that is true."""
    return (int(mask.argmax()), len(mask) - 1 - int(mask[::-1].argmax())) if mask.any() else None
