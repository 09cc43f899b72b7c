"""DEALS: a set of deals read from ranges; the cell shows the handle that other functions take."""

from __future__ import annotations

import contextlib

from addin.errors import HonestFunnelError, InputError
from addin.functions import arguments
from addin.functions.function import Argument, Call, Function, Rows, single
from addin.functions.loaded_deals import settings_of


def _deals(asked: Call) -> Rows:
    tables = {name: cells for name in asked.values if (cells := arguments.table(asked.values[name], name))}
    if "deals" not in tables:
        raise InputError("deals_missing")
    with contextlib.suppress(HonestFunnelError):  # settings that mean nothing name no language
        asked.lang = settings_of(tables, asked.lang).lang
    found = asked.cache.load(tables, asked.origin, asked.lang)
    return single(arguments.handle_text(found.digest, found.deals().rows["used"], asked.lang))


DEALS = Function(
    "DEALS",
    (
        Argument("deals", "table", required=True),
        *(Argument(name, "table") for name in ("stages", "history", "spend", "plan", "rates", "settings")),
    ),
    _deals,
)
