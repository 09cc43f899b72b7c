"""A month's revenue: what has come, and what is still to come from pre-sale, earlier stages and new leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from addin.metrics.arrivals import leads_ended
from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.intervals import component_intervals
from addin.metrics.pipeline_value import Component, PipelineValue
from addin.metrics.revenue import revenue
from addin.metrics.shock import Calibration
from addin.metrics.simulation import seed_of

COMPONENTS = ("closed", "presale", "earlier", "new", "total")
DAYS_AHEAD = 62
"""The most days from a day to the end of the month after its own."""


@dataclass(frozen=True)
class MonthForecast:
    """The money of one month as it looks from one day.

    Args:
        month: counted from 1970-01.
        closed: what has come of it by then, on record; NaN where no deal has an amount.
        unpriced_wins: wins of it by then that have no amount.
        components: what is still to come.
        note: a code that says why nothing is told, "" where it is.
    """

    month: int
    closed: float
    unpriced_wins: int
    components: dict[str, Component]
    note: str

    @cached_property
    def to_come(self) -> float:
        """Money expected beyond what has come; NaN where a component is not told."""
        return float(sum(part.mean for part in self.components.values()))

    @cached_property
    def unpriced_expected(self) -> float:
        """What wins without a sum on record may bring beside that; NaN where a component is not told."""
        return float(sum(part.unpriced_expected for part in self.components.values()))

    @cached_property
    def variance(self) -> float:
        """Of that money, by the luck of the draw alone."""
        return float(sum(part.variance for part in self.components.values()))


def month_forecast(pipeline: PipelineValue, month: int) -> MonthForecast:
    """A month's money from the day of the pipeline; it ends after that day, 62 days on at most."""
    day = pipeline.snapshot.day
    after = max(first_day(month) - 1 - day, 0)
    components = pipeline.components(after, last_day(month) - day)
    closed, unpriced = revenue(pipeline.snapshot, month)
    note = _note(pipeline, components, closed)
    return MonthForecast(month, closed, unpriced, components, note)


def forecast(pipeline: PipelineValue, calibrations: tuple[Calibration, Calibration]) -> pd.DataFrame:
    """This month (unless it is over) and the next, five components each.

    Args:
        pipeline: its value at T, 62 days ahead.
        calibrations: what the record makes of this month's forecast, and of the next month's.

    Returns:
        ``month`` (2026-09), ``component`` (a code), ``mean``, ``low``, ``high`` (80 %; those of what is
        closed are itself), ``deals`` (open deals of the component), ``unpriced_wins`` (wins so far without an
        amount, of what is closed and of the total), ``unpriced_expected`` (what wins without a sum on record
        may bring beside the mean) and ``note`` (a code).
    """
    this, seed = month(pipeline.snapshot.day), seed_of(pipeline.snapshot)
    rows: list[dict[str, object]] = []
    for step, calibration in enumerate(calibrations):
        which = this + step
        if last_day(which) > pipeline.snapshot.day:
            rows += _rows(month_forecast(pipeline, which), calibration, seed + step)
    if leads_ended(pipeline.snapshot) is not None:
        for row in rows:
            if row["component"] in ("new", "total") and row["note"] in ("", "shock_default"):
                row["note"] = "leads_ended"
    numbers = ["mean", "low", "high", "deals", "unpriced_wins", "unpriced_expected"]
    columns = ["month", "component", *numbers, "note"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(numbers, float))


def _rows(of: MonthForecast, calibration: Calibration, seed: int) -> list[dict[str, object]]:
    intervals = component_intervals(of.closed, of.components, calibration, seed)
    means = {"closed": of.closed} | {
        name: calibration.factor * part.mean for name, part in of.components.items()
    }
    means["total"] = float(sum(means.values()))
    deals = {name: len(part.deal) for name, part in of.components.items() if name != "new"}
    beside = {name: calibration.factor * part.unpriced_expected for name, part in of.components.items()}
    beside["total"] = calibration.factor * of.unpriced_expected
    intervals["closed"] = (of.closed, of.closed)
    return [
        {
            "month": month_name(of.month),
            "component": name,
            "mean": means[name],
            "low": intervals[name][0],
            "high": intervals[name][1],
            "deals": deals.get(name, np.nan),
            "unpriced_wins": of.unpriced_wins if name in ("closed", "total") else np.nan,
            "unpriced_expected": beside.get(name, np.nan),
            "note": _row_note(of, name, means[name], calibration),
        }
        for name in COMPONENTS
    ]


def _row_note(of: MonthForecast, name: str, mean: float, calibration: Calibration) -> str:
    if name == "closed":
        told = of.note if of.note in ("no_amounts", "no_win_dates") else ""
        return told or ("unpriced_wins" if of.unpriced_wins else "")
    if not np.isfinite(mean):
        return of.note or "few_deals"
    return "shock_default" if name == "total" and not calibration.shock.estimated else ""


def _note(pipeline: PipelineValue, components: dict[str, Component], closed: float) -> str:
    if not np.isfinite(closed):
        return "no_amounts"
    if pipeline.chances is None:
        return "no_win_dates"
    return "" if all(part.estimable for part in components.values()) else "few_deals"
