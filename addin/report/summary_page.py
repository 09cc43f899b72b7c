"""What the Summary shows beside its sentences: key figures, the funnel, the heat map and the growth points.

Nothing is computed here: numbers of other blocks are chosen, put side by side and given words.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import Ints
from addin.report.figures import Figures
from addin.report.findings import reason_words
from addin.report.layout import STEPS
from addin.report.tile_words import never_blank
from addin.report.wording import amount_words
from addin.words import Lang, say

LEANING_PROBABILITY = 0.80
"""From this probability a cell of the heat map takes a pale colour; a proven verdict takes the full one."""

MAX_STATUS_LETTERS = 28
"""Letters of a status that the Summary shows; other sheets have the rest."""

Tables = Mapping[str, pd.DataFrame]


def summary_blocks(f: Figures, tables: Tables) -> dict[str, pd.DataFrame]:
    """The blocks of the Summary that other blocks do not hold.

    Args:
        f: what all blocks share.
        tables: blocks before their notes are put into words.
    """
    lang = f.settings.lang
    shown = shown_steps(tables["conversion"])
    return {
        "key_figures": never_blank(key_figures(tables, f), "key_figures"),
        "funnel": funnel(tables["conversion"], shown, lang),
        "heatmap": heatmap(tables, shown, lang),
        "growth": growth(tables["managers"]),
    }


def headings(tables: Tables) -> dict[str, dict[str, str]]:
    """Block → column → the heading that depends on the data: the steps of the heat map by their target."""
    steps = tables["funnel"].iloc[1:]
    found = {f"{key}_{k}": "" for key in ("rate", "n") for k in range(1, STEPS + 1)}
    rated = tables["heatmap"].filter(like="rate_").notna().to_numpy().any()
    for k, to in enumerate(steps["to"] if rated else (), 1):
        found |= {f"rate_{k}": f"→ {shortened(to)}", f"n_{k}": f"n {k}"}
    return {"heatmap": found}


def shown_steps(conversion: pd.DataFrame) -> list[int]:
    """The rows of ``conversion`` that are shown, at most ``STEPS``: where most is lost, in their order."""
    steps = conversion.iloc[:-1]
    gone = (steps["lost"] + steps["nontarget"]).fillna(0)
    return sorted(gone.sort_values(ascending=False, kind="stable").index[:STEPS])


def key_figures(tables: Tables, f: Figures) -> pd.DataFrame:
    """One record: six figures, and under each a line with its interval or what it is a part of."""
    lang = f.settings.lang
    leads, whole, presale = tables["intake"].iloc[0], tables["conversion"].iloc[-1], tables["presale"]
    attention = tables["attention"]
    return pd.DataFrame(
        [
            {
                "leads": leads["leads"],
                "leads_note": _leads_note(leads, lang),
                "taken_rate": _taken(leads, lang),
                "taken_note": _taken_note(leads, lang),
                "nontarget_rate": leads["nontarget_rate"],
                "nontarget_note": _nontarget_note(leads, lang),
                **_conversion(whole, lang),
                "presale": _total(presale["expected"]),
                "presale_note": _presale_note(presale, f),
                "to_act": len(attention),
                "to_act_note": ", ".join(reason_words(attention, lang)[:2]) or say("key.nothing", lang),
            }
        ]
    )


def interval_words(row: pd.Series, lang: Lang) -> str:
    """The interval of a step's rate in words, or why there is none."""
    if np.isfinite(row["rate"]):
        return _between("rate", row["low"], row["high"], lang, n=int(row["followed"]))
    if np.isfinite(row["bound_low"]):
        return _between("bounds", row["bound_low"], row["bound_high"], lang)
    if not row["entered"]:
        return say("range.none", lang)
    return say("range.early", lang)


def _between(key: str, low: float, high: float, lang: Lang, **params: object) -> str:
    """Two fractions as whole per cent, as one where they read the same."""
    ends = {"low": round(100 * low), "high": round(100 * high)}
    one = "_one" if ends["low"] == ends["high"] else ""
    return say(f"range.{key}{one}", lang, **ends, **params)


def funnel(conversion: pd.DataFrame, shown: list[int], lang: Lang) -> pd.DataFrame:
    """The whole way first, then the steps: counts, rate and interval in words.

    Returns:
        ``step`` (0 the whole way), ``from, to, name`` (both), ``entered, advanced, open, lost, nontarget,
        rate, range``.
    """
    rows = conversion.loc[[conversion.index[-1], *shown]].reset_index(drop=True)
    all_shown = len(shown) == len(conversion) - 1
    last, *ends = (shortened(end) for end in rows["to"])
    key = "funnel.whole" if all_shown else "funnel.whole_of"
    whole = say(key, lang, end=last, n=len(shown), all=len(conversion) - 1)
    names = [whole, *(say("funnel.step", lang, end=end) for end in ends)]
    ranges = [interval_words(row, lang) for _, row in rows.iterrows()]
    return rows.assign(step=[0, *(k + 1 for k in shown)], name=names, range=ranges)


def shortened(status: str, letters: int = MAX_STATUS_LETTERS) -> str:
    """The name of a status as a page has room for it, cut between words where it can be."""
    if len(status) <= letters:
        return status
    cut = status[:letters]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(' ,.;:-–—')}…"


def heatmap(tables: Tables, shown: list[int], lang: Lang) -> pd.DataFrame:
    """All managers together, then each: the rate of every step among real customers, its count and tone.

    Managers with a growth point come first, the most to gain foremost, then those with most leads.

    Returns:
        ``manager, leads, whole_rate, whole_n, whole_tone`` and, for each shown step k from 1, ``rate_k, n_k,
        tone_k``. A tone is −2 weak, −1 leaning to weak, 1 leaning to strong, 2 strong, 0 neither; missing
        where nothing is compared.
    """
    table = tables["conversion_by_manager"]
    steps = table["step"].to_numpy()
    last = int(steps.max()) if len(table) else 0
    people = np.flatnonzero(steps == last)
    names, leads = table["manager"].to_numpy()[people], table["entered"].to_numpy()[people]
    order = _order(names, leads, tables["managers"])
    values = (table["rate_target"].to_numpy(), table["followed"].to_numpy(), tones(table).to_numpy())
    total = tables["conversion"]
    out: dict[str, object] = {
        "manager": [say("heatmap.all", lang), *names[order]],
        "leads": [int(leads.sum()), *leads[order]],
    }
    for step, keys in zip((last, *shown), _keys(), strict=False):
        rows = np.flatnonzero(steps == step)[order]  # managers in one order in every step
        team = (total["rate_target"].iloc[step], total["followed"].iloc[step], np.nan)
        out |= {key: [whole, *column[rows]] for key, whole, column in zip(keys, team, values, strict=True)}
    return pd.DataFrame(out).reindex(columns=["manager", "leads", *(key for keys in _keys() for key in keys)])


def _keys() -> list[tuple[str, str, str]]:
    steps = [(f"rate_{k}", f"n_{k}", f"tone_{k}") for k in range(1, STEPS + 1)]
    return [("whole_rate", "whole_n", "whole_tone"), *steps]


def _order(names: npt.NDArray[np.object_], leads: Ints, managers: pd.DataFrame) -> list[int]:
    """Places of the named first, most to gain first, then most leads."""
    known = managers["growth_wins"].fillna(0)
    gains = dict(zip(managers["manager"], known, strict=True))
    return sorted(
        range(len(names)),
        key=lambda i: (names[i] == "", -gains.get(names[i], 0.0), -int(leads[i])),
    )


def tones(table: pd.DataFrame) -> pd.Series:
    """How a manager's rate compares on a step: see :func:`heatmap`."""
    verdict, weak, strong = table["verdict"], table["p_weak"], table["p_strong"]
    conditions = [
        verdict == "weak",
        verdict == "strong",
        weak >= LEANING_PROBABILITY,
        strong >= LEANING_PROBABILITY,
        verdict.notna(),
    ]
    return pd.Series(np.select(conditions, [-2.0, 2.0, -1.0, 1.0, 0.0], np.nan), index=table.index)


def growth(managers: pd.DataFrame) -> pd.DataFrame:
    """The managers with a growth point, the most to gain first; the step in fewer words than elsewhere."""
    found = managers[managers["growth_wins"].notna()]
    found = found.assign(growth_point=found["growth_short"])
    return found.sort_values(["growth_wins", "manager"], ascending=[False, True], kind="stable")


def _total(values: pd.Series) -> float:
    """A sum that is unknown where nothing in it is known."""
    return float(values.sum()) if values.notna().any() else np.nan


def _leads_note(row: pd.Series, lang: Lang) -> str:
    if not np.isfinite(row["leads"]):
        return say("key.no_records", lang)
    return say("key.leads", lang, taken=int(row["taken"]), untouched=int(row["untouched"]))


def _conversion(row: pd.Series, lang: Lang) -> dict[str, float | str]:
    """The rate with its interval below, or its bounds where no more is known of it."""
    if not np.isfinite(row["rate"]) and np.isfinite(row["bound_low"]):
        return {"conversion": interval_words(row, lang), "conversion_note": say("key.bounds", lang)}
    return {"conversion": float(row["rate"]), "conversion_note": interval_words(row, lang)}


def _taken(row: pd.Series, lang: Lang) -> float | str:
    """The share taken, or its bounds where it is not known of all how they were handled."""
    if np.isfinite(row["leads"]) and row["leads"] and row["unknown"]:
        return _between("bounds", row["taken_low"], row["taken_high"], lang)
    return float(row["taken_rate"])


def _taken_note(row: pd.Series, lang: Lang) -> str:
    if not row["leads"] or not np.isfinite(row["leads"]):
        return say("range.none", lang)
    if row["unknown"]:
        return say("key.taken_bounds", lang, unknown=int(row["unknown"]), all=int(row["leads"]))
    return say("key.share", lang, part=int(row["taken"]), all=int(row["leads"]))


def _nontarget_note(row: pd.Series, lang: Lang) -> str:
    if not row["leads"] or not np.isfinite(row["leads"]):
        return say("range.none", lang)
    classified = int(row["leads"] - row["unclassified"])
    return say("key.share", lang, part=int(row["nontarget"]), all=classified)


def _presale_note(table: pd.DataFrame, f: Figures) -> str:
    if table.empty:
        return say("key.presale_none", f.settings.lang)
    priced = _total(table["amount"][~table["unpriced"]])
    key = "presale" if np.isfinite(priced) else "presale_unpriced"
    amount = amount_words(priced, f) if np.isfinite(priced) else ""
    low, high = f.money.presale_within(table)
    if np.isfinite(low + high):
        return say("key.presale_range", f.settings.lang, n=len(table), low=low, high=high)
    return say(f"key.{key}", f.settings.lang, n=len(table), amount=amount)
