"""Two who refresh and a person who edits, call by call in an order drawn from a seed; no socket, no clock."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.credentials import AnonymousCredentials
from requests.adapters import BaseAdapter

from addin.errors import InputError
from addin.hosts.sheets.client import Remote, RetryingClient
from addin.hosts.sheets.structure import UNDO
from addin.hosts.sheets.sync import SyncRequest, sync
from tests.hosts.fakes.server import answered, call_of
from tests.hosts.sheets.editor import Editor
from tests.hosts.sheets.readers_view import OURS, Shown, seen
from tests.hosts.sheets.team import Clock, Team

_WRITERS = 2
_MOST_MOVES = 2
"""Where cells leave their places more often than that within seconds, a row may stay beside the report."""


class InProcess(BaseAdapter):
    """Hands calls to the loopback service without a socket, each when it is the caller's turn."""

    def __init__(self, some: Team, turn: Callable[[bool], None]) -> None:
        super().__init__()
        self.some, self.turn = some, turn

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        raw = request.body if isinstance(request.body, bytes) else (request.body or "").encode()
        self.turn(parts.path.endswith(":batchUpdate") and UNDO.encode() in raw)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        call = call_of(str(request.method), target, request.headers.get("Content-Type", ""), raw)
        self.some.service.calls.append(call)
        code, body = answered(self.some.service, call, "")
        found = requests.Response()
        found.status_code, found.request, found.url = code, request, str(request.url)
        found._content = json.dumps(body, ensure_ascii=False).encode()
        return found

    def close(self) -> None:
        """There is nothing to close."""


def remote(some: Team, turn: Callable[[bool], None] = lambda _: None) -> Remote:
    """The production client, without a socket."""
    client = RetryingClient(AnonymousCredentials(), Clock().retry())
    for prefix in list(client.session.adapters):
        del client.session.adapters[prefix]
    client.session.mount("https://", InProcess(some, turn))
    return Remote(client, some.book.id)


@dataclass
class Writer:
    """One who refreshes, in a thread of his own that moves only when it is told to.

    ``decisive``: his next call puts a report in the place of another, or back.
    """

    some: Team
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    stopped: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    done: bool = False
    decisive: bool = False
    defect: BaseException | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()
        self.stopped.acquire()

    def step(self) -> None:
        """One call, and all up to the next."""
        self.go.release()
        self.stopped.acquire()

    def _turn(self, decisive: bool) -> None:
        self.decisive = decisive
        self.stopped.release()
        self.go.acquire()

    def _run(self) -> None:
        try:
            sync(remote(self.some, self._turn), SyncRequest())
        except InputError:
            pass  # told to whoever refreshes; what the spreadsheet shows is looked at
        except BaseException as error:  # noqa: BLE001 - looked at by the thread that waits
            self.defect = error
        self.done = True
        self.stopped.release()


def interleave(some: Team, seed: int, wanted: Shown) -> Iterator[str]:
    """Two refreshes and an editor in the order of a seed, one more refresh, and what is wrong then.

    Args:
        some: the team, with the former report.
        seed: of the order.
        wanted: what readers see of the later report.
    """
    chance = random.Random(seed)  # noqa: S311
    editor, writers = Editor(some, chance), [Writer(some) for _ in range(_WRITERS)]
    editor.begin()
    for writer in writers:
        writer.start()
    acts = chance.randrange(1, 7)
    while any(not writer.done for writer in writers):
        writer = chance.choice([writer for writer in writers if not writer.done])
        if acts and chance.random() < (0.9 if writer.decisive else 0.05):
            acts -= 1  # one at most: a call takes less time than a person needs for two things
            editor.act(moving=writer.decisive)
        writer.step()
    yield from (f"a defect: {writer.defect!r}" for writer in writers if writer.defect)
    for _ in range(3):  # what stands in the way is told; its owner takes it away
        try:
            sync(remote(some), SyncRequest())
            break
        except InputError as error:
            if error.key != "output_in_the_way":
                yield f"one more refresh: {error}"
            editor.make_room()
    found = seen(some)
    yield from (f"{name} is not as it should be" for name in wanted if found.get(name) != wanted[name])
    titles = [s.title[:12] for s in some.book.sheets if s.title.startswith("hf_")]
    if titles != OURS:
        yield f"hidden tabs: {titles}"
    yield from editor.missing()
    if editor.moved <= _MOST_MOVES:
        yield from editor.strewn()
