"""The money of the sample: amounts of deals, spend on sources, plans of managers. All in RUB."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.demo.office_hours import Floats, Ints
from addin.demo.people import AS_OF, FIRST_DAY, MANAGERS, NONTARGET, SOURCES, WON

_SPREAD = 0.65
_PRICE_NAMED = 3
"""The rung from which a deal usually has an amount."""


def amounts(rng: np.random.Generator, source: Ints, status: Ints, reached: Ints) -> Floats:
    """Amount of every deal, NaN where nobody filled it in: few have one before the price is named.

    Args:
        rng: the source of chance.
        source: position in ``SOURCES``.
        status: code of the status at T.
        reached: furthest rung ever entered.
    """
    median = np.array([s.price for s in SOURCES])[source]
    amount = np.round(rng.lognormal(np.log(median), _SPREAD) / 500) * 500
    known = np.where(reached >= _PRICE_NAMED, 0.93, 0.30)
    known = np.where(status == WON, 0.985, np.where(status == NONTARGET, 0.05, known))
    return np.where(rng.random(len(source)) < known, np.maximum(amount, 5_000), np.nan)


def _months() -> pd.DatetimeIndex:
    return pd.date_range(FIRST_DAY, AS_OF, freq="MS")


def _by_month(created: pd.Series, part: Ints, count: int, weights: Floats | None = None) -> Floats:
    """Sums by month of creation (rows) and part (columns)."""
    months = _months()
    month = (created.dt.year - FIRST_DAY.year) * 12 + created.dt.month - FIRST_DAY.month
    cell = month.to_numpy() * count + part
    sums = np.bincount(cell, weights=weights, minlength=len(months) * count)
    return np.asarray(sums, dtype=np.float64).reshape(len(months), count)


def spend(rng: np.random.Generator, created: pd.Series, source: Ints) -> pd.DataFrame:
    """Spend by month and paid source: ``month, source, amount``; free sources have no rows."""
    leads = _by_month(created, source, len(SOURCES))
    noise = rng.lognormal(0.0, 0.12, leads.shape)
    cost = np.round(leads * [s.lead_cost for s in SOURCES] * noise, -2)
    paid = [i for i, s in enumerate(SOURCES) if s.lead_cost]
    rows = [(month, SOURCES[i].name, float(cost[at, i])) for at, month in enumerate(_months()) for i in paid]
    return pd.DataFrame(rows, columns=["month", "source", "amount"])


def plan(won_amount: pd.Series, manager: Ints) -> pd.DataFrame:
    """Plan by month and manager: ``month, manager, amount``.

    Set as such plans are: the manager's average month, a growth of two per cent a month, a tenth on top.

    Args:
        won_amount: amounts of wins, NaN for other deals.
        manager: position in ``MANAGERS``.
    """
    months = _months()
    revenue = np.bincount(manager, weights=won_amount.fillna(0.0).to_numpy(), minlength=len(MANAGERS))
    rows: list[tuple[pd.Timestamp, str, float]] = []
    for position, person in enumerate(MANAGERS):
        own = [m for m in months if person.since is None or m.date() >= person.since]
        growth = 1.02 ** (np.arange(len(own)) - len(own) / 2)
        # nobody has asked the newcomer for more than a start
        base = revenue[position] / len(own) if person.since is None else 600_000.0
        target = np.round(base * growth * 1.1 / 50_000) * 50_000
        rows += [(m, person.name, float(t)) for m, t in zip(own, target, strict=True)]
    return pd.DataFrame(rows, columns=["month", "manager", "amount"])
