"""A store pulled from a server on this machine, with nothing waited for in earnest."""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path

import pandas as pd

from addin.crm.connector import connector
from addin.crm.credentials import Credentials
from addin.crm.pull import Pulled, PullRequest, pull
from addin.crm.transport import Patience
from addin.refresh import Request, load
from addin.time_zones import time_zone
from tests.crm.servers.base import Crm

MARCH = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
"""When the first pull is made."""


class Puller:
    """A store, and the CRM it is filled from.

    Attributes:
        waits: what the CRM said where it was waited for.
    """

    def __init__(self, crm: Crm, url: str, store: Path) -> None:
        self.crm, self.url, self.store = crm, url, store
        self.waits: list[str] = []

    def pull(self, days: float = 0, *, whole: bool = False, patience: float = 60.0, **keys: str) -> Pulled:
        """Pull so many days after the first time, with other keys where they are named."""
        rules = connector(self.crm.key)
        account = Credentials(self.url, {**self.crm.keys, **keys})
        request = PullRequest(rules, account, self.store, time_zone("Europe/Moscow"), whole)
        clock = count()
        waiting = Patience(
            patience,
            sleep=lambda _seconds: None,
            clock=lambda: float(next(clock)),
            tell=lambda _seconds, why: self.waits.append(why),
        )
        return pull(request, waiting, MARCH + dt.timedelta(days=days))

    def table(self, name: str) -> pd.DataFrame:
        """A table of the store as the report reads it."""
        found: pd.DataFrame = getattr(load(Request(self.store)).data, name)
        return found
