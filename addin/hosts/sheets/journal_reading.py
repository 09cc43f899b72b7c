"""Journals read again, by whoever settles them: their records, and what they have set aside."""

from __future__ import annotations

from collections.abc import Sequence

from addin.hosts.sheets.client import Remote
from addin.hosts.sheets.journal import Aside, Journal, read_record
from addin.hosts.sheets.reading import Cells
from addin.hosts.sheets.regions import Region, texts_of
from addin.hosts.sheets.structure import Structure, quote_title

Found = Sequence[Journal | None]
"""Journals, the first one first; None for one whose record tells nothing."""


def read_journals(remote: Remote, structure: Structure) -> list[Journal | None]:
    """The journals there are."""
    titles = [f"{quote_title(tab.title)}!1:1" for _, tab in structure.journals]
    return [
        read_record(tab.id, number, rows[0] if rows else [])
        for (number, tab), rows in zip(
            structure.journals, remote.values(titles, formulas=True) if titles else (), strict=True
        )
    ]


def read_asides(remote: Remote, journal: Journal | None) -> list[Aside]:
    """What was written over, where it matters."""
    kept = [pair for pair in journal.placed() if pair[0].guards or pair[0].dropped] if journal else []
    return _read(remote, journal, kept) if journal else []


def read_seen(remote: Remote, journal: Journal) -> list[Aside]:
    """How blocks stood when they were written over."""
    return _read(remote, journal, [*journal.placed(seen=True)])


def _read(remote: Remote, journal: Journal, pairs: Sequence[tuple[Region, int]]) -> list[Aside]:
    ranges = [f"{quote_title(journal.title)}!{journal.aside(*pair).a1}" for pair in pairs]
    found = remote.values(ranges, formulas=True) if ranges else []
    return [Aside(region, Cells(rows)) for (region, _), rows in zip(pairs, found, strict=True)]


def texts_known(journals: Found, asides: Sequence[Aside]) -> dict[str, set[str]]:
    """Name of each block → the texts of notes that journals tell, and all that was written over."""
    found: dict[str, set[str]] = {}
    for journal in journals:
        for region in journal.regions if journal else ():
            found.setdefault(region.name, set()).update(note.text for note in region.beside)
    for aside in asides:
        texts = {text for _, _, text in texts_of(aside, [aside.region.rect])}
        found.setdefault(aside.region.name, set()).update(texts)
    return found
