"""Merged cells: their value is that of each cell they cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from addin.deals.grids import Body, CellError, Grid, TopRow


class Box(NamedTuple):
    """A merged cell: its first and last row, from 1, and its first and last column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class _Span(NamedTuple):
    """The records that a merged cell covers: the first, and the one after the last."""

    box: Box
    first: int
    end: int


@dataclass(frozen=True)
class MergedGrid:
    """A grid with its merged cells.

    Args:
        grid: in which only the first cell of a merged one holds its value.
        boxes: tells the merged cells; asked for once the rows are read.
    """

    grid: Grid
    boxes: Callable[[], Iterable[Box]]

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.grid.name

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything, as they stand."""
        return self.grid.top(n)

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``, with the values of merged cells in all that they cover."""
        return spread(self.grid.body(after), self.boxes(), after)


def spread(body: Body, boxes: Iterable[Box], after: int) -> Body:
    """The rows with the value of each merged cell in all the cells that it covers.

    One that covers several columns and begins its row is a title, the name of a group or the word for a
    total: it stays in its first column. No row and no column comes of a merged cell alone.

    Args:
        body: the rows below row ``after``.
        boxes: the merged cells of the sheet; those that begin in a row up to ``after`` are passed over.
        after: a sheet row, from 1.
    """
    spans = _spans(body, [box for box in boxes if after < box.top and box.left < len(body.columns)])
    if not spans:
        return body
    errors = [*body.errors, *_more_errors(body, spans)]
    return replace(body, columns=_beside(_below(body.columns, spans), spans), errors=errors)


def _spans(body: Body, boxes: Sequence[Box]) -> list[_Span]:
    """Those of which the first cell is in a record."""
    if not boxes or not len(body.rows):
        return []
    first = np.searchsorted(body.rows, [box.top for box in boxes]).tolist()
    end = np.searchsorted(body.rows, [box.bottom for box in boxes], "right").tolist()
    found = map(_Span, boxes, first, end)
    return [span for span in found if span.first < span.end and body.rows[span.first] == span.box.top]


def _below(columns: Sequence[pd.Series], spans: Sequence[_Span]) -> list[pd.Series]:
    """The columns, each cell as the first one of the merged cell that covers it."""
    sources: dict[int, list[_Span]] = {}
    for span in spans:
        sources.setdefault(span.box.left, []).append(span)
    found = list(columns)
    for left, here in sources.items():
        source = np.arange(len(found[left]))
        for span in here:
            source[span.first : span.end] = span.first
        found[left] = found[left].take(source).reset_index(drop=True)
    return found


def _beside(columns: Sequence[pd.Series], spans: Sequence[_Span]) -> list[pd.Series]:
    """The columns with what merged cells to the left of theirs hold."""
    found = list(columns)
    targets: dict[tuple[int, int], list[_Span]] = {}
    for span in spans:
        right = min(span.box.right, len(columns) - 1)
        if span.box.left < right and any(pd.notna(c.iloc[span.first]) for c in columns[: span.box.left]):
            for column in range(span.box.left + 1, right + 1):
                targets.setdefault((span.box.left, column), []).append(span)
    for (left, column), here in targets.items():
        covered = np.zeros(len(columns[left]), dtype=bool)
        for span in here:
            covered[span.first : span.end] = True
        source, target = columns[left], found[column]
        if source.dtype != target.dtype:
            source, target = source.astype("object"), target.astype("object")
        found[column] = target.mask(covered, source)
    return found


def _more_errors(body: Body, spans: Sequence[_Span]) -> list[CellError]:
    """The error of a merged cell in the other rows that it covers."""
    texts = {(error.row, error.column): error.text for error in body.errors}
    return [
        CellError(int(row), span.box.left, text)
        for span in spans
        if texts and (text := texts.get((span.box.top, span.box.left)))
        for row in body.rows[span.first + 1 : span.end]
    ]
