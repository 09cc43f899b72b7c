"""Leads still to come: how many a day, by the last weeks and by the same season of the year before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.deals.evidence import Ints
from addin.metrics.occupancy import DaySnapshot, Floats, Occupancy

WEEKS = 8
LEAD_DAYS = 7 * WEEKS
"""New leads are taken to come as in so many days up to T: whole weeks, so that weekends weigh right."""
BURST = 3.0
"""A week of more leads than the middle of these weeks and so many median absolute deviations is a burst: it
counts for no more than that."""
YEAR = 364
"""A year of whole weeks."""
SEASON_DAYS = 28
"""Days on both sides of one that tell the level of its season."""
MOVE_DAYS = 45
PAST_MOVES = 24
"""So many past moves of the level over so many days tell how much of last year's season comes again."""
NO_SEASON = 0.05
"""Weight of the belief in no season, as the sum of squared moves of log leads that would outweigh it."""
SILENT_DAYS, SILENT_LEADS = 28, 20
"""No lead for so many days, where as many would have come as in the weeks before, is no lull."""


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Leads a day to come, as expected on one day.

    Args:
        per_day: on each of the next days, the first being the day after.
    """

    per_day: Floats

    def wins(self, win_curve: Floats, elapsed: Floats, after: int, within: int) -> float:
        """Wins that leads still to come bring on the days ``after`` + 1 to ``within`` from here.

        Args:
            win_curve: share of leads won within 0, 1, … usual days of creation.
            elapsed: usual days that 0, 1, … calendar days ahead amount to.
            after, within: days from here.
        """
        # a sum that fell by rounding is none
        return max(self._wins(win_curve, elapsed, within) - self._wins(win_curve, elapsed, after), 0.0)

    def _wins(self, win_curve: Floats, elapsed: Floats, within: int) -> float:
        left = elapsed[within] - elapsed[1 : within + 1]
        share = np.interp(left, np.arange(len(win_curve)), win_curve)
        return float(self.per_day[:within] @ share)


def arrivals(occupancy: Occupancy, day: int, days_ahead: int) -> Arrivals:
    """The leads expected at the end of a day, on each of so many days ahead."""
    daily = _daily(occupancy.creation_days, day)
    level = _level(daily)
    return Arrivals(level * _season(daily, days_ahead))


def leads_ended(now: DaySnapshot) -> int | None:
    """The day of the last lead, where leads plainly end before wins do; None where they do not."""
    created = now.occupancy.creation_days
    created = created[: int(np.searchsorted(created, now.day, side="right"))]
    if not len(created):
        return None
    last = int(created[-1])
    silent = now.day - last
    missed = _level(_daily(created, last)) * silent
    wins_go_on = bool((now.wins.day > last + silent / 2).any())
    return last if silent >= SILENT_DAYS and missed >= SILENT_LEADS and wins_go_on else None


def _daily(created: Ints, day: int) -> Floats:
    """Leads of each day from the first on record to ``day``; ``created``: in order."""
    upto = created[: int(np.searchsorted(created, day, side="right"))]
    return (
        np.bincount(upto - upto[0], minlength=day - int(upto[0]) + 1).astype(float)
        if len(upto)
        else np.zeros(0)
    )


def _level(daily: Floats) -> float:
    """Leads a day of the last weeks, a burst counted as an ordinary week at its most."""
    if len(daily) < LEAD_DAYS:
        return float(daily.mean()) if len(daily) else 0.0
    weeks = daily[-LEAD_DAYS:].reshape(WEEKS, 7).sum(axis=1)
    return float(np.minimum(weeks, burst_limit(weeks, 1.0)).sum() / LEAD_DAYS)


def burst_limit(weeks: Floats, least: float = 0.0) -> float:
    """The leads of a week above which it is a burst, by the middle of some weeks and their distances from it.

    Args:
        weeks: leads of each.
        least: the smallest usual distance from the middle that is believed.
    """
    middle = np.median(weeks)
    deviation = 1.4826 * np.median(np.abs(weeks - middle))
    return float(middle + BURST * max(deviation, np.sqrt(middle), least))


def _season(daily: Floats, days_ahead: int) -> Floats:
    """Factor of each day ahead: what the same days of a year before were over those of the last weeks then.

    It is taken to the power that last year's moves have had so far in this year's: the slope of the one on
    the other, drawn to 0.
    """
    none = np.ones(days_ahead)
    if len(daily) <= YEAR + LEAD_DAYS + MOVE_DAYS:
        return none
    smooth = np.log(np.maximum(_smoothed(daily), 0.1))
    now = len(daily) - 1
    past = range(YEAR + LEAD_DAYS, now - MOVE_DAYS + 1, 15)[-PAST_MOVES:]
    before = np.array([_move(smooth, at - YEAR, MOVE_DAYS) for at in past])
    came = np.array([_move(smooth, at, MOVE_DAYS) for at in past])
    slope = float(np.clip((before * came).sum() / ((before**2).sum() + NO_SEASON), 0.0, 1.0))
    ahead = np.array([_move(smooth, now - YEAR, d) for d in range(1, days_ahead + 1)])
    return np.exp(slope * ahead)


def _smoothed(values: Floats, half: int = SEASON_DAYS // 2) -> Floats:
    """Means of the days around each."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    return np.asarray((sums[high] - sums[low]) / (high - low))


def _move(smooth: Floats, at: int, days: int) -> float:
    """Of the logarithm of leads, from the level of the last weeks on a day to so many days later."""
    level = float(smooth[at - LEAD_DAYS + 1 : at + 1].mean())
    return float(smooth[min(at + days, len(smooth) - 1)]) - level
