"""Notes that a publication in a wrong place, and what took it back, have parted from their rows.

One rule keeps them: the journal of such a publication goes only once one look has found every note it tells
beside its row, or on the list of kept notes. A note that stands elsewhere is taken away from there, and only
where that very text still stands; one that stands nowhere goes to the list, which gives it back to its row.
A number shows in many ways, so it cannot be taken away by its text: it stays, and is on the list too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from addin.hosts.sheets import requests
from addin.hosts.sheets.client import Remote
from addin.hosts.sheets.journal import Journal
from addin.hosts.sheets.journal_reading import read_seen
from addin.hosts.sheets.reading import Cells, Value, is_formula
from addin.hosts.sheets.regions import CellSource, Note, Region, texts_of
from addin.hosts.sheets.row_notes import TabNotes, read_notes
from addin.hosts.sheets.structure import Json, NamedRange, Structure, Tab, quote_title
from addin.placement.places import Place, block_columns
from addin.placement.ranges import Rect, column_letters
from addin.placement.row_notes import (
    ORPHANED_NOTES_COLUMNS,
    ORPHANED_NOTES_NAME,
    SEPARATOR,
    key_text,
    next_block_left,
)
from addin.words import LANGS, Lang, say

_WIDE = 3
"""Columns beside a block in which a note may be begun."""
_BELOW = 20
"""Rows below a block to which a note may have got that was beside it."""


Told = Mapping[str, tuple[Note, ...]]
"""Name of each block → notes."""


@dataclass
class Astray:
    """What one look has found: requests that take copies away, and notes that stand nowhere else."""

    copies: list[Json] = field(default_factory=list)
    nowhere: list[tuple[Place, Note]] = field(default_factory=list)

    def lines(self, lang: Lang, since: Value) -> list[list[Value]]:
        """Those that stand nowhere as lines of the list of kept notes."""
        found: list[list[Value]] = []
        for place, note in self.nowhere:
            heading = note.heading or column_letters(place.rect.left + note.across)
            found.append([say(f"block.{place.block.name}", lang), note.about, heading, note.text, since])
        return found


def look(remote: Remote, structure: Structure, told: Sequence[Told]) -> Astray:
    """Where notes stand now.

    Args:
        remote: the spreadsheet.
        structure: how it is built.
        told: what journals tell, the first one first.
    """
    every = {name: [n for one in told for n in one.get(name, ())] for one in told for name in one}
    blocks = [(name, place) for name, place in structure.blocks if every.get(name.name)]
    found = Astray()
    if blocks:
        cells, listed = _read(remote, structure, blocks)
        for name, place in blocks:
            notes = notes_at(structure, name, place, cells[name.tab])
            if notes is not None:
                _Block(name, place, notes, cells[name.tab], structure).add(every[name.name], listed, found)
    return found


def told_by(
    remote: Remote, structure: Structure, journal: Journal, known: Mapping[str, Collection[str]]
) -> Told:
    """The notes a journal tells, and those that stood there in the moment of its change.

    Args:
        remote: the spreadsheet.
        structure: how it is built.
        journal: the journal.
        known: name of each block → texts that journals tell better.
    """
    found = {region.name: region.beside for region in journal.regions}
    for aside in read_seen(remote, journal) if journal.seen else ():
        name = aside.region.name
        found[name] = found.get(name, ()) + notes_typed(aside.region, aside, structure, known.get(name, ()))
    return found


def notes_typed(
    region: Region, cells: CellSource, structure: Structure, known: Collection[str]
) -> tuple[Note, ...]:
    """The notes beside a block that are not known, by the columns that its rows were written to."""
    here = region.was
    place = next((place for name, place in structure.blocks if name.name == region.name), None)
    if place is None or not region.keys:
        return ()
    others = [other for other in structure.places if other.block.name != place.block.name]
    end = min(here.right + _WIDE, next_block_left(replace(place, rect=here), others) - 1)
    columns = sorted({*region.people, *range(here.right + 1, end + 1)})
    rects = [Rect(here.top + 1, column, here.bottom, column) for column in columns if column <= end]
    found = []
    for row, column, text in texts_of(cells, rects):
        about = SEPARATOR.join(key_text(cells.value(row, n)) for n in region.keys)
        if about.strip(SEPARATOR) and text not in known and not is_formula(cells.value(row, column)):
            heading = key_text(cells.value(here.top, column))
            found.append(Note(about, "" if heading in known else heading, column - here.left, text))
    return tuple(found)


def seen_regions(regions: Sequence[Region], tabs: Mapping[int, Tab]) -> tuple[Region, ...]:
    """What a change has to set aside so that notes typed in its very moment are known by their rows."""
    found = []
    for region in regions:
        if region.keys:
            here, tab = region.was, tabs[region.tab]
            bottom = min(max(here.bottom, region.rect.bottom), max(tab.rows, region.rect.bottom))
            right = min(max(here.right, region.rect.right) + _WIDE, tab.columns)
            rect = Rect(here.top, here.left, bottom, right)
            found.append(replace(region, rect=rect, guards=(), dropped=(), known=(), beside=()))
    return tuple(found)


def notes_at(structure: Structure, name: NamedRange, place: Place, cells: Cells) -> TabNotes | None:
    """People's notes beside a block; None where it has none that follow their rows."""
    if place.block.fixed_rows is not None:
        return None
    there = {column.key: number for number, column in block_columns(cells, place) if column}
    others = [other for other in structure.places if other.block.name != place.block.name]
    return read_notes(structure.tab(name.tab), cells, place, others, there)


def _read(
    remote: Remote, structure: Structure, blocks: Sequence[tuple[NamedRange, Place]]
) -> tuple[Mapping[int, Cells], Counter[tuple[str, str, str]]]:
    """The cells of the blocks' tabs, and the list of kept notes: block title, what it is about, text."""
    kept = structure.range_named(ORPHANED_NOTES_NAME)
    tabs = sorted({name.tab for name, _ in blocks} | ({kept.tab} if kept else set()))
    rows = remote.values([quote_title(structure.tab(tab).title) for tab in tabs], formulas=True)
    cells = {tab: Cells(lines) for tab, lines in zip(tabs, rows, strict=True)}
    if kept is None:
        return cells, Counter()
    list_ = cells[kept.tab]
    lines = list_.rect(Rect(2, 1, max(len(list_.rows), 2), len(ORPHANED_NOTES_COLUMNS)))
    return cells, Counter((key_text(line[0]), key_text(line[1]), key_text(line[3])) for line in lines)


@dataclass(frozen=True)
class _Block:
    """A block as it stands, its notes, and the cells of its tab."""

    name: NamedRange
    place: Place
    notes: TabNotes
    cells: Cells
    structure: Structure

    def add(self, told: Sequence[Note], listed: Counter[tuple[str, str, str]], found: Astray) -> None:
        """Add the notes that stand neither beside their rows nor on the list."""
        titles = [say(f"block.{self.place.block.name}", lang) for lang in LANGS]
        standing = Counter((note.about, note.text) for note in self.notes.beside())
        astray, right = list[Note](), Counter[tuple[str, str]]()
        for note in told:
            line = next((key for t in titles if listed[key := (t, note.about, note.text)]), None)
            if standing[note.about, note.text] > right[note.about, note.text]:
                right[note.about, note.text] += 1
            elif line is not None:
                listed[line] -= 1
            else:
                astray.append(note)
        found.copies += self._copies(Counter(note.text for note in astray), right)
        found.nowhere += [(self.place, note) for note in astray]

    def _copies(self, wanted: Counter[str], right: Counter[tuple[str, str]]) -> Iterator[Json]:
        """Requests that take away texts that stand beside other rows, or below the block."""
        rect, spare = self.place.rect, right.copy()
        others = [other for other in self.structure.places if other is not self.place]
        ours = {n for n, column in block_columns(self.cells, self.place) if column}
        last = min(max([rect.right + _WIDE, *self.notes.columns]), next_block_left(self.place, others) - 1)
        for row in range(rect.top + 1, min(rect.bottom + _BELOW, len(self.cells.rows)) + 1):
            about = SEPARATOR.join(key_text(self.cells.value(row, n)) for n in self.notes.key_columns)
            for column in range(rect.left, last + 1):
                value = self.cells.value(row, column)
                if column in ours or not isinstance(value, str) or is_formula(value):
                    continue
                if row <= rect.bottom and spare[about, value]:
                    spare[about, value] -= 1
                elif wanted[value]:
                    wanted[value] -= 1
                    yield requests.clear_text(self.name.tab, row, column, value)
