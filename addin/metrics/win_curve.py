"""The lagged win curve: the share of leads won within so many days of creation, as known on past days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from addin.deals.evidence import NEVER, Bools, Ints
from addin.metrics.follow_up import DayAxis, FollowedDeals, count_followed
from addin.metrics.forgetting import drawn_to_longer
from addin.metrics.incidence import advance_curve
from addin.metrics.occupancy import DaySnapshot, Floats, Occupancy

ENOUGH_LEADS = 20
"""Of fewer leads no win is foreseen; by so many more, a shorter memory is drawn to a longer one."""


@dataclass(frozen=True, eq=False)
class WinCurves:
    """The incidence of winning by age, learnt with every half-life on each of some days.

    Args:
        curve: half-lives × days × ages in days from 0.
        known: of each day, whether enough leads tell it.
    """

    curve: Floats
    known: Bools

    def averaged(self, day: int, weights: Floats) -> Floats | None:
        """That of one of the days, by its place, with each half-life believed by its weight."""
        return np.tensordot(weights, self.curve[:, day], 1) if self.known[day] else None


def win_curves(of: Occupancy, days: Sequence[int], days_ahead: int) -> WinCurves:
    """The curves of leads created under record, on days in order; undated losses stay at risk."""
    axis = DayAxis.of(days)
    deal = np.flatnonzero(
        of.in_funnel & (of.created >= (of.records_start if of.records_start != NEVER else 0))
    )
    begin = of.created[deal]
    group, first = np.zeros(len(deal), np.int64), axis.first_from(begin)
    followed = FollowedDeals(deal, group, begin, first, np.full(len(deal), len(days)))
    undated_wins = of.ends.won & of.undated_end[of.ends.deal]
    counts = count_followed(of, axis, followed, 1, days_ahead, NEVER, undated_wins)
    curve = drawn_to_longer(advance_curve(counts), counts.entered[..., None], ENOUGH_LEADS)
    known = (counts.entered[0, :, 0] >= ENOUGH_LEADS) & (of.undated_win_share < 1)
    return WinCurves(curve[:, :, 0], known)


def against_curve(now: DaySnapshot, deal: Ints, curve: Floats) -> tuple[Floats, Bools]:
    """What a win curve promises of leads by their age, 0 to 1 each, and which were won in the time it covers.

    Args:
        now: the deals on a day.
        deal: positions of leads created by then.
        curve: share of leads won within 0, 1, … days of creation.
    """
    created = now.occupancy.created
    age = now.wins.day - created[now.wins.deal]
    in_time = now.wins.deal[(now.wins.day >= 0) & (age < len(curve))]
    return curve[np.minimum(now.day - created[deal], len(curve) - 1)], np.isin(deal, in_time)
