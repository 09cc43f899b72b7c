"""The sentence about managers: where one has most to gain, who is proven weaker, who has never got there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.metrics.comparison import ENOUGH_FOLLOWED
from addin.report.figures import Figures
from addin.words import say

Sentence = tuple[str, str, int]
Tables = dict[str, pd.DataFrame]


def growth_sentence(f: Figures, tables: Tables) -> Sentence | None:
    """The growth point, and a zero of somebody else; without one who is proven weaker, or why nobody is."""
    table, steps, lang = tables["managers"], tables["conversion_by_manager"], f.settings.lang
    gains = table["growth_wins"]
    if gains.notna().any():
        best = table.iloc[int(gains.argmax())]
        params = {"manager": best["manager"], "point": best["growth_point"], "gain": best["growth_wins"]}
        text = say("summary.growth", lang, **params)
        zero = _zero(f, steps[steps["manager"] != best["manager"]])
        return "growth", f"{text} {zero[1]}" if zero else text, int(best["growth_followed"])
    if len(table) < 2:
        return None
    return _zero(f, steps) or _weak(f, steps) or _nobody(f, table, steps)


def _zero(f: Figures, steps: pd.DataFrame) -> Sentence | None:
    """Of the steps that none of a manager's deals took, proven so or with nobody to compare, the surest."""
    none = (steps["rate"] == 0) & (steps["advanced"] == 0) & (steps["followed"] >= ENOUGH_FOLLOWED)
    told = none & (steps["manager"] != "") & ((steps["verdict"] == "weak") | steps["verdict"].isna())
    if not told.any():
        return None
    found = steps[told]
    sure = found["followed"] * found["expected"].fillna(0) + found["followed"] / (1 + found["followed"].max())
    row = found.iloc[int(sure.argmax())]
    return _sentence(f, "zero" if np.isfinite(row["expected"]) else "zero_alone", row)


def _weak(f: Figures, steps: pd.DataFrame) -> Sentence | None:
    """The manager proven weaker, on the whole way too, by whom most customers are lost."""
    found = steps[(steps["verdict"] == "weak") & (steps["manager"] != "")]
    if found.empty:
        return None
    lost = found["followed"] * (found["expected"] - found["shrunk_rate"])
    return _sentence(f, "weak", found.iloc[int(lost.argmax())])


def _sentence(f: Figures, key: str, row: pd.Series) -> Sentence:
    text = say(
        f"summary.{key}",
        f.settings.lang,
        manager=row["manager"],
        start=row["from"],
        end=row["to"],
        n=int(row["followed"]),
        horizon=f.horizon.days,
        rate=row["rate_target"],
        expected=row["expected"],
        high=row["high"],
    )
    return "growth", text, int(row["followed"])


def _nobody(f: Figures, table: pd.DataFrame, steps: pd.DataFrame) -> Sentence:
    """Why no manager is named."""
    lang, leads = f.settings.lang, int(table["leads"].sum())
    judged = steps[(steps["basis"] == "history") & steps["verdict"].notna()]
    if judged.empty:
        key = "growth_few" if (steps["basis"] == "history").any() else "growth_no_history"
        return "growth", say(f"summary.{key}", lang), leads
    return "growth", say("summary.growth_none", lang, n=judged["manager"].nunique()), leads
