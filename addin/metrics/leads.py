"""What is known of each lead at T: how it was handled, how long it waited, what state it is in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import is_in
from addin.deals.asof import Deals
from addin.deals.evidence import DAY, UNKNOWN, Bools, Ints, seconds
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES
from addin.deals.timeline import Timeline, day_number
from addin.deals.values.elapsed import utc_seconds
from addin.periods import Period
from addin.time_zones import time_zone

HANDLING = ["taken", "dropped", "screened", "untouched", "unknown"]
"""Every lead is in exactly one."""
STATES = ["in_intake", "in_work", "presale", "won", "lost", "nontarget", "unclassified"]
"""Every lead is in exactly one."""
_STATE_OF = {
    Role.INTAKE: "in_intake",
    Role.WORK: "in_work",
    Role.PRESALE: "presale",
    Role.WON: "won",
    Role.LOST: "lost",
    Role.NONTARGET: "nontarget",
}
_HOUR = 3600.0

By = Literal["manager", "source"]
BY: tuple[By, ...] = ("manager", "source")


@dataclass(frozen=True, eq=False)
class Leads:
    """What is known of each lead at T; arrays over leads.

    Args:
        deal: its position.
        created: the day.
        manager: code of who took it, else of who holds it.
        source: code.
        handling, state: places in ``HANDLING`` and ``STATES``.
        wait: hours from creation to the first touch, the loss or T; NaN where it was taken nobody knows when.
        wait_end: what ended the wait: 0 T, 1 touch, 2 loss.
        touched: the day of the first touch, ``UNKNOWN`` where there was none or nobody knows when.
        age: days.
        overdue: an open deal whose next contact is before T.
        managers, sources: the names behind the codes, in their order.
        timed: whether the input has times of day, so that hours mean something.
    """

    deal: Ints
    created: Ints
    manager: npt.NDArray[np.int32]
    source: Ints
    handling: npt.NDArray[np.int8]
    state: npt.NDArray[np.int8]
    wait: npt.NDArray[np.float64]
    wait_end: npt.NDArray[np.int8]
    touched: Ints
    age: Ints
    overdue: Bools
    managers: list[str]
    sources: list[str]
    timed: bool

    def select(self, rows: Ints | Bools) -> Leads:
        """Some of the leads."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        some: dict[str, Any] = {name: of[rows] for name, of in values.items() if isinstance(of, np.ndarray)}
        return replace(self, **some)

    def handled(self, how: str) -> Bools:
        """Which were handled so."""
        return np.asarray(self.handling == HANDLING.index(how))

    def codes_of(self, by: By) -> tuple[npt.NDArray[np.integer], list[str]]:
        """The code of each lead's manager or source, and the names behind them."""
        return (self.manager, self.managers) if by == "manager" else (self.source, self.sources)


def leads_of(deals: Deals, timeline: Timeline, timezone: str = "UTC") -> Leads:
    """Each lead with how it was handled and what state it is in.

    Args:
        deals: as of T.
        timeline: of the same deals.
        timezone: the IANA name of the zone whose clocks their times are by.
    """
    frame, t = deals.frame, timeline
    roles = [STATES.index(_STATE_OF.get(role, "unclassified")) for role in ROLES]
    states = np.array([*roles, STATES.index("unclassified")], np.int8)
    touch = seconds(frame["first_touch"])
    touch_at = _earlier(touch, t.worked_at)
    handling = _handling(deals, t, touch >= 0)
    wait, wait_end = _waits(deals, t, touch_at, time_zone(timezone))
    taken = handling == HANDLING.index("taken")
    next_contact = seconds(frame["next_contact"])
    leads = Leads(
        deal=np.arange(len(frame)),
        created=t.created,
        manager=t.manager[:, 0],
        source=t.source,
        handling=handling,
        state=states[t.role],
        wait=np.where(taken & (touch_at < 0), np.nan, wait),
        wait_end=wait_end,
        touched=np.where(touch_at >= 0, touch_at // DAY, UNKNOWN),
        age=t.as_of_day - t.created,
        overdue=(t.rung >= 0) & (next_contact != UNKNOWN) & (next_contact // DAY < t.as_of_day),
        managers=t.managers,
        sources=t.sources,
        timed=_timed(frame, touch_at),
    )
    return leads if t.is_lead.all() else leads.select(np.flatnonzero(t.is_lead))


def _earlier(first: Ints, second: Ints) -> Ints:
    """The earlier of two times, either of which may be unknown."""
    both = np.where((first >= 0) & (second >= 0), np.minimum(first, second), np.maximum(first, second))
    return np.maximum(both, UNKNOWN)


def _handling(deals: Deals, t: Timeline, touched: Bools) -> npt.NDArray[np.int8]:
    """The bucket of each lead, its place in ``HANDLING``; it ended straight from intake if something says so.

    Something: its own dated records without any work, or a lost-from that is an intake status.
    """
    intakes = [status for status, role in deals.stages.roles().items() if role is Role.INTAKE]
    lost_from_intake = deals.frame["lost_from"].isin(intakes).to_numpy()
    straight = (t.has_records | lost_from_intake) & ~t.worked & ~t.perhaps_worked
    lost, nontarget = (t.role == ROLES.index(role) for role in (Role.LOST, Role.NONTARGET))
    in_intake = t.role == ROLES.index(Role.INTAKE)
    found = [touched | t.worked, lost & straight, nontarget & straight, in_intake]
    return np.select(found, [np.int8(code) for code in range(len(found))], np.int8(len(found)))


def _waits(
    deals: Deals, t: Timeline, touch_at: Ints, zone: ZoneInfo
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Hours each lead waited, and what ended the wait; ``touch_at`` is the first touch in seconds."""
    created = seconds(deals.frame["created"])
    closed = is_in(t.role, ENDED)
    lost_at = np.where(closed, deals.status_at.since, UNKNOWN)
    end = int(deals.cutoff.timestamp())
    touched = touch_at >= 0
    lost = ~touched & (lost_at >= 0)
    until = np.where(touched, touch_at, np.where(lost, lost_at, end))
    wait_end = np.where(touched, 1, np.where(lost, 2, 0)).astype(np.int8)
    waited = utc_seconds(until, zone) - utc_seconds(created, zone)
    return np.maximum(waited, 0) / _HOUR, wait_end


def _timed(frame: pd.DataFrame, touch_at: Ints) -> bool:
    """Whether both creation and touch carry a time of day anywhere."""
    touched = touch_at[touch_at >= 0]
    return bool((seconds(frame["created"]) % DAY != 0).any() and (touched % DAY != 0).any())


def period_bounds(period: Period, deals: Deals) -> tuple[dt.date, dt.date]:
    """First and last day of a period; of an open one the first and last day in the data."""
    return period.start or deals.frame["created"].min().date(), period.end or deals.as_of


def in_period(leads: Leads, start: dt.date, end: dt.date) -> Leads:
    """The leads created from ``start`` to ``end``, both included."""
    return leads.select((leads.created >= day_number(start)) & (leads.created <= day_number(end)))
