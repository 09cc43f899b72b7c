"""Intake: how many leads arrived, who took them, who let them go, and what lies unprocessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.cores import at_once
from addin.deals.evidence import DAY, UNKNOWN, Bools, Ints, seconds
from addin.deals.stages import Role
from addin.deals.standing import ENDED, ROLES
from addin.deals.timeline import Timeline, day_number
from addin.metrics.incidence import quantile
from addin.settings import Period

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


@dataclass(frozen=True)
class Leads:
    """What is known of each lead at T.

    Args:
        table: one row a lead: ``deal`` (position), ``created`` (day), ``manager`` (who took it, else who
            holds it), ``source``, ``handling``, ``standing``, ``wait`` (hours from creation to the first
            touch, the loss or T; NaN where it was taken nobody knows when), ``ending`` (of the wait: 0 T,
            1 touch, 2 loss), ``age`` (days),
            ``overdue`` (an open deal whose next contact is before T).
        timed: whether the input has times of day, so that hours mean something.
    """

    table: pd.DataFrame
    timed: bool


def leads_of(deals: Deals, timeline: Timeline) -> Leads:
    """Each lead with how it was handled and how it stands."""
    frame, t = deals.frame, timeline
    roles = [*(_STANDING_OF.get(role, "") for role in ROLES), "unclassified"]
    touch = seconds(frame["first_touch"])
    touch_at = _earlier(touch, t.worked_at)
    handling = _handling(deals, t, touch >= 0)
    taken = handling == HANDLING.index("taken")
    wait, ending = _waits(deals, t, touch_at)
    wait = np.where(taken & (touch_at < 0), np.nan, wait)
    next_contact = seconds(frame["next_contact"]) // DAY
    overdue = (t.rung >= 0) & frame["next_contact"].notna().to_numpy() & (next_contact < t.last)
    texts = {
        "manager": partial(_named, t.managers, t.holder[:, 0]),
        "source": partial(_named, t.sources, t.source),
        "handling": partial(_named, HANDLING, handling),
        "standing": partial(_named, roles, np.where(t.state < 0, len(ROLES), t.state)),
    }
    named = dict(zip(texts, at_once(list(texts.values()), len(frame)), strict=True))
    table = pd.DataFrame(
        {
            "deal": np.arange(len(frame)),
            "created": t.created,
            **named,
            "wait": wait,
            "ending": ending,
            "age": t.last - t.created,
            "overdue": overdue,
        }
    )
    leads = table if t.lead.all() else table[t.lead].reset_index(drop=True)
    return Leads(leads, _timed(frame, touch_at))


def _named(names: Sequence[str], codes: npt.NDArray[np.integer]) -> pd.Series:
    """The names of codes as a column, without a Python object a row."""
    return pd.Series(names, dtype="str").take(codes).reset_index(drop=True)


def _earlier(first: Ints, second: Ints) -> Ints:
    both = np.where((first >= 0) & (second >= 0), np.minimum(first, second), np.maximum(first, second))
    return np.maximum(both, UNKNOWN)


def _handling(deals: Deals, t: Timeline, touched: Bools) -> npt.NDArray[np.int8]:
    """The bucket of each lead, its place in ``HANDLING``; it ended straight from intake if something says so.

    Something: its own dated records without any work, or a lost-from that is an intake status.
    """
    intakes = [status for status, role in deals.stages.roles().items() if role is Role.INTAKE]
    lost_from_intake = deals.frame["lost_from"].isin(intakes).to_numpy()
    straight = (t.covered | lost_from_intake) & ~t.worked
    lost, nontarget = (t.state == ROLES.index(role) for role in (Role.LOST, Role.NONTARGET))
    in_intake = t.state == ROLES.index(Role.INTAKE)
    found = [touched | t.worked, lost & straight, nontarget & straight, in_intake]
    return np.select(found, [np.int8(code) for code in range(len(found))], np.int8(len(found)))


def _waits(deals: Deals, t: Timeline, touch_at: Ints) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    created = seconds(deals.frame["created"])
    closed = np.isin(t.state, ENDED)
    lost_at = np.where(closed, deals.standing.since, UNKNOWN)
    end = int(deals.end.timestamp())
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
    first = deals.frame["created"].min().date()
    return period.start or first, period.end or deals.as_of


def in_period(leads: Leads, start: dt.date, end: dt.date) -> Leads:
    """The leads created from ``start`` to ``end``, both included."""
    created = leads.table["created"]
    chosen = (created >= day_number(start)) & (created <= day_number(end))
    return Leads(leads.table[chosen].reset_index(drop=True), leads.timed)


def intake(leads: Leads) -> pd.DataFrame:
    """The counts and rates of all leads given, in one row; see :func:`intake_by`."""
    return _intake(leads, np.zeros(len(leads.table), np.int64), 1)


def intake_by(leads: Leads, by: str) -> pd.DataFrame:
    """One row a manager or source, by name, "" being those not given.

    Returns:
        ``by``, ``leads``, the counts of ``HANDLING`` and ``STANDING``, ``processed``; ``taken_rate`` and
        ``processed_rate`` (0 to 1, NaN where some handling is unknown) with ``*_low`` and ``*_high``, the
        shares if none or all of the unknown were; ``nontarget_rate`` among leads whose status is known and
        ``nontarget_coverage``, the share of these; ``hours_to_touch_median`` and ``hours_to_touch_p90``;
        ``oldest_untouched_days``; ``overdue``; ``note`` (a code).
    """
    names = np.sort(leads.table[by].unique().astype(object))
    groups = pd.Index(names).get_indexer(leads.table[by])
    table = _intake(leads, groups, len(names))
    table.insert(0, by, names)
    return table


def intake_by_week(leads: Leads, start: dt.date, end: dt.date) -> pd.DataFrame:
    """One row an ISO week of the period, weeks without leads included; clipped weeks are ``partial``."""
    monday = start - dt.timedelta(days=start.weekday())
    count = (end - monday).days // 7 + 1
    groups = (leads.table["created"].to_numpy() - day_number(monday)) // 7
    table = _intake(leads, groups, count)
    mondays = [monday + dt.timedelta(days=7 * i) for i in range(count)]
    sundays = [day + dt.timedelta(days=6) for day in mondays]
    iso = [day.isocalendar() for day in mondays]
    table.insert(0, "week", [f"{d.year}-W{d.week:02d}" for d in iso])
    table.insert(1, "date_from", [max(day, start) for day in mondays])
    table.insert(2, "date_to", [min(day, end) for day in sundays])
    table.insert(3, "partial", [m < start or s > end for m, s in zip(mondays, sundays, strict=True)])
    return table


def _intake(leads: Leads, groups: npt.NDArray[np.int64], size: int) -> pd.DataFrame:
    table = leads.table

    def tally(which: pd.Series) -> npt.NDArray[np.int64]:
        return np.bincount(groups[which.to_numpy()], minlength=size)

    out = pd.DataFrame({"leads": np.bincount(groups, minlength=size)})
    for name in HANDLING:
        out[name] = tally(table["handling"] == name)
    out["processed"] = out["taken"] + out["dropped"] + out["screened"]
    base = out["leads"].where(out["leads"] > 0)
    for name in ("taken", "processed"):
        out[f"{name}_low"] = out[name] / base
        out[f"{name}_high"] = (out[name] + out["unknown"]) / base
        out[f"{name}_rate"] = out[f"{name}_low"].where(out["unknown"] == 0)
    for name in STANDING:
        out[name] = tally(table["standing"] == name)
    classified = out["leads"] - out["unclassified"]
    out["nontarget_rate"] = out["nontarget"] / classified.where(classified > 0)
    out["nontarget_coverage"] = classified / base
    untouched = table[table["handling"] == "untouched"]
    oldest = pd.Series(untouched["age"].to_numpy()).groupby(groups[untouched.index]).max()
    out["oldest_untouched_days"] = oldest.reindex(range(size)).to_numpy(dtype=float)
    out["overdue"] = tally(table["overdue"])
    out["hours_to_touch_median"], out["hours_to_touch_p90"] = _touch_quantiles(leads, groups, size)
    out["undated_touches"] = tally(table["wait"].isna())
    out["note"] = np.select(
        [
            out["leads"] == 0,
            out["unknown"] > 0,
            np.full(size, not leads.timed),
            out["undated_touches"] > 0,
            out["hours_to_touch_median"].isna(),
            out["hours_to_touch_p90"].isna(),
        ],
        ["none", "handling_unknown", "no_times", "touch_undated", "median", "p90"],
        "",
    )
    return out


def _touch_quantiles(
    leads: Leads, groups: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    median, late = np.full(size, np.nan), np.full(size, np.nan)
    if leads.timed and len(groups):
        known = leads.table["wait"].notna().to_numpy()
        groups, table = groups[known], leads.table[known]
        order = np.argsort(groups, kind="stable")
        bounds = np.searchsorted(groups[order], np.arange(size + 1))
        wait, ending = table["wait"].to_numpy()[order], table["ending"].to_numpy()[order]
        for g in range(size):
            part = slice(bounds[g], bounds[g + 1])
            median[g] = quantile(wait[part], ending[part], 0.5)
            late[g] = quantile(wait[part], ending[part], 0.9)
    return median, late


def taken_by_week(leads: Leads) -> pd.DataFrame:
    """``manager, week, n``: leads taken, by the ISO week (its Monday as a day) of their creation."""
    taken = leads.table[leads.table["handling"] == "taken"]
    week = (taken["created"] + 3) // 7
    counted = taken.assign(week=week).groupby(["manager", "week"], as_index=False).size()
    return counted.rename(columns={"size": "n"})
