"""Intake: how many leads arrived, who took them, who let them go, and what lies unprocessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import Ints
from addin.deals.timeline import day_number
from addin.metrics.leads import HANDLING, STATES, By, Leads
from addin.metrics.time_quantiles import quantiles

Floats = npt.NDArray[np.float64]
Columns = dict[str, npt.NDArray[Any]]


def intake(leads: Leads) -> pd.DataFrame:
    """The counts and rates of all leads given, in one row; see :func:`intake_by`."""
    return pd.DataFrame(_columns(leads, np.zeros(len(leads.deal), np.int64), 1))


def intake_by(leads: Leads, by: By) -> pd.DataFrame:
    """One row a manager or source, by name, "" being those not given.

    Returns:
        ``by``, ``leads``, the counts of ``HANDLING`` and ``STATES``, ``processed``; ``taken_rate`` and
        ``processed_rate`` (0 to 1, NaN where some handling is unknown) with ``*_low`` and ``*_high``, the
        shares if none or all of the unknown were; ``nontarget_rate`` among leads whose status is known and
        ``nontarget_coverage``, the share of these; ``hours_to_touch_median`` and ``hours_to_touch_p90``;
        ``oldest_untouched_days``; ``overdue``; ``note`` (a code).
    """
    codes, names = leads.codes_of(by)
    present, groups = np.unique(codes, return_inverse=True)
    named = np.array([names[code] for code in present], dtype=object)
    return pd.DataFrame({by: named, **_columns(leads, groups, len(present))})


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
    return pd.DataFrame({**weeks, **_columns(leads, groups, count)})


def _columns(leads: Leads, groups: Ints, size: int) -> Columns:
    """The columns of a table with a row a group."""
    n = np.bincount(groups, minlength=size)
    handled = _count_codes(HANDLING, leads.handling, groups, size)
    states = _count_codes(STATES, leads.state, groups, size)
    base = np.where(n > 0, n, np.nan)
    out: Columns = {"leads": n, **handled}
    out["processed"] = handled["taken"] + handled["dropped"] + handled["screened"]
    out |= _rates(out, base) | states
    classified = n - states["unclassified"]
    out["nontarget_rate"] = states["nontarget"] / np.where(classified > 0, classified, np.nan)
    out["nontarget_coverage"] = classified / base
    out["oldest_untouched_days"] = _oldest_untouched(leads, groups, size)
    out["overdue"] = np.bincount(groups[leads.overdue], minlength=size)
    median, p90 = _touch_quantiles(leads, groups, size)
    out["hours_to_touch_median"], out["hours_to_touch_p90"] = median, p90
    undated = out["undated_touches"] = np.bincount(groups[np.isnan(leads.wait)], minlength=size)
    untimed = np.full(size, not leads.timed)
    out["note"] = np.select(
        [n == 0, handled["unknown"] > 0, untimed, undated > 0, np.isnan(median), np.isnan(p90)],
        ["none", "handling_unknown", "no_times", "touch_undated", "median", "p90"],
        "",
    )
    return out


def _rates(counts: Columns, base: Floats) -> Columns:
    """Shares of leads taken and processed: if none or all of the unknown were, and where none is unknown."""
    out: Columns = {}
    for name in ("taken", "processed"):
        low = out[f"{name}_low"] = counts[name] / base
        out[f"{name}_high"] = (counts[name] + counts["unknown"]) / base
        out[f"{name}_rate"] = np.where(counts["unknown"] == 0, low, np.nan)
    return out


def _count_codes(names: list[str], codes: npt.NDArray[np.int8], groups: Ints, size: int) -> dict[str, Ints]:
    """How many of each group bear each of the names."""
    counts = np.bincount(codes.astype(np.int64) * size + groups, minlength=len(names) * size)
    return dict(zip(names, counts.reshape(len(names), size), strict=True))


def _oldest_untouched(leads: Leads, groups: Ints, size: int) -> Floats:
    """Days since the oldest untouched lead of each group was created; NaN without any."""
    oldest = np.full(size, -np.inf)
    untouched = leads.handled("untouched")
    np.maximum.at(oldest, groups[untouched], leads.age[untouched])
    return np.where(np.isfinite(oldest), oldest, np.nan)


def _touch_quantiles(leads: Leads, groups: Ints, size: int) -> tuple[Floats, Floats]:
    """Median and 90 % quantile of each group's hours to the first touch; NaN where not reached."""
    found = np.full((size, 2), np.nan)
    if leads.timed and len(groups):
        known = np.flatnonzero(~np.isnan(leads.wait))
        known = known[np.argsort(groups[known], kind="stable")]
        bounds = np.searchsorted(groups[known], np.arange(size + 1))
        for g in range(size):
            part = known[bounds[g] : bounds[g + 1]]
            found[g] = quantiles(leads.wait[part], leads.wait_end[part], (0.5, 0.9))
    return found[:, 0], found[:, 1]


def taken_by_week(leads: Leads) -> pd.DataFrame:
    """``manager, week, n``: leads taken, by the ISO week (its Monday as a day) of their creation."""
    taken = leads.handled("taken")
    size = len(leads.managers)
    cell, n = np.unique((leads.created[taken] + 3) // 7 * size + leads.manager[taken], return_counts=True)
    names = np.array(leads.managers, dtype=object)
    return pd.DataFrame({"manager": names[cell % size], "week": cell // size, "n": n})
