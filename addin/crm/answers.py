"""What an answer of a CRM says beside its data: that it refuses, that it is busy, that a field is gone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jmespath
import requests

from addin.errors import InputError

_LONGEST = 200
"""Letters of a CRM's own words that a message shows."""
_SECRET = re.compile(r"[0-9A-Fa-f]{24,}|[A-Za-z0-9_\-]{32,}")
"""What in a CRM's own words may be a key."""
_SECONDS = re.compile(r"(\d{1,4})\s*(?:s\b|sec|сек|с\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Refusal:
    """That a CRM did not answer.

    Args:
        kind: login, rights, missing, moved, busy, refused or unreachable.
        text: its own words, shortened and without keys.
        seconds: how long it asks to wait, where its words say so.
    """

    kind: str
    text: str
    seconds: float | None = None


@dataclass(frozen=True)
class AnswerRules:
    """How a CRM says no.

    Args:
        failed: JMESPath that is true of a body that is an error whatever its HTTP status.
        text: JMESPath of its words.
        words: kind of refusal → parts of such words, in lower case.
    """

    failed: str = ""
    text: str = ""
    words: Mapping[str, Sequence[str]] = ()  # type: ignore[assignment]

    def refusal_of(self, answer: requests.Response) -> Refusal | None:
        """What is wrong with an answer; None where nothing is."""
        body = _json_of(answer)
        said = _words(jmespath.search(self.text, body) if self.text and body is not None else None)
        if answer.status_code < 300:
            if body is None and answer.content:
                return Refusal("refused", "no JSON")
            failed = self.failed and body is not None and bool(jmespath.search(self.failed, body))
            return self._by_words(said, "refused") if failed else None
        return self._by_words(said or answer.reason or "", _kind(answer.status_code))

    def _by_words(self, said: str, otherwise: str) -> Refusal:
        low = said.casefold()
        kind = next(
            (kind for kind, parts in dict(self.words).items() if any(p in low for p in parts)), otherwise
        )
        found = _SECONDS.search(said)
        return Refusal(kind, said, float(found[1]) if found else None)


def _kind(status: int) -> str:
    if status in (408, 425, 429) or status >= 500:
        return "busy"
    named = {401: "login", 403: "rights", 404: "missing", 410: "missing"}
    return named.get(status, "moved" if status < 400 else "refused")


def _json_of(answer: requests.Response) -> Any:
    try:
        return answer.json() if answer.content else None
    except ValueError:
        return None


def _words(found: object) -> str:
    text = " ".join(str(found).split()) if found not in (None, [], "") else ""
    return _SECRET.sub("…", text)[:_LONGEST]


def check_present(crm: str, what: str, record: Mapping[str, Any], fields: Sequence[str]) -> None:
    """See that a record has the fields that its form has always had.

    Raises:
        InputError: ``crm_field_gone``, which names the first that is not there.
    """
    gone = next((field for field in fields if field not in record), None)
    if gone is not None:
        raise InputError("crm_field_gone", crm=crm, what=what, field=gone)
