"""How many get there in time: the Aalen–Johansen cumulative incidence of advancing, on a grid of days.

Aalen & Johansen, Scand. J. Statist. 5 (1978) 141–150. A stay in a stage ends by advancing, by being lost or
by turning out to be nontarget, whichever comes first; an open stay is censored at T. Everyone is at risk on
the day something happens to him; censoring comes last on its day; a stay first seen at age L is at risk from
age L on. Without censoring and late entry the rate is a plain share and its variance that of a share.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from addin.metrics.transitions import NOBODY, Steps

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """Visits counted by age in days: arrays (groups..., H + 2), cells 0..H and "later than H".

    Counts of disjoint sets of visits with one T and H add up.

    Args:
        entered_late: visits that came under observation at this age; 0 at age 0.
        advanced, lost, nontarget, censored: visits whose observation ended so at this age.
    """

    entered_late: Floats
    advanced: Floats
    lost: Floats
    nontarget: Floats
    censored: Floats

    def __add__(self, other: Counts) -> Counts:
        """Both sets of visits together; groups broadcast."""
        return self._each(operator.add, other)

    def __sub__(self, other: Counts) -> Counts:
        """The visits without those of ``other``; groups broadcast."""
        return self._each(operator.sub, other)

    def __getitem__(self, groups: object) -> Counts:
        """Some of the groups, by an index on the axes of groups."""
        return self._each(lambda a: np.asarray(a[groups]))

    def sum(self, axis: int) -> Counts:
        """Groups put together along one axis of groups (a negative one counts from the last of them)."""
        place = range(self.advanced.ndim - 1)[axis]
        return self._each(lambda a: np.asarray(a.sum(axis=place)))

    def scaled(self, by: npt.ArrayLike) -> Counts:
        """Every visit of a group taken ``by`` times; ``by`` broadcasts over the groups."""
        factor = np.asarray(by, float)[..., None]
        return self._each(lambda a: a * factor)

    @property
    def horizon(self) -> int:
        """H in days."""
        return int(self.advanced.shape[-1]) - 2

    @property
    def ended(self) -> Floats:
        """Visits whose observation ended at each age, in whatever way."""
        return self.advanced + self.lost + self.nontarget + self.censored

    @property
    def entered(self) -> Floats:
        """All visits of each group, those seen late included."""
        return np.asarray(self.ended.sum(axis=-1))

    @property
    def start(self) -> Floats:
        """Visits of each group under observation from their entry (age 0)."""
        return np.asarray(self.entered - self.entered_late.sum(axis=-1))

    @property
    def at_risk(self) -> Floats:
        """Visits at risk on each day."""
        gone = np.cumsum(self.ended, axis=-1) - self.ended
        return np.asarray(self.start[..., None] + np.cumsum(self.entered_late, axis=-1) - gone)

    @classmethod
    def stacked(cls, parts: Sequence[Counts]) -> Counts:
        """Counts of equal groups side by side along a new last axis of groups."""
        names = [field.name for field in fields(cls)]
        return cls(*(np.stack([getattr(part, name) for part in parts], axis=-2) for name in names))

    def _each(self, do: Callable[..., Floats], *others: Counts) -> Counts:
        names = [field.name for field in fields(self)]
        return Counts(*(do(*(getattr(c, name) for c in (self, *others))) for name in names))


def count_ages(
    shape: tuple[int, ...],
    group: Ints,
    age: npt.NDArray[np.integer],
    late: npt.NDArray[np.integer],
    outcome: npt.NDArray[np.integer],
    n: npt.NDArray[np.integer] | Floats,
    horizon: int,
) -> Counts:
    """Visits counted by group and age.

    Args:
        shape: of the groups; ``()`` for one set of visits without groups.
        group: flat index of each visit's group (C order).
        age: days from entry to the end of observation, 0 or more.
        late: age in days at which the visit came under observation; 0 or less: from its entry. One that came
            later than it ended was never seen at risk and is left out.
        outcome: 0 open, 1 advanced, 2 lost, 3 nontarget.
        n: how many visits each row stands for.
        horizon: H in days.

    Raises:
        ValueError: a group outside ``shape``, a negative age or an outcome that means nothing.
    """
    size, width = math.prod(shape), horizon + 2
    for name, values, limit in (("group", group, size), ("age", age, None), ("outcome", outcome, 4)):
        if len(values) and (values.min() < 0 or (limit is not None and values.max() >= limit)):
            raise ValueError(f"{name} runs from {values.min()} to {values.max()}")
    seen = late <= age
    if not seen.all():
        group, age, late, outcome, n = (np.asarray(part)[seen] for part in (group, age, late, outcome, n))
    weight = np.asarray(n)
    cell = (outcome.astype(np.int64) * size + group) * width + np.minimum(age, horizon + 1)
    ended = np.bincount(cell, weight, 4 * size * width).astype(float).reshape(4, *shape, width)
    after = np.flatnonzero(late > 0)
    cell = np.asarray(group, np.int64)[after] * width + np.minimum(late[after], horizon + 1)
    begun = np.bincount(cell, weight[after], size * width).astype(float)
    return Counts(begun.reshape(*shape, width), ended[1], ended[2], ended[3], ended[0])


@dataclass(frozen=True, eq=False)
class Incidence:
    """Cumulative incidences at age H, arrays (groups...), 0 to 1; NaN for a group without anyone at risk.

    Args:
        rate: share advanced within H, F_adv(H); ``variance`` of it.
        nontarget: share that turned out to be nontarget within H, F_nt(H).
        target: F_adv(H) / (1 − F_nt(H)), the rate among real customers; ``target_variance`` of it.
        reached: the age up to which the estimate rests on someone at risk (or on all being decided), −1
            where nobody was seen from entry. Below H the rest is not identified: the last value is carried
            on, and a caller may leave it empty.
        curve, survival: F_adv(a) and the share undecided after age a, (groups..., H + 1), where asked for.
    """

    rate: Floats
    variance: Floats
    nontarget: Floats
    target: Floats
    target_variance: Floats
    reached: Ints
    curve: Floats | None = None
    survival: Floats | None = None


def aalen_johansen(counts: Counts, curves: bool = False) -> Incidence:
    """Cumulative incidence of advancing within H days, with its variance, for each group.

    The variance is the delta method over the days: given who is at risk, the ends of a day are multinomial
    (Greenwood's formula carried over to competing ends; Andersen et al., Statistical Models Based on
    Counting Processes, 1993, IV.4).
    """
    steps = Steps.of(counts)
    advanced, nontarget = steps.curve(steps.advanced), steps.curve(steps.nontarget)
    rate, strays = (np.where(steps.ever, curve[..., -1], np.nan) for curve in (advanced, nontarget))
    ahead, aside = (steps.still_to_come(advanced), 1.0, 0.0), (steps.still_to_come(nontarget), 0.0, 1.0)
    variance = np.where(steps.ever, steps.covariance(ahead, ahead), np.nan)
    mixed, other = steps.covariance(ahead, aside), steps.covariance(aside, aside)
    target, target_variance = _among_target(rate, strays, (variance, mixed, other))
    return Incidence(
        rate=rate,
        variance=variance,
        nontarget=strays,
        target=target,
        target_variance=target_variance,
        reached=steps.reached,
        curve=np.where(steps.ever[..., None], advanced, np.nan) if curves else None,
        survival=np.where(steps.ever[..., None], steps.survival, np.nan) if curves else None,
    )


def advancing(counts: Counts) -> Floats:
    """F_adv(a) alone, (groups..., H + 1); NaN for a group without anyone at risk."""
    steps = Steps.of(counts)
    return np.where(steps.ever[..., None], steps.curve(steps.advanced), np.nan)


def _among_target(
    rate: Floats, nontarget: Floats, cov: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """F_adv / (1 − F_nt) and its variance by the delta method; NaN where all were nontarget.

    ``cov``: the variance of F_adv, its covariance with F_nt, the variance of F_nt.
    """
    real = np.where(1.0 - nontarget > NOBODY, 1.0 - nontarget, np.nan)
    target = np.asarray(rate / real)
    spread = cov[0] + 2 * target * cov[1] + target**2 * cov[2]
    return target, np.asarray(np.maximum(spread, 0.0) / real**2)


def quantile(time: Floats, event: npt.NDArray[np.integer], q: float) -> float:
    """One of :func:`quantiles`."""
    return quantiles(time, event, (q,))[0]


def quantiles(time: Floats, event: npt.NDArray[np.integer], shares: Sequence[float]) -> list[float]:
    """The smallest time by which each share has had the event, from the same estimator on exact times.

    Args:
        time: time of the end of observation, any unit.
        event: 0 censored, 1 the event, 2 a competing end.
        shares: 0 to 1, over 0.

    Returns:
        In the unit of ``time``; NaN for a share that is never reached.
    """
    times, place, each = np.unique(time, return_inverse=True, return_counts=True)
    happened = np.bincount(place, event == 1, len(times))
    ended = np.bincount(place, event != 0, len(times))
    at_risk = len(time) - (np.cumsum(each) - each)
    before = np.cumprod(np.append(1.0, 1 - ended / at_risk))[:-1]
    share = np.cumsum(before * happened / at_risk)
    first = np.searchsorted(share, np.array(shares) - 1e-12)
    return [float(times[at]) if at < len(times) else math.nan for at in first]
