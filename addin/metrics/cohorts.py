"""Leads by month of creation: what they have won so far, and what is still to come from them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.visits import Outcome, Visits
from addin.metrics.calendar import month_name, month_of
from addin.metrics.cohort_record import chance_by_age, cohort_record, recent_counts, relative_error
from addin.metrics.conversion import ENOUGH_FOLLOWED, UNDATED, in_window
from addin.metrics.horizon import Window
from addin.metrics.incidence import aalen_johansen
from addin.metrics.proportions import beta_binomial_interval, wilson

LEVEL = 0.95

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_TO_COME = ("to_come", "to_come_low", "to_come_high")


def cohorts(visits: Visits, horizon: int, window: Window, months: int = 60) -> pd.DataFrame:
    """One row a month of creation, oldest first, at most the last ``months``.

    ``to_come`` is the number of wins still expected from the month's undecided leads before they are H days
    old: of a lead of age a it is (F(H) − F(a)) / S(a), with F and S the incidence of winning and the share
    undecided by age among the leads of the window, times what past months came to over what was expected.
    Its interval joins the luck of the draw and the uncertainty of F. ``throughput`` sets the wins of a month
    against the leads of that month: a measure of flow, never of conversion.

    Returns:
        ``month`` (2026-09), ``leads, won, won_share, undecided, to_come, to_come_low, to_come_high,
        wins_in_month, throughput, note`` (a code).
    """
    rows = visits.first_to_won()
    rows = rows[rows["entered"] >= 0]
    month, last = month_of(rows["entered"].to_numpy()), int(month_of([visits.as_of_day])[0])
    first = max(int(month.min()) if len(month) else last, last - months + 1)
    size = last - first + 1
    shown = (month >= first) & (month <= last)
    cohort = (month - first)[shown]
    counts = _counts(rows[shown], cohort, size)
    wins = _wins_by_month(rows, first, size)
    to_come = _to_come(visits, rows, rows[shown], cohort, size, horizon, window)
    base = np.where(counts["leads"] > 0, counts["leads"], np.nan)
    return pd.DataFrame(
        {
            "month": [month_name(first + i) for i in range(size)],
            "leads": counts["leads"],
            "won": counts["won"],
            "won_share": counts["won"] / base,
            "undecided": counts["undecided"],
            **to_come,
            "wins_in_month": wins,
            "throughput": wins / base,
            "note": np.where(np.isnan(to_come["to_come"]), "no_forecast", ""),
        }
    )


def _counts(leads: pd.DataFrame, cohort: Ints, size: int) -> dict[str, Ints]:
    """Leads of each cohort, and those won and undecided."""
    n, outcome = leads["n"].to_numpy(), leads["outcome"].to_numpy()
    kinds = {
        "leads": np.ones(len(leads), bool),
        "won": outcome == Outcome.ADVANCED,
        "undecided": outcome == Outcome.OPEN,
    }
    return {
        name: np.bincount(cohort[which], n[which], size).astype(np.int64) for name, which in kinds.items()
    }


def _wins_by_month(rows: pd.DataFrame, first: int, size: int) -> Floats:
    """Wins by the month in which they came; NaN throughout where too many have no date."""
    wins = rows[rows["outcome"] == Outcome.ADVANCED]
    dated = wins[wins["left"] >= 0]
    if wins["n"].sum() - dated["n"].sum() > UNDATED * wins["n"].sum():
        return np.full(size, np.nan)
    month = month_of(dated["left"].to_numpy())
    inside = (month >= first) & (month < first + size)
    return np.bincount(month[inside] - first, dated["n"].to_numpy()[inside], size).astype(float)


def _limits(count: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Limits of the wins to come among ``count`` undecided leads; the mean lies between them."""
    low, high = beta_binomial_interval(count, mean, variance, LEVEL)
    # of few unlikely ones most often none comes: the limits then go on to the whole number beyond the mean
    low, high = np.fmin(low, np.floor(mean)), np.fmax(high, np.ceil(mean))
    return np.where(count > 0, low, 0.0), np.where(count > 0, high, 0.0)  # all decided: none to come


def _to_come(
    visits: Visits,
    rows: pd.DataFrame,
    leads: pd.DataFrame,
    cohort: Ints,
    size: int,
    horizon: int,
    window: Window,
) -> dict[str, Floats]:
    """Wins still to come of each cohort with their limits, NaN where the rows of the window tell too little.

    Args:
        visits: what the rows are of.
        rows: first stage → won, entered on a known day; ``leads`` those of the cohorts shown.
        cohort: of each of ``leads``, from 0.
        size: number of cohorts.
        horizon: H in days.
        window: days of entry that F and S are taken from.
    """
    used = in_window(rows, window)
    followed = _followed(used, visits.as_of_day - horizon)
    if visits.evidence == "snapshot" or _dates_missing(used) or followed < ENOUGH_FOLLOWED:
        return dict.fromkeys(_TO_COME, np.full(size, np.nan))
    found = aalen_johansen(recent_counts(used, window, visits.as_of_day, horizon), curves=True)
    chance = chance_by_age(found, horizon)[0]
    undecided = leads["outcome"].to_numpy() == Outcome.OPEN
    age = np.clip(visits.as_of_day - leads["entered"].to_numpy(), 0, horizon)[undecided]
    p, n, cohort = chance[age], leads["n"].to_numpy()[undecided], cohort[undecided]
    record = cohort_record(rows, window, visits.as_of_day, horizon)
    p = np.minimum(record.factor * p, 1.0)
    count = np.bincount(cohort, n, size).astype(float)
    mean = np.bincount(cohort, n * p, size).astype(float)
    # all chances of a month move together: by the error of F, of the size of F(H)'s, and as months differ
    relative = relative_error(found, followed)[0] ** 2 + record.variance
    variance = np.bincount(cohort, n * p * (1 - p), size) + mean**2 * relative
    low, high = _limits(count, mean, variance)
    if found.rate[0] == 0:  # no win seen is no proof that none will come
        high = count * float(wilson(np.array([0.0]), np.array([followed]), LEVEL)[1][0])
    return dict(zip(_TO_COME, (mean, low, high), strict=True))


def _followed(used: pd.DataFrame, ripe: int) -> float:
    """Leads followed for H days: those entered by the day ``ripe``."""
    return float(used["n"][used["usable"] & (used["entered"] <= ripe)].sum())


def _dates_missing(used: pd.DataFrame) -> bool:
    """Whether too many wins have no usable dates."""
    wins = used["outcome"] == Outcome.ADVANCED
    return bool(used["n"][wins & ~used["usable"]].sum() > UNDATED * used["n"][wins].sum())
