"""Ways through pages that dlt does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from dlt.sources.helpers.rest_client.paginators import BasePaginator, OffsetPaginator
from requests import Request, Response


class RemainingPaginator(OffsetPaginator):
    """Pages by the number of the first row; the answer tells in a field of its own how many are left."""

    def __init__(self, limit: int, remaining: str, **places: str) -> None:
        """From the first row; ``places`` are those of :class:`OffsetPaginator`."""
        super().__init__(limit, total_path=None, **places)  # type: ignore[arg-type]
        self._remaining = remaining

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Go on where rows are left."""
        left = response.json().get(self._remaining)
        if left is None or int(left) > 0:
            super().update_state(response, data)
        else:
            self._has_next_page = False


class UntilShortPaginator(OffsetPaginator):
    """Pages by the number of the first row; a page that is not full is the last, and nothing else tells."""

    def __init__(self, limit: int, **places: str) -> None:
        """From the first row; ``places`` are those of :class:`OffsetPaginator`."""
        super().__init__(limit, total_path=None, **places)  # type: ignore[arg-type]

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Go on after a full page."""
        super().update_state(response, data)
        if len(data or ()) < self.limit:
            self._has_next_page = False


class BatchPaginator(BasePaginator):
    """Many pages a request: the body is a list of commands, each of which asks for one page.

    A resource's body names the command and its parameters (``cmd``, ``params``); the answer tells how many
    rows there are in ``result.result_total``. The first request asks for one page: there may be no more.
    """

    def __init__(self, size: int = 50, pages: int = 50) -> None:
        """From the first row.

        Args:
            size: rows of a page.
            pages: of one request.
        """
        super().__init__()
        self._size, self._most = size, pages
        self._start, self._pages = 0, 1
        self._asked: dict[str, Any] = {}

    def init_request(self, request: Request) -> None:
        """Ask for the first page."""
        asked: Any = request.json
        self._asked = dict(asked)
        self._start, self._pages, self._has_next_page = 0, 1, True
        self.update_request(request)

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:  # noqa: ARG002
        """Go on where the answer tells of more rows."""
        totals = response.json()["result"].get("result_total") or {}
        total = max(map(int, totals.values() if isinstance(totals, dict) else totals), default=0)
        self._start += self._size * self._pages
        left = -(-max(total - self._start, 0) // self._size)
        self._pages = min(left, self._most)
        self._has_next_page = left > 0

    def update_request(self, request: Request) -> None:
        """Ask for the next pages."""
        starts = range(self._start, self._start + self._size * self._pages, self._size)
        told = self._asked.get("params", {})
        queries = [urlencode({**told, "start": start}) for start in starts]
        commands = {f"p{at}": f"{self._asked['cmd']}?{query}" for at, query in enumerate(queries)}
        request.json = {"halt": 1, "cmd": commands}


_OURS: dict[str, Callable[..., BasePaginator]] = {
    "remaining": RemainingPaginator,
    "until_short": UntilShortPaginator,
    "batch": BatchPaginator,
}


def paginator_of(told: Any) -> Any:
    """What a connector tells of pages as dlt takes it: ours are made here, with the parameters it gives.

    dlt lets a paginator be registered, and then refuses every parameter that its own ones do not have.
    """
    ours = _OURS.get(told.get("type", "")) if isinstance(told, dict) else None
    return ours(**{name: value for name, value in told.items() if name != "type"}) if ours else told
