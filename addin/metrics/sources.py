"""What each source of leads is worth: conversion where leads were handled alike, cost and return."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.evidence import NEVER, UNKNOWN, Bools, Ints
from addin.deals.stages import Role
from addin.deals.status_at import ROLES, WON
from addin.deals.timeline import Timeline
from addin.metrics.conversion import UNDATED
from addin.metrics.deal_size import Wins, deal_size_of
from addin.metrics.intake import intake_by
from addin.metrics.leads import Leads
from addin.metrics.occupancy import Floats
from addin.metrics.romi import romi
from addin.metrics.source_comparison import compared
from addin.metrics.source_verdicts import notes, verdicts

STEPS = 7
"""Stages whose rates are told."""
_NONTARGET = ROLES.index(Role.NONTARGET)


@dataclass(frozen=True)
class Terms:
    """What the user asks of a source: gross margin, least return, H in days, and the ratio that is low."""

    margin: float
    threshold: float
    horizon: int
    low_ratio: float = 0.9


def sources(leads: Leads, timeline: Timeline, spend: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """One row a source with a lead by T or with spend, most leads first.

    Counts and revenue are of all its leads by T; rates rest on its mature ones, those created H days before
    T or earlier, and the comparison with other sources on those of the last 12 months of them.

    Args:
        leads: every lead at T.
        timeline: of the same deals.
        spend: ``date, source, amount`` by day up to T; no rows where none is given.
        terms: margin, threshold, H and the ratio that is low.

    Returns:
        ``source, leads, wins, revenue`` (amounts on record), ``unpriced`` (wins without one), ``mature``
        (leads), ``nontarget_rate, won_rate`` (within H), ``average, spend, cost_per_lead, cost_per_presale,
        cost_per_win, romi`` with ``romi_low`` and ``romi_high``; ``crude_ratio, adjusted_ratio`` with
        ``ratio_low`` and ``ratio_high``, ``p``, ``p_adjusted, comparable_leads, comparable_months,
        taken_rate, hours_to_touch_median, presale_deals, rate_1`` to ``rate_7`` (stages reached within H),
        ``verdict`` (a code, None where nothing is to be said) and ``note`` (a code).
    """
    t = timeline
    present, code = np.unique(leads.source, return_inverse=True)
    names = [leads.sources[source] for source in present]
    names += sorted(set(spend["source"].unique()) - set(names))
    old = leads.created <= t.as_of_day - terms.horizon
    mature, group = leads.select(old), code[old]
    by_t = _wins_undated(t, mature.deal, group, len(names))
    out = _totals(t, leads.deal, code, len(names)) | _rates(t, mature.deal, group, len(names), terms, by_t)
    out |= _money(t, mature.deal, group, spend, names, terms)
    out |= compared(t, mature, group, len(names), terms.horizon, by_t)
    out |= _handled(mature, names)
    taken = out.pop("taken")
    verdict = pd.Series(verdicts(out, terms.threshold, terms.low_ratio), dtype=object)
    note = notes(out, taken, given=len(spend) > 0, by_t=by_t)
    out.pop("romi_most")
    order = sorted(range(len(names)), key=lambda i: (-out["leads"][i], names[i]))
    table = pd.DataFrame({"source": names, **out, "verdict": verdict, "note": note})
    return table.iloc[order].reset_index(drop=True)


def _wins_undated(t: Timeline, deal: Ints, code: Ints, size: int) -> bool:
    """Whether too many wins have no date, of all or of a source: it would be taken for a worse one."""
    won = t.role[deal] == WON
    undated = np.bincount(code[won & ~t.dated[deal, -1]], minlength=size)
    wins = np.bincount(code[won], minlength=size)
    return bool(undated.sum() > UNDATED * wins.sum() or ((undated > UNDATED * wins) & (undated > 1)).any())


def _mean_win(t: Timeline) -> float:
    """What a win without an amount is taken to have brought, as in pre-sale and forecast."""
    deal = np.flatnonzero(t.role == WON).astype(np.int32)
    day = np.where(t.dated[deal, -1], t.reach[deal, -1], UNKNOWN).astype(np.int32)
    return deal_size_of(Wins(deal, day, t.amount[deal]), t.as_of_day).mean


def _totals(t: Timeline, deal: Ints, code: Ints, size: int) -> dict[str, Floats]:
    """What came of each source by T: summed over sources, what came of all deals."""
    won, own = t.role[deal] == WON, t.amount[deal]
    weights = {
        "leads": np.ones(len(deal)),
        "wins": won.astype(float),
        "revenue": np.where(won & ~np.isnan(own), own, 0.0),
        "unpriced": (won & np.isnan(own)).astype(float),
    }
    return {name: np.bincount(code, of, size).astype(float) for name, of in weights.items()}


def _handled(mature: Leads, names: list[str]) -> dict[str, Floats]:
    """How the mature leads of each source were handled; NaN for a source without any."""
    handled = intake_by(mature, "source").set_index("source").reindex(names)
    keys = ("taken_rate", "hours_to_touch_median", "taken")
    return {key: handled[key].to_numpy(dtype=float) for key in keys}


def _within(t: Timeline, rung: int, deal: Ints, horizon: int) -> Bools:
    """Which leads reached a rung within H of creation, as far as dates tell."""
    day = t.reach[deal, rung]
    return np.asarray((day < NEVER) & t.dated[deal, rung] & (day - t.created[deal] <= horizon))


def _rates(t: Timeline, deal: Ints, code: Ints, size: int, terms: Terms, by_t: bool) -> dict[str, Floats]:
    """Rates of mature leads; won by T where too many wins have no date to be within H."""

    def tally(which: Bools) -> Floats:
        return np.bincount(code[which], minlength=size).astype(float)

    n, last = tally(np.ones(len(deal), bool)), len(t.ladder) - 1
    classified, reached = tally(t.role[deal] >= 0), _reached_presale(t, deal)
    won = t.role[deal] == WON if by_t else _within(t, last, deal, terms.horizon)
    none = np.full(size, np.nan)
    found = {
        "mature": n,
        "nontarget_rate": _ratio(tally(t.role[deal] == _NONTARGET), classified),
        "won_rate": _ratio(tally(won), n),
        "presale_deals": none if reached is None else tally(reached),
    }
    for k in range(1, STEPS + 1):
        there = k < last and t.dated_stages
        found[f"rate_{k}"] = _ratio(tally(_within(t, k, deal, terms.horizon)), n) if there else none
    if last <= STEPS:
        found[f"rate_{last}"] = found["won_rate"]
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
    priced = won & ~np.isnan(own)
    price = _mean_win(t)
    money = np.where(priced, own, 0.0)
    revenue, sums = (np.bincount(code, of, size).astype(float) for of in (money, priced))
    found = {"average": _ratio(revenue, sums)}
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
    returns = np.array([_romi(money[same & (code == i)], c, terms, price) for i, c in enumerate(cost)])
    # what wins without a sum may have brought beside it is no reason to call a source dear
    unpriced = np.bincount(code[same & won & ~priced], minlength=size).astype(float)
    most = returns.reshape(size, 3)[:, 2] + _ratio(unpriced * np.nan_to_num(price) * terms.margin, cost)
    return found | dict(zip(_COSTS, [cost, *prices, *returns.reshape(size, 3).T, most], strict=True))


_COSTS = (
    *("spend", "cost_per_lead", "cost_per_presale", "cost_per_win"),
    *("romi", "romi_low", "romi_high", "romi_most"),
)


def _romi(revenue: Floats, cost: float, terms: Terms, price: float) -> tuple[float, float, float]:
    return romi(revenue, float(cost), terms.margin, price) if np.isfinite(cost) else (np.nan,) * 3
