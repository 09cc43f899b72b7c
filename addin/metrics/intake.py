"""Intake: how many leads arrived, who took them, who let them go, and what lies unprocessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import is_in
from addin.deals.asof import Deals
from addin.deals.evidence import DAY, UNKNOWN, Bools, Ints, seconds
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES
from addin.deals.timeline import Timeline, day_number
from addin.metrics.time_quantiles import quantiles
from addin.periods import Period

HANDLING = ["taken", "dropped", "screened", "untouched", "unknown"]
"""Every lead is in exactly one."""
STANDING = ["in_intake", "in_work", "presale", "won", "lost", "nontarget", "unclassified"]
"""Every lead is in exactly one."""
_STANDING_OF = {
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
        handling, standing: places in ``HANDLING`` and ``STANDING``.
        wait: hours from creation to the first touch, the loss or T; NaN where it was taken nobody knows when.
        ending: of the wait: 0 T, 1 touch, 2 loss.
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
    standing: npt.NDArray[np.int8]
    wait: npt.NDArray[np.float64]
    ending: npt.NDArray[np.int8]
    age: Ints
    overdue: Bools
    managers: list[str]
    sources: list[str]
    timed: bool

    def only(self, kept: Ints | Bools) -> Leads:
        """Some of the leads."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        some: dict[str, Any] = {name: of[kept] for name, of in values.items() if isinstance(of, np.ndarray)}
        return replace(self, **some)

    def handled(self, how: str) -> Bools:
        """Which were handled so."""
        return np.asarray(self.handling == HANDLING.index(how))

    def by(self, what: By) -> tuple[npt.NDArray[np.integer], list[str]]:
        """The code of each lead's manager or source, and the names behind them."""
        return (self.manager, self.managers) if what == "manager" else (self.source, self.sources)


def leads_of(deals: Deals, timeline: Timeline) -> Leads:
    """Each lead with how it was handled and how it stands."""
    frame, t = deals.frame, timeline
    roles = [STANDING.index(_STANDING_OF.get(role, "unclassified")) for role in ROLES]
    standing = np.array([*roles, STANDING.index("unclassified")], np.int8)
    touch = seconds(frame["first_touch"])
    touch_at = _earlier(touch, t.worked_at)
    handling = _handling(deals, t, touch >= 0)
    wait, ending = _waits(deals, t, touch_at)
    taken = handling == HANDLING.index("taken")
    next_contact = seconds(frame["next_contact"])
    every = Leads(
        deal=np.arange(len(frame)),
        created=t.created,
        manager=t.manager[:, 0],
        source=t.source,
        handling=handling,
        standing=standing[t.role],
        wait=np.where(taken & (touch_at < 0), np.nan, wait),
        ending=ending,
        age=t.as_of_day - t.created,
        overdue=(t.rung >= 0) & (next_contact != UNKNOWN) & (next_contact // DAY < t.as_of_day),
        managers=t.managers,
        sources=t.sources,
        timed=_timed(frame, touch_at),
    )
    return every if t.is_lead.all() else every.only(np.flatnonzero(t.is_lead))


def _earlier(first: Ints, second: Ints) -> Ints:
    both = np.where((first >= 0) & (second >= 0), np.minimum(first, second), np.maximum(first, second))
    return np.maximum(both, UNKNOWN)


def _handling(deals: Deals, t: Timeline, touched: Bools) -> npt.NDArray[np.int8]:
    """The bucket of each lead, its place in ``HANDLING``; it ended straight from intake if something says so.

    Something: its own dated records without any work, or a lost-from that is an intake status.
    """
    intakes = [status for status, role in deals.stages.roles().items() if role is Role.INTAKE]
    lost_from_intake = deals.frame["lost_from"].isin(intakes).to_numpy()
    straight = (t.has_records | lost_from_intake) & ~t.worked
    lost, nontarget = (t.role == ROLES.index(role) for role in (Role.LOST, Role.NONTARGET))
    in_intake = t.role == ROLES.index(Role.INTAKE)
    found = [touched | t.worked, lost & straight, nontarget & straight, in_intake]
    return np.select(found, [np.int8(code) for code in range(len(found))], np.int8(len(found)))


def _waits(deals: Deals, t: Timeline, touch_at: Ints) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    created = seconds(deals.frame["created"])
    closed = is_in(t.role, ENDED)
    lost_at = np.where(closed, deals.status_at.since, UNKNOWN)
    end = int(deals.cutoff.timestamp())
    touched = touch_at >= 0
    lost = ~touched & (lost_at >= 0)
    until = np.where(touched, touch_at, np.where(lost, lost_at, end))
    ending = np.where(touched, 1, np.where(lost, 2, 0)).astype(np.int8)
    return np.maximum(until - created, 0) / _HOUR, ending


def _timed(frame: pd.DataFrame, touch_at: Ints) -> bool:
    """Whether both creation and touch carry a time of day anywhere."""
    touched = touch_at[touch_at >= 0]
    return bool((seconds(frame["created"]) % DAY != 0).any() and (touched % DAY != 0).any())


def span(period: Period, deals: Deals) -> tuple[dt.date, dt.date]:
    """First and last day of a period; of an open one the first and last day in the data."""
    return period.start or deals.frame["created"].min().date(), period.end or deals.as_of


def in_period(leads: Leads, start: dt.date, end: dt.date) -> Leads:
    """The leads created from ``start`` to ``end``, both included."""
    return leads.only((leads.created >= day_number(start)) & (leads.created <= day_number(end)))


def intake(leads: Leads) -> pd.DataFrame:
    """The counts and rates of all leads given, in one row; see :func:`intake_by`."""
    return pd.DataFrame(_intake(leads, np.zeros(len(leads.deal), np.int64), 1))


def intake_by(leads: Leads, by: By) -> pd.DataFrame:
    """One row a manager or source, by name, "" being those not given.

    Returns:
        ``by``, ``leads``, the counts of ``HANDLING`` and ``STANDING``, ``processed``; ``taken_rate`` and
        ``processed_rate`` (0 to 1, NaN where some handling is unknown) with ``*_low`` and ``*_high``, the
        shares if none or all of the unknown were; ``nontarget_rate`` among leads whose status is known and
        ``nontarget_coverage``, the share of these; ``hours_to_touch_median`` and ``hours_to_touch_p90``;
        ``oldest_untouched_days``; ``overdue``; ``note`` (a code).
    """
    codes, names = leads.by(by)
    present, groups = np.unique(codes, return_inverse=True)
    named = np.array([names[code] for code in present], dtype=object)
    return pd.DataFrame({by: named, **_intake(leads, groups, len(present))})


def intake_by_week(leads: Leads, start: dt.date, end: dt.date) -> pd.DataFrame:
    """One row an ISO week of the period, weeks without leads included; clipped weeks are ``partial``."""
    monday = start - dt.timedelta(days=start.weekday())
    count = (end - monday).days // 7 + 1
    groups = (leads.created - day_number(monday)) // 7
    mondays = [monday + dt.timedelta(days=7 * i) for i in range(count)]
    sundays = [day + dt.timedelta(days=6) for day in mondays]
    iso = [day.isocalendar() for day in mondays]
    weeks = {
        "week": [f"{d.year}-W{d.week:02d}" for d in iso],
        "date_from": [max(day, start) for day in mondays],
        "date_to": [min(day, end) for day in sundays],
        "partial": [m < start or s > end for m, s in zip(mondays, sundays, strict=True)],
    }
    return pd.DataFrame({**weeks, **_intake(leads, groups, count)})


def _intake(leads: Leads, groups: Ints, size: int) -> dict[str, npt.NDArray[Any]]:
    """The columns of a table with a row a group."""

    def tally(which: Bools) -> Ints:
        return np.bincount(groups[which], minlength=size)

    n = np.bincount(groups, minlength=size)
    handled = _tallied(HANDLING, leads.handling, groups, size)
    stood = _tallied(STANDING, leads.standing, groups, size)
    unknown = handled["unknown"]
    out: dict[str, npt.NDArray[Any]] = {"leads": n, **handled}
    out["processed"] = handled["taken"] + handled["dropped"] + handled["screened"]
    base = np.where(n > 0, n, np.nan)
    for name in ("taken", "processed"):
        low = out[f"{name}_low"] = out[name] / base
        out[f"{name}_high"] = (out[name] + unknown) / base
        out[f"{name}_rate"] = np.where(unknown == 0, low, np.nan)
    out |= stood
    classified = n - stood["unclassified"]
    out["nontarget_rate"] = stood["nontarget"] / np.where(classified > 0, classified, np.nan)
    out["nontarget_coverage"] = classified / base
    oldest = np.full(size, -np.inf)
    waiting = leads.handled("untouched")
    np.maximum.at(oldest, groups[waiting], leads.age[waiting])
    out["oldest_untouched_days"] = np.where(np.isfinite(oldest), oldest, np.nan)
    out["overdue"] = tally(leads.overdue)
    median, late = _touch_quantiles(leads, groups, size)
    out["hours_to_touch_median"], out["hours_to_touch_p90"] = median, late
    out["undated_touches"] = tally(np.isnan(leads.wait))
    untimed, undated = np.full(size, not leads.timed), out["undated_touches"] > 0
    out["note"] = np.select(
        [n == 0, unknown > 0, untimed, undated, np.isnan(median), np.isnan(late)],
        ["none", "handling_unknown", "no_times", "touch_undated", "median", "p90"],
        "",
    )
    return out


def _tallied(names: list[str], codes: npt.NDArray[np.int8], groups: Ints, size: int) -> dict[str, Ints]:
    """How many of each group bear each of the names."""
    counts = np.bincount(codes.astype(np.int64) * size + groups, minlength=len(names) * size)
    return dict(zip(names, counts.reshape(len(names), size), strict=True))


def _touch_quantiles(
    leads: Leads, groups: Ints, size: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    found = np.full((size, 2), np.nan)
    if leads.timed and len(groups):
        known = np.flatnonzero(~np.isnan(leads.wait))
        known = known[np.argsort(groups[known], kind="stable")]
        bounds = np.searchsorted(groups[known], np.arange(size + 1))
        for g in range(size):
            part = known[bounds[g] : bounds[g + 1]]
            found[g] = quantiles(leads.wait[part], leads.ending[part], (0.5, 0.9))
    return found[:, 0], found[:, 1]


def taken_by_week(leads: Leads) -> pd.DataFrame:
    """``manager, week, n``: leads taken, by the ISO week (its Monday as a day) of their creation."""
    taken = leads.handled("taken")
    size = len(leads.managers)
    cell, n = np.unique((leads.created[taken] + 3) // 7 * size + leads.manager[taken], return_counts=True)
    names = np.array(leads.managers, dtype=object)
    return pd.DataFrame({"manager": names[cell % size], "week": cell // size, "n": n})
