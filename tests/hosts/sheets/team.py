"""A team's spreadsheet on the loopback service, with deals in it, and the production client for it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import gspread
from google.auth.credentials import AnonymousCredentials, Credentials

from addin.hosts.sheets.client import CallRecord, Remote, RetryingClient
from addin.hosts.sheets.retry import RetryPolicy
from addin.placement.ranges import Rect
from tests.hosts.fakes.book import Book, Sheet
from tests.hosts.fakes.cells import stored
from tests.hosts.fakes.loopback import mount
from tests.hosts.fakes.server import Service, serving

EPOCH = dt.datetime(1899, 12, 30)
STATUSES = ("New", "Talks", "Offer", "Won", "Lost")


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def retry(self, total: float = 300.0) -> RetryPolicy:
        jitter = random.Random(7)  # noqa: S311
        return RetryPolicy(total, (5.0, 30.0), sleep=self.sleep, clock=lambda: self.now, jitter=jitter)


@dataclass
class Team:
    """The service, the spreadsheet, and clients of it."""

    service: Service
    book: Book
    base: str
    clock: Clock = field(default_factory=Clock)
    call_log: list[CallRecord] = field(default_factory=list)

    def remote(
        self, credentials: Credentials | None = None, account: str = "", total: float = 300.0
    ) -> Remote:
        client = RetryingClient(
            credentials or AnonymousCredentials(), self.clock.retry(total), account, self.call_log.append
        )
        mount(client.session, self.base)
        return Remote(client, self.book.id)

    def reader(self) -> gspread.Spreadsheet:
        """What a person or another program sees, through plain gspread."""
        client = gspread.authorize(AnonymousCredentials())
        mount(client.http_client.session, self.base)
        return client.open_by_key(self.book.id)

    def tab(self, title: str) -> Sheet:
        found = self.book.titled(title)
        assert found is not None, title
        return found

    def value(self, title: str, row: int, column: int) -> Any:
        cell = self.tab(title).cells.get((row - 1, column - 1), {})
        return next(iter(cell.get("effectiveValue", {}).values()), None)

    def put(self, title: str, row: int, column: int, value: Any) -> None:
        """A person's entry."""
        kind = (
            "boolValue"
            if isinstance(value, bool)
            else "stringValue"
            if isinstance(value, str)
            else "numberValue"
        )
        kind = "formulaValue" if isinstance(value, str) and value.startswith("=") else kind
        self.tab(title).put(row - 1, column - 1, stored({kind: value}))

    def writes(self) -> list[str]:
        """The writing calls so far, by the end of their path."""
        return [call.path.rpartition(self.book.id)[2] for call in self.service.made("write")]

    def places(self) -> dict[str, tuple[str, Rect]]:
        """Name of each block → the title of its tab and its rectangle."""
        titles = {sheet.id: sheet.title for sheet in self.book.sheets}
        return {
            named["name"]: (titles[named["range"]["sheetId"]], _rect(named["range"]))
            for named in self.book.names
        }

    def shown(self) -> dict[str, list[list[Any]]]:
        """What a reader sees of every block, by its name."""
        found = {}
        for name, (title, rect) in self.places().items():
            cells, columns = self.tab(title).cells, range(rect.left - 1, rect.right)
            found[name] = [
                [
                    next(iter(cells.get((row, n), {}).get("effectiveValue", {}).values()), None)
                    for n in columns
                ]
                for row in range(rect.top - 1, rect.bottom)
            ]
        return found

    def find(self, name: str, key: str) -> int:
        """The sheet row of a block that begins with a key."""
        title, rect = self.places()[name]
        rows = [row for row in range(rect.top + 1, rect.bottom + 1) if key in self._row(title, rect, row)]
        assert rows, f"{key} is not in {name}"
        return rows[0]

    def _row(self, title: str, rect: Any, row: int) -> list[Any]:
        return [self.value(title, row, column) for column in range(rect.left, rect.right + 1)]


def table(sheet: Sheet, rows: list[list[Any]]) -> None:
    """Put rows of values into a tab, dates as serial numbers."""
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, dt.datetime):
                number = (value - EPOCH) / dt.timedelta(days=1)
                dated = {"userEnteredFormat": {"numberFormat": {"type": "DATE_TIME"}}}
                sheet.put(i, j, stored({"numberValue": number}) | dated)
            elif value is not None:
                kind = "stringValue" if isinstance(value, str) else "numberValue"
                sheet.put(i, j, stored({kind: value}))
    sheet.grid["rowCount"] = max(sheet.rows, len(rows) + 5)


def deals(count: int = 120, seed: int = 3, *, moved: Mapping[str, str] | None = None) -> list[list[Any]]:
    """A table of deals; ``moved`` gives some of them another status."""
    chance = random.Random(seed)  # noqa: S311
    rows: list[list[Any]] = [["ID", "Created", "Status", "Manager", "Source", "Amount", "Next contact"]]
    for i in range(count):
        created = dt.datetime(2026, 6, 1) + dt.timedelta(days=i * 0.9)
        status = chance.choices(STATUSES, (4, 4, 3, 3, 6))[0]
        number = f"D{i:04d}"
        rows.append(
            [
                number,
                created,
                (moved or {}).get(number, status),
                chance.choice(("Anna", "Boris", "=IMPORTXML(1)")),
                chance.choice(("Site", "Calls")),
                chance.choice((None, 1000, 25000.5)),
                created + dt.timedelta(days=10) if status in ("Talks", "Offer") else None,
            ]
        )
    return rows


STAGES: list[list[Any]] = [["Status", "Order", "Role"], *([s, i, r] for i, (s, r) in enumerate(zip(
    STATUSES, ("intake", "presale", "presale", "won", "lost"), strict=True), 1))]  # fmt: skip


def _rect(span: dict[str, int]) -> Rect:
    top, left = span.get("startRowIndex", 0) + 1, span.get("startColumnIndex", 0) + 1
    return Rect(top, left, span["endRowIndex"], span["endColumnIndex"])


@contextmanager
def team(rows: list[list[Any]] | None = None) -> Iterator[Team]:
    """A spreadsheet with tabs of deals and stages, served until the block ends."""
    book = Book("Team", locale="en_GB", zone="Europe/London")
    book.sheets = [
        Sheet.new({"sheetId": 0, "title": "Deals"}, 0), Sheet.new({"sheetId": 11, "title": "Stages"}, 1),
    ]  # fmt: skip
    table(book.sheets[0], rows or deals())
    table(book.sheets[1], STAGES)
    service = Service()
    service.add(book)
    with serving(service) as base:
        yield Team(service, book, base)
