"""The sentences that matter most, each with its count, most pressing first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.deals.stages import Role
from addin.metrics.calendar import date_of
from addin.metrics.conversion import in_window
from addin.report.figures import Figures
from addin.report.findings_growth import growth_sentence
from addin.report.findings_money import change_sentence, forecast_sentence, sources_sentence
from addin.report.wording import amount_words, stray_words
from addin.words import Lang, percent, say

MAX_SENTENCES = 7
"""A summary has at most this many sentences."""
_DROPPED_FIRST = (7, 8, 6)

Sentence = tuple[str, str, int]
"""Topic, text, count."""


def findings(f: Figures, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """At most seven sentences: ``text``, ``count`` (what it rests on) and ``topic`` (a code).

    Deals to act on come first, then the money about to arrive and the month's forecast, what has changed,
    where a manager has most to gain, the sources to look at, conversion and where clients are lost, intake,
    and last how the input was read, which comes first where dates astray were passed over. Where there are
    more than seven, losses by stage, then intake and conversion are left to the figures of the page.
    """
    found = [
        _attention(f, tables["attention"]),
        _presale(f, tables["presale"]),
        forecast_sentence(f, tables),
        change_sentence(f),
        growth_sentence(f, tables),
        sources_sentence(f, tables),
        _conversion(f, tables["conversion"]),
        _losses(f, tables["conversion"]),
        _intake(f, tables["intake"]),
        _data(f, tables["data_issues"]),
    ]
    for place in _DROPPED_FIRST:  # what stands in full elsewhere on the page makes room first
        if sum(sentence is not None for sentence in found) > MAX_SENTENCES:
            found[place] = None
    if len(f.deals.strays):  # the report's day may be wrong, and all else with it
        found.insert(0, found.pop())
    rows = [sentence for sentence in found if sentence is not None]
    return pd.DataFrame(
        {
            "text": [text for _, text, _ in rows],
            "count": [count for _, _, count in rows],
            "topic": [topic for topic, _, _ in rows],
        }
    )


def _lang(f: Figures) -> Lang:
    return f.settings.lang


def _attention(f: Figures, table: pd.DataFrame) -> Sentence | None:
    total = len(table)
    if not total:
        return "attention", say("summary.attention_none", _lang(f)), 0
    parts = ", ".join(reason_words(table, _lang(f)))
    return "attention", say("summary.attention", _lang(f), n=total, parts=parts), total


def reason_words(attention: pd.DataFrame, lang: Lang) -> list[str]:
    """How many deals wait for each kind of action, in words, most pressing first."""
    counts = attention["reason"].value_counts()
    return [
        say(f"summary.attention_{reason}", lang, n=int(counts[reason]))
        for reason in ("untouched", "overdue", "no_next_step", "stale")
        if reason in counts
    ]


def _presale(f: Figures, table: pd.DataFrame) -> Sentence | None:
    total = len(table)
    if not (f.deals.stages.table["role"] == Role.PRESALE).any():
        return "presale", say("summary.presale_no_stage", _lang(f)), 0
    if not total:
        return "presale", say("summary.presale_none", _lang(f)), 0
    priced = table[~table["unpriced"]]
    parts = [say("summary.presale", _lang(f), n=total)]
    if len(priced):
        amount = amount_words(float(priced["amount"].sum()), f)
        parts.append(say("summary.presale_amount", _lang(f), amount=amount, priced=len(priced)))
    known = table[table["expected"].notna()]
    if len(known):
        expected = amount_words(float(known["expected"].sum()), f)
        parts.append(say("summary.presale_expected", _lang(f), horizon=f.horizon.days, expected=expected))
    elif table["chance"].isna().all():
        parts.append(say("summary.presale_no_chance", _lang(f)))
    return "presale", "".join(parts) + ".", total


def _conversion(f: Figures, table: pd.DataFrame) -> Sentence | None:
    row = table.iloc[-1]
    params: dict[str, object] = {"start": row["from"], "end": row["to"], "horizon": int(row["horizon_days"])}
    if np.isfinite(row["rate"]):
        # where young leads count too, the rate is no quotient of those followed for the whole of H
        young = row["followed"] < row["entered"]
        text = say(
            "summary.conversion_young" if young else "summary.conversion",
            _lang(f),
            **params,
            entered=int(row["entered"]),
            rate=row["rate"],
            low=row["low"],
            high=row["high"],
            n=int(row["followed"]),
            won=int(row["advanced_h"]),
        )
        return "conversion", text, int(row["followed"])
    if np.isfinite(row["bound_low"]):
        return "conversion", _bounds_text(f, row, params), _mature(f)
    if not row["entered"]:
        days = {"first": date_of(max(f.window.first, 0)), "last": date_of(f.window.last)}
        return "conversion", say("summary.conversion_none", _lang(f), **params, **days), 0
    followed = int(row["followed"]) if np.isfinite(row["followed"]) else _mature(f)
    return "conversion", say("summary.conversion_early", _lang(f), **params, n=followed), followed


def _bounds_text(f: Figures, row: pd.Series, params: dict[str, object]) -> str:
    """Between which shares the conversion lies; one where both read the same."""
    low, high = (percent(row[end], _lang(f)) for end in ("bound_low", "bound_high"))
    key = "summary.conversion_bound" if low == high else "summary.conversion_bounds"
    return say(key, _lang(f), **params, low=row["bound_low"], high=row["bound_high"], n=_mature(f))


def _mature(f: Figures) -> int:
    """Leads of the window old enough to have had H days."""
    leads = in_window(f.visits.first_to_won(), f.window)
    return int(leads["n"][leads["entered"] <= f.visits.as_of_day - f.horizon.days].sum())


def _losses(f: Figures, table: pd.DataFrame) -> Sentence | None:
    steps = table.iloc[:-1]
    steps = steps[(steps["basis"] == "history") & (steps["lost"] > 0)]
    if steps.empty:
        return None
    worst = steps.iloc[int(steps["lost"].argmax())]
    text = say(
        "summary.losses",
        _lang(f),
        start=worst["from"],
        end=worst["to"],
        n=int(worst["lost"]),
        all=int(steps["lost"].sum()),
        entered=int(worst["entered"]),
    )
    return "conversion", text, int(worst["lost"])


def _intake(f: Figures, table: pd.DataFrame) -> Sentence:
    row = table.iloc[0]
    params = {"start": f.period[0], "end": min(f.period[1], f.deals.as_of)}
    if f.period[1] < f.first_day:
        return "intake", say("summary.intake_before", _lang(f), **params, first=f.first_day), 0
    if not row["leads"]:
        return "intake", say("summary.intake_none", _lang(f), **params), 0
    counts = {
        name: int(row[name]) for name in ("leads", "taken", "dropped", "screened", "untouched", "unknown")
    }
    key = "intake" if not counts["unknown"] else "intake_unknown"
    nontarget = int(row["nontarget"])
    return "intake", say(f"summary.{key}", _lang(f), **params, **counts, nontarget=nontarget), counts["leads"]


def _data(f: Figures, issues: pd.DataFrame) -> Sentence:
    rows = f.deals.rows
    listed = issues[issues["row"].notna()]
    repaired = listed.loc[listed["action"] == "repaired", ["sheet", "row"]].drop_duplicates()
    text = say(
        "summary.data",
        _lang(f),
        read=rows["read"],
        used=rows["used"],
        aside=rows["set_aside"],
        after=rows["after_asof"],
        repaired=len(repaired),
    )
    if len(f.deals.strays):
        deals = stray_words(f.deals.strays, _lang(f))
        text = f"{say('summary.strays', _lang(f), as_of=f.deals.as_of, deals=deals)} {text}"
    return "data", text, rows["read"]
