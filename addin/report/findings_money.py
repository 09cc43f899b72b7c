"""The sentences about money: what the month will bring, and which sources to look at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.metrics.backtest import ENOUGH_ORIGINS
from addin.report.figures import Figures
from addin.report.wording import amount_words
from addin.words import Lang, say

MAX_SOURCES = 3
"""The most sources a sentence names."""

Sentence = tuple[str, str, int]
Tables = dict[str, pd.DataFrame]


def forecast_sentence(f: Figures, tables: Tables) -> Sentence | None:
    """This month's total with its interval, the plan, and whether past forecasts beat the plain average."""
    totals = tables["forecast"][tables["forecast"]["component"] == "total"]
    if totals.empty or not np.isfinite(totals["mean"].iloc[0]):
        return None
    row, lang = totals.iloc[0], f.settings.lang
    params = {key: amount_words(row[key], f) for key in ("mean", "low", "high")}
    key = "forecast_one" if params["low"] == params["high"] else "forecast"
    text = say(f"summary.{key}", lang, month=month_words(row["month"], lang), **params)
    plan = tables["forecast_months"].set_index("month").loc[row["month"]]
    if np.isfinite(plan["share"]):
        text += say("summary.forecast_plan", lang, plan=amount_words(plan["plan"], f), share=plan["share"])
    deals = tables["forecast"]["deals"][tables["forecast"]["month"] == row["month"]]
    return "forecast", f"{text}{_record(tables['backtest'], lang)}.", int(deals.sum())


def _record(table: pd.DataFrame, lang: Lang) -> str:
    methods = table.set_index("method")
    ours, last3 = methods["wape"]["ours"], methods["wape"]["last3"]
    n = methods["origins"]["ours"]
    if not (np.isfinite(ours + last3) and n >= ENOUGH_ORIGINS):
        return say("summary.forecast_unproven", lang)
    key = "forecast_beats" if ours < last3 else "forecast_loses"
    return say(f"summary.{key}", lang, n=int(n), ours=ours, last3=last3)


def sources_sentence(f: Figures, tables: Tables) -> Sentence | None:
    """The sources to move money from, the dearest mistakes first."""
    table, lang = tables["sources"], f.settings.lang
    parts: list[str] = []
    count = 0
    keys = ("verdict", "source", "mature", "comparable_leads", "romi_high", "adjusted_ratio")
    rows = list(zip(*(table[key].tolist() for key in keys), strict=True))
    for wanted in ("switch_off", "minimise", "low_conversion"):
        for verdict, source, mature, comparable, romi, ratio in rows:
            if verdict == wanted and len(parts) < MAX_SOURCES:
                name = source or say("bucket.source", lang)
                leads = int(comparable if wanted == "low_conversion" else mature)
                params = {"source": name, "n": leads, "romi": romi, "ratio": ratio}
                parts.append(say(f"summary.sources_{verdict}", lang, **params))
                count += leads
    return ("sources", say("summary.sources", lang, parts="; ".join(parts)), count) if parts else None


def month_words(month: str, lang: Lang) -> str:
    """A month in words: September 2026."""
    return f"{say(f'month.{int(month[5:])}', lang)} {month[:4]}"
