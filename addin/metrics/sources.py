"""What each source of leads is worth: conversion where leads were handled alike, cost and return."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.arrays import is_in
from addin.deals.evidence import NEVER, Bools, Ints
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES, WON
from addin.deals.timeline import Timeline
from addin.metrics.calendar import month_of
from addin.metrics.intake import intake_by
from addin.metrics.leads import Leads
from addin.metrics.occupancy import Floats
from addin.metrics.risk_ratios import Strata, benjamini_hochberg, cmh_test, mantel_haenszel
from addin.metrics.romi import romi

MAX_P = 0.10
"""The adjusted p up to which a lower conversion is no chance."""
ENOUGH_COMPARABLE = 30
"""With fewer comparable leads it is too early to judge a source."""
TAKEN_DIFFERENCE = 0.10
"""A share of leads taken that differs by more means that the source is handled differently."""
STEPS = 7
"""Stages whose rates are told."""
_NONTARGET = ROLES.index(Role.NONTARGET)


@dataclass(frozen=True)
class Terms:
    """What the user asks of a source: gross margin, least return, and H in days."""

    margin: float
    threshold: float
    horizon: int


def sources(leads: Leads, timeline: Timeline, spend: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """One row a source, most leads first; everything rests on leads created H days before T or earlier.

    Args:
        leads: every lead at T.
        timeline: of the same deals.
        spend: ``date, source, amount`` by day up to T; no rows where none is given.
        terms: margin, threshold and H.

    Returns:
        ``source, leads, nontarget_rate, won_rate`` (within H), ``wins, revenue, average, spend,
        cost_per_lead, cost_per_presale, cost_per_win, romi`` with ``romi_low`` and ``romi_high``;
        ``crude_ratio, adjusted_ratio`` with ``ratio_low`` and ``ratio_high``, ``p``, ``p_adjusted,
        comparable_leads, taken_rate, hours_to_touch_median, presale_deals, rate_1`` to ``rate_7`` (stages
        reached within H), ``verdict`` (a code, None where nothing is to be said) and ``note`` (a code).
    """
    t = timeline
    leads = leads.select(leads.created <= t.as_of_day - terms.horizon)
    deal = leads.deal
    present, code = np.unique(leads.source, return_inverse=True)
    names = [leads.sources[source] for source in present]
    names += sorted(set(spend["source"].unique()) - set(names))
    out = _counts(t, deal, code, len(names), terms.horizon)
    out |= _money(t, deal, code, spend, names, terms)
    out |= _compared(t, leads, code, len(names), terms.horizon)
    keys = ("taken_rate", "hours_to_touch_median", "taken")
    handled = intake_by(leads, "source")
    rates = {key: np.full(len(names), np.nan) for key in keys}
    for key, values in rates.items():
        values[: len(present)] = handled[key]
    taken = rates.pop("taken")
    out |= rates
    verdict = pd.Series(_verdicts(out, terms), dtype=object)
    note = _notes(out, taken, given=len(spend) > 0)
    order = sorted(range(len(names)), key=lambda i: (-out["leads"][i], names[i]))
    table = pd.DataFrame({"source": names, **out, "verdict": verdict, "note": note})
    return table.iloc[order].reset_index(drop=True)


def _within(t: Timeline, rung: int, deal: Ints, horizon: int) -> Bools:
    """Which leads reached a rung within H of creation, as far as dates tell."""
    day = t.reach[deal, rung]
    return np.asarray((day < NEVER) & t.dated[deal, rung] & (day - t.created[deal] <= horizon))


def _counts(t: Timeline, deal: Ints, code: Ints, size: int, horizon: int) -> dict[str, Floats]:
    def tally(which: Bools) -> Floats:
        return np.bincount(code[which], minlength=size).astype(float)

    n, last = tally(np.ones(len(deal), bool)), len(t.ladder) - 1
    classified, reached = tally(t.role[deal] >= 0), _reached_presale(t, deal)
    dated, none = bool((t.ended[t.role == WON] >= 0).any()), np.full(size, np.nan)
    found = {
        "leads": n,
        "nontarget_rate": _ratio(tally(t.role[deal] == _NONTARGET), classified),
        "won_rate": _ratio(tally(_within(t, last, deal, horizon)), n) if dated else none,
        "wins": tally(t.role[deal] == WON),
        "presale_deals": none if reached is None else tally(reached),
    }
    for k in range(1, STEPS + 1):
        there = k < len(t.ladder) and (t.dated_stages or (k == last and dated))
        found[f"rate_{k}"] = _ratio(tally(_within(t, k, deal, horizon)), n) if there else none
    return found


def _reached_presale(t: Timeline, deal: Ints) -> Bools | None:
    """Which leads have reached pre-sale; None where that is not on record."""
    rungs = [k for k, role in enumerate(t.rung_roles) if role == Role.PRESALE]
    return np.asarray(t.reach[deal, rungs[0]] < NEVER) if rungs and t.dated_stages else None


def _ratio(part: Floats, whole: Floats) -> Floats:
    """A share or a price; NaN where there is nothing to divide by."""
    return np.asarray(part / np.where(whole > 0, whole, np.nan))


def _money(
    t: Timeline, deal: Ints, code: Ints, spend: pd.DataFrame, names: list[str], terms: Terms
) -> dict[str, Floats]:
    size = len(names)
    won, own = t.role[deal] == WON, t.amount[deal]
    median = float(np.nanmedian(own[won])) if np.isfinite(own[won]).any() else np.nan
    money = np.where(won, np.where(np.isnan(own), median, own), 0.0)
    revenue, wins = np.bincount(code, money, size).astype(float), np.bincount(code, won, size).astype(float)
    found = {"revenue": revenue, "average": _ratio(revenue, wins)}
    if spend.empty:
        return found | dict.fromkeys(_COSTS, np.full(size, np.nan))
    # costs are told on the days for which both leads of age H and spend are there
    first = int(spend["day"].min())
    days = spend["day"] <= t.as_of_day - terms.horizon
    paid = spend[days].groupby("source")["amount"].sum().reindex(names).to_numpy(dtype=float)
    cost = np.where(paid > 0, paid, np.nan)
    same, reached = t.created[deal] >= first, _reached_presale(t, deal)
    groups = [same, same & reached if reached is not None else same & False, same & won]
    prices = [_ratio(cost, np.bincount(code[which], minlength=size).astype(float)) for which in groups]
    returns = np.array([_romi(money[same & (code == i)], c, terms, median) for i, c in enumerate(cost)])
    return found | dict(zip(_COSTS, [cost, *prices, *returns.reshape(size, 3).T], strict=True))


_COSTS = ("spend", "cost_per_lead", "cost_per_presale", "cost_per_win", "romi", "romi_low", "romi_high")


def _romi(revenue: Floats, cost: float, terms: Terms, price: float) -> tuple[float, float, float]:
    return romi(revenue, float(cost), terms.margin, price) if np.isfinite(cost) else (np.nan,) * 3


def _compared(t: Timeline, leads: Leads, code: Ints, size: int, horizon: int) -> dict[str, Floats]:
    """Each source against all others, over strata of first manager × month of creation."""
    keys = ("crude_ratio", "adjusted_ratio", "ratio_low", "ratio_high", "p")
    deal, kept = leads.deal, leads.handled("taken") | leads.handled("unknown")
    ended = is_in(t.role[deal], [WON, *ENDED])
    if not kept.any() or not (t.ended[deal][ended] >= 0).any():
        empty: dict[str, Floats] = dict.fromkeys((*keys, "p_adjusted"), np.full(size, np.nan))
        return empty | {"comparable_leads": np.zeros(size)}
    won = _within(t, len(t.ladder) - 1, deal, horizon)[kept]
    manager = leads.manager[kept].astype(np.int64)
    months = month_of(t.created[deal][kept])
    months = months - months.min()
    stratum = np.unique(manager * (int(months.max()) + 1) + months, return_inverse=True)[1]
    cell = stratum * size + code[kept]
    shape = (int(stratum.max()) + 1, size)
    n = np.bincount(cell, minlength=shape[0] * size).reshape(shape).astype(float)
    w = np.bincount(cell, won, shape[0] * size).reshape(shape).astype(float)
    rows = [_against_others(n, w, i) for i in range(size)]
    ratios = np.array(rows)
    found: dict[str, Floats] = {key: ratios[:, i] for i, key in enumerate(keys)}
    return found | {"p_adjusted": benjamini_hochberg(ratios[:, 4]), "comparable_leads": ratios[:, 5]}


def _against_others(n: Floats, w: Floats, i: int) -> tuple[float, ...]:
    a, n1 = w[:, i], n[:, i]
    c, n0 = w.sum(axis=1) - a, n.sum(axis=1) - n1
    with np.errstate(invalid="ignore", divide="ignore"):
        crude = (a.sum() / n1.sum()) / (c.sum() / n0.sum())
    s = Strata.of(a, n1, c, n0)
    found = mantel_haenszel(s)
    return (
        float(crude) if np.isfinite(crude) else np.nan,
        found.ratio,
        found.low,
        found.high,
        cmh_test(s),
        float(s.n1.sum()),
    )


def _verdicts(out: dict[str, Floats], terms: Terms) -> list[str | None]:
    low = (out["p_adjusted"] <= MAX_P) & (out["adjusted_ratio"] < 1)
    off = out["romi_high"] < terms.threshold - 0.5
    less = out["romi_high"] < terms.threshold
    early = out["comparable_leads"] < ENOUGH_COMPARABLE
    words = np.select([early, off, less, low], ["too_early", "switch_off", "minimise", "low_conversion"], "")
    return [str(word) or None for word in words]


def _notes(out: dict[str, Floats], taken: Floats, *, given: bool) -> list[str]:
    """Codes of notes; ``taken`` counts the leads taken, NaN for a source without leads."""
    leads, taken = out["leads"], np.nan_to_num(taken)
    rest = leads.sum() - leads
    with np.errstate(invalid="ignore", divide="ignore"):
        others = (taken.sum() - taken) / rest
    differs = (np.abs(out["taken_rate"] - others) > TAKEN_DIFFERENCE) & (rest > 0)
    known = np.isfinite(out["taken_rate"]) & (leads > 0)
    notes = np.select(
        [leads == 0, differs & known, out["wins"] == 0, given & np.isnan(out["spend"])],
        ["spend_without_leads", "handled_differently", "no_win", "no_spend"],
        "",
    )
    return [str(note) for note in notes]
