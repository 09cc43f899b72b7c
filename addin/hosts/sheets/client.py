"""Calls to the Sheets API: repeated where asking twice does no harm, bounded in time always.

The only module that knows gspread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import gspread
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.http_client import HTTPClient, ParamsType

from addin.errors import InputError
from addin.hosts.sheets import api_errors
from addin.hosts.sheets.retry import RetryPolicy
from addin.hosts.sheets.structure import Json

_SAFE_POSTS = ("values:batchUpdate", "values:batchClear", ":clear")
"""Calls that change a spreadsheet and may be repeated: the second time changes nothing more."""
_STRUCTURE_FIELDS = (
    "properties(title,locale,timeZone),namedRanges,"
    "sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),basicFilter,merges)"
)


class UnknownOutcomeError(Exception):
    """The answer to a call that must not be repeated was lost: it may have taken effect."""


class ConflictError(Exception):
    """Google refused a change as it stands: the spreadsheet is no longer what it was taken for."""


@dataclass(frozen=True)
class CallRecord:
    """One call, for whoever wants to see them: method, path, outcome, seconds, bytes sent."""

    method: str
    path: str
    outcome: str
    seconds: float
    sent: int


class RetryingClient(HTTPClient):
    """gspread's HTTP client that repeats calls, but only those that may be.

    Args:
        credentials: of google-auth.
        retry: how long to go on.
        account: the one that asks, for messages.
        on_call: is told of each call; never of what it carries.
    """

    def __init__(
        self,
        credentials: Credentials,
        retry: RetryPolicy | None = None,
        account: str = "",
        on_call: Callable[[CallRecord], None] = lambda _: None,
    ) -> None:
        """Nothing is asked yet."""
        super().__init__(credentials)
        self.retry, self.account, self.on_call = retry or RetryPolicy(), account, on_call
        self.retry.start()

    def request(
        self, method: str, endpoint: str, *args: Any, safe: bool | None = None, **kwargs: Any
    ) -> requests.Response:
        """One call, repeated where that is safe: where a second time changes nothing more.

        Args:
            method, endpoint, args, kwargs: as gspread has them.
            safe: whether it is; None: as its kind tells.

        Raises:
            InputError: it cannot be done, in words a user can act on.
            ConflictError: Google refuses the change as it stands.
            UnknownOutcomeError: whether a change took effect is not known.
        """
        if "json" in kwargs:  # the library would write each Russian letter as six
            body = json.dumps(kwargs.pop("json"), ensure_ascii=False, separators=(",", ":"))
            kwargs |= {
                "data": body.encode("utf-8", "replace"),
                "headers": {"Content-Type": "application/json"},
            }
        attempt, again = 0, _is_safe(method, endpoint) if safe is None else safe
        while True:
            try:
                return self._once(method, endpoint, *args, **kwargs)
            except (gspread.exceptions.APIError, requests.RequestException, GoogleAuthError) as error:
                final, passing = _classified(error, self.account, safe=again)
                if not passing or not self.retry.back_off(attempt):
                    raise final from error
            attempt += 1

    def _once(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        self.timeout = self.retry.timeouts()
        began, outcome, sent = self.retry.clock(), "no answer", 0
        try:
            response = super().request(method, endpoint, *args, **kwargs)
            outcome, body = str(response.status_code), response.request.body
            sent = len(body) if isinstance(body, (bytes, str)) else 0
        except gspread.exceptions.APIError as error:
            outcome = str(error.response.status_code)
            raise
        else:
            return response
        finally:
            path = urlsplit(endpoint).path.rpartition("/")[2]
            key, _, verb = path.partition(":")  # of the key, which opens the spreadsheet, nothing is told
            short = path if key == "values" else f"spreadsheet:{verb}" if verb else "spreadsheet"
            seconds = self.retry.clock() - began
            self.on_call(CallRecord(method.upper(), short, outcome, seconds, sent))


def _classified(error: Exception, account: str, *, safe: bool) -> tuple[Exception, bool]:
    """What a failed call means, and whether it may be tried again; ``safe``: it may take effect twice."""
    if isinstance(error, gspread.exceptions.APIError):
        code, message = error.response.status_code, str(error.error.get("message", ""))
        if code == 400:
            return ConflictError(" ".join(message.split())[:300]), False
        if code in api_errors.RETRYABLE_CODES and code != 429 and not safe:
            return UnknownOutcomeError(str(code)), False
        return api_errors.api_error(code, message, account), code in api_errors.RETRYABLE_CODES
    if isinstance(error, RefreshError):
        return api_errors.token_error(str(error)), False
    if isinstance(error, TransportError):  # no token, so nothing was asked
        return InputError("sheets_unreachable"), True
    if isinstance(error, GoogleAuthError):
        return InputError("sheets_login"), False
    return (
        (InputError("sheets_unreachable"), True)
        if safe
        else (UnknownOutcomeError(type(error).__name__), False)
    )


def _is_safe(method: str, endpoint: str) -> bool:
    return method.upper() in ("GET", "PUT") or endpoint.endswith(_SAFE_POSTS)


@dataclass(frozen=True)
class Remote:
    """One spreadsheet at Google."""

    http: RetryingClient
    key: str

    @property
    def _url(self) -> str:
        return f"https://sheets.googleapis.com/v4/spreadsheets/{self.key}"

    def structure(self) -> Json:
        """How it is built: properties, tabs, names; no cells."""
        found: Json = self.http.request("get", self._url, params={"fields": _STRUCTURE_FIELDS}).json()
        return found

    def values(self, ranges: Sequence[str], *, formulas: bool) -> list[list[list[Any]]]:
        """The rows of each range; dates as serial numbers, formulas as such or what they give."""
        if not ranges:
            return []
        option = "FORMULA" if formulas else "UNFORMATTED_VALUE"
        params: ParamsType = {"valueRenderOption": option, "dateTimeRenderOption": "SERIAL_NUMBER"}
        found = self.http.values_batch_get(self.key, list(ranges), params)
        return [one.get("values", []) for one in found["valueRanges"]]

    def write(self, data: Sequence[Mapping[str, Any]]) -> None:
        """Put values in as they are, nothing taken for a formula or a date."""
        self.http.values_batch_update(self.key, {"valueInputOption": "RAW", "data": list(data)})

    def update(self, requests_: Sequence[Json]) -> None:
        """All of these changes, or none.

        Raises:
            ConflictError, UnknownOutcomeError: see :class:`RetryingClient`.
        """
        self.http.request("post", f"{self._url}:batchUpdate", json={"requests": list(requests_)})

    def update_once(
        self, requests_: Sequence[Json], is_done: Callable[[], bool], unclear: str = "sheets_unreachable"
    ) -> None:
        """All of these changes, or none, and never twice; a lost answer is looked into.

        Args:
            requests_: Google refuses them where they are done already.
            is_done: looks whether they are.
            unclear: the error where that cannot be found out in time.

        Raises:
            ConflictError: as they stand the changes cannot be made; nothing is done.
            InputError: ``unclear``, or in other words a user can act on.
        """
        attempt = 0
        while attempt == 0 or not _checked(is_done, unclear):
            try:
                self.update(requests_)
            except UnknownOutcomeError as error:
                if not self.http.retry.back_off(attempt):
                    raise InputError(unclear) from error
            except ConflictError:
                if attempt == 0 or not _checked(is_done, unclear):  # else it was done late
                    raise
                return
            else:
                return
            attempt += 1

    def update_and_look(self, request: Json) -> Json:
        """How it is built after a change that may be repeated, in the answer to that change."""
        body = {"requests": [request], "includeSpreadsheetInResponse": True}
        params = {"fields": f"updatedSpreadsheet({_STRUCTURE_FIELDS})"}
        answer = self.http.request("post", f"{self._url}:batchUpdate", params=params, json=body, safe=True)
        found: Json = answer.json()["updatedSpreadsheet"]
        return found


def _checked(is_done: Callable[[], bool], unclear: str) -> bool:
    """What a look says; where none is possible for now, it cannot be said what is done."""
    try:
        return is_done()
    except InputError as error:
        if error.key in api_errors.TRANSIENT_ERRORS:
            raise InputError(unclear) from error
        raise
