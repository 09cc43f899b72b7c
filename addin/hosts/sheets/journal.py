"""The journal of a publication: a hidden tab with what was written over, and a record that tells where.

It goes once somebody has looked that nothing was met that the plan did not know. A journal that is left, by
a program that was killed or by one that is still at it, is settled by whoever comes next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from addin.hosts.sheets import requests
from addin.hosts.sheets.reading import Cells, Value
from addin.hosts.sheets.regions import Note, Region
from addin.hosts.sheets.steps import Write
from addin.hosts.sheets.structure import UNDO, Json
from addin.placement.ranges import Rect
from addin.words import Lang

_PART = 40_000
"""Characters of the record in one cell."""
_TOLD = ("lang", "since", "tops", "regions", "seen")
"""What the record tells of a journal."""


@dataclass(frozen=True)
class Journal:
    """What one change of the spreadsheet wrote over.

    Args:
        tab: id of the hidden tab.
        number: how many journals there were then, and this one.
        lang: of the report.
        since: the day of the change, as a serial number.
        regions: the cells that were written over.
        tops: the row of the hidden tab in which each of them begins; the columns are the same.
        seen: the blocks and what is beside them, set aside to be looked at; their tops follow the others'.
    """

    tab: int
    number: int
    lang: Lang
    since: Value
    regions: tuple[Region, ...]
    tops: tuple[int, ...]
    seen: tuple[Region, ...] = ()

    @property
    def title(self) -> str:
        """Of the hidden tab."""
        return f"{UNDO}{self.number}"

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the hidden tab."""
        pairs = [*self.placed(), *self.placed(seen=True)]
        rows = max((top + region.rect.bottom - region.rect.top for region, top in pairs), default=1)
        return rows, max([len(self.record()), *(region.rect.right for region, _ in pairs)])

    def placed(self, *, seen: bool = False) -> Iterator[tuple[Region, int]]:
        """The regions, or those that are only looked at, and their tops."""
        many = len(self.regions)
        yield from zip(
            self.seen if seen else self.regions, self.tops[many:] if seen else self.tops[:many], strict=True
        )

    def record(self) -> list[str]:
        """The texts of the first row, from which the journal is read again."""
        told = {name: value for name, value in vars(self).items() if name in _TOLD}
        text = json.dumps(told, default=_fields, ensure_ascii=False, separators=(",", ":"))
        return [text[at : at + _PART] for at in range(0, len(text), _PART)]

    def record_write(self) -> Write:
        """The record in the first row."""
        return Write(self.tab, 1, 1, [self.record()])

    def aside(self, region: Region, top: int) -> Rect:
        """Where the cells of a region stand on the hidden tab."""
        rect = region.rect
        return Rect(top, rect.left, top + rect.bottom - rect.top, rect.right)

    def aside_requests(self) -> Iterator[Json]:
        """Everything set aside, as it is at that moment."""
        for region, top in (*self.placed(), *self.placed(seen=True)):
            aside = self.aside(region, top)
            yield requests.copy_paste(region.tab, region.rect, self.tab, aside, "PASTE_FORMULA")


def _fields(one: Any) -> Json:
    """Region and rectangle as JSON has them, one level at a time."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


def tops_of(regions: Sequence[Region], first: int) -> tuple[int, ...]:
    """The rows in which regions begin on a hidden tab, never above their own: references reach upwards."""
    found = []
    for region in regions:
        found.append(max(first, region.rect.top))
        first = found[-1] + region.rect.bottom - region.rect.top + 1
    return tuple(found)


def read_record(tab: int, number: int, texts: Sequence[Any]) -> Journal | None:
    """The journal of a hidden tab by the texts of its first row; None where these tell nothing."""
    try:
        told = json.loads("".join(map(str, texts)))
        regions, seen = (tuple(map(_region, told[name])) for name in ("regions", "seen"))
        return Journal(tab, number, told["lang"], told["since"], regions, tuple(told["tops"]), seen)
    except (ValueError, KeyError, TypeError):
        return None


def _region(told: Json) -> Region:
    fields: Json = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    fields |= {name: Rect(**told[name]) for name in ("rect", "was", "now", "mark")}
    fields |= {name: tuple(Rect(**rect) for rect in told[name]) for name in ("guards", "dropped")}
    return Region(**{**fields, "beside": tuple(Note(*note) for note in told["beside"])})


@dataclass(frozen=True)
class Aside:
    """What a region held when it was written over, by its rows and columns of then."""

    region: Region
    cells: Cells

    def value(self, row: int, column: int) -> Value:
        """One cell; None beyond the region."""
        rect = self.region.rect
        return self.cells.value(row - rect.top + 1, column - rect.left + 1)
