"""Leads by month of creation: what they have won so far, and what is still to come from them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.visits import Outcome, Visits
from addin.metrics.conversion import ENOUGH_FOLLOWED, UNDATED, count_visits, in_window
from addin.metrics.horizon import Window
from addin.metrics.incidence import aalen_johansen
from addin.metrics.proportions import beta_binomial_interval, effective_n, wilson

LEVEL = 0.95
_EPOCH = dt.date(1970, 1, 1)


def cohorts(visits: Visits, horizon: int, window: Window, months: int = 60) -> pd.DataFrame:
    """One row a month of creation, oldest first, at most the last ``months``.

    ``to_come`` is the number of wins still expected from the month's undecided leads before they are H days
    old: of a lead of age a it is (F(H) − F(a)) / S(a), with F and S the incidence of winning and the share
    undecided by age among the leads of the window. Its interval joins the luck of the draw and the
    uncertainty of F. ``throughput`` sets the wins of a month against the leads of that month: a measure of
    flow, never of conversion.

    Returns:
        ``month`` (2026-09), ``leads, won, won_share, undecided, to_come, to_come_low, to_come_high,
        wins_in_month, throughput, note`` (a code).
    """
    rows = visits.whole()
    rows = rows[rows["entered"] >= 0]
    month = _month_index(rows["entered"].to_numpy())
    last = int(_month_index(np.array([visits.as_of_day]))[0])
    first = max(int(month.min()) if len(month) else last, last - months + 1)
    size = last - first + 1
    shown = (month >= first) & (month <= last)
    n, outcome = rows["n"].to_numpy(), rows["outcome"].to_numpy()

    def tally(which: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        kept = shown & which
        return np.bincount(month[kept] - first, n[kept], size).astype(np.int64)

    leads, won = tally(np.ones(len(rows), bool)), tally(outcome == Outcome.ADVANCED)
    wins = _wins_by_month(rows, first, size)
    coming = _to_come(visits, rows, month - first, shown, size, horizon, window)
    base = np.where(leads > 0, leads, np.nan)
    return pd.DataFrame(
        {
            "month": [_month_name(first + i) for i in range(size)],
            "leads": leads,
            "won": won,
            "won_share": won / base,
            "undecided": tally(outcome == Outcome.OPEN),
            **coming,
            "wins_in_month": wins,
            "throughput": wins / base,
            "note": np.where(np.isnan(coming["to_come"]), "no_forecast", ""),
        }
    )


def _wins_by_month(rows: pd.DataFrame, first: int, size: int) -> npt.NDArray[np.float64]:
    """Wins by the month in which they came; NaN throughout where too many have no date."""
    wins = rows[rows["outcome"] == Outcome.ADVANCED]
    dated = wins[wins["left"] >= 0]
    if wins["n"].sum() - dated["n"].sum() > UNDATED * wins["n"].sum():
        return np.full(size, np.nan)
    month = _month_index(dated["left"].to_numpy())
    inside = (month >= first) & (month < first + size)
    return np.bincount(month[inside] - first, dated["n"].to_numpy()[inside], size).astype(float)


def _to_come(
    visits: Visits,
    rows: pd.DataFrame,
    cohort: npt.NDArray[np.int64],
    shown: npt.NDArray[np.bool_],
    size: int,
    horizon: int,
    window: Window,
) -> dict[str, npt.NDArray[np.float64]]:
    used = in_window(rows, window)
    zero = np.zeros(len(used), np.int64)
    curve = aalen_johansen(count_visits(used, zero, (1,), visits.as_of_day, horizon), curves=True)
    ripe = used["usable"] & (used["entered"] <= visits.as_of_day - horizon)
    followed = float(used["n"][ripe].sum())
    wins = used["outcome"] == Outcome.ADVANCED
    missed = used["n"][wins & ~used["usable"]].sum() > UNDATED * used["n"][wins].sum()
    unknown = visits.evidence == "snapshot" or missed
    if unknown or followed < ENOUGH_FOLLOWED or curve.curve is None or curve.survival is None:
        return dict.fromkeys(("to_come", "to_come_low", "to_come_high"), np.full(size, np.nan))
    won, undecided = curve.curve[0], curve.survival[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = np.where(undecided > 0, np.clip((won[-1] - won) / undecided, 0, 1), 0.0)
    waiting = shown & (rows["outcome"].to_numpy() == Outcome.OPEN)
    age = np.clip(visits.as_of_day - rows["entered"].to_numpy(), 0, horizon)[waiting]
    p, n = chance[age], rows["n"].to_numpy()[waiting]
    where = cohort[waiting]
    count = np.bincount(where, n, size).astype(float)
    mean = np.bincount(where, n * p, size).astype(float)
    # the error of F moves all chances of a month together; its relative size is that of F(H)
    relative = _relative_error(
        float(won[-1]), float(effective_n(curve.rate, curve.variance, np.array([followed]))[0])
    )
    variance = np.bincount(where, n * p * (1 - p), size) + (mean * relative) ** 2
    low, high = beta_binomial_interval(count, mean, variance, LEVEL)
    low, high = np.where(count > 0, low, 0.0), np.where(count > 0, high, 0.0)  # all decided: none to come
    if won[-1] == 0:  # no win seen is no proof that none will come
        high = count * float(wilson(np.array([0.0]), np.array([followed]), LEVEL)[1][0])
    return {"to_come": mean, "to_come_low": low, "to_come_high": high}


def _relative_error(rate: float, n: float) -> float:
    return float(np.sqrt((1 - rate) / (rate * n))) if rate > 0 and n > 0 else 0.0


def _month_index(days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Months since 1970-01 of days since 1970-01-01."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _month_name(index: int) -> str:
    return f"{1970 + index // 12:04d}-{index % 12 + 1:02d}"
