"""Merged cells of a sheet: one cell is seen, the others are covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
from lxml import etree

from addin.placement.ranges import Rect
from addin.xlsx.xml import tag


class _Texts(Protocol):
    def text(self, row: int, column: int) -> str:
        """The text of a cell."""


@dataclass(frozen=True)
class Merges:
    """The merged cells of a sheet."""

    rects: tuple[Rect, ...]

    @classmethod
    def of(cls, root: etree._Element) -> Merges:
        """Those of a sheet's part."""
        found = (Rect.parse(str(node.get("ref"))) for node in root.iter(tag("mergeCell")))
        return cls(tuple(rect for rect in found if rect is not None))

    def at(self, row: int, column: int) -> Rect | None:
        """The merged cell that a cell belongs to."""
        if not self.rects:
            return None
        top, left, bottom, right = self._edges
        around = (top <= row) & (row <= bottom) & (left <= column) & (column <= right)
        found = int(around.argmax())
        return self.rects[found] if around[found] else None

    @cached_property
    def _edges(self) -> npt.NDArray[np.int64]:
        """Their tops, lefts, bottoms and rights: many cells are asked for."""
        return np.array([(rect.top, rect.left, rect.bottom, rect.right) for rect in self.rects]).T

    def hiding(self, columns: Iterable[int], top: int, bottom: int) -> Rect | None:
        """A merged cell that covers some cell of these columns in these rows; None if all are seen."""
        numbers = list(columns)
        for rect in self.rects:
            rows = rect.top <= bottom and top <= rect.bottom
            inside = [number for number in numbers if rect.left <= number <= rect.right]
            lower = max(rect.top + 1, top) <= min(rect.bottom, bottom)
            if rows and inside and (lower or inside != [rect.left]):
                return rect
        return None


@dataclass(frozen=True)
class MergedHeadings:
    """A sheet whose headings are merged with cells above them: each reads as the text of all of it."""

    sheet: _Texts
    merges: Merges

    def text(self, row: int, column: int) -> str:
        """The text of a cell, or of the merged cell it ends."""
        found = self.merges.at(row, column)
        top = found.top if found is not None and found.left == column else row
        return self.sheet.text(top, column)
