"""The merged cells of a live sheet, found by halving: of a range is told only whether it has any."""

from __future__ import annotations

from collections.abc import Iterator

import xlwings as xw

from addin.errors import InputError
from addin.readers.merged_cells import Box

MOST_QUESTIONS = 20_000
"""So many are asked of a sheet; each takes a spreadsheet about a tenth of a millisecond to a millisecond."""


def merged_cells(used: xw.Range) -> list[Box]:
    """The merged cells of a range, in columns counted from its first.

    Raises:
        InputError: ``merged_many``, where there are too many to be found one by one.
    """
    search = _Search(used)
    return list(search.boxes()) if search.has_merged(used) else []


class _Search:
    def __init__(self, used: xw.Range) -> None:
        self.used, self.asked = used, 0

    def boxes(self) -> Iterator[Box]:
        found: set[Box] = set()
        pending = [(1, 1, *self.used.shape)]
        while pending:
            top, left, bottom, right = pending.pop()
            part = self.used[top - 1 : bottom, left - 1 : right]
            if not self.has_merged(part):
                continue
            area = part[0, 0].merge_area
            box = self._box(area)
            inside = box.top <= self.used.row + top - 1 and box.bottom >= self.used.row + bottom - 1
            if inside and box.right >= right - 1:
                if area.count > 1 and box not in found:
                    found.add(box)
                    yield box
                continue
            if bottom - top >= right - left:
                middle = (top + bottom) // 2
                pending += [(middle + 1, left, bottom, right), (top, left, middle, right)]
            else:
                middle = (left + right) // 2
                pending += [(top, middle + 1, bottom, right), (top, left, bottom, middle)]

    def has_merged(self, part: xw.Range) -> bool:
        """Whether any cell is merged; a host that cannot tell has none that we know of."""
        self.asked += 1
        if self.asked > MOST_QUESTIONS:
            raise InputError("merged_many", sheet=self.used.sheet.name)
        try:
            return part.merge_cells is not False
        except (AttributeError, NotImplementedError):
            return False

    def _box(self, area: xw.Range) -> Box:
        left = area.column - self.used.column
        return Box(area.row, left, area.row + area.shape[0] - 1, left + area.shape[1] - 1)
