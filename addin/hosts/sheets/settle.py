"""After a publication: a look at what it wrote over, and what is done about what nobody had planned for.

What somebody typed in that moment goes to the list of kept notes. Where rows had moved, the cells were not
those that were meant: what was there is put back, as a change with a journal of its own, so that a second
person in the way is noticed like the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from addin.hosts.sheets import requests
from addin.hosts.sheets.client import ConflictError, Remote
from addin.hosts.sheets.journal import Aside, Journal, read_record
from addin.hosts.sheets.orphaned_notes import append_requests
from addin.hosts.sheets.reading import Cells
from addin.hosts.sheets.regions import digest
from addin.hosts.sheets.structure import Json, Structure, parse_structure, quote_title
from addin.hosts.sheets.undo import lost_notes, undo_requests

_ROUNDS = 8
"""How often rows may move while they are put back before that is left to the next refresh."""


@dataclass(frozen=True)
class Settled:
    """What became of publications.

    Args:
        kept: how many texts went to the list of kept notes.
        undone: whether one was taken back.
    """

    kept: int = 0
    undone: bool = False


def settle_own(remote: Remote, journal: Journal) -> Settled:
    """Look at a publication of our own; in most cases nothing was met, and only the journal goes.

    Raises:
        ConflictError, InputError: see :func:`settle`.
    """
    asides = _asides(remote, journal)
    lost = [line for aside in asides for line in lost_notes(aside, journal)]
    if lost or not _is_met(asides):
        return settle(remote, parse_structure(remote.structure()))
    _finish(remote, [requests.delete_sheet(journal.tab)], journal.tab)
    return Settled()


def settle(remote: Remote, structure: Structure) -> Settled:
    """Look at every journal there is, the last one first; afterwards there is none.

    Raises:
        ConflictError: somebody else is at it, or rows keep moving; what is left is for the next refresh.
        InputError: Google could not be asked, in words a user can act on.
    """
    kept, undone = 0, False
    for _ in range(_ROUNDS):
        if not structure.journals:
            return Settled(kept, undone)
        number, tab = structure.journals[-1]
        journal = _read(remote, number, tab.id, tab.title)
        asides = _asides(remote, journal) if journal else []
        if journal and not _is_met(asides):
            undone = True
            before = _before(remote, structure)
            made = list(undo_requests(remote, structure, journal, asides, asides if number == 1 else before))
            now = parse_structure(remote.structure())
            if now.fingerprint() != structure.fingerprint():  # cells and names were read of two states
                structure = now
                continue
        else:
            lost = [line for aside in asides for line in lost_notes(aside, journal)] if journal else []
            kept += len(lost)
            # what has been put back well takes along the journal that told what to put back
            done = structure.journals[-2:] if number > 1 else structure.journals[-1:]
            made = [requests.delete_sheet(one.id) for _, one in reversed(done)]
            made += append_requests(structure, lost, journal.lang if journal else "en")
        _finish(remote, made, tab.id)
        structure = parse_structure(remote.structure())
    raise ConflictError("rows keep moving")


def _finish(remote: Remote, made: Sequence[Json], last: int) -> None:
    """Make changes after which a journal is the last no more; of two who try, one is refused."""

    def is_done() -> bool:
        journals = parse_structure(remote.structure()).journals
        return not journals or journals[-1][1].id != last

    remote.update_once(made, is_done, unclear="sheets_unclear")


def _is_met(asides: Sequence[Aside]) -> bool:
    """Whether the cells written over were those that were meant."""
    return all(digest(aside, aside.region.guards) == aside.region.digest for aside in asides)


def _read(remote: Remote, number: int, tab: int, title: str) -> Journal | None:
    """A journal by its record; None where that tells nothing."""
    ((*rows,),) = remote.values([f"{quote_title(title)}!1:1"], formulas=True)
    return read_record(tab, number, rows[0] if rows else [])


def _before(remote: Remote, structure: Structure) -> list[Aside]:
    """What the journal before the last has set aside, and the change of the last has put back."""
    if len(structure.journals) < 2:
        return []
    number, tab = structure.journals[-2]
    journal = _read(remote, number, tab.id, tab.title)
    return _asides(remote, journal) if journal else []


def _asides(remote: Remote, journal: Journal) -> list[Aside]:
    """What was written over, where it matters."""
    pairs = [
        (region, top)
        for region, top in zip(journal.regions, journal.tops, strict=True)
        if region.guards or region.dropped
    ]
    ranges = [f"{quote_title(journal.title)}!{journal.aside(*pair).a1}" for pair in pairs]
    found = remote.values(ranges, formulas=True)
    return [Aside(region, Cells(rows)) for (region, _), rows in zip(pairs, found, strict=True)]
