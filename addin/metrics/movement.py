"""What moved the open pipeline between two days: what came in, what left it, what changed within.

Start + changes = end, to the deal and to the smallest coin: deals that are open at neither end but came and
went between count as both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from addin.deals.evidence import UNKNOWN, Bools, Ints
from addin.deals.past_values import PastValues
from addin.metrics.occupancy import Floats, Ints32, Occupancy

ENTERING = ("created", "reopened", "added")
LEAVING = ("won", "lost", "nontarget", "removed")
AMOUNTS = ("amount_up", "amount_down")
WITHIN = ("advanced", "moved_back")
CHANGES = ("start", *ENTERING, *LEAVING, *AMOUNTS, "end")
"""In the order in which they are told; those that leave count less."""
HANDOVERS = ("reassigned_in", "reassigned_out")

_AT_THE_START = ("start", *HANDOVERS)
"""Changes weighed by what deals were worth at the start."""
COINS = 100
"""Money is counted in hundredths, so that sums are exact."""
_UNSEEN = UNKNOWN - 1
"""The stage of a deal of which nothing is on record yet."""


@dataclass(frozen=True, eq=False)
class Standing:
    """How all deals stood at the end of a day; arrays over deals.

    Args:
        stage: as in :class:`~addin.metrics.occupancy.Stays`, below ``UNKNOWN`` before its first record.
        begun: the first day of that stay, 0 before the first.
        dated: whether that day is known.
        open: whether open.
        ended: whether won, lost or nontarget, since whenever.
    """

    stage: Ints32
    begun: Ints32
    dated: Bools
    open: Bools
    ended: Bools

    @classmethod
    def of(cls, occupancy: Occupancy, day: int) -> Standing:
        """That of a day up to T; a deal created by then whose record begins later is open somewhere."""
        stays, count = occupancy.stays, len(occupancy.created)
        at = np.flatnonzero((stays.start <= day) & (day < stays.followed_on))
        deal = stays.deal[at]
        stage, begun = np.full(count, _UNSEEN, np.int32), np.zeros(count, np.int32)
        dated, recorded = np.zeros(count, bool), np.zeros(count, bool)
        stage[deal], begun[deal], dated[deal] = stays.stage[at], stays.start[at], occupancy.dated[at]
        recorded[stays.deal] = True
        unseen = (stage == _UNSEEN) & recorded
        is_open = ((stage >= 0) & (stage < occupancy.rungs)) | unseen
        is_open &= (occupancy.created <= day) & ~occupancy.undated_end
        # an end nobody knows the day of has come by T, and when before it nothing tells
        final = occupancy.undated_end & (day < occupancy.as_of_day)
        return cls(stage, begun, dated, is_open, (stage >= occupancy.rungs) & ~final)


@dataclass(frozen=True, eq=False)
class Movement:
    """What moved the open pipeline on the days from ``first`` to ``last``; arrays over deals.

    Args:
        first, last: days counted from 1970-01-01.
        before, after: how deals stood at the end of the day before the first, and of the last.
        took_part: change → which deals it was, ``start`` and ``end`` among them; ``advanced`` and
            ``moved_back`` only where the stages of past days are on record.
        values_before, values_after: amounts and holders at both ends.
    """

    first: int
    last: int
    before: Standing
    after: Standing
    took_part: dict[str, Bools]
    values_before: PastValues
    values_after: PastValues

    @property
    def told(self) -> tuple[str, ...]:
        """The changes that are on record, hand-overs apart."""
        return (*CHANGES, *(name for name in WITHIN if name in self.took_part))

    @property
    def changed_hands(self) -> Bools:
        """Which deals open at the start have another holder at the end."""
        moved = self.values_before.manager != self.values_after.manager
        return np.asarray(self.took_part["start"] & moved, dtype=bool)

    def coins(self, change: str) -> Ints:
        """What each deal weighs in a change, in hundredths; a deal without a sum weighs nothing."""
        before, after = self._coins
        if change not in AMOUNTS:
            return before if change in _AT_THE_START else after
        grown = np.where(self.took_part["start"], after - before, 0)
        return np.maximum(grown, 0) if change == "amount_up" else np.minimum(grown, 0)

    def without_sum(self, change: str) -> Bools:
        """Which deals have no sum where a change weighs them; a change of sums weighs those that have one."""
        if change in AMOUNTS:
            return np.zeros(len(self.took_part["start"]), bool)
        values = self.values_before if change in _AT_THE_START else self.values_after
        return np.isnan(values.amount)

    @cached_property
    def _coins(self) -> tuple[Ints, Ints]:
        """What each deal weighs at both ends."""
        before, after = (_in_coins(values.amount) for values in (self.values_before, self.values_after))
        return before, after

    def deals(self, change: str) -> Bools:
        """Which deals a change is told of."""
        if change in AMOUNTS:
            return np.asarray(self.coins(change) != 0, dtype=bool)
        return self.changed_hands if change in HANDOVERS else self.took_part[change]


def movement(
    of: Occupancy, first: int, last: int, values_before: PastValues, values_after: PastValues
) -> Movement:
    """What moved the pipeline on some days up to T; nothing is changed.

    Args:
        of: where every deal stood on every day.
        first, last: the days, both included.
        values_before, values_after: amounts and holders at the end of the day before, and of the last.
    """
    before, after = Standing.of(of, first - 1), Standing.of(of, last)
    came = (of.created >= first) & (of.created <= last)
    ended = after.ended & ~before.open & (after.begun >= first)
    back = before.ended & (after.open | (ended & ((after.stage == of.rungs) | _opened(of, first, last))))
    created = came & (after.open | after.ended)
    added = ~came & ~before.open & ~before.ended & (after.open | (ended & ~of.undated_end))
    entered = created | back | added
    left = (before.open | entered) & ~after.open
    ends = {name: left & (after.stage == of.rungs + k) & after.ended for k, name in enumerate(LEAVING[:3])}
    took_part = {"start": before.open, "created": created, "reopened": back, "added": added, **ends}
    took_part["removed"] = left & ~np.logical_or.reduce(list(ends.values()))
    took_part["end"] = after.open
    return Movement(
        first,
        last,
        before,
        after,
        took_part | (_within(before, after) if of.by_stage else {}),
        values_before,
        values_after,
    )


def _opened(of: Occupancy, first: int, last: int) -> Bools:
    """Which deals came to stand in an open stage on one of the days."""
    stays, found = of.stays, np.zeros(len(of.created), bool)
    new = (stays.start >= first) & (stays.start <= last) & (stays.stage >= 0) & (stays.stage < of.rungs)
    found[stays.deal[new]] = True
    return found


def _within(before: Standing, after: Standing) -> dict[str, Bools]:
    """Deals open at both ends that stand further on, or further back; a move without a date is in neither."""
    both = before.open & after.open & (before.stage >= 0) & after.dated
    return {
        "advanced": both & (after.stage > before.stage),
        "moved_back": both & (after.stage < before.stage),
    }


def _in_coins(amount: Floats) -> Ints:
    return np.rint(np.nan_to_num(amount) * COINS).astype(np.int64)
