"""DEALS: a set of deals read from ranges; the cell shows the handle that other functions take."""

from __future__ import annotations

import contextlib

from addin.errors import HonestFunnelError, InputError
from addin.functions import arguments
from addin.functions.function import Argument, Call, Function, Rows, single
from addin.functions.loaded_deals import settings_of
from addin.functions.stored_deals import store_cells, store_named


def _deals(asked: Call) -> Rows:
    store = store_named(asked.values["deals"], asked.origin)
    stored = store_cells(store) if store else {}
    given = {name: value for name, value in asked.values.items() if not (store and name == "deals")}
    tables = stored | {name: cells for name in given if (cells := arguments.table(given[name], name))}
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
