"""Which way it goes: what each of the last months and weeks brought, and how it had stood on the same day.

A month that is not over is set beside what earlier months had brought by the same day of the month, as it was
known then; so 18 days are never compared with 30.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import NEVER, UNKNOWN, Bools
from addin.deals.stages import Role
from addin.deals.status_at import ROLES
from addin.deals.timeline import Timeline
from addin.deals.visits import Visits
from addin.metrics.calendar import date_of, first_day, last_day, month, month_name, month_of
from addin.metrics.conversion import UNDATED, Columns
from addin.metrics.leads import Leads
from addin.metrics.occupancy import DaySnapshot, Occupancy
from addin.metrics.past_rates import win_rates
from addin.metrics.revenue import revenue_between

Floats = npt.NDArray[np.float64]

PERIODS = 13
"""Months shown, so that the same month a year before is the first; and as many weeks."""


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, and the day ``until`` which they had gone by as T's own have."""

    first: int
    last: int
    until: int


@dataclass(frozen=True, eq=False)
class Course:
    """What a trend is made from, all of one T.

    Args:
        leads: every lead.
        timeline, occupancy, visits: of the same deals.
        presale: which rungs are pre-sale.
        plan: ``month`` (first day), ``manager``, ``amount``.
        horizon: H in days.
        first_day: the day the first deal was created.
    """

    leads: Leads
    timeline: Timeline
    occupancy: Occupancy
    visits: Visits
    presale: Bools
    plan: pd.DataFrame
    horizon: int
    first_day: int


def months_up_to(day: int, count: int = PERIODS) -> list[Span]:
    """The last months up to that of a day, oldest first; each until the same day of the month or its last."""
    this = month(day)
    return [month_span(index, day) for index in range(this - count + 1, this + 1)]


def month_span(index: int, day: int) -> Span:
    """A month until the same day of it as ``day`` is of its own."""
    first, last = first_day(index), last_day(index)
    return Span(first, last, min(first + day - first_day(month(day)), last))


def weeks_up_to(day: int, count: int = PERIODS) -> list[Span]:
    """The last ISO weeks up to that of a day, oldest first; each until the same day of the week."""
    monday = day - date_of(day).weekday()
    return [
        Span(first, first + 6, first + day - monday) for first in range(monday - 7 * (count - 1), day + 1, 7)
    ]


def trend(of: Course, spans: Sequence[Span]) -> pd.DataFrame:
    """One row a month: what it brought, and how it had stood on the same day of the month as T.

    Returns:
        ``month`` (2026-09), the columns of :func:`brought`, ``plan``, ``so_far_to`` (a date), ``leads_so_far,
        taken_so_far, wins_so_far, revenue_so_far`` (from the month's first day to that day, as known then),
        ``presale_so_far`` (money in pre-sale at the end of that day), ``won_rate_so_far`` (first stage → won
        within H as known that day, 0 to 1) and ``note`` (a code). NaN is not known.
    """
    index = [month(span.first) for span in spans]
    planned = month_of(of.plan["month"])
    amount = of.plan["amount"].to_numpy(dtype=float)
    plan = [amount[planned == each].sum() if (planned == each).any() else np.nan for each in index]
    columns = brought(of, spans)
    note = columns.pop("note")
    return pd.DataFrame(
        {
            "month": [month_name(each) for each in index],
            **columns,
            "plan": plan,
            **so_far(of, spans),
            "note": note,
        }
    )


def weekly_trend(of: Course, spans: Sequence[Span]) -> pd.DataFrame:
    """One row an ISO week: ``week`` (2026-W38), ``date_from, date_to`` and the columns of :func:`brought`."""
    iso = [date_of(span.first).isocalendar() for span in spans]
    days = {
        "date_from": [date_of(span.first) for span in spans],
        "date_to": [date_of(span.last) for span in spans],
    }
    return pd.DataFrame({"week": [f"{d.year}-W{d.week:02d}" for d in iso], **days, **brought(of, spans)})


def brought(of: Course, spans: Sequence[Span]) -> Columns:
    """What each span has brought by T.

    Returns:
        ``leads`` and ``taken`` of those created in it, as in the intake of these days; ``wins`` that came in
        it and stand, ``revenue`` (their amounts on record), ``average`` (of the wins with an amount), and
        ``note`` (a code).
    """
    T, leads = of.occupancy.as_of_day, of.leads
    now = of.occupancy.at(T)
    taken = leads.handled("taken")
    out = {
        "leads": _within(leads.created, spans),
        "taken": _within(leads.created[taken], spans),
        "wins": _within(now.wins.day, spans),
    }
    money = [revenue_between(now, span.first, span.last) for span in spans]
    revenue, unpriced = (np.array(each, dtype=float) for each in zip(*money, strict=True))
    priced = out["wins"] - unpriced
    out |= {"revenue": revenue, "average": revenue / np.where(priced > 0, priced, np.nan)}
    undated = of.occupancy.undated_win_share > UNDATED
    if undated:
        out |= dict.fromkeys(("wins", "revenue", "average"), np.full(len(spans), np.nan))
    before = np.array([span.last < of.first_day for span in spans])
    note = np.select(
        [
            before,
            np.full(len(spans), undated),
            [span.last > T for span in spans],
            [span.first < of.first_day for span in spans],
        ],
        ["no_records", "wins_undated", "running", "records_begin"],
        "",
    )
    return {name: np.where(before, np.nan, values) for name, values in out.items()} | {"note": note}


def so_far(of: Course, spans: Sequence[Span]) -> Columns:
    """How each span had stood on its day ``until``; see :func:`trend`."""
    cut = [Span(span.first, span.until, span.until) for span in spans]
    past = [of.occupancy.at(span.until) for span in cut]
    before = np.array([span.until < of.first_day for span in cut])
    undated = of.occupancy.undated_win_share > UNDATED
    wins = [_within(at.wins.day, [span])[0] for at, span in zip(past, cut, strict=True)]
    revenue = [revenue_between(at, span.first, span.until)[0] for at, span in zip(past, cut, strict=True)]
    found = {
        "leads_so_far": _within(of.leads.created, cut),
        "taken_so_far": _taken_by_then(of, cut),
        "wins_so_far": np.where(undated, np.nan, wins),
        "revenue_so_far": np.where(undated, np.nan, revenue),
        "presale_so_far": np.array([_presale_money(of, at) for at in past]),
        "won_rate_so_far": win_rates(of.visits, of.occupancy, [span.until for span in cut], of.horizon),
    }
    days = np.array([date_of(span.until) for span in cut], dtype=object)
    return {"so_far_to": days} | {name: np.where(before, np.nan, values) for name, values in found.items()}


def _within(days: npt.NDArray[np.integer], spans: Sequence[Span]) -> Floats:
    """How many of some days lie in each span."""
    ordered = np.sort(days)
    first = np.searchsorted(ordered, [span.first for span in spans], side="left")
    return np.asarray(
        np.searchsorted(ordered, [span.last for span in spans], side="right") - first, dtype=float
    )


def _taken_by_then(of: Course, spans: Sequence[Span]) -> Floats:
    """Leads of each span taken by its last day; on past days NaN where too many touches have no date."""
    leads, taken = of.leads, of.leads.handled("taken")
    dated = leads.touched >= 0
    if (taken & ~dated).sum() > UNDATED * max(int(taken.sum()), 1):
        found = np.full(len(spans), np.nan)
    else:
        touched = np.where(dated, leads.touched, leads.created)
        found = np.array(
            [_within(leads.created[taken & (touched <= span.last)], [span])[0] for span in spans]
        )
    at_T = np.array([span.last == of.occupancy.as_of_day for span in spans])
    return np.where(at_T, _within(leads.created[taken], spans), found)


def _presale_money(of: Course, at: DaySnapshot) -> float:
    """The recorded amounts of the deals in pre-sale at the end of a day; NaN where stages are not known."""
    occupancy, t = of.occupancy, of.timeline
    if not of.presale.any() or not occupancy.has_amounts:
        return np.nan
    if at.day == occupancy.as_of_day:
        here = (t.role == ROLES.index(Role.PRESALE)) & t.is_lead
        return float(np.nansum(t.amount[here]))
    if not occupancy.by_stage or at.day < occupancy.records_start != NEVER:
        return np.nan
    open_deals = at.open_deals
    unknown = int(at.created.sum()) - int((at.stage != UNKNOWN).sum())
    if unknown > UNDATED * (len(open_deals.deal) + unknown):
        return np.nan
    return float(np.nansum(occupancy.amount[open_deals.deal[of.presale[open_deals.rung]]]))
