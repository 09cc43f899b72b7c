"""The sentences about money: what the month will bring, what has changed, which sources to look at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.metrics.arrivals import leads_ended
from addin.metrics.backtest import ENOUGH_ORIGINS
from addin.metrics.calendar import date_of, first_day, month_name
from addin.metrics.intervals import total_median
from addin.metrics.whale import Whale, whale
from addin.report.figures import Figures
from addin.report.unseen import unseen
from addin.report.wording import amount_words
from addin.words import Lang, say

MAX_SOURCES = 3
"""The most sources a sentence names."""

SIMPLE = ("last3", "usual_rest")
"""The simple ways that a forecast is compared with in words: the harder of them."""
LUCK = 0.05
"""A difference between forecasts that is luck with no greater chance is told as proven."""

PARTED = 0.2
"""A median further than this share from the mean is told beside it."""

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
    of, calibration = next(each for each in f.money.months if month_name(each[0].month) == row["month"])
    median = total_median(of.closed, of.components, calibration, f.money.seed)
    if abs(median - row["mean"]) > PARTED * row["mean"]:
        text += say("summary.forecast_median", lang, median=amount_words(median, f))
    apart = _whale_words(f, whale(of, calibration, f.money.seed)) + _end_words(f)
    return "forecast", f"{text}{_record(tables['backtest'], lang)}.{apart}", int(deals.sum())


def _whale_words(f: Figures, found: Whale | None) -> str:
    """The month with and without its one large deal."""
    if found is None:
        return ""
    mean, low, high = (amount_words(value, f) for value in found.without)
    params = {"deal": f.deals.frame["id"].iloc[found.deal], "chance": found.chance, "share": found.share}
    sums = {"amount": amount_words(found.amount, f), "with_it": amount_words(found.with_it, f)}
    limits = {"mean": mean, "low": low, "high": high}
    return " " + say("summary.whale", f.settings.lang, **params, **sums, **limits)


def _end_words(f: Figures) -> str:
    """That no leads come any more, though wins do."""
    last = leads_ended(f.money.now)
    return "" if last is None else " " + say("summary.leads_ended", f.settings.lang, last=date_of(last))


def change_sentence(f: Figures) -> Sentence | None:
    """What is proven to have changed: since when, by how much, and what of the past still counts."""
    found, lang = f.money.changes, f.settings.lang
    if not found:
        return None
    parts = [
        say(
            f"summary.change_{each.of}",
            lang,
            since=date_of(first_day(each.month)),
            ratio=each.ratio,
            share=each.share,
        )
        for each in found
    ]
    text = say("summary.change", lang, parts="; ".join(parts))
    return "change", text, max(each.leads for each in found)


def _record(table: pd.DataFrame, lang: Lang) -> str:
    methods = table.set_index("method")
    ours, n = methods["wape"]["ours"], methods["origins"]["ours"]
    simple = methods["wape"][list(SIMPLE)].dropna()
    if simple.empty or not (np.isfinite(ours) and n >= ENOUGH_ORIGINS):
        return say("summary.forecast_unproven", lang)
    hardest = str(simple.idxmin())
    luck = methods["luck"][hardest]
    key = "forecast_beats" if luck <= LUCK else "forecast_loses" if luck >= 1 - LUCK else "forecast_even"
    method = say(f"code.{hardest}", lang)
    return say(f"summary.{key}", lang, n=int(n), ours=ours, method=method, other=simple[hardest])


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
    column = unseen(f.deals) if (table["verdict"] == "low_conversion").any() else ""
    key = f"summary.sources_{column}" if column else "summary.sources"
    params = {"parts": "; ".join(parts), "column": f.settings.by or ""}
    return ("sources", say(key, lang, **params), count) if parts else None


def month_words(month: str, lang: Lang) -> str:
    """A month in words: September 2026."""
    return f"{say(f'month.{int(month[5:])}', lang)} {month[:4]}"
