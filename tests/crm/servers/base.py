"""A CRM on this machine alone: an invented department, answers of one CRM's form, and faults to order."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it came: path without slashes around it, parameters, headings, body or form."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What is sent back; a body that is None is none."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Deal:
    """A deal of the invented department, before a CRM puts it into its own form; moments are of UTC."""

    number: int
    status: str
    created: dt.datetime
    moved: dt.datetime
    manager: int = 1
    amount: float = 0.0
    past: list[tuple[dt.datetime, str, str]] = field(default_factory=list)


STATUSES = ("Новый", "Презентация", "Цена", "Оплачено", "Отказ")
ENDS = STATUSES[3:]
PEOPLE = {1: "Анна Ким", 2: "Олег Ли"}


def department() -> dict[int, Deal]:
    """Deals of every status with the changes that led there, by number."""
    found = {}
    for number in range(1, 16):
        created = dt.datetime(2026, 2, number, 7, 30, tzinfo=dt.UTC)
        path = STATUSES[: number % 4 + 1] if number % 5 else (STATUSES[0], STATUSES[4])
        past = [
            (created + dt.timedelta(days=1 + step, hours=2), before, after)
            for step, (before, after) in enumerate(pairwise(path))
        ]
        moved = past[-1][0] if past else created
        found[number] = Deal(number, path[-1], created, moved, number % 2 + 1, 1000.0 * number, past)
    return found


class Crm:
    """What a CRM holds, and how it answers; each has a class below this one.

    Attributes:
        key: of the connector; ``keys``: what lets in.
        needed: a field that every deal has in its answers.
        has_history, has_stages, says_changes: what it can tell.
        link: where a deal is shown, with {} for its number; None: that cannot be told.
        deals: the department, by number.
        asked: requests that have come, in order.
        faults: answers given in place of the next ones, in order; None: the right answer.
        tamper: called with each right answer's body before it is sent, and gives what to send.
    """

    key: ClassVar[str]
    keys: ClassVar[Mapping[str, str]]
    needed: ClassVar[str]
    has_history: ClassVar[bool] = True
    has_stages: ClassVar[bool] = True
    has_ends_as_stages: ClassVar[bool] = True
    says_changes: ClassVar[bool] = True
    link: ClassVar[str | None] = None

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Go back to the first day, with nothing asked and no fault ordered."""
        self.deals = department()
        self.asked: list[Asked] = []
        self.faults: list[Answer | None] = []
        self.tamper: Any = lambda body: body

    def shown(self, status: str) -> str:
        """A status as the report reads it of this CRM."""
        return status

    def history(self) -> list[tuple[str, str, str]]:
        """Number of a deal, the status it had, the one it got: every change that the CRM tells of."""
        return [
            (
                str(deal.number),
                "" if after in ENDS and not self.has_ends_as_stages else before,
                self.shown(after),
            )
            for deal in self.deals.values()
            for _, before, after in deal.past
        ]

    def secrets(self) -> list[str]:
        """What nobody may see, as it is kept and as it is sent."""
        return [value for name, value in self.keys.items() if name != "login"]

    def move(self, number: int, status: str, at: dt.datetime) -> None:
        """A deal goes on to another status."""
        deal = self.deals[number]
        deal.past.append((at, deal.status, status))
        deal.status, deal.moved = status, at

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        raise NotImplementedError

    def respond(self, asked: Asked) -> Answer:
        """What is sent: a fault that was ordered, or the right answer."""
        self.asked.append(asked)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            return fault
        found = self.answer(asked)
        return Answer(self.tamper(found.body), found.status, found.headers)


class Handler(BaseHTTPRequestHandler):
    """Takes a request to the CRM of its server, and sends what that gives."""

    protocol_version = "HTTP/1.1"
    crm: Crm

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self) -> None:
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        form = dict(parse_qsl(raw.decode())) if is_form else {}
        body = json.loads(raw) if raw and not is_form else None
        found = self.crm.respond(Asked(self.command, parts.path.strip("/"), query, headers, body, form))
        content = b"" if found.body is None else json.dumps(found.body, ensure_ascii=False).encode()
        self.send_response(found.status)
        told = {"Content-Type": "application/json", "Content-Length": str(len(content)), **found.headers}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer  # noqa: N815  (names of the standard library)


@contextmanager
def serving(crm: Crm) -> Iterator[str]:
    """Serve a CRM; its address."""
    handler = type("HandlerOfOne", (Handler,), {"crm": crm})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
