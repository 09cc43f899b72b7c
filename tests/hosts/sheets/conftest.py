from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from addin.hosts.sheets import layout
from addin.hosts.sheets import sync as sync_module
from addin.hosts.sheets.layout import init
from addin.hosts.sheets.lookup_table import Row
from addin.hosts.sheets.plan import _Block, plan
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import Value, read
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.refresh import LoadedData
from addin.report.blocks import Column
from addin.report.build import Report
from tests.hosts.fakes.book import Book
from tests.hosts.sheets.readers_view import Shown, seen
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
    loads: tuple[LoadedData, LoadedData]
    reports: tuple[Report, Report]
    answers: tuple[list[Row], list[Row]]


@pytest.fixture(scope="session", autouse=True)
def _templates() -> Iterator[None]:
    """Each template is parsed once; whoever lays it out only looks at it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "open_template", cache(layout.open_template))
        yield


@pytest.fixture(scope="session")
def prepared() -> Iterator[Prepared]:
    with team(deals(moved=MOVED)) as some:
        later = _loaded(some)
    with team() as some:
        init(some.remote(), "en", "en")
        laid, first = some.book.copied(), _loaded(some)
        sync(some.remote(), SyncRequest())
        (one, before), (other, after) = sync_module.compute(first), sync_module.compute(later)
        found = Prepared(laid, some.book.copied(), (first, later), (one, other), (before, after))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Block, "_values", _remembered(found.reports))
        revision_text = sync_module.revision_text
        told = {id(report): revision_text(report) for report in found.reports}
        patch.setattr(
            sync_module, "revision_text", lambda report: told.get(id(report)) or revision_text(report)
        )
        yield found


def _remembered(reports: Collection[Report]) -> Callable[[_Block, Column, pd.DataFrame], list[Value]]:
    """The values of columns of these reports, worked out once: hundreds of refreshes plan the same."""
    ours, made, known = set(map(id, reports)), _Block._values, dict[object, list[Value]]()

    def values(block: _Block, column: Column, rows: pd.DataFrame) -> list[Value]:
        key = id(block.report), block.place.block.name, column.key, len(rows)
        if key[0] not in ours:
            return made(block, column, rows)
        if key not in known:
            known[key] = made(block, column, rows)
        return known[key]

    return values


def _loaded(some: Team) -> LoadedData:
    return sync_module._loaded(read(some.remote(), raw=True), SyncRequest())


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
    monkeypatch.setattr(sync_module, "compute", lambda *_: (prepared.reports[1], prepared.answers[1]))
    return prepared.reports[1]


@pytest.fixture(scope="session")
def reports(prepared: Prepared) -> tuple[Shown, Shown]:
    """What a reader may see: the first report, or the second; the moment of refreshing aside."""
    found = []
    for report, rows in zip(prepared.reports, prepared.answers, strict=True):
        with team() as some:
            _with(some, prepared.filled)
            remote = some.remote()
            snapshot = read(remote, raw=False)
            planned = plan(snapshot, report, None, rows)
            if not planned.is_empty:
                publish(remote, snapshot, planned)
            found.append(seen(some))
    assert found[0] != found[1]
    return found[0], found[1]


@pytest.fixture(scope="session")
def robot() -> Callable[[str], dict[str, str]]:
    """Makes the key file of a service account that asks for its tokens at an address."""
    key = rsa.generate_private_key(65537, 2048)
    form = serialization.PrivateFormat.PKCS8
    told = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    return lambda base: {
        "type": "service_account", "project_id": "p", "private_key_id": "1", "private_key": told,
        "client_email": "robot@p.iam.gserviceaccount.com", "client_id": "1", "token_uri": f"{base}/token",
    }  # fmt: skip
