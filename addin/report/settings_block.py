"""The block of settings: each with the value in force, where it came from, and what to know about it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from addin.metrics.horizon import ENOUGH_WINS
from addin.report.figures import Figures
from addin.report.wording import stray_words
from addin.time_zones import RULES
from addin.words import say


def settings_table(f: Figures) -> pd.DataFrame:
    """Each setting with the value in force and where it came from.

    Returns:
        ``name, value, origin`` (a code) and ``note`` (words, None where there is nothing to add).
    """
    values = _values(f)
    notes = _horizon_note(f) | _as_of_note(f) | _pipeline_note(f) | {"timezone": RULES}
    return pd.DataFrame(
        {
            "name": list(values),
            "value": [str(value) for value in values.values()],
            "origin": [_origin(f, name, str(value)) for name, value in values.items()],
            "note": pd.Series([notes.get(name) for name in values], dtype=object),
        }
    )


def _values(f: Figures) -> dict[str, object]:
    """Setting → the value in force."""
    s = f.settings
    return {
        "as_of": f.deals.as_of,
        "period": f"{f.period[0]}..{f.period[1]}",
        "window": f"{_date(f.window.first) or ''}..{_date(f.window.last)}",
        "horizon": f.horizon.days,
        "lang": s.lang,
        "timezone": s.timezone,
        "pipeline": f.deals.pipeline,
        "currency": f.currency,
        "margin": f"{s.margin:g}",
        "spend_threshold": f"{s.spend_threshold:g}",
        "ratio_threshold": f"{s.ratio_threshold:g}",
        "year_starts": str(s.year_starts),
        "date_order": s.date_order,
        "deal_url": s.deal_url,
        "by": s.by,
    }


def _horizon_note(f: Figures) -> dict[str, str]:
    """How the horizon was found; nothing where the user has set it."""
    horizon = f.horizon
    if f.settings.horizon is not None:
        return {}
    slow = horizon.flagged and horizon.wins >= ENOUGH_WINS
    key = "horizon_slow" if slow else "horizon_flagged" if horizon.flagged else "horizon_found"
    return {"horizon": say(f"note.{key}", f.settings.lang, wins=horizon.wins, horizon=horizon.days)}


def _as_of_note(f: Figures) -> dict[str, str]:
    """That T is not the last day of the records, or which dates after it were passed over."""
    as_of, last, strays = f.deals.as_of, f.deals.last_day, f.deals.strays
    if len(strays):
        lang = f.settings.lang
        return {"as_of": say("summary.strays", lang, as_of=as_of, deals=stray_words(strays, lang))}
    if as_of == last:
        return {}
    key = "as_of_past" if as_of < last else "as_of_beyond"
    return {"as_of": say(f"note.{key}", f.settings.lang, last=last)}


def _pipeline_note(f: Figures) -> dict[str, str]:
    """Which other pipelines there are."""
    others = [f"«{name}» ({size})" for name, size in f.deals.pipelines.items() if name != f.deals.pipeline]
    if not others:
        return {}
    return {"pipeline": say("note.other_pipelines", f.settings.lang, others=", ".join(others))}


def _origin(f: Figures, name: str, value: str) -> str:
    """Where a value came from; what is left to the data came from them unless there was nothing to find."""
    origin = f.settings.origins.get(name, "default")
    left_to_data = name in ("as_of", "pipeline", "currency") or (
        name == "horizon" and f.settings.horizon is None
    )
    flagged = name == "horizon" and f.horizon.flagged
    return "data" if left_to_data and origin == "default" and value and not flagged else origin


def _date(number: int) -> dt.date | None:
    """The date of a day number; None for the open start of a window."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number) if number > 0 else None
