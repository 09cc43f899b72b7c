"""What deals were worth, and who held them, on a past day: as far as refreshes have sighted it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import DAY, Ints, positions, seconds
from addin.deals.timeline import day_number


@dataclass(frozen=True, eq=False)
class PastValues:
    """The deals' amounts and holders at the end of a day; arrays over deals.

    Args:
        amount: NaN where there was none.
        manager: "" where nobody was named.
        on_record: whether they were sighted by then; otherwise they are those of today.
    """

    amount: npt.NDArray[np.float64]
    manager: npt.NDArray[np.object_]
    on_record: bool


def past_values(deals: Deals, day: int) -> PastValues:
    """The values at the end of a day up to T, by the ledger.

    Of a deal those last sighted by then; of one not sighted before, the first it was sighted with. A change
    after the last refresh belongs to the day of this one, so at T the present values hold unless a later
    sighting shows that they are newer than T.

    Args:
        deals: as of T.
        day: counted from 1970-01-01.
    """
    present = PastValues(
        deals.frame["amount"].to_numpy(dtype=np.float64),
        deals.frame["manager"].to_numpy(dtype=object),
        False,
    )
    ledger = deals.ledger.sort_values("seen_at", kind="stable")
    seen, deal = seconds(ledger["seen_at"]) // DAY, positions(deals.codes.ids, ledger["id"])
    if not len(seen) or seen[0] > day:
        return present
    if seen[-1] <= day == day_number(deals.as_of):
        return PastValues(present.amount, present.manager, True)
    return _sighted(present, ledger, _chosen(deal, seen, day, len(deals.frame)))


def _chosen(deal: Ints, seen: Ints, day: int, count: int) -> Ints:
    """Of each deal the place of its last sighting by a day, else of its first; −1 without any."""
    chosen = np.full(count, -1, np.int64)
    known = np.flatnonzero(deal >= 0)
    backwards = known[::-1]
    chosen[deal[backwards]] = backwards
    by_then = known[seen[known] <= day]
    chosen[deal[by_then]] = by_then
    return chosen


def _sighted(present: PastValues, ledger: pd.DataFrame, chosen: Ints) -> PastValues:
    """The present values with those of the sightings chosen in their place."""
    there = chosen >= 0
    amount, manager = present.amount.copy(), present.manager.copy()
    amount[there] = ledger["amount"].to_numpy(dtype=np.float64)[chosen[there]]
    manager[there] = ledger["manager"].to_numpy(dtype=object)[chosen[there]]
    return PastValues(amount, manager, True)
