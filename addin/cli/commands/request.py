"""What a command was asked for, of its parameters: files of tables and texts of settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addin.refresh import Request
from addin.words import Lang

TABLES = ("stages", "history", "spend", "plan", "rates", "mapping")
"""The parameters that name the file of a table."""
SETTINGS = (
    *("as_of", "period", "window", "horizon", "lang", "pipeline", "currency", "timezone", "date_order"),
    *("deal_url", "by"),
)
"""The parameters that are settings of a report."""


def request_of(params: Mapping[str, Any], system_lang: Lang) -> Request:
    """The request of a command's parameters.

    Args:
        params: name → value; one that the command lacks is not given.
        system_lang: the language where nobody names one.
    """
    return Request(
        deals=params["deals"],
        extra={name: params[name] for name in TABLES if params.get(name) is not None},
        options=setting_options(params),
        template=params.get("template"),
        ledger=params.get("ledger"),
        sheet=params.get("deals_sheet"),
        system_lang=system_lang,
    )


def setting_options(params: Mapping[str, Any]) -> dict[str, str | None]:
    """Setting → its text on the command line, ``None`` where it is not given."""
    return {name: params.get(name) for name in SETTINGS}
