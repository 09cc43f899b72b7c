"""After a publication: a look at what it wrote over, and what is done about what nobody had planned for.

What somebody typed in that moment goes to the list of kept notes. Where rows had moved, the cells were not
those that were meant: what was there is put back, as a change with a journal of its own, so that a second
person in the way is noticed like the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from addin.hosts.sheets import requests
from addin.hosts.sheets.astray import Told, look, told_by
from addin.hosts.sheets.client import ConflictError, Remote
from addin.hosts.sheets.journal import Aside, Journal, tops_of
from addin.hosts.sheets.journal_reading import Found, read_asides, read_journals, texts_known
from addin.hosts.sheets.orphaned_notes import append_requests
from addin.hosts.sheets.regions import digest
from addin.hosts.sheets.structure import Json, Structure, parse_structure
from addin.hosts.sheets.undo import Line, lost_notes, undo_requests

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
    asides = read_asides(remote, journal)
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
        journals = read_journals(remote, structure)
        journal, asides = journals[-1], read_asides(remote, journals[-1])
        lost: list[Line] = []
        if journal and not _is_met(asides):
            undone = True
            # what the change before has put back; of a publication, where texts stood that it has moved
            put = asides if number == 1 else read_asides(remote, journals[-2] if journals[1:] else None)
            known = texts_known(journals, put)
            made = list(undo_requests(remote, structure, journal, asides, put, known))
        else:
            lost = [line for aside in asides for line in lost_notes(aside, journal)] if journal else []
            made, lost = _release(remote, structure, journals, lost)
        if number > 1 or undone:
            now = parse_structure(remote.structure())
            if now.fingerprint() != structure.fingerprint():  # cells and names were read of two states
                structure = now
                continue
        kept += len(lost)
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


def _release(
    remote: Remote, structure: Structure, journals: Found, lost: Sequence[Line]
) -> tuple[list[Json], list[Line]]:
    """Requests by which the last journal goes, and the lines for the list of kept notes among them.

    What has been put back well takes along the journal that told what to put back, once every note that they
    tell is where it belongs.
    """
    number, lang = structure.journals[-1][0], journals[-1].lang if journals[-1] else "en"
    gone = structure.journals[-2:] if number > 1 else structure.journals[-1:]
    made, lines = [requests.delete_sheet(one.id) for _, one in reversed(gone)], [*lost]
    if number > 1 and journals[-1]:
        known = texts_known(journals, [one for past in journals[:-1] for one in read_asides(remote, past)])
        told = [told_by(remote, structure, one, known) for one in journals[-2:] if one]
        found = look(remote, structure, told)
        if found.copies:
            again = _again(journals[-1], told[-1], next(structure.free_ids()))
            made = [made[0], requests.add_hidden_sheet(again.tab, again.title, *again.size)]
            made += [requests.update_cells(again.record_write()), *found.copies]
        else:
            lines += found.lines(lang, journals[-1].since)
    return [*made, *append_requests(structure, lines, lang)], lines


def _again(journal: Journal, told: Told, tab: int) -> Journal:
    """The journal that comes in the place of the last one and only tells the notes.

    By it whoever comes second is refused, and a refresh that is killed has lost nothing.
    """
    regions = [
        replace(one, guards=(), dropped=(), digest="", beside=told.get(one.name, ()))
        for one in journal.regions
    ]
    tops = tops_of(regions, 2)
    return Journal(tab, journal.number, journal.lang, journal.since, tuple(regions), tops)
