"""Requests to a CRM: paced, repeated where it asks to wait, and its refusals in words.

All that is asked only reads, so any request may be repeated. Redirects are not followed: they would carry
keys to a place that nobody named.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from addin.back_off import pause
from addin.crm.answers import AnswerRules, Refusal
from addin.errors import InputError

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_TIMEOUT = (10.0, 120.0)
_TRIES = 5
"""So often one that does not answer is asked, about half a minute; one that is busy, while patience lasts."""
_KEYS = {
    "login": "crm_login",
    "rights": "crm_rights",
    "missing": "crm_missing",
    "moved": "crm_moved",
    "busy": "crm_busy",
    "refused": "crm_refused",
}


@dataclass
class Patience:
    """How long a pull waits for a CRM, all waits together, and by what clock.

    Args:
        total: seconds.
        sleep, clock: of the machine.
        tell: is told the seconds of a wait and the CRM's words, before it.
        jitter: shortens each wait by up to half.
    """

    total: float = 600.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[float, str], None] = lambda _seconds, _why: None
    jitter: random.Random = field(default_factory=random.Random)
    spent: float = 0.0

    def wait(self, attempt: int, asked: float | None, why: str) -> bool:
        """Wait before attempt ``attempt`` + 1, at least as long as is asked; False where no time is left."""
        seconds = max(pause(attempt, _FIRST_WAIT, _LONGEST_WAIT, self.jitter), asked or 0.0)
        if self.spent + seconds > self.total:
            return False
        self.tell(seconds, why)
        self.spent += seconds
        self.sleep(seconds)
        return True


class Access(Protocol):
    """What lets us in."""

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """A copy of the request with its keys."""

    @property
    def expired(self) -> bool:
        """Whether a token is to be got first."""

    def renewal(self) -> requests.PreparedRequest | None:
        """The request that gets a new token; None where there is none to get."""

    def renew(self, answer: requests.Response) -> None:
        """Take the token of an answer to :meth:`renewal`."""


class CrmAdapter(HTTPAdapter):
    """Sends one request after the other, no faster than a CRM allows.

    Args:
        crm: its name, for messages.
        access: lets us in; nothing above this class ever sees a key.
        rules: how its answers tell of trouble.
        per_second: requests it allows; 0: as many as there are.
        patience: how long to wait for it.
        optional: path of an address → what is asked there, which a user need not be allowed to read.

    Attributes:
        sent: how many requests.
        refused: what the user may not read.
    """

    def __init__(
        self,
        crm: str,
        access: Access,
        rules: AnswerRules,
        per_second: float,
        patience: Patience,
        optional: Mapping[str, str] | None = None,
    ) -> None:
        """Nothing is sent yet."""
        super().__init__()
        self.sent = 0
        self.refused: set[str] = set()
        self._optional = optional or {}
        self._crm, self._access, self._rules, self._patience = crm, access, rules, patience
        self._gap, self._next = 1.0 / per_second if per_second else 0.0, 0.0

    def send(self, request: requests.PreparedRequest, *_: object, **options: Any) -> requests.Response:
        """The answer to a request, once it is one.

        Raises:
            InputError: ``crm_unreachable``, or what the CRM refuses, in words.
        """
        options["timeout"] = _TIMEOUT
        renewed = self._access.expired and self._renew(options)
        return self._exchange(request, options, renewed=renewed)

    def _renew(self, options: Mapping[str, Any]) -> bool:
        """Get a new token; False where there is none to get."""
        request = self._access.renewal()
        if request is not None:
            self._access.renew(self._exchange(request, options, renewed=True, signed=False))
        return request is not None

    def _exchange(
        self,
        request: requests.PreparedRequest,
        options: Mapping[str, Any],
        *,
        renewed: bool,
        signed: bool = True,
    ) -> requests.Response:
        """Ask until there is an answer; once with a new token, where the old one is not taken."""
        attempt = 0
        while True:
            answer, refusal = self._ask(request, options, signed=signed)
            if answer is not None and refusal is None:
                answer.request = request  # without the keys
                return answer
            refusal = refusal or Refusal("unreachable", "")
            if answer is not None and refusal.kind == "rights" and self._may_be_refused(request):
                return answer
            if refusal.kind == "login" and not renewed and self._renew(options):
                renewed = True
                continue
            waits = refusal.kind == "busy" or (refusal.kind == "unreachable" and attempt < _TRIES)
            if not waits or not self._patience.wait(attempt, _asked_wait(answer, refusal), refusal.text):
                raise self._error(request, answer, refusal)
            attempt += 1

    def _may_be_refused(self, request: requests.PreparedRequest) -> bool:
        path = urlsplit(request.url or "").path
        found = {what for end, what in self._optional.items() if path.endswith(f"/{end}")}
        self.refused |= found
        return bool(found)

    def _ask(
        self, request: requests.PreparedRequest, options: Mapping[str, Any], *, signed: bool
    ) -> tuple[requests.Response | None, Refusal | None]:
        now = self._patience.clock()
        if now < self._next:
            self._patience.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap
        self.sent += 1
        try:
            with _unlogged():
                answer = super().send(self._access.sign(request) if signed else request, **options)
            return answer, self._rules.refusal_of(answer)
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            return None, Refusal("unreachable", type(error).__name__)

    def _error(
        self, request: requests.PreparedRequest, answer: requests.Response | None, refusal: Refusal
    ) -> InputError:
        host = urlsplit(request.url or "").hostname or ""
        status = answer.status_code if answer is not None else 0
        key = _KEYS.get(refusal.kind, "crm_unreachable")
        return InputError(key, crm=self._crm, host=host, status=status, why=refusal.text)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep addresses out of every log: some CRMs take their keys there."""
    logger = logging.getLogger("urllib3.connectionpool")
    logger.addFilter(_nothing)
    try:
        yield
    finally:
        logger.removeFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False


def _asked_wait(answer: requests.Response | None, refusal: Refusal) -> float | None:
    """Seconds that an answer asks to wait: by its heading, else by its words."""
    told = answer.headers.get("Retry-After") if answer is not None else None
    if told:
        try:
            return Retry().parse_retry_after(told)
        except Exception:  # noqa: BLE001  (no number and no date: it has told nothing)
            return refusal.seconds
    return refusal.seconds


def session_of(adapter: CrmAdapter) -> requests.Session:
    """A session that sends everything by the adapter, with no keys of other programs (``.netrc``)."""

    class Session(requests.Session):
        def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
            return super().send(request, **{**options, "allow_redirects": False})

    session = Session()
    session.trust_env = False
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
