"""The block of the scoreboard: figures of managers, teams and everybody, with the words beside them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from addin.deals.status_at import WON
from addin.metrics.calendar import date_of, first_day, month, month_of
from addin.metrics.leads import in_period
from addin.metrics.managers import Step
from addin.metrics.scoreboard import MonthSoFar, scoreboard
from addin.report.figures import Figures
from addin.report.summary_page import shortened
from addin.report.wording import step_words
from addin.words import Lang, say

_STATUS_LETTERS = 22
"""Letters of a status that a weak step is named by."""


def scoreboard_block(f: Figures, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The month of T by manager and by team; the last row is everybody.

    Args:
        f: what all blocks share.
        tables: ``attention, presale, conversion_by_manager`` and ``conversion_by_team``.
    """
    t, frame = f.timeline, f.deals.frame
    this = month(t.as_of_day)
    won = (t.role == WON) & (t.ended >= first_day(this)) & (t.ended <= t.as_of_day)
    planned = month_of(f.deals.plan["month"]) == this
    found = scoreboard(
        MonthSoFar(
            manager=frame["manager"],
            team=frame["team"] if "team" in f.deals.provided else None,
            created=t.created,
            busy=(t.rung >= 0) | won,
            leads=in_period(f.leads, date_of(first_day(this)), f.deals.as_of),
            to_act=tables["attention"],
            presale=tables["presale"],
            plan=f.deals.plan[planned],
            money=f.money.of_month,
        )
    )
    lang = f.settings.lang
    weak = {by: _weak_steps(tables, by, lang) for by in ("manager", "team")}
    words = [
        weak["team"].get(team) if pd.isna(name) else weak["manager"].get(name)
        for team, name in zip(found["team"], found["manager"], strict=True)
    ]
    return found.assign(
        weakest=pd.Series(words, dtype=object),
        manager=found["manager"].where(found["manager"].notna(), say("heatmap.all", lang)),
    )


def _weak_steps(tables: Mapping[str, pd.DataFrame], by: str, lang: Lang) -> dict[str, str]:
    """Name → the step with the surest verdict "weak", in words; without those where none is proven."""
    table = tables[f"conversion_by_{by}"]
    steps = table[(table["verdict"] == "weak") & (table["step"] < table["step"].max())]
    surest = steps.sort_values("p_weak", ascending=False, kind="stable").drop_duplicates(by)
    return {
        str(row[by]): step_words(
            "proven",
            Step(
                row["from"],
                shortened(row["to"], _STATUS_LETTERS),
                row["rate_target"],
                row["expected"],
                int(row["followed"]),
                "weak",
            ),
            lang,
        )
        for _, row in surest.iterrows()
    }
