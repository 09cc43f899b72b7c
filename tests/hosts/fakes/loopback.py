"""The way from a production client to the loopback service: everything else is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

HOSTS = ("sheets.googleapis.com", "www.googleapis.com")


class Loopback(HTTPAdapter):
    """Sends calls to Google's API hosts to the loopback service, and no other call anywhere."""

    def __init__(self, base: str) -> None:
        self.base = base
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        if parts.hostname not in HOSTS:
            raise AssertionError(f"a call to {parts.hostname}")
        request.url = self.base + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **kwargs)


def mount(session: requests.Session, base: str) -> None:
    """Let a session reach the loopback service only."""
    for prefix in list(session.adapters):
        del session.adapters[prefix]
    session.mount("https://", Loopback(base))
