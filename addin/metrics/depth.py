"""Depth: a manager's wins over the wins that the others' rates give on the same sources and months."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.deals.evidence import Bools, Ints
from addin.deals.visits import Outcome, Visits
from addin.metrics.calendar import month_of
from addin.metrics.conversion import Columns, Floats, in_window
from addin.metrics.horizon import Window
from addin.metrics.month_spread import months_of
from addin.metrics.proportions import poisson_interval


def depth(visits: Visits, names: list[str], horizon: int, window: Window) -> Columns:
    """Wins within H of mature leads against the others' rate on the same sources and months.

    Indirect standardisation (Breslow & Day 1987): the expected wins are the sum over strata of the
    manager's leads times the rate of all other named managers there; a stratum without others takes the
    others' rate of its source, or of all. The interval is Garwood's exact one of a count, on counts reduced
    by what the others' luck and months that differ add to the variance of wins over expected.

    Returns:
        ``mature_leads, wins, wins_expected, depth, depth_low, depth_high`` of each name; NaN without leads.
    """
    rows = _mature(visits, horizon, window)
    cells, size = _cells(rows, visits, horizon), len(visits.managers)
    at, n = cells["manager"], cells["n"]
    rate, variance = _rates_of_others(cells)
    known = ~np.isnan(rate)
    leads, wins = (np.bincount(at, of, size) for of in (n, cells["won"]))
    expected, by_others = (
        np.bincount(at[known], of[known], size).astype(float) for of in (n * rate, n**2 * variance)
    )
    usable = np.where(expected > 0, expected, np.nan)
    expected[np.bincount(at[known], minlength=size) == 0] = np.nan
    # the variance of wins over expected, in units of that of a count of so many wins
    overall = wins.sum() / max(leads.sum(), 1)
    by_months = _by_months(visits, rows, horizon, window) * (1 - overall) ** 2
    factor = 1 + np.nan_to_num(by_others / usable + usable * by_months)
    low, high = poisson_interval(wins / factor)
    found = {
        "mature_leads": leads,
        "wins": wins,
        "wins_expected": expected,
        "depth": wins / usable,
        "depth_low": low * factor / usable,
        "depth_high": high * factor / usable,
    }
    place = pd.Index(visits.managers).get_indexer(pd.Index(names))
    return {key: np.where(leads > 0, values, np.nan)[place] for key, values in found.items()}


def _mature(visits: Visits, horizon: int, window: Window) -> pd.DataFrame:
    """Leads of named managers, created in the window H days before T or earlier and watched since."""
    rows = in_window(visits.first_to_won(), window)
    entered = rows["entered"].to_numpy()
    mature = rows["usable"].to_numpy() & (entered <= visits.as_of_day - horizon)
    mature &= (rows["seen"].to_numpy() <= entered) & _named(visits)[rows["manager"].to_numpy()]
    found: pd.DataFrame = rows[mature]
    return found


def _named(visits: Visits) -> Bools:
    return np.array([name != "" for name in visits.managers], dtype=bool)


def _by_months(visits: Visits, rows: pd.DataFrame, horizon: int, window: Window) -> Floats:
    """What months that differ add to the variance of the log-odds of own wins and of the others'."""
    every, days = visits.first_to_won(), (visits.as_of_day, horizon)
    months = months_of(every, rows, "manager", window, days, use=_named(visits), against_all=True)
    return months.variance * (months.spread.own + months.spread.others)


def _cells(rows: pd.DataFrame, visits: Visits, horizon: int) -> dict[str, Ints]:
    """Mature leads and their wins within H, by manager, source and month."""
    entered, left, manager = (rows[key].to_numpy(dtype=np.int64) for key in ("entered", "left", "manager"))
    won = (rows["outcome"].to_numpy() == Outcome.ADVANCED) & (left - entered <= horizon)
    month = month_of(entered)
    month -= month.min(initial=0)
    sources, span = max(len(visits.sources), 1), int(month.max(initial=0)) + 1
    cell = (manager * sources + rows["source"].to_numpy()) * span + month
    key, place = np.unique(cell, return_inverse=True)
    n = rows["n"].to_numpy()
    counts = {"n": n, "won": n * won}
    summed = {name: np.bincount(place, of, len(key)).astype(np.int64) for name, of in counts.items()}
    return {"manager": key // (span * sources), "source": key // span % sources, "month": key % span} | summed


def _rates_of_others(cells: dict[str, Ints]) -> tuple[Floats, Floats]:
    """Per cell the others' rate in its source and month, else its source, else all, and its variance."""
    zero = np.zeros(len(cells["n"]), np.int64)
    rate, n = np.full(len(zero), np.nan), np.ones(len(zero))
    span = int(cells["month"].max(initial=0)) + 1
    for stratum in (cells["source"] * span + cells["month"], cells["source"], zero):
        found, count = _others(cells, stratum)
        none = np.isnan(rate)
        rate, n = np.where(none, found, rate), np.where(none, count, n)
    return rate, np.asarray(rate * (1 - rate) / n)


def _others(cells: dict[str, Ints], stratum: Ints) -> tuple[Floats, Floats]:
    """Per cell the rate of the other managers in its stratum, and how many leads they have; NaN of none."""
    n, won = cells["n"], cells["won"]
    mine = np.unique(cells["manager"] * (stratum.max(initial=0) + 1) + stratum, return_inverse=True)[1]
    rest_n, rest_won = (np.bincount(stratum, of)[stratum] - np.bincount(mine, of)[mine] for of in (n, won))
    count = np.where(rest_n > 0, rest_n, np.nan)
    return np.asarray(rest_won / count), np.asarray(count)
