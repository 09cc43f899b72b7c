"""The plan of a month against what has come of it and what is still to come, by manager."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from addin.deals.evidence import Bools
from addin.metrics.arrivals import LEAD_DAYS
from addin.metrics.calendar import first_day, last_day, month_name, month_of
from addin.metrics.forecast import MonthForecast
from addin.metrics.intervals import component_intervals
from addin.metrics.occupancy import DaySnapshot
from addin.metrics.pipeline_value import Component, PipelineValue
from addin.metrics.revenue import revenue
from addin.metrics.shock import Calibration

COLUMNS = [
    "month",
    "manager",
    "plan",
    "fact",
    "done",
    "pace",
    "forecast",
    "low",
    "high",
    "share",
    "share_low",
    "share_high",
    "unpriced_wins",
    "unpriced_expected",
    "note",
]


def forecast_of_deals(pipeline: PipelineValue, whole: MonthForecast, selected: Bools) -> MonthForecast:
    """The money of a month that comes from some of the deals, and of new leads their share of the last weeks.

    A lead counts there for what its manager makes of new ones.

    Args:
        pipeline: the value the month was taken from.
        whole: the month of all deals.
        selected: of every deal, whether it is one of them.
    """
    snapshot = pipeline.snapshot
    recent = np.flatnonzero(snapshot.created & (snapshot.occupancy.created > snapshot.day - LEAD_DAYS))
    weight = np.ones(len(recent)) if pipeline.managers is None else pipeline.managers.of_new(recent)
    share = float(weight[selected[recent]].sum() / weight.sum()) if len(recent) else 0.0
    closed, unpriced = revenue(snapshot, whole.month, selected)
    components = {name: _of_deals(part, selected, share) for name, part in whole.components.items()}
    return MonthForecast(whole.month, closed, unpriced, components, whole.note)


def _of_deals(component: Component, selected: Bools, share: float) -> Component:
    own = selected[component.deal]
    return replace(
        component,
        deal=component.deal[own],
        chance=component.chance[own],
        amount=component.amount[own],
        new_wins=component.new_wins * share,
    )


def plan_fact(
    pipeline: PipelineValue,
    months: list[tuple[MonthForecast, Calibration]],
    plan: pd.DataFrame,
    manager: pd.Series,
    seed: int,
) -> pd.DataFrame:
    """Each month for which there is a plan: everybody first, then each manager by name.

    Args:
        pipeline: its value at T.
        months: the months, and what the record makes of each.
        plan: ``month`` (first day), ``manager`` ("": of the whole department), ``amount``.
        manager: of every deal.
        seed: of the draws.

    Returns:
        ``month, manager`` (None: everybody), ``plan, fact, done`` (fact / plan), ``pace`` (done over the
        share of the month's days gone by), ``forecast, low, high`` (80 %), ``share, share_low, share_high``
        (of the plan), ``unpriced_wins`` (wins so far without an amount, which are in no sum),
        ``unpriced_expected`` (what wins without a sum on record may bring beside the forecast) and ``note``
        (a code).
    """
    rows: list[dict[str, object]] = []
    index = month_of(plan["month"])
    for whole, calibration in months:
        planned = plan[index == whole.month].groupby("manager")["amount"].sum()
        if planned.empty:
            continue
        rows.append(_row(pipeline.snapshot, whole, calibration, seed, None, float(planned.sum())))
        for name in [*sorted({*planned.index, *_with_deals(pipeline, whole, manager)} - {""}), ""]:
            own = forecast_of_deals(pipeline, whole, (manager == name).to_numpy())
            target = float(planned.get(name, np.nan)) if name else np.nan  # without a name it is everybody's
            if name or own.closed or own.unpriced_wins or own.to_come > 0:
                rows.append(_row(pipeline.snapshot, own, calibration, seed, name, target))
    return pd.DataFrame(rows, columns=COLUMNS)


def _with_deals(pipeline: PipelineValue, whole: MonthForecast, manager: pd.Series) -> set[str]:
    """Managers who have brought money in the month, or hold open deals."""
    wins = pipeline.snapshot.wins
    in_month = (wins.day >= first_day(whole.month)) & (wins.day <= last_day(whole.month))
    deals = np.concatenate([wins.deal[in_month], pipeline.snapshot.open_deals.deal])
    return set(manager.iloc[deals].unique())


def _row(
    snapshot: DaySnapshot,
    of: MonthForecast,
    calibration: Calibration,
    seed: int,
    manager: str | None,
    plan: float,
) -> dict[str, object]:
    elapsed, over = _elapsed(of.month, snapshot.day), last_day(of.month) <= snapshot.day
    expected, low, high = (of.closed,) * 3 if over else _total(of, calibration, seed)
    base = plan if plan > 0 else np.nan
    fact = of.closed if elapsed > 0 else np.nan
    return {
        "month": month_name(of.month),
        "manager": manager,
        "plan": plan,
        "fact": fact,
        "done": fact / base,
        "pace": fact / base / elapsed if elapsed > 0 else np.nan,
        "forecast": expected,
        "low": low,
        "high": high,
        "share": expected / base,
        "share_low": low / base,
        "share_high": high / base,
        "unpriced_wins": of.unpriced_wins,
        "unpriced_expected": 0.0 if over else calibration.factor * of.unpriced_expected,
        "note": _note(of, plan, expected),
    }


def _total(of: MonthForecast, calibration: Calibration, seed: int) -> tuple[float, float, float]:
    """The month's money, and its limits."""
    limits = component_intervals(of.closed, of.components, calibration, seed)["total"]
    return of.closed + calibration.factor * of.to_come, *limits


def _elapsed(month: int, day: int) -> float:
    """Share of the month's days gone by at the end of a day."""
    first, last = first_day(month), last_day(month)
    return min(max(day - first + 1, 0), last - first + 1) / (last - first + 1)


def _note(of: MonthForecast, plan: float, expected: float) -> str:
    """The code that says what is missing, or how many wins bear no amount."""
    if not plan > 0:
        return "no_plan"
    if not np.isfinite(expected):
        return of.note or "few_deals"
    return "unpriced_wins" if of.unpriced_wins else ""
