"""The words of a report: notes where a number is empty, amounts, and sentences about managers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from addin.metrics.managers import Step, StepHighlights
from addin.report.figures import Figures
from addin.words import Lang, grouped, say

COUNTS = ("followed", "advanced_h", "entered", "unknown", "undated", "undated_touches", "unpriced_wins")
"""The counts a note may name."""
_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "UAH": "₴", "GBP": "£", "GEL": "₾", "AMD": "֏"}
MAX_STRAYS = 4
"""Deals with dates passed over that are named beside the report's day."""


def with_notes(table: pd.DataFrame, f: Figures, lang: Lang) -> pd.DataFrame:
    """The table with the codes of its ``note`` column turned into words; "" becomes None."""
    if "note" not in table:
        return table
    codes = table["note"].tolist()
    counts = {name: table[name].tolist() for name in COUNTS if name in table} if any(codes) else {}
    texts = [
        note(code, {name: values[row] for name, values in counts.items()}, f, lang) if code else None
        for row, code in enumerate(codes)
    ]
    return table.assign(note=pd.Series(texts, index=table.index, dtype=object))


def note(code: str, row: Mapping[Hashable, Any], f: Figures, lang: Lang) -> str | None:
    """The words of a note's code with the counts of its row; None of ""."""
    return say(f"note.{code}", lang, horizon=f.horizon.days, **_counts(row)) if code else None


def _counts(row: Mapping[Hashable, Any]) -> dict[str, object]:
    return {name: int(float(str(row[name]))) for name in COUNTS if name in row and pd.notna(row[name])}


def amount_words(amount: float, f: Figures) -> str:
    """An amount in the report's currency, whole, with its code; in Russian with its sign where it has one."""
    lang = f.settings.lang
    unit = _SIGNS.get(f.currency, f.currency) if lang == "ru" else f.currency
    return f"{grouped(amount, lang)}\u00a0{unit}".rstrip("\u00a0")


def stray_words(strays: pd.DataFrame, lang: Lang) -> str:
    """Which deals bear dates passed over as astray: «4» (17.09.2026), the first few of many."""
    rows = strays.drop_duplicates(["id", "at"])
    named = [
        say("summary.stray", lang, id=deal, day=pd.Timestamp(at).date())
        for deal, at in zip(rows["id"][:MAX_STRAYS], rows["at"][:MAX_STRAYS], strict=True)
    ]
    more = len(rows) - len(named)
    return ", ".join(named) + (say("summary.strays_more", lang, n=more) if more else "")


def with_portraits(table: pd.DataFrame, highlights: dict[str, StepHighlights], lang: Lang) -> pd.DataFrame:
    """The managers' table with ``growth_point``, ``strongest`` and ``weakest`` in words.

    ``growth_short`` is the growth point for where there is little room; None where there is none.
    """
    found = [highlights[name] for name in table["manager"]]
    growth = [
        step_words("growth", p.growth, lang) if p.growth else say("manager.no_growth", lang) for p in found
    ]
    return table.assign(
        growth_followed=[p.growth.followed if p.growth else 0 for p in found],
        growth_point=growth,
        growth_short=_texts(
            [step_words("growth_short", p.growth, lang) if p.growth else None for p in found]
        ),
        strongest=_texts([step_words("step", p.strongest, lang) if p.strongest else None for p in found]),
        weakest=_texts([step_words("step", p.weakest, lang) if p.weakest else None for p in found]),
    )


def _texts(values: list[str | None]) -> pd.Series:
    return pd.Series(values, dtype=object)


def step_words(key: str, step: Step, lang: Lang) -> str:
    """A step with its evidence, in words."""
    verdict = say(f"manager.verdict_{step.verdict}", lang)
    return say(
        f"manager.{key}",
        lang,
        start=step.start,
        end=step.end,
        rate=step.rate,
        expected=step.expected,
        n=step.followed,
        verdict=verdict,
    )
