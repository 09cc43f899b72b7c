"""What a pull has seen, added to the memory of the store: the history of a CRM that keeps none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from addin.deals.dataset import DATE, NUMBER, SCHEMAS, empty
from addin.deals.ledger import append
from addin.store.file import run, writing
from addin.store.queries import QUERIES
from addin.store.schema import MEMORY

_SCHEMA = SCHEMAS["ledger"]


def remember(copy: Path, zone: ZoneInfo, now: dt.datetime) -> int:
    """Add the state of every deal that differs from the last one remembered; how many rows are new.

    States are remembered as the CRM tells them, whether or not a report can be made of them.

    Args:
        copy: a store that nobody else uses.
        zone: of the business, whose clock the memory goes by.
        now: when the deals were seen, with its zone.
    """
    with writing(copy) as store:
        deals = store.sql(f"SELECT {', '.join(_SEEN)} FROM ({QUERIES['deals']})").df()
        ledger = store.sql(f"SELECT {', '.join(_SCHEMA)} FROM {MEMORY}.sightings").df()
        seen_at = pd.Timestamp(now.astimezone(zone).replace(tzinfo=None)).floor("s")
        known = _typed(ledger) if len(ledger) else empty("ledger")
        new = append(known, _typed(_local(deals, zone)), seen_at).iloc[len(known) :]
        if len(new):
            store.register("new_rows", new)
            run(store, f"INSERT INTO {MEMORY}.sightings BY NAME SELECT * FROM new_rows")
    return len(new)


_SEEN = [name for name in _SCHEMA if name != "seen_at"]


def _local(rows: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Moments as the clock of the business showed them."""
    moments = rows.select_dtypes("datetimetz")
    return rows.assign(
        **{str(name): moments[name].dt.tz_convert(zone).dt.tz_localize(None) for name in moments}
    )


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    types: Mapping[str, str] = {name: _SCHEMA[name] for name in _SCHEMA if name in rows}
    texts = [name for name, kind in types.items() if kind not in (DATE, NUMBER)]
    return rows.fillna(dict.fromkeys(texts, "")).astype(dict(types))
