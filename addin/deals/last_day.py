"""The last day on which anything in the data happened, dates astray after it, and dates still to come.

One mistyped year or month would move the report's day, and with it every number. So a few dates alone after
a pause the department never made are passed over, told of, and never followed silently: the first deals
after a long pause look just like them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.dataset import Dataset
from addin.deals.evidence import Ints
from addin.deals.issues import IssueLog

STRAY_DEALS = 3
"""Days borne by fewer deals may be astray; where fewer bear the days before, nothing outweighs them."""
LONGEST_USUAL_PAUSE = 14
"""Days; after a pause no longer than this nothing is astray."""
TIMES_LONGER = 3
"""A pause is out of the ordinary above so many times the longest one before it."""
DAYS_BEFORE = 365
"""How far back pauses are compared."""


@dataclass(frozen=True)
class LastDay:
    """The last day of the data.

    Args:
        day: the last on which anything happened that counts.
        strays: dates passed over as astray: ``table, column, row, id, at``, earliest first.
    """

    day: dt.date
    strays: pd.DataFrame

    def log_strays(self, data: Dataset, log: IssueLog) -> None:
        """Name each date passed over."""
        for (table, column), found in self.strays.groupby(["table", "column"], sort=False):
            place = (str(table), str(column))
            data.log_issues(log, place, found["row"], found["at"], "stray_date", "kept")


def last_day(data: Dataset, closed: pd.Series, today: dt.date, may_stray: bool = True) -> LastDay:
    """The last day up to ``today`` on which anything in the data happened, dates astray not counted.

    Plans (next contact, expected closing) do not happen, a date in the future has not happened, and that a
    refresh saw a deal for the first time is nothing that happened to it; a change it saw is.

    Args:
        data: everything read.
        closed: which of its deals stand in a status that is an end.
        today: the present day.
        may_stray: whether dates may be passed over; not where the report's day is given.
    """
    events = _events(data, closed)
    numbers = {place: _day_numbers(found["at"], today) for place, found in events.items()}
    days = np.unique(np.concatenate([_distinct(of[of > _NO_DAY]) for of in numbers.values()]))
    if not len(days):
        return LastDay(today, _strays(events, numbers, 0, _NO_DAY))
    last = days[-1]
    while may_stray and (end := _end_before_strays(days, events, numbers)) is not None:
        days = days[days <= end]
    return LastDay(_date(days[-1]), _strays(events, numbers, days[-1], last))


Place = tuple[str, str]
_NO_DAY = np.iinfo(np.int64).min


def _events(data: Dataset, closed: pd.Series) -> dict[Place, pd.DataFrame]:
    """What happened, by table and column: ``row``, ``id`` and ``at``."""
    deals, history = data.deals, data.history
    found = {
        ("deals", name): deals[["row", "id"]].assign(at=deals[name])
        for name in ("created", "status_changed", "first_touch", "closed")
    }
    found["deals", "closed"] = found["deals", "closed"][closed]
    found["history", "changed_at"] = history[["row", "id"]].assign(at=history["changed_at"])
    by_row = deals.drop_duplicates("row").set_index("row")["id"]
    found["deals", "entered"] = data.entered[["row", "at"]].assign(id=data.entered["row"].map(by_row))
    ledger = data.ledger.sort_values("seen_at", kind="stable")
    changes = ledger[ledger["id"].duplicated()]
    found["ledger", "seen_at"] = pd.DataFrame({"row": np.nan, "id": changes["id"], "at": changes["seen_at"]})
    return found


def _day_numbers(moments: pd.Series, today: dt.date) -> Ints:
    """Days since 1970; ``_NO_DAY`` where there is none or it is still to come."""
    days = moments.to_numpy("datetime64[us]").astype("datetime64[D]").astype(np.int64)
    return np.where(days <= (today - dt.date(1970, 1, 1)).days, days, _NO_DAY)


def _distinct(numbers: Ints) -> Ints:
    """The different ones, in order; without sorting, as they are many and of few kinds."""
    if not len(numbers):
        return numbers
    first = numbers.min()
    return np.asarray(np.flatnonzero(np.bincount(numbers - first)) + first, dtype=np.int64)


def _end_before_strays(
    days: Ints, events: Mapping[Place, pd.DataFrame], numbers: Mapping[Place, Ints]
) -> int | None:
    """The day before the last run of dates astray; None where none are."""
    pauses = np.diff(days)
    for place in np.flatnonzero(pauses > LONGEST_USUAL_PAUSE)[::-1]:
        after = _deals_between(events, numbers, days[place], days[-1])
        if len(after) >= STRAY_DEALS:
            return None
        before = pauses[:place][days[1 : place + 1] > days[place] - DAYS_BEFORE]
        out_of_order = len(before) and pauses[place] > TIMES_LONGER * before.max()
        if out_of_order and len(_deals_between(events, numbers, _NO_DAY, days[place])) >= STRAY_DEALS:
            return int(days[place])
    return None


def _deals_between(
    events: Mapping[Place, pd.DataFrame], numbers: Mapping[Place, Ints], after: int, until: int
) -> npt.NDArray[np.object_]:
    """Ids of the deals that bear a day after one and up to another."""
    ids = [found["id"][_between(numbers[place], after, until)].unique() for place, found in events.items()]
    return np.asarray(pd.unique(np.concatenate(ids)))


def _between(numbers: Ints, after: int, until: int) -> npt.NDArray[np.bool_]:
    return np.asarray((numbers > after) & (numbers <= until))


def _strays(
    events: Mapping[Place, pd.DataFrame], numbers: Mapping[Place, Ints], after: int, until: int
) -> pd.DataFrame:
    """The dates after one day and up to another."""
    parts = [
        found[_between(numbers[place], after, until)].assign(table=place[0], column=place[1])
        for place, found in events.items()
    ]
    return pd.concat(parts).sort_values(["at", "id", "column"], kind="stable", ignore_index=True)


def _date(number: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(number))


def _happened(data: Dataset, closed: pd.Series) -> dict[Place, pd.Series]:
    """The dates of things that happened, by table and column."""
    deals = data.deals
    return {
        ("deals", "created"): deals["created"],
        ("deals", "status_changed"): deals["status_changed"],
        ("deals", "first_touch"): deals["first_touch"],
        ("deals", "closed"): deals["closed"][closed],
        ("history", "changed_at"): data.history["changed_at"],
    }


def log_future(data: Dataset, closed: pd.Series, today: dt.date, log: IssueLog) -> None:
    """Name the dates of things that cannot have happened yet; created ones are rows set aside already."""
    tomorrow = np.datetime64(today) + np.timedelta64(1, "D")
    for place, moments in _happened(data, closed).items():
        future = moments[moments.to_numpy() >= tomorrow]
        if place != ("deals", "created") and len(future):
            rows = (data.deals if place[0] == "deals" else data.history)["row"][future.index]
            data.log_issues(log, place, rows, future, "in_future", "repaired")
