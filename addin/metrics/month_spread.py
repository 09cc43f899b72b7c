"""How far a rate moves from month to month beyond luck, and what that takes from its certainty.

Deals of one month share its season, its offers and its people's moods, so a thousand of them tell less than
a thousand drawn one by one; with many deals that is most of what is not known. The variance between months is
learnt from the leads of the last year that had their time, by the method of moments (DerSimonian & Laird,
Controlled Clinical Trials 7 (1986) 177–188) on differences of months two apart (von Neumann, Ann. Math.
Statist. 12 (1941) 367–395), which a slow change hardly touches; two, as visits of neighbouring months share
days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from addin.deals.visits import Outcome
from addin.metrics.horizon import Window

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
By = Literal["manager", "source"]

ENOUGH_MONTHS = 8
"""With fewer months of mature visits nothing is told of how months differ."""
SPREAD_DAYS = 365
"""Months are compared over so many days of entry."""
APART = 2
"""Months are compared with those so many before."""
NEIGHBOURS = 1 / 3
"""Correlation taken between neighbouring months, whose visits are decided on the same days."""
DAYS = 30
"""A month has so many days, counted back from the last day, so that all are whole."""
_DRAWN = 5.0
"""A group's rate is drawn to that of all by so many visits, to tell how much luck there is in it."""


def group_codes(rows: pd.DataFrame, by: By | None) -> Ints:
    """The group of each row: the code of its manager or source, 0 without groups."""
    return np.zeros(len(rows), np.int64) if by is None else rows[by].to_numpy(dtype=np.int64)


def month_variance(
    rows: pd.DataFrame, group: Ints, use: Bools, last: int, horizon: int, *, against_all: bool
) -> float:
    """The variance of a month's log-odds beyond luck, one for all groups; 0 where months tell nothing.

    Args:
        rows: visits of one pair, of any days of entry.
        group: of each row.
        use: which of the groups to look at.
        last: the day by which a visit was entered that could be followed for H days.
        horizon: H in days.
        against_all: whether a group's months are taken against the same months of all groups, so that what
            moves all alike is no difference between them.
    """
    n, won = (of[use] for of in _by_month(rows, group, len(use), last, horizon))
    total, wins = n.sum(), won.sum()
    if n.shape[1] < ENOUGH_MONTHS or not 0 < wins < total:
        return 0.0
    rate = wins / total
    level = (won.sum(axis=1) + _DRAWN * rate) / (n.sum(axis=1) + _DRAWN)
    luck = (level * (1 - level))[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        seen, own = won / n, 1 / n
        share = n / n.sum(axis=0)
        if against_all:
            seen = seen - won.sum(axis=0) / n.sum(axis=0)
            own = own - 1 / n.sum(axis=0)
    moved = 1 - 2 * share + (share**2).sum(axis=0) if against_all else np.ones(n.shape)
    return float(_moments(seen, luck * own, moved) / (rate * (1 - rate)) ** 2)


def _by_month(rows: pd.DataFrame, group: Ints, size: int, last: int, horizon: int) -> tuple[Floats, Floats]:
    """Visits followed for H days and those of them that advanced within it, by group and month of entry."""
    entered = rows["entered"].to_numpy()
    kept = (entered <= last) & (entered > max(last - SPREAD_DAYS, -1)) & rows["usable"].to_numpy()
    at = np.flatnonzero(kept & (rows["seen"].to_numpy() <= entered))
    days = entered[at].astype(np.int64)
    advanced = rows["outcome"].to_numpy()[at] == Outcome.ADVANCED
    advanced &= rows["left"].to_numpy()[at] - days <= horizon
    month, months = (last - days) // DAYS, (last - int(days.min(initial=last)) + 1) // DAYS
    whole = month < months
    cell = (group[at] * max(months, 1) + month)[whole]
    n = rows["n"].to_numpy()[at][whole]
    counts = (np.bincount(cell, of, size * months).astype(float) for of in (n, n * advanced[whole]))
    counted, won = (of.reshape(size, months) for of in counts)
    return counted, won


def _moments(seen: Floats, luck: Floats, moved: Floats) -> float:
    """The variance between months of what was seen, given its variance by luck."""
    if seen.shape[1] <= APART:
        return 0.0
    difference = seen[:, APART:] - seen[:, :-APART]
    by_luck, by_months = (of[:, APART:] + of[:, :-APART] for of in (luck, moved))
    known = np.isfinite(difference) & (by_luck > 0) & (by_months > 0)
    if not known.any():
        return 0.0
    by_luck = by_luck[known]
    excess = (difference[known] ** 2 / by_luck - 1).sum()
    # few differences tell the variance roughly: limits go by Student's t in place of the normal distribution
    few = special.stdtrit(max(known.sum() - 1, 1), 0.975) / special.ndtri(0.975)
    return float(max(excess / (by_months[known] / by_luck).sum(), 0.0) * few**2)


@dataclass(frozen=True, eq=False)
class Concentration:
    """How far visits lie in few months: Σw² of the shares of months, neighbours counted in part.

    Args:
        own: of each group.
        others: of all groups but each, taken together.
    """

    own: Floats
    others: Floats


def concentration(rows: pd.DataFrame, group: Ints, use: Bools, last: int) -> Concentration:
    """The concentration of the visits of each group, and of all others in use.

    Args:
        rows: visits that a rate rests on.
        group: of each row.
        use: which of the groups the others are.
        last: the last day of entry, from which months of thirty days are counted back.
    """
    month = np.maximum(last - rows["entered"].to_numpy(dtype=np.int64), 0) // DAYS
    months = int(month.max(initial=0)) + 1
    n = np.bincount(group * months + month, rows["n"].to_numpy(), len(use) * months).astype(float)
    n = n.reshape(len(use), months)
    square = (n**2).sum(axis=1) + 2 * NEIGHBOURS * (n[:, 1:] * n[:, :-1]).sum(axis=1)
    total = n.sum(axis=1)
    rest, rest_square = (of[use].sum() - of * use for of in (total, square))
    with np.errstate(invalid="ignore", divide="ignore"):
        return Concentration(square / total**2, rest_square / rest**2)


def certain_of(rate: npt.ArrayLike, n: npt.ArrayLike, variance: float, concentrated: npt.ArrayLike) -> Floats:
    """The effective count of visits that is left of ``n`` where months differ.

    Args:
        rate: 0 to 1.
        n: effective count by luck alone.
        variance: of a month's log-odds.
        concentrated: a :class:`Concentration`.
    """
    F, size, part = (np.asarray(of, float) for of in (rate, n, concentrated))
    months = variance * F * (1 - F) * part
    return np.asarray(size / (1 + size * np.nan_to_num(months)))


@dataclass(frozen=True, eq=False)
class Months:
    """How months differ, and how far the visits of each group, and of the others, lie in few of them."""

    variance: float
    spread: Concentration

    def certain(self, rate: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
        """What is left of the effective counts behind each group's rate."""
        return certain_of(rate, n, self.variance, self.spread.own)

    def certain_of_others(self, rate: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
        """What is left of the effective counts of the others of each group."""
        return certain_of(rate, n, self.variance, self.spread.others)


def months_of(
    every: pd.DataFrame,
    rows: pd.DataFrame,
    by: By | None,
    window: Window,
    days: tuple[int, int],
    *,
    use: Bools,
    against_all: bool,
) -> Months:
    """How months differ, learnt from every visit of a pair, for rates that rest on the rows of the window.

    Args:
        days: T and H.
        use: which of the groups to look at.
        against_all: see :func:`month_variance`.
    """
    as_of_day, horizon = days
    ripe, codes = min(window.last, as_of_day - horizon), group_codes(every, by)
    variance = month_variance(every, codes, use, ripe, horizon, against_all=against_all)
    return Months(variance, concentration(rows, group_codes(rows, by), use, min(window.last, as_of_day)))
