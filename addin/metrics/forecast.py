"""A month's revenue: what has come, and what is still to come from pre-sale, earlier stages and new leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.pipeline_value import Outlook, Part
from addin.metrics.revenue import revenue
from addin.metrics.simulation import Shock, intervals, seed_of

COMPONENTS = ("closed", "presale", "earlier", "new", "total")
AHEAD = 62
"""The most days from a day to the end of the month after its own."""


@dataclass(frozen=True)
class MonthOutlook:
    """The money of one month as it looks from one day.

    Args:
        month: counted from 1970-01.
        closed: what has come of it by then; NaN where wins have no dates or no amounts.
        parts: what is still to come, by component.
        note: a code that says why nothing is told, "" where it is.
    """

    month: int
    closed: float
    parts: dict[str, Part]
    note: str

    @cached_property
    def to_come(self) -> float:
        """Money expected beyond what has come; NaN where a part is not told."""
        return float(sum(part.mean for part in self.parts.values()))

    @cached_property
    def variance(self) -> float:
        """Of that money, by the luck of the draw alone."""
        return float(sum(part.variance for part in self.parts.values()))


def month_ahead(found: Outlook, which: int) -> MonthOutlook:
    """A month's money from the day of the outlook; the month ends after that day, 62 days on at most."""
    day = found.moment.day
    after = max(first_day(which) - 1 - day, 0)
    parts = found.parts(after, last_day(which) - day)
    closed, unpriced = revenue(found.moment, which)
    note = _note(found, parts, closed)
    return MonthOutlook(which, closed, parts, note or ("unpriced_wins" if unpriced else ""))


def forecast(found: Outlook, shocks: tuple[Shock, Shock]) -> pd.DataFrame:
    """This month (unless it is over) and the next, five components each.

    Args:
        found: the outlook of T, 62 days ahead.
        shocks: of this month's money to come, and of the next month's.

    Returns:
        ``month`` (2026-09), ``component`` (a code), ``mean``, ``low``, ``high`` (80 %; those of what is
        closed are itself), ``deals`` (open deals of the component) and ``note`` (a code).
    """
    this, seed = month(found.moment.day), seed_of(found.moment)
    rows: list[dict[str, object]] = []
    for step, shock in enumerate(shocks):
        which = this + step
        if last_day(which) > found.moment.day:
            rows += _rows(month_ahead(found, which), shock, seed + step)
    columns = ["month", "component", "mean", "low", "high", "deals", "note"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:6], float))


def _rows(of: MonthOutlook, shock: Shock, seed: int) -> list[dict[str, object]]:
    limits = intervals(of.closed, of.parts, shock, seed)
    means = {"closed": of.closed} | {name: part.mean for name, part in of.parts.items()}
    means["total"] = float(sum(means.values()))
    deals = {name: len(part.deal) for name, part in of.parts.items() if name != "new"}
    limits["closed"] = (of.closed, of.closed)
    return [
        {
            "month": month_name(of.month),
            "component": name,
            "mean": means[name],
            "low": limits[name][0],
            "high": limits[name][1],
            "deals": deals.get(name, np.nan),
            "note": _row_note(of, name, means[name], shock),
        }
        for name in COMPONENTS
    ]


def _row_note(of: MonthOutlook, name: str, mean: float, shock: Shock) -> str:
    if name == "closed":
        return of.note if of.note in ("no_amounts", "unpriced_wins", "no_win_dates") else ""
    if not np.isfinite(mean):
        return of.note if of.note not in ("", "unpriced_wins") else "few_deals"
    return "shock_default" if name == "total" and not shock.learnt else ""


def _note(found: Outlook, parts: dict[str, Part], closed: float) -> str:
    if not np.isfinite(closed):
        return "no_amounts"
    if found.chances is None:
        return "no_win_dates"
    return "" if all(part.told for part in parts.values()) else "few_deals"
