"""A loopback Google Sheets over HTTP: routes, sign-in, faults on order, and a log of the calls."""

from __future__ import annotations

import base64
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hosts.fakes import values
from tests.hosts.fakes.answers import spreadsheet
from tests.hosts.fakes.book import Book, new_id
from tests.hosts.fakes.faults import Call, Fault
from tests.hosts.fakes.refusals import Json, RefusedError, bad, missing
from tests.hosts.fakes.schema import check, masked
from tests.hosts.fakes.updates import batch_update

_ROUTE = re.compile(r"/v4/spreadsheets(?:/(?P<id>[^/:]+))?(?P<rest>.*)")
_LISTS = ("ranges",)
_API_OFF = (
    "Google Sheets API has not been used in project 123456 before or it is disabled. Enable it by visiting "
    "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=123456 then retry."
)
_CLOCK = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


class TokenRefusedError(Exception):
    """No token for this assertion."""


@dataclass
class Service:
    """What the loopback Google knows: spreadsheets, access, the calls made, and the faults to come.

    ``api_off``: nobody has enabled the API; ``ahead``: by how many seconds its clock is ahead of ours.
    """

    books: dict[str, Book] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    needs_token: bool = False
    api_off: bool = False
    ahead: float = 0.0
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    grants: list[Json] = field(default_factory=list)
    before: Callable[[Call], None] = lambda _: None
    lock: threading.RLock = field(default_factory=threading.RLock)

    def add(self, book: Book) -> Book:
        self.books[book.id] = book
        return book

    def made(self, *kinds: str) -> list[Call]:
        """The calls so far, of some kinds."""
        return [call for call in self.calls if not kinds or call.kind in kinds]

    # --- one call

    def answer(self, call: Call, token: str) -> Json:
        if call.path == "/token":
            return self._grant(call)
        if self.needs_token and token not in self.tokens:
            raise RefusedError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        if self.api_off:
            raise RefusedError(403, "PERMISSION_DENIED", _API_OFF)
        found = _ROUTE.fullmatch(call.path)
        if found is None:
            raise missing()
        if found["id"] is None:
            check("Spreadsheet", call.body)
            book = self.add(Book(call.body.get("properties", {}).get("title", "Untitled spreadsheet")))
            return spreadsheet(book, [], data=False)
        book = self._book(found["id"], token)
        answer = _of_book(book, found["rest"], call)
        fields = call.query.get("fields")
        return masked(answer, fields) if fields else answer  # type: ignore[return-value]

    def _book(self, number: str, token: str) -> Book:
        if number not in self.books:
            raise missing()
        book = self.books[number]
        if book.editors is not None and self.tokens.get(token, token) not in book.editors:
            raise RefusedError(403, "PERMISSION_DENIED", "The caller does not have permission")
        return book

    def _grant(self, call: Call) -> Json:
        """A token for whoever asks with an assertion or a refresh token."""
        for assertion in call.body.get("assertion", []):
            payload = assertion.split(".")[1]
            signed = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["iat"]
            if abs(time.time() + self.ahead - signed) > 300:
                raise TokenRefusedError(_CLOCK)
        self.grants.append(call.body)
        token = f"token-{new_id()}"
        self.tokens[token] = "robot@example.org"
        return {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}


def _of_book(book: Book, rest: str, call: Call) -> Json:
    if rest == "" and call.method == "GET":
        fields = call.query.get("fields", "")
        data = call.query.get("includeGridData", "").lower() == "true" or "data" in fields
        return spreadsheet(book, call.query.get("ranges", []), data=data)
    if call.method == "POST" and rest in _POSTS:
        message, act = _POSTS[rest]
        check(message, call.body)
        return act(book, call.body)
    if rest == "/values:batchGet" and call.method == "GET":
        found = [values.get(book, text, call.query) for text in call.query.get("ranges", [])]
        return {"spreadsheetId": book.id, "valueRanges": found}
    return _of_range(book, rest, call)


def _of_range(book: Book, rest: str, call: Call) -> Json:
    found = re.fullmatch(r"/values/(.+?)(?::(append|clear))?", rest)
    if found is None:
        raise missing(f"no route {call.method} {rest}")
    text, verb = unquote(found[1]), found[2]
    if call.method == "GET" and verb is None:
        return values.get(book, text, call.query)
    if call.method == "PUT" and verb is None:
        check("ValueRange", call.body)
        return values.update(book, text, call.body, call.query.get("valueInputOption"))
    if call.method == "POST" and verb == "append":
        check("ValueRange", call.body)
        return values.append(book, text, call.body, call.query)
    if call.method == "POST" and verb == "clear":
        return {"spreadsheetId": book.id, "clearedRange": values.clear(book, text)}
    raise missing(f"no route {call.method} {rest}")


def _updated(book: Book, body: Json) -> Json:
    found: Json = {"spreadsheetId": book.id, "replies": batch_update(book, body)}
    if body.get("includeSpreadsheetInResponse"):
        data = bool(body.get("responseIncludeGridData"))
        found["updatedSpreadsheet"] = spreadsheet(book, body.get("responseRanges", []), data=data)
    return found


def _cleared(book: Book, body: Json) -> Json:
    return {"spreadsheetId": book.id, "clearedRanges": [values.clear(book, one) for one in body["ranges"]]}


_POSTS: dict[str, tuple[str, Callable[[Book, Json], Json]]] = {
    ":batchUpdate": ("BatchUpdateSpreadsheetRequest", _updated),
    "/values:batchUpdate": ("BatchUpdateValuesRequest", values.batch_update),
    "/values:batchClear": ("BatchClearValuesRequest", _cleared),
}


def call_of(method: str, target: str, kind: str, raw: bytes) -> Call:
    """The call that an HTTP request makes."""
    parts = urlsplit(target)
    query: Json = {k: v if k in _LISTS else v[-1] for k, v in parse_qs(parts.query).items()}
    body = json.loads(raw) if raw and "json" in kind else parse_qs(raw.decode("utf-8", "replace"))
    return Call(method, parts.path, query, body, len(raw))


def answered(service: Service, call: Call, token: str) -> tuple[int, Json]:
    """Code and body of the answer."""
    try:
        return 200, service.answer(call, token)
    except TokenRefusedError as refused:
        return 400, {"error": "invalid_grant", "error_description": str(refused)}
    except RefusedError as refused:
        return refused.code, refused.body()
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        message = f"the stand-in broke: {type(error).__name__}: {error}"
        return 500, bad(message).body()


class Handler(BaseHTTPRequestHandler):
    """One connection; what it does is the service's."""

    protocol_version = "HTTP/1.1"
    service: Service
    timeout = 60
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the reader to acknowledge its headers

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing is printed."""

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = call_of(self.command, self.path, self.headers.get("Content-Type", ""), raw)
        service = self.service
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        with service.lock:
            service.calls.append(call)
            service.before(call)
            fault = next((fault for fault in service.faults if fault.hits(call)), None)
            if fault is not None:
                service.faults.remove(fault)
            answer = fault.answer if fault is not None and not fault.after else None
            if answer is None and not (fault is not None and fault.drops and not fault.after):
                code, body = answered(service, call, token)
                answer = (
                    code,
                    "application/json; charset=UTF-8",
                    json.dumps(body, ensure_ascii=False).encode(),
                )
                if fault is not None and fault.after:
                    answer = fault.answer
        if answer is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if fault is not None and fault.slow:
            fault.slow.wait(30)
        with suppress(ConnectionError):  # who waited may have left
            self._send(*answer)

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815


@contextmanager
def serving(service: Service, port: int = 0) -> Iterator[str]:
    """Serve on loopback until the block ends; yields the address."""
    handler = type("Bound", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
