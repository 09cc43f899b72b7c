"""The words of a report: notes where a number is empty, and sentences about managers and settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from addin.metrics.horizon import ENOUGH_WINS
from addin.metrics.managers import Portrait, Step
from addin.words import Lang, say

if TYPE_CHECKING:
    from addin.report.figures import Figures


COUNTS = ("followed", "entered", "unknown", "undated", "undated_touches")
"""The counts a note may name."""


def with_notes(table: pd.DataFrame, f: Figures, lang: Lang) -> pd.DataFrame:
    """The table with the codes of its ``note`` column turned into words; "" becomes None."""
    if "note" not in table:
        return table
    codes = table["note"].tolist()
    told = {name: table[name].tolist() for name in COUNTS if name in table} if any(codes) else {}
    texts = [
        note(code, {name: values[row] for name, values in told.items()}, f, lang) if code else None
        for row, code in enumerate(codes)
    ]
    return table.assign(note=pd.Series(texts, index=table.index, dtype=object))


def note(code: str, row: Mapping[Hashable, Any], f: Figures, lang: Lang) -> str | None:
    """The words of a note's code with the counts of its row; None of ""."""
    return say(f"note.{code}", lang, horizon=f.horizon.days, **_counts(row)) if code else None


def _counts(row: Mapping[Hashable, Any]) -> dict[str, object]:
    return {name: int(float(str(row[name]))) for name in COUNTS if name in row and pd.notna(row[name])}


def with_portraits(table: pd.DataFrame, portraits: dict[str, Portrait], lang: Lang) -> pd.DataFrame:
    """The managers' table with ``growth_point``, ``strongest`` and ``weakest`` in words.

    ``growth_short`` is the growth point for where there is little room; None where there is none.
    """
    found = [portraits[name] for name in table["manager"]]
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


def settings_table(f: Figures) -> pd.DataFrame:
    """Each setting with the value in force and where it came from."""
    s, lang = f.settings, f.settings.lang
    values = {
        "as_of": f.deals.as_of,
        "period": f"{f.period[0]}..{f.period[1]}",
        "window": f"{_day(f.window.first) or ''}..{_day(f.window.last)}",
        "horizon": f.horizon.days,
        "lang": lang,
        "timezone": s.timezone,
        "pipeline": f.deals.pipeline,
        "currency": f.currency,
        "margin": f"{s.margin:g}",
        "spend_threshold": f"{s.spend_threshold:g}",
        "date_order": s.date_order,
    }
    notes = {}
    if s.horizon is None:
        slow = f.horizon.flagged and f.horizon.wins >= ENOUGH_WINS
        key = "horizon_slow" if slow else "horizon_flagged" if f.horizon.flagged else "horizon_found"
        notes["horizon"] = say(f"note.{key}", lang, wins=f.horizon.wins, horizon=f.horizon.days)
    if f.deals.as_of < f.deals.last_day:
        notes["as_of"] = say("note.as_of_past", lang, last=f.deals.last_day)
    elif f.deals.as_of > f.deals.last_day:
        notes["as_of"] = say("note.as_of_beyond", lang, last=f.deals.last_day)
    others = [f"«{name}» ({size})" for name, size in f.deals.pipelines.items() if name != f.deals.pipeline]
    if others:
        notes["pipeline"] = say("note.other_pipelines", lang, others=", ".join(others))
    return pd.DataFrame(
        {
            "name": list(values),
            "value": [str(v) for v in values.values()],
            "origin": [_origin(f, name, str(value)) for name, value in values.items()],
            "note": pd.Series([notes.get(name) for name in values], dtype=object),
        }
    )


def _origin(f: Figures, name: str, value: str) -> str:
    """Where a value came from; what is left to the data came from them unless there was nothing to find."""
    origin = f.settings.origins.get(name, "default")
    left_to_data = name in ("as_of", "pipeline", "currency") or (
        name == "horizon" and f.settings.horizon is None
    )
    flagged = name == "horizon" and f.horizon.flagged
    return "data" if left_to_data and origin == "default" and value and not flagged else origin


def _day(number: int) -> dt.date | None:
    """The date of a day number; None for the open start of a window."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number) if number > 0 else None
