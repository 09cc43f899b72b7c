"""The journal of a publication: a hidden tab with what was written over, and a record that tells where.

It goes once somebody has looked that nothing was met that the plan did not know. A journal that is left, by
a program that was killed or by one that is still at it, is settled by whoever comes next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from addin.hosts.sheets import requests
from addin.hosts.sheets.reading import Cells, Value
from addin.hosts.sheets.regions import Region
from addin.hosts.sheets.steps import Write
from addin.hosts.sheets.structure import UNDO, Json
from addin.placement.ranges import Rect
from addin.words import Lang

_PART = 40_000
"""Characters of the record in one cell."""


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
    """

    tab: int
    number: int
    lang: Lang
    since: Value
    regions: tuple[Region, ...]
    tops: tuple[int, ...]

    @property
    def title(self) -> str:
        """Of the hidden tab."""
        return f"{UNDO}{self.number}"

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the hidden tab."""
        pairs = zip(self.tops, self.regions, strict=True)
        rows = max((top + r.rect.bottom - r.rect.top for top, r in pairs), default=1)
        return rows, max([len(self.record()), *(region.rect.right for region in self.regions)])

    def record(self) -> list[str]:
        """The texts of the first row, from which the journal is read again."""
        text = json.dumps(
            {"lang": self.lang, "since": self.since, "tops": self.tops,
             "regions": [asdict(region) for region in self.regions]},
            ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip
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
        for region, top in zip(self.regions, self.tops, strict=True):
            aside = self.aside(region, top)
            yield requests.copy_paste(region.tab, region.rect, self.tab, aside, "PASTE_FORMULA")


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
        regions = tuple(_region(one) for one in told["regions"])
        return Journal(tab, number, told["lang"], told["since"], regions, tuple(told["tops"]))
    except (ValueError, KeyError, TypeError):
        return None


def _region(told: Json) -> Region:
    fields: Json = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    fields |= {name: Rect(**told[name]) for name in ("rect", "was", "now", "mark")}
    fields |= {name: tuple(Rect(**rect) for rect in told[name]) for name in ("guards", "dropped")}
    return Region(**fields)


@dataclass(frozen=True)
class Aside:
    """What a region held when it was written over, by its rows and columns of then."""

    region: Region
    cells: Cells

    def value(self, row: int, column: int) -> Value:
        """One cell; None beyond the region."""
        rect = self.region.rect
        return self.cells.value(row - rect.top + 1, column - rect.left + 1)
