"""How a spreadsheet is built: its tabs, its names, where the report's blocks stand, and marks of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from addin.deals.tables.columns import SHEETS
from addin.deals.values.text import fold
from addin.placement.places import PREFIX, Place, block_of
from addin.placement.ranges import Rect
from addin.readers.merged_cells import Box

Json = dict[str, Any]

REVISION = "hf_revision_"
"""Begins the title of the hidden tab that stands for what is published; whoever publishes replaces it."""
STAGING = "hf_stage_"
"""Begins the titles of hidden tabs on which a publication is prepared."""
UNDO = "hf_undo_"
"""Begins the titles of hidden tabs that keep what a publication wrote over, until that was looked at."""


@dataclass(frozen=True)
class Tab:
    """A tab: its id, title, size, whether it is hidden, its filter as the API tells it, its merged cells."""

    id: int
    title: str
    rows: int
    columns: int
    hidden: bool = False
    filter: str = ""
    merged: tuple[Box, ...] = ()


@dataclass(frozen=True)
class NamedRange:
    """A defined name: its id, and the tab and cells it stands for."""

    id: str
    name: str
    tab: int
    rect: Rect


@dataclass(frozen=True)
class Structure:
    """How a spreadsheet is built.

    Args:
        title, locale, timezone: as set in it.
        tabs: in order.
        names: all defined names.
    """

    title: str
    locale: str
    timezone: str
    tabs: tuple[Tab, ...]
    names: tuple[NamedRange, ...]

    @property
    def grids(self) -> dict[int, tuple[int, int]]:
        """Tab id → rows and columns."""
        return {tab.id: (tab.rows, tab.columns) for tab in self.tabs}

    def tab(self, number: int) -> Tab:
        """The tab of an id."""
        return next(tab for tab in self.tabs if tab.id == number)

    def range_named(self, name: str) -> NamedRange | None:
        """What a name stands for, whatever its case."""
        return next((one for one in self.names if one.name.casefold() == name.casefold()), None)

    @property
    def revision(self) -> tuple[Tab, int] | None:
        """The tab that stands for what is published, and its number; None before the first time."""
        found = [(tab, _number(tab.title)) for tab in self.tabs if _number(tab.title)]
        return max(found, key=lambda pair: pair[1], default=None)

    @property
    def stale_tabs(self) -> list[Tab]:
        """Tabs on which something was prepared and never published, and revisions but the last."""
        last = self.revision
        old = [tab for tab in self.tabs if _number(tab.title) and (last is None or tab != last[0])]
        return [tab for tab in self.tabs if tab.title.startswith(STAGING)] + old

    @property
    def blocks(self) -> list[tuple[NamedRange, Place]]:
        """The names that mark the report's blocks, and where these stand; their sheet is the tab's title."""
        found = ((one, block_of(one.name)) for one in self.names)
        return [(one, Place(block, self.tab(one.tab).title, one.rect)) for one, block in found if block]

    @property
    def places(self) -> list[Place]:
        """Where the report's blocks stand."""
        return [place for _, place in self.blocks]

    @property
    def ledger(self) -> Tab | None:
        """The tab of the ledger, where the team has made one."""
        names = {fold(name) for name in SHEETS["ledger"]}
        return next((tab for tab in self.tabs if fold(tab.title) in names), None)

    @property
    def journals(self) -> list[tuple[int, Tab]]:
        """Number and tab of the publications that nobody has looked at yet, the first one first."""
        found = [(_number(tab.title, UNDO), tab) for tab in self.tabs if _number(tab.title, UNDO)]
        return sorted(found, key=lambda pair: pair[0])

    def is_internal(self, tab: Tab) -> bool:
        """Whether a tab is only there for publishing."""
        return tab.title.startswith((REVISION, STAGING, UNDO))

    def free_title(self, title: str) -> str:
        """A title that no tab has yet."""
        taken = {tab.title.casefold() for tab in self.tabs}
        options = (title, *(f"{title} {number}" for number in range(2, len(taken) + 3)))
        return next(option for option in options if option.casefold() not in taken)

    def free_ids(self) -> Iterator[int]:
        """Ids that no tab has yet."""
        taken = {tab.id for tab in self.tabs}
        return (number for number in count(1_750_000_001) if number not in taken)

    def fingerprint(self) -> tuple[object, ...]:
        """What must not change from planning to publishing: names of ours, the sizes of tabs written to."""
        names = [one for one in self.names if one.name.casefold().startswith(PREFIX)]
        tabs = {one.tab for one in names} | {tab.id for tab in self.tabs if _number(tab.title)}
        tabs |= {self.ledger.id} if self.ledger else set()
        sizes = sorted((tab.id, tab.rows, tab.columns) for tab in self.tabs if tab.id in tabs)
        return tuple(sorted(names, key=lambda one: one.id)), tuple(sizes)


def _number(title: str, prefix: str = REVISION) -> int:
    found = re.fullmatch(rf"{prefix}(\d+)", title)
    return int(found[1]) if found else 0


def parse_structure(told: Json) -> Structure:
    """The structure from what the API tells."""
    properties = told.get("properties", {})
    tabs = tuple(_tab(sheet) for sheet in told.get("sheets", []) if "gridProperties" in sheet["properties"])
    known = {tab.id: tab for tab in tabs}
    names = (_named(one, known) for one in told.get("namedRanges", []))
    return Structure(
        properties.get("title", ""),
        properties.get("locale", ""),
        properties.get("timeZone", ""),
        tabs,
        tuple(one for one in names if one is not None),
    )


def _tab(sheet: Json) -> Tab:
    told = sheet["properties"]
    grid, filter_ = told["gridProperties"], sheet.get("basicFilter")
    return Tab(
        told.get("sheetId", 0),
        told["title"],
        grid.get("rowCount", 0),
        grid.get("columnCount", 0),
        told.get("hidden", False),
        json.dumps(filter_, sort_keys=True) if filter_ else "",
        tuple(_box(told) for told in sheet.get("merges", [])),
    )


def _box(told: Json) -> Box:
    top, left = told.get("startRowIndex", 0) + 1, told.get("startColumnIndex", 0)
    return Box(top, left, told["endRowIndex"], told["endColumnIndex"] - 1)


def _named(told: Json, tabs: dict[int, Tab]) -> NamedRange | None:
    """A name; None where it stands for no cells any more."""
    span = told.get("range", {})
    tab = tabs.get(span.get("sheetId", 0))
    if tab is None:
        return None
    rect = Rect(
        span.get("startRowIndex", 0) + 1,
        span.get("startColumnIndex", 0) + 1,
        span.get("endRowIndex", tab.rows),
        span.get("endColumnIndex", tab.columns),
    )
    return NamedRange(told["namedRangeId"], told["name"], tab.id, rect)


def quote_title(title: str) -> str:
    """A tab's title as a range of text has it."""
    return "'" + title.replace("'", "''") + "'"
