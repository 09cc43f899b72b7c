"""Funnels of known truth: visits drawn from a pipeline whose conversion within H days has a closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.metrics.age_counts import AgeCounts, count_ages

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

OPEN, ADVANCED, LOST, NONTARGET = range(4)


@dataclass(frozen=True)
class Funnel:
    """One stage: how a visit will end, and how long each end takes.

    Args:
        advance, nontarget: chances of ending so; all others are lost.
        advance_days, lost_days, nontarget_days: mean times to each end, exponential, cut to whole days.
            Losses linger: nobody closes a deal that has gone quiet.
        growth: leads a day at the end of the calendar over those at its beginning.
        calendar: days of entry, the last of them T.
        seen_from: day the observation of the stage began; visits entered before come under observation late.
    """

    advance: float
    nontarget: float = 0.06
    advance_days: float = 60.0
    lost_days: float = 150.0
    nontarget_days: float = 6.0
    growth: float = 100.0
    calendar: int = 730
    seen_from: int = 0

    def rate(self, horizon: int) -> float:
        """The true F_adv(H)."""
        return float(self.advance * -np.expm1(-(horizon + 1) / self.advance_days))

    def target(self, horizon: int) -> float:
        """The true F_adv(H) / (1 − F_nt(H))."""
        gone = self.nontarget * -np.expm1(-(horizon + 1) / self.nontarget_days)
        return float(self.rate(horizon) / (1 - gone))

    def draw(self, rng: np.random.Generator, groups: int, n: int) -> Drawn:
        """``n`` visits entered in each of ``groups`` independent pipelines, as they are known at T."""
        size = groups * n
        weights = self.growth ** (np.arange(self.calendar) / self.calendar)
        entry = rng.choice(self.calendar, size, p=weights / weights.sum())
        lost = 1 - self.advance - self.nontarget
        end = rng.choice([ADVANCED, LOST, NONTARGET], size, p=[self.advance, lost, self.nontarget])
        mean = np.array([0.0, self.advance_days, self.lost_days, self.nontarget_days])[end]
        lasted = np.floor(rng.exponential(mean)).astype(np.int64)
        followed = self.calendar - 1 - entry
        return Drawn(
            groups=groups,
            group=np.repeat(np.arange(groups), n),
            age=np.minimum(lasted, followed),
            late=np.maximum(self.seen_from - entry, 0),
            outcome=np.where(lasted <= followed, end, OPEN).astype(np.int8),
            possible=followed,
        )


@dataclass(frozen=True)
class Drawn:
    """Visits as known at T; ``possible`` is the age each could have been followed to."""

    groups: int
    group: Ints
    age: Ints
    late: Ints
    outcome: npt.NDArray[np.int8]
    possible: Ints

    def counts(self, horizon: int) -> AgeCounts:
        """Counted by group and age."""
        n = np.ones(len(self.age), np.int64)
        return count_ages((self.groups,), self.group, self.age, self.late, self.outcome, n, horizon)

    def followed(self, horizon: int) -> Floats:
        """Visits seen from their entry on, H days or more before T."""
        return self.tally((self.late == 0) & (self.possible >= horizon))

    def tally(self, which: npt.NDArray[np.bool_]) -> Floats:
        """Number of visits of a kind in each group."""
        return np.bincount(self.group, which, self.groups).astype(float)
