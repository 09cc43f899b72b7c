"""What a publication wrote over is put back where it was, and names where their cells stand by content."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from addin.hosts.sheets import requests
from addin.hosts.sheets.astray import notes_typed, seen_regions
from addin.hosts.sheets.client import Remote
from addin.hosts.sheets.journal import Aside, Journal, tops_of
from addin.hosts.sheets.orphaned_notes import append_requests
from addin.hosts.sheets.reading import Cells, Value
from addin.hosts.sheets.regions import CellSource, Region, cells_of, found_again, guarded, texts_of
from addin.hosts.sheets.structure import Json, Structure, Tab, quote_title
from addin.placement.places import block_of
from addin.placement.ranges import Rect, column_letters
from addin.placement.row_notes import SEPARATOR, heading_of, key_text
from addin.words import say

Line = list[Value]


def lost_notes(aside: Aside, journal: Journal) -> Iterator[Line]:
    """What people had in cells that were written over and no list holds yet, as lines of the list."""
    known = Counter(aside.region.known)
    for row, column, text in texts_of(aside, aside.region.dropped):
        if known[text]:
            known[text] -= 1
        else:
            yield _line(aside.region, aside, (row, column, text), journal)


def _line(region: Region, cells: CellSource, at: tuple[int, int, str], journal: Journal) -> Line:
    """A line of the list: the block, what the row is about or else the cell, column, text, day."""
    row, column, text = at
    block, was = block_of(region.name), region.was
    title = say(f"block.{block.name}", journal.lang) if block else region.name
    beside = bool(region.keys) and was.top < row <= was.bottom
    about = SEPARATOR.join(key_text(cells.value(row, n)) for n in region.keys) if beside else ""
    heading = heading_of(cells.value(was.top, column), column)
    return [title, about or f"{column_letters(column)}{row}", heading, text, journal.since]


@dataclass
class _Picture:
    """A tab as it will be: its cells now, and over them those that are put back."""

    cells: Cells
    over: dict[tuple[int, int], Value] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Value:
        return self.over.get((row, column), self.cells.value(row, column))


def undo_requests(
    remote: Remote,
    structure: Structure,
    journal: Journal,
    asides: Sequence[Aside],
    put: Sequence[Aside],
    known: Mapping[str, Collection[str]],
) -> Iterator[Json]:
    """The change that takes back a publication; it leaves a journal of its own.

    Args:
        remote: the spreadsheet.
        structure: how it is built now.
        journal: of the publication.
        asides: what it wrote over.
        put: where the texts of people stood that it has put in, here or there.
        known: name of each block → texts that journals tell already.
    """
    tabs = {tab.id: tab for tab in structure.tabs}
    placed = [pair for pair in journal.placed() if pair[0].tab in tabs]
    now = _cells(remote, [tabs[number] for number in {region.tab for region, _ in placed}])
    own = _own_regions([region for region, _ in placed], structure, asides, now, known)
    seen = seen_regions(own, tabs)
    tab, tops = next(structure.free_ids()), tops_of([*own, *seen], 2)
    made = Journal(tab, journal.number + 1, journal.lang, journal.since, tuple(own), tops, seen)
    yield requests.add_hidden_sheet(tab, made.title, *made.size)
    yield requests.update_cells(made.record_write())
    for region in own:
        if region.rect.bottom > tabs[region.tab].rows:
            yield requests.set_row_count(region.tab, region.rect.bottom)
    yield from made.aside_requests()
    for pair, region in zip(placed, own, strict=True):
        yield requests.copy_paste(journal.tab, journal.aside(*pair), region.tab, region.rect, "PASTE_FORMULA")
        named = structure.range_named(region.name)
        if named is not None:
            yield requests.update_named_range(named, region.tab, region.now)
        yield from _filter_requests(tabs[region.tab], region)
    moved = {(aside.region.tab, aside.region.name): aside for aside in put}
    typed = [line for region in own for line in _typed(region, now, moved, journal)]
    yield from append_requests(structure, typed, journal.lang)


def _own_regions(
    regions: Sequence[Region],
    structure: Structure,
    asides: Sequence[Aside],
    now: Mapping[int, Cells],
    known: Mapping[str, Collection[str]],
) -> list[Region]:
    """The cells that are written over in turn, what their names will cover, and the notes beside them."""
    tabs = {tab.id: tab for tab in structure.tabs}
    back = [_back(region, structure, now[region.tab]) for region in regions]
    was = {(aside.region.tab, aside.region.name): aside for aside in asides}
    places = _places(regions, back, was, now, tabs)
    return [
        replace(
            region,
            now=places[region.tab, region.name],
            beside=notes_typed(region, now[region.tab], structure, known.get(region.name, ())),
        )
        for region in back
    ]


def _cells(remote: Remote, tabs: Sequence[Tab]) -> dict[int, Cells]:
    found = remote.values([quote_title(tab.title) for tab in tabs], formulas=True)
    return {tab.id: Cells(rows) for tab, rows in zip(tabs, found, strict=True)}


def _back(region: Region, structure: Structure, cells: Cells) -> Region:
    """The cells that are written over in turn, where they stand now: names have moved along with them."""
    named = structure.range_named(region.name)
    here = named.rect if named and named.tab == region.tab else region.now
    down, across = here.top - region.now.top, here.left - region.now.left
    rect = _shifted(region.rect, down, across)
    people = tuple(n + across for n in region.people)
    ours = [n for n in range(rect.left, rect.right + 1) if n not in people]
    last = min(here.bottom, rect.bottom)
    # of ours, all that is not free: whatever stands below the block's last row is people's
    below = [Rect(last + 1, n, rect.bottom, n) for n in ours if last < rect.bottom and region.keys]
    dropped = (*(Rect(rect.top, n, rect.bottom, n) for n in people), *below)
    labels = tuple(_shifted(guard, down, across) for guard in region.guards)
    rows = tuple(Rect(rect.top, n, last, n) for n in ours)
    return guarded(
        Region(
            name=region.name, tab=region.tab, rect=rect, was=here, now=here,
            guards=rows if region.keys else labels,
            mark=Rect(here.top, here.left, here.top, here.right),
            keys=tuple(n + here.left - region.was.left for n in region.keys), people=people, dropped=dropped,
            known=tuple(text for _, _, text in texts_of(cells, dropped)), filtered=region.filtered,
        ),
        cells,
    )  # fmt: skip


def _shifted(rect: Rect, down: int, across: int) -> Rect:
    down, across = max(down, 1 - rect.top), max(across, 1 - rect.left)
    return Rect(rect.top + down, rect.left + across, rect.bottom + down, rect.right + across)


def _places(
    regions: Sequence[Region],
    back: Sequence[Region],
    was: Mapping[tuple[int, str], Aside],
    now: Mapping[int, Cells],
    tabs: Mapping[int, Tab],
) -> dict[tuple[int, str], Rect]:
    """What each name should cover once all is put back: its cells are found by their content."""
    pictures = {number: _Picture(cells) for number, cells in now.items()}
    for before, after in zip(regions, back, strict=True):
        aside = was.get((before.tab, before.name))
        for row, column, value in cells_of(aside, before.rect) if aside else ():
            at = row + after.rect.top - before.rect.top, column + after.rect.left - before.rect.left
            pictures[after.tab].over[at] = value
    return {
        (region.tab, region.name): found_again(
            region, pictures[region.tab], tabs[region.tab].rows, tabs[region.tab].columns
        )
        # without headings it stood, as they do in a wrong place: back to that very place
        or _shifted(region.was, after.was.top - region.now.top, after.was.left - region.now.left)
        for region, after in zip(regions, back, strict=True)
    }


def _typed(
    region: Region,
    now: Mapping[int, Cells],
    moved: Mapping[tuple[int, str], Aside],
    journal: Journal,
) -> Iterator[Line]:
    """What people typed since the publication into cells that are written over now."""
    aside = moved.get((region.tab, region.name))
    known = Counter[str]()
    if aside is not None:
        known.update(text for _, _, text in texts_of(aside, [aside.region.rect]))
    for row, column, text in texts_of(now[region.tab], region.dropped):
        if known[text]:
            known[text] -= 1
        else:
            yield _line(region, now[region.tab], (row, column, text), journal)


def _filter_requests(tab: Tab, region: Region) -> Iterator[Json]:
    """The filter that went along with the block goes back along with it."""
    told = json.loads(tab.filter) if region.filtered and tab.filter else {}
    reach, down = told.get("range", {}), region.now.top - region.was.top
    if reach and reach.get("startRowIndex", 0) + 1 == region.was.top:
        known = {key: value for key, value in told.items() if key != "filterSpecs" or "criteria" not in told}
        rows = {"startRowIndex": reach.get("startRowIndex", 0) + down, "endRowIndex": region.now.bottom}
        yield {"setBasicFilter": {"filter": {**known, "range": {**reach, **rows}}}}
