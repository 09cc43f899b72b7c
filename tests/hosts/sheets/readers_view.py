"""What readers of a shared spreadsheet see while it is refreshed: always one whole report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from addin.errors import InputError
from addin.hosts.sheets.sync import SyncRequest, sync
from tests.hosts.fakes.faults import Call
from tests.hosts.sheets.team import Team

Shown = dict[str, list[list[Any]]]
CALLS = (
    "structure", "cells", "calculated", "staging", "values", "again", "look", "swap", "check", "sweep",
)  # fmt: skip
"""The calls of a refresh, in order: three reads, two writes, a read, two writes, a read, a write."""
SWAP = CALLS.index("swap")
OURS = ["hf_answers", "hf_revision_"]
"""How the names of the hidden tabs begin that a whole report has."""


def seen(some: Team) -> Shown:
    """The report as a reader sees it, the moment of refreshing aside."""
    aside = ("hf_status", "hf_deals", "hf_refresh", "hf_notes_kept")
    return {name: rows for name, rows in some.shown().items() if name not in aside}


@contextmanager
def watched(some: Team, allowed: tuple[Shown, Shown]) -> Iterator[list[str]]:
    """Look at the spreadsheet before each call and at the end; every look has to see one whole report."""
    wrong: list[str] = []
    writes = [-1]

    def look(call: Call | None = None) -> None:
        heard = len(some.service.made("write")) - (call is not None and call.kind == "write")
        if heard != writes[0] and seen(some) not in allowed:  # reading changes nothing
            wrong.append(f"half a report before {call}")
        writes[0] = heard

    some.service.before = look
    yield wrong
    some.service.before = lambda _: None
    look()
    assert wrong == []


def refreshed(some: Team) -> InputError | None:
    """The error of a refresh, if it ends in one."""
    try:
        sync(some.remote(), SyncRequest())
    except InputError as error:
        return error
    return None
