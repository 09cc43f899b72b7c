"""After any interleaving of two who refresh and one who edits, one more refresh makes everything right."""

from __future__ import annotations

import os

import pytest

from addin.hosts.sheets import sync as sync_module
from addin.hosts.sheets.sync import SyncRequest, sync
from tests.hosts.fakes.book import Book
from tests.hosts.sheets.conftest import Prepared, _with
from tests.hosts.sheets.interleaving import interleave, remote
from tests.hosts.sheets.readers_view import Shown
from tests.hosts.sheets.team import team

COUNT = int(os.environ.get("INTERLEAVINGS", "24"))
"""``make interleavings`` tries a thousand."""
HARD = (97, 123, 154, 158, 606)
"""Orders after which a note once stood beside another deal, or a table was wrong."""


def _computed(patch: pytest.MonkeyPatch, prepared: Prepared, number: int) -> None:
    """From here on whoever computes gets this report, at once."""
    patch.setattr(sync_module, "_loaded", lambda *_: prepared.loads[number])
    patch.setattr(sync_module, "compute", lambda *_: (prepared.reports[number], prepared.answers[number]))


@pytest.fixture(scope="module")
def filled_later(prepared: Prepared) -> Book:
    """With the later report, which is the shorter one."""
    with team() as some, pytest.MonkeyPatch.context() as patch:
        _computed(patch, prepared, 1)
        sync(remote(_with(some, prepared.filled)), SyncRequest())
        return some.book.copied()


@pytest.mark.parametrize("seed", sorted({*range(COUNT), *HARD}))
def test_one_more_refresh_makes_everything_right(
    prepared: Prepared,
    filled_later: Book,
    reports: tuple[Shown, Shown],
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Blocks shrink where the seed is even, and grow where it is odd."""
    book, wanted = (filled_later, 0) if seed % 2 else (prepared.filled, 1)
    _computed(monkeypatch, prepared, wanted)
    with team() as some:
        assert list(interleave(_with(some, book), seed, reports[wanted])) == []
