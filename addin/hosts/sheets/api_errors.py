"""What keeps Google from answering, told from its refusal: the key of an error's text and what it names.

Pure functions, for the commands and for ``doctor`` alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from addin.errors import InputError

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
"""All that is asked for: spreadsheets, no other files."""

_KEY_IN_URL = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{20,})")
_KEY = re.compile(r"[A-Za-z0-9_-]{20,}")
_API_OFF = re.compile(r"has not been used in project|is disabled|SERVICE_DISABLED", re.IGNORECASE)
_PROJECT = re.compile(r"project[ =](\d+|[a-z][a-z0-9-]{4,})")
_CLOCK = re.compile(r"reasonable timeframe|iat and exp|token used too (?:early|late)|clock", re.IGNORECASE)

RETRYABLE_CODES = frozenset({429, 500, 502, 503, 504})
"""Answers after which asking again may help."""
TRANSIENT_ERRORS = ("sheets_quota", "sheets_down", "sheets_unreachable")
"""Errors that pass by themselves."""
MAX_CELLS = 10_000_000
MAX_TEXT = 50_000
"""Google's limits: cells of a spreadsheet, characters of a cell."""


def spreadsheet_key(text: str) -> str:
    """The key of a spreadsheet from its address or from the key itself.

    Raises:
        InputError: ``sheets_key``.
    """
    found = _KEY_IN_URL.search(text)
    if found:
        return found[1]
    if _KEY.fullmatch(text.strip()):
        return text.strip()
    raise InputError("sheets_key", value=text if len(text) <= 60 else f"{text[:60]}…")


def api_error(code: int, message: str, account: str) -> InputError:
    """An HTTP answer of the Sheets API in words a user can act on.

    Args:
        code: of HTTP.
        message: Google's own, in English.
        account: the account that asked; "" where it is the user's own.
    """
    short = " ".join(message.split())[:300]
    if code == 403 and _API_OFF.search(message):
        project = _PROJECT.search(message)
        return InputError("sheets_api_off", project=project[1] if project else "")
    if code == 403 and account:
        return InputError("sheets_not_shared", who=account)
    if code == 403:
        return InputError("sheets_not_shared_you")
    if code == 404:
        return InputError("sheets_missing")
    if code == 401:
        return InputError("sheets_login")
    if code == 429:
        return InputError("sheets_quota")
    if code >= 500:
        return InputError("sheets_down", code=code)
    return InputError("sheets_refused", code=code, message=short)


def token_error(message: str) -> InputError:
    """Why Google gave no token, from what it says about it."""
    return InputError("sheets_clock" if _CLOCK.search(message) else "sheets_login")


def check_cell_limit(grids: Iterable[tuple[int, int]]) -> None:
    """Refuse tabs of these rows and columns that are more than a spreadsheet holds.

    Raises:
        InputError: ``sheets_full``.
    """
    if sum(rows * columns for rows, columns in grids) > MAX_CELLS:
        raise InputError("sheets_full", most=MAX_CELLS)
