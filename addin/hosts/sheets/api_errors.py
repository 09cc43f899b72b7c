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

AGAIN = frozenset({429, 500, 502, 503, 504})
"""Answers after which asking again may help."""
PASSING = ("sheets_quota", "sheets_down", "sheets_unreachable")
"""Errors that pass by themselves."""
MOST_CELLS = 10_000_000
LONGEST = 50_000
"""Google's limits: cells of a spreadsheet, characters of a cell."""


def key_of(text: str) -> str:
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


def refusal(code: int, message: str, who: str) -> InputError:
    """An HTTP answer of the Sheets API in words a user can act on.

    Args:
        code: of HTTP.
        message: Google's own, in English.
        who: the account that asked; "" where it is the user's own.
    """
    short = " ".join(message.split())[:300]
    if code == 403 and _API_OFF.search(message):
        project = _PROJECT.search(message)
        return InputError("sheets_api_off", project=project[1] if project else "")
    if code == 403:
        return InputError("sheets_not_shared", who=who) if who else InputError("sheets_not_shared_you")
    if code == 404:
        return InputError("sheets_missing")
    if code == 401:
        return InputError("sheets_login")
    if code == 429:
        return InputError("sheets_quota")
    if code >= 500:
        return InputError("sheets_down", code=code)
    return InputError("sheets_refused", code=code, message=short)


def no_token(message: str) -> InputError:
    """Why Google gave no token, from what it says about it."""
    return InputError("sheets_clock" if _CLOCK.search(message) else "sheets_login")


def refuse_many(grids: Iterable[tuple[int, int]]) -> None:
    """Refuse tabs of these rows and columns that are more than a spreadsheet holds.

    Raises:
        InputError: ``sheets_full``.
    """
    if sum(rows * columns for rows, columns in grids) > MOST_CELLS:
        raise InputError("sheets_full", most=MOST_CELLS)
