"""The blocks of money: forecast, its record, the plan, sources, and why deals are lost."""

from __future__ import annotations

import pandas as pd

from addin.metrics import backtest, forecast, lost_reasons, needed, plan_fact, sources
from addin.metrics.calendar import month, month_of
from addin.metrics.fiscal import QUARTER, Months
from addin.report.figures import Figures
from addin.report.money_tables import daily_spend, months_table, record_table
from addin.report.unseen import with_unseen
from addin.words import Lang, say


def money_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """The blocks of forecast and plan, notes still as codes."""
    m = f.money
    rows = forecast.forecast(m.pipeline, m.calibrations)
    plan = plan_fact.plan_fact(m.pipeline, m.months, f.deals.plan, f.deals.frame["manager"], m.seed)
    plan = by_gap(plan).assign(
        above=lambda rows: rows["share_high"] - rows["share"],
        below=lambda rows: rows["share"] - rows["share_low"],
        on_plan=lambda rows: rows["share"].where(rows["share"].isna(), 1.0),
    )
    return {
        "forecast": rows,
        "forecast_months": months_table(rows, plan),
        "backtest": backtest.backtest(m.history, m.past_forecasts),
        "forecast_record": record_table(m.past_forecasts),
        "needed": _needed(f),
        "plan_fact": plan.assign(
            manager=plan["manager"].where(plan["manager"].notna(), _all(f.settings.lang))
        ),
    }


def by_gap(plan: pd.DataFrame) -> pd.DataFrame:
    """Within each month everybody first, then those furthest below their plan; without a plan last."""
    everybody = plan["manager"].notna()
    return (
        plan.assign(_everybody=everybody)
        .sort_values(["month", "_everybody", "share"], kind="stable", ignore_index=True)
        .drop(columns="_everybody")
    )


def _needed(f: Figures) -> pd.DataFrame:
    """What the plans of T's month and quarter need."""
    this, plan = month(f.timeline.as_of_day), f.deals.plan
    by_month = plan["amount"].groupby(month_of(plan["month"])).sum()
    spans = (Months(this, this), Months.around(this, QUARTER, f.settings.year_starts))
    rows = [
        needed.needed(
            f.money.prospect(of), float(by_month.reindex(range(of.first, of.last + 1)).sum(skipna=False))
        )
        for of in spans
    ]
    return pd.DataFrame(rows)


def source_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """What sources bring, and why deals are lost; notes still as codes."""
    s = f.settings
    terms = sources.Terms(s.margin, s.spend_threshold, f.horizon.days, s.ratio_threshold)
    worth = sources.sources(f.leads, f.timeline, daily_spend(f.deals.spend, f.timeline.as_of_day), terms)
    worth = with_unseen(worth, f.deals).assign(
        above=worth["ratio_high"] - worth["adjusted_ratio"],
        below=worth["adjusted_ratio"] - worth["ratio_low"],
    )
    return {
        "sources": worth,
        "lost_reasons": lost_reasons.lost_reasons(f.deals.frame, f.timeline, f.window),
    }


def _all(lang: Lang) -> str:
    return say("heatmap.all", lang)
