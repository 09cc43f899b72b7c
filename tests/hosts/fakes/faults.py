"""Faults that the loopback service commits on order."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import Literal

from tests.hosts.fakes.refusals import Json

Kind = Literal[
    "429", "500", "503", "502 html", "dropped before", "dropped after", "500 after", "401", "403", "slow"
]
KINDS: tuple[Kind, ...] = (
    "429", "500", "503", "502 html", "dropped before", "dropped after", "500 after", "401", "403",
)  # fmt: skip

_STATUS = {
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
}
_MESSAGE = {
    429: "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'",
    401: "Request had invalid authentication credentials.",
    403: "The caller does not have permission",
}
_HTML = b"<!DOCTYPE html><html><title>Error 502 (Server Error)!!1</title><p>That's an error.</html>"

Answer = tuple[int, str, bytes]


@dataclass(frozen=True)
class Call:
    """One HTTP call: method, path, query, body as JSON, and how many bytes it had."""

    method: str
    path: str
    query: Json
    body: Json
    size: int

    @property
    def kind(self) -> str:
        """``read``, ``write`` or ``token``."""
        return "token" if self.path == "/token" else "read" if self.method == "GET" else "write"


@dataclass(frozen=True, eq=False)
class Fault:
    """What goes wrong, once, with the first call that it is about.

    Args:
        kind: what happens; ``after``: the call takes effect all the same.
        about: part of the path of the call, or "read" or "write".
    """

    kind: Kind
    about: str = ""
    slow: threading.Event | None = None

    def hits(self, call: Call) -> bool:
        return call.kind != "token" and (self.about in call.path or self.about == call.kind)

    @property
    def after(self) -> bool:
        return self.kind in ("dropped after", "500 after", "slow")

    @property
    def drops(self) -> bool:
        return self.kind.startswith("dropped")

    @property
    def answer(self) -> Answer | None:
        """What is answered; None: nothing, the connection ends."""
        if self.drops:
            return None
        if self.kind == "502 html":
            return 502, "text/html; charset=UTF-8", _HTML
        code = 500 if self.kind in ("500 after", "slow") else int(self.kind)
        message = _MESSAGE.get(code, "Internal error encountered.")
        error = {"error": {"code": code, "message": message, "status": _STATUS[code]}}
        return code, "application/json; charset=UTF-8", json.dumps(error).encode()
