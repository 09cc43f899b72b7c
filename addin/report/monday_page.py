"""What the first page shows: the month against its plan, its direction, managers, and whom to call.

Nothing is computed here: numbers of other blocks are chosen, put side by side and given words.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from addin.metrics.scoreboard import REASONS
from addin.report.figures import Figures
from addin.report.layout_monday import CALLS, PEOPLE, TOP_SCOREBOARD
from addin.report.summary_page import interval_words, shortened
from addin.report.tile_words import never_blank
from addin.report.wording import amount_words
from addin.words import Lang, day, grouped, percent, say

Tables = Mapping[str, pd.DataFrame]

_SUMS = ["sold", "plan", "forecast", "leads", *REASONS, "presale", "at_stake"]
"""What of the managers not shown by name can be added up."""


def monday_blocks(f: Figures, tables: Tables) -> dict[str, pd.DataFrame]:
    """The blocks of the first page.

    Args:
        f: what all blocks share.
        tables: blocks before their notes are put into words.
    """
    board = shown_managers(tables["scoreboard"])
    return {
        "plan_bar": plan_bar(tables, f),
        "tiles": never_blank(tiles(tables, f), "tiles"),
        "top_scoreboard": top_scoreboard(tables["scoreboard"], board, f),
        "top_calls": top_calls(tables["to_call"], board["manager"].tolist(), f.settings.lang),
    }


def shown_managers(scoreboard: pd.DataFrame) -> pd.DataFrame:
    """The rows of the managers who are shown by name, in their order."""
    people = _people(scoreboard)
    return people.loc[(people["manager"] != "").to_numpy()].head(PEOPLE)


def _people(scoreboard: pd.DataFrame) -> pd.DataFrame:
    """The rows of managers; those of teams and of everybody bear the name of all."""
    whole = scoreboard["manager"].iloc[-1]
    return scoreboard[[name != whole for name in scoreboard["manager"]]]


def plan_bar(tables: Tables, f: Figures) -> pd.DataFrame:
    """Sold, forecast and plan of T's month, a row each, with what is to be said of each.

    Returns:
        ``what, amount, range`` (80 % in words), ``comment``, ``above, below`` (from amount to limits).
    """
    lang, month = f.settings.lang, tables["needed"].iloc[0]
    rows = [
        {"what": "sold", "amount": month["sold"], "comment": _sold_note(month, tables["trend"], f)},
        {
            "what": "forecast",
            "amount": month["expected"],
            "range": _range(month, lang),
            "comment": _chance_note(month, lang),
            "above": month["high"] - month["expected"],
            "below": month["expected"] - month["low"],
        },
        {"what": "plan", "amount": month["plan"], "comment": _wanting_note(month, f)},
    ]
    table = pd.DataFrame(rows, columns=["what", "amount", "range", "comment", "above", "below"])
    return table.assign(what=[say(f"monday.{what}", lang) for what in table["what"]])


def _range(row: pd.Series, lang: Lang) -> str | None:
    """The limits of a forecast in words; None where they are not told."""
    if not np.isfinite(row["low"] + row["high"]):
        return None
    return f"{grouped(row['low'], lang)} – {grouped(row['high'], lang)}"


def _sold_note(month: pd.Series, trend: pd.DataFrame, f: Figures) -> str | None:
    """The share of the plan, and what had been sold by the same day of the month before."""
    lang, before = f.settings.lang, trend.iloc[-2]
    found = []
    if month["plan"] > 0 and np.isfinite(month["sold"]):
        found.append(say("monday.of_plan", lang, share=percent(month["sold"] / month["plan"], lang)))
    if np.isfinite(before["revenue_so_far"]):
        was = amount_words(before["revenue_so_far"], f)
        found.append(say("monday.was", lang, day=day(before["so_far_to"], lang), was=was))
    return "; ".join(found) or None


def _chance_note(month: pd.Series, lang: Lang) -> str | None:
    if np.isfinite(month["chance"]):
        return say("monday.chance", lang, chance=percent(month["chance"], lang))
    return say("monday.no_plan", lang) if np.isnan(month["plan"]) else say("note.few_deals", lang)


def _wanting_note(month: pd.Series, f: Figures) -> str | None:
    """What is still to be sold and, where the chance is small, what would do."""
    lang = f.settings.lang
    if not np.isfinite(month["to_sell"]):
        return say("monday.no_plan", lang)
    if not month["to_sell"]:
        return say("monday.made", lang)
    found = [say("monday.to_sell", lang, amount=amount_words(month["to_sell"], f))]
    more = {key: month[key] for key in ("more_leads", "more_presale") if np.isfinite(month[key])}
    wanting = " ".join(say(f"monday.{key}", lang, n=int(count)) for key, count in more.items())
    return "; ".join([*found, wanting] if wanting else found)


def tiles(tables: Tables, f: Figures) -> pd.DataFrame:
    """Four figures of T's month so far, each with the same one of the month before on the same day."""
    lang, trend, whole = f.settings.lang, tables["trend"], tables["conversion"].iloc[-1]
    now, before = trend.iloc[-1], trend.iloc[-2]
    on = day(before["so_far_to"], lang)
    counts = {"leads": "leads_so_far", "taken": "taken_so_far"}
    record: dict[str, object] = {key: now[key] for key in counts.values()}
    record |= {f"{name}_note": _count_change(now[key], before[key], on, lang) for name, key in counts.items()}
    rate, was = now["won_rate_so_far"], before["won_rate_so_far"]
    if np.isfinite(rate):
        record |= {"conversion": percent(rate, lang), "conversion_note": _rate_change(rate, was, on, lang)}
    else:  # bounds, or why there is nothing
        told = say("monday.bounds", lang) if np.isfinite(whole["bound_low"]) else None
        record |= {"conversion": interval_words(whole, lang), "conversion_note": told}
    record["presale_so_far"] = now["presale_so_far"]
    record["presale_note"] = _count_change(now["presale_so_far"], before["presale_so_far"], on, lang)
    return pd.DataFrame([record])


def _count_change(now: float, before: float, on: str, lang: Lang) -> str | None:
    """The change of a count or a sum against the month before, with what it was."""
    if not np.isfinite([now, before]).all():
        return None
    return _change(now - before, grouped(abs(now - before), lang), grouped(before, lang), on, lang)


def _rate_change(now: float, before: float, on: str, lang: Lang) -> str | None:
    """The change of a rate in points."""
    if not np.isfinite(before):
        return None
    points = say("monday.points", lang, points=100 * abs(now - before))
    return _change(round(now - before, 3), points, percent(before, lang), on, lang)


def _change(difference: float, by: str, was: str, on: str, lang: Lang) -> str:
    arrow = "▲" if difference > 0 else "▼" if difference < 0 else "="
    key = "monday.change" if difference else "monday.same"
    return say(key, lang, arrow=arrow, by=by, was=was, day=on)


def top_scoreboard(scoreboard: pd.DataFrame, shown: pd.DataFrame, f: Figures) -> pd.DataFrame:
    """Everybody first, then the managers shown by name, then the others together."""
    others = _people(scoreboard).drop(index=shown.index)
    rows = [scoreboard.iloc[-1:], shown]
    if len(others):
        sums = others[_SUMS].sum(min_count=1)
        name = say("monday.others", f.settings.lang, n=len(others))
        name = name if len(others) > 1 else others["manager"].iloc[0]
        rows.append(pd.DataFrame([sums]).assign(manager=name))
    found = pd.concat([table.dropna(axis="columns", how="all") for table in rows], ignore_index=True)
    ranges = [_range(row, f.settings.lang) for _, row in found.reindex(columns=["low", "high"]).iterrows()]
    names = pd.Series([shortened(name) for name in found["manager"]], dtype=object)
    return found.assign(range=pd.Series(ranges, dtype=object), manager=names).reindex(
        columns=TOP_SCOREBOARD.keys
    )


def top_calls(to_call: pd.DataFrame, managers: list[str], lang: Lang) -> pd.DataFrame:
    """The first deals to call of each manager shown; beside the second how many more he has."""
    found = []
    for name in managers:
        own = to_call[(to_call["manager"] == name).to_numpy()]
        first = own.head(CALLS)
        more = say("monday.more", lang, n=len(own) - CALLS) if len(own) > CALLS else None
        beside = [shortened(name), more, *(None for _ in range(CALLS))]
        first = first.assign(stage=[shortened(stage) for stage in first["stage"]])
        found.append(first.assign(manager=pd.Series(beside[: len(first)], first.index, dtype=object)))
    return pd.concat(found, ignore_index=True) if found else to_call.head(0)
