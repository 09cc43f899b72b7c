"""The blocks of money: forecast, its record, the plan, sources, and why deals are lost."""

from __future__ import annotations

import pandas as pd

from addin.metrics import backtest, forecast, lost_reasons, plan_fact, sources
from addin.report.figures import Figures
from addin.report.money_tables import daily_spend, months_table, record_table
from addin.words import Lang, say


def money_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """The blocks of forecast and plan, notes still as codes."""
    m = f.money
    rows = forecast.forecast(m.pipeline, m.calibrations)
    plan = plan_fact.plan_fact(m.pipeline, m.months, f.deals.plan, f.deals.frame["manager"], m.seed)
    plan = plan.assign(above=plan["share_high"] - plan["share"], below=plan["share"] - plan["share_low"])
    return {
        "forecast": rows,
        "forecast_months": months_table(rows, plan),
        "backtest": backtest.backtest(m.history, m.past_forecasts),
        "forecast_record": record_table(m.past_forecasts),
        "plan_fact": plan.assign(
            manager=plan["manager"].where(plan["manager"].notna(), _all(f.settings.lang))
        ),
    }


def source_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """What sources bring, and why deals are lost; notes still as codes."""
    s = f.settings
    terms = sources.Terms(s.margin, s.spend_threshold, f.horizon.days, s.ratio_threshold)
    worth = sources.sources(f.leads, f.timeline, daily_spend(f.deals.spend, f.timeline.as_of_day), terms)
    worth = worth.assign(
        above=worth["ratio_high"] - worth["adjusted_ratio"],
        below=worth["adjusted_ratio"] - worth["ratio_low"],
    )
    return {
        "sources": worth,
        "lost_reasons": lost_reasons.lost_reasons(f.deals.frame, f.timeline, f.window),
    }


def _all(lang: Lang) -> str:
    return say("heatmap.all", lang)
