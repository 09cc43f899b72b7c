"""What a pull has seen, added to the memory of the store: the history of a CRM that keeps none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from addin.refresh import Request, load, new_ledger_rows
from addin.store.file import run, writing
from addin.store.schema import MEMORY


def remember(copy: Path, zone: ZoneInfo, now: dt.datetime) -> int:
    """Add what has changed since the last state that the store remembers; how many rows are new.

    Args:
        copy: a store that nobody else uses.
        zone: of the business.
        now: when the deals were seen, with its zone.

    Raises:
        InputError: the deals cannot be read, in words.
    """
    loaded = load(Request(copy, options={"timezone": zone.key}))
    new = new_ledger_rows(loaded, seen_at=now.astimezone(zone).replace(tzinfo=None))
    if len(new):
        with writing(copy) as store:
            store.register("new_rows", new)
            run(store, f"INSERT INTO {MEMORY}.sightings BY NAME SELECT * FROM new_rows")
    return len(new)
