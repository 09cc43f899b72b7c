"""The last day on which anything in the data happened, and dates of what cannot have happened yet."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from addin.deals.dataset import Dataset
from addin.deals.issues import IssueLog


def last_day(data: Dataset, closed: pd.Series, today: dt.date) -> dt.date:
    """The last day up to ``today`` on which anything in the data happened.

    Plans (next contact, expected closing) do not happen, a date in the future has not happened, and that a
    refresh saw a deal for the first time is nothing that happened to it; a change it saw is.
    """
    limit = np.datetime64(today) + np.timedelta64(1, "D")
    ledger = data.ledger.sort_values("seen_at", kind="stable")
    changes = ledger["seen_at"][ledger["id"].duplicated()]
    moments = [*_happened(data, closed).values(), data.entered["at"], changes]
    found = [moment.to_numpy("datetime64[us]") for moment in moments]
    known = [past.max() for moment in found if (past := moment[moment < limit]).size]
    return pd.Timestamp(max(known)).date() if known else today


def _happened(data: Dataset, closed: pd.Series) -> dict[tuple[str, str], pd.Series]:
    """The dates of things that happened, by table and column."""
    deals = data.deals
    return {
        ("deals", "created"): deals["created"],
        ("deals", "status_changed"): deals["status_changed"],
        ("deals", "first_touch"): deals["first_touch"],
        ("deals", "closed"): deals["closed"][closed],
        ("history", "changed_at"): data.history["changed_at"],
    }


def log_future(data: Dataset, closed: pd.Series, cutoff: pd.Timestamp, log: IssueLog) -> None:
    """Name the dates of things that cannot have happened yet; created ones are rows set aside already."""
    for place, moments in _happened(data, closed).items():
        future = moments[moments.to_numpy() >= cutoff.to_datetime64()]
        if place != ("deals", "created") and len(future):
            rows = (data.deals if place[0] == "deals" else data.history)["row"][future.index]
            data.log_issues(log, place, rows, future, "in_future", "repaired")
