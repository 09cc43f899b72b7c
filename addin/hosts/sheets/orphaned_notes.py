"""The tab "Notes kept": notes whose row is no more, read, and written where they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from addin.hosts.sheets import requests
from addin.hosts.sheets.reading import Snapshot, Value
from addin.hosts.sheets.steps import Write
from addin.hosts.sheets.structure import Json, Structure
from addin.placement.ranges import Rect
from addin.placement.row_notes import ORPHANED_NOTES_COLUMNS, ORPHANED_NOTES_NAME, OrphanedNotes
from addin.words import Lang, say

ROWS, WIDTH = 1000, len(ORPHANED_NOTES_COLUMNS)
"""Size of the tab when it is made."""


def read_orphaned(snapshot: Snapshot, lang: Lang) -> OrphanedNotes:
    """The list as the spreadsheet has it; without its tab it is empty."""
    name = snapshot.structure.range_named(ORPHANED_NOTES_NAME)
    if name is None:
        return OrphanedNotes(lang)
    cells = snapshot.cells[name.tab]
    return OrphanedNotes.read(lang, cells.rect(Rect(2, 1, max(len(cells.rows), 2), WIDTH)))


def write_requests(snapshot: Snapshot, orphaned: OrphanedNotes) -> Iterator[Json]:
    """The requests that write the list; its tab is made when there is any to keep."""
    name = snapshot.structure.range_named(ORPHANED_NOTES_NAME)
    rows: list[list[Value]] = [[_plain(value) for value in line] for line in orphaned.rows]
    if name is None:
        tab = next(snapshot.structure.free_ids())
        yield from _made(snapshot.structure, tab, len(rows) + 1, orphaned.lang)
    else:
        tab = name.tab
        rows += [[None] * WIDTH for _ in range(len(snapshot.cells[tab].rows) - 1 - len(rows))]
        if len(rows) + 1 > snapshot.structure.tab(tab).rows:
            yield requests.set_row_count(tab, len(rows) + 1)
    if rows:
        yield requests.update_cells(Write(tab, 2, 1, rows))


def append_requests(structure: Structure, lines: Sequence[Sequence[Value]], lang: Lang) -> list[Json]:
    """The requests that put lines below the last of the list; its tab is made where it lacks."""
    name = structure.range_named(ORPHANED_NOTES_NAME)
    if not lines:
        return []
    if name is not None:
        return [requests.append_rows(name.tab, lines)]
    tab = next(islice(structure.free_ids(), 1, None))  # the first may be a journal's
    return [*_made(structure, tab, len(lines) + 1, lang), requests.append_rows(tab, lines)]


def _made(structure: Structure, tab: int, least: int, lang: Lang) -> Iterator[Json]:
    rows = max(ROWS, least)
    yield requests.add_sheet(
        tab, structure.free_title(say("sheet.notes_kept", lang)), rows, WIDTH, frozenRowCount=1
    )
    yield requests.update_cells(
        Write(tab, 1, 1, [[say(f"notes_kept.{head}", lang) for head in ORPHANED_NOTES_COLUMNS]])
    )
    day = {"numberFormat": {"type": "DATE", "pattern": say("notes_kept.day", lang)}}
    yield requests.repeat_format(tab, Rect(2, WIDTH, rows, WIDTH), day)
    yield requests.add_named_range(ORPHANED_NOTES_NAME, tab, Rect(1, 1, 1, 1))


def _plain(value: object) -> Value:
    return value if isinstance(value, (str, int, float)) else None
