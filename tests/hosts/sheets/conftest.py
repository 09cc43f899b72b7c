from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from addin.hosts.refresh import Loaded
from addin.hosts.sheets import sync as sync_module
from addin.hosts.sheets.answers import Row
from addin.hosts.sheets.layout import init
from addin.hosts.sheets.reading import read
from addin.hosts.sheets.sync import Asked, sync
from addin.report.build import Report
from tests.hosts.fakes.book import Book
from tests.hosts.sheets.team import Team, deals, team

MOVED = {"D0003": "Won", "D0012": "Lost", "D0044": "Offer"}


@dataclass(frozen=True)
class Prepared:
    """Spreadsheets, and what can be published in them.

    Args:
        laid: the report laid out, with nothing in it.
        filled: with the first report.
        loads, reports, answers: of the first report and of a later one.
    """

    laid: Book
    filled: Book
    loads: tuple[Loaded, Loaded]
    reports: tuple[Report, Report]
    answers: tuple[list[Row], list[Row]]


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    with team(deals(moved=MOVED)) as some:
        later = _loaded(some)
    with team() as some:
        init(some.remote(), "en", "en")
        laid, first = some.book.copied(), _loaded(some)
        sync(some.remote(), Asked())
        (one, before), (other, after) = sync_module.computed(first), sync_module.computed(later)
        return Prepared(laid, some.book.copied(), (first, later), (one, other), (before, after))


def _loaded(some: Team) -> Loaded:
    return sync_module._loaded(read(some.remote(), raw=True), Asked())


def _with(some: Team, book: Book) -> Team:
    some.book.restore(book.copied())
    some.service.books = {some.book.id: some.book}
    return some


@pytest.fixture
def fresh() -> Iterator[Team]:
    """Deals and stages, no report."""
    with team() as found:
        yield found


@pytest.fixture
def laid(prepared: Prepared) -> Iterator[Team]:
    """With the report laid out, and nothing in it."""
    with team() as found:
        yield _with(found, prepared.laid)


@pytest.fixture
def filled(prepared: Prepared) -> Iterator[Team]:
    """With the report laid out and filled."""
    with team() as found:
        yield _with(found, prepared.filled)


@pytest.fixture
def second(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> Report:
    """From here on whoever computes gets the later report, at once."""
    monkeypatch.setattr(sync_module, "_loaded", lambda *_: prepared.loads[1])
    monkeypatch.setattr(sync_module, "computed", lambda *_: (prepared.reports[1], prepared.answers[1]))
    return prepared.reports[1]
