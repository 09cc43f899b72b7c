"""``spreadsheets.batchUpdate``: all of its requests take effect, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.hosts.fakes.book import Book
from tests.hosts.fakes.refusals import Json, RefusedError, bad, twin
from tests.hosts.fakes.schema import camel
from tests.hosts.fakes.update_cells import CELLS
from tests.hosts.fakes.update_objects import OBJECTS
from tests.hosts.fakes.update_sheets import SHEETS

Handler = Callable[[Book, Json, str], Json | None]

HANDLERS: dict[str, Handler] = SHEETS | CELLS | OBJECTS
"""Request → what it does; the answer's part, where it has one."""


def batch_update(book: Book, body: Json) -> list[Json]:
    """The replies; a request that is refused takes back those before it."""
    if not body.get("requests"):
        raise bad("Must specify at least one request.")
    before, replies = book.copied(), []
    try:
        for number, request in enumerate(body["requests"]):
            ((kind, given),) = ((camel(key), value) for key, value in request.items() if value is not None)
            replies.append(_one(book, kind, _given(given), f"requests[{number}].{kind}"))
        book.check_size()
    except BaseException:
        book.restore(before)
        raise
    return replies


def _given(value: Any) -> Any:
    """A copy without the fields that are null, which are as good as not given."""
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    return [_given(inner) for inner in value] if isinstance(value, list) else value


def _one(book: Book, kind: str, given: Json, what: str) -> Json:
    handler = HANDLERS.get(kind)
    if handler is None:
        raise RefusedError(501, "UNIMPLEMENTED", f"this stand-in does not know {what}")
    reply = handler(book, given, what)
    return {} if reply is None else {kind: twin(reply)}
