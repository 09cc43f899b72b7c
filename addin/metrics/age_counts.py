"""Visits counted by age at their end: all that the estimators need to know of them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class AgeCounts:
    """Visits counted by age in days: arrays (groups..., H + 2), cells 0..H and "later than H".

    AgeCounts of disjoint sets of visits with one T and H add up.

    Args:
        entered_late: visits that came under observation at this age; 0 at age 0.
        advanced, lost, nontarget, censored: visits whose observation ended so at this age.
    """

    entered_late: Floats
    advanced: Floats
    lost: Floats
    nontarget: Floats
    censored: Floats

    def __add__(self, other: AgeCounts) -> AgeCounts:
        """Both sets of visits together; groups broadcast."""
        return self.each(operator.add, other)

    def __sub__(self, other: AgeCounts) -> AgeCounts:
        """The visits without those of ``other``; groups broadcast."""
        return self.each(operator.sub, other)

    def __getitem__(self, groups: object) -> AgeCounts:
        """Some of the groups, by an index on the axes of groups."""
        return self.each(lambda a: np.asarray(a[groups]))

    def sum(self, axis: int) -> AgeCounts:
        """Groups put together along one axis of groups (a negative one counts from the last of them)."""
        place = range(self.advanced.ndim - 1)[axis]
        return self.each(lambda a: np.asarray(a.sum(axis=place)))

    def scaled(self, by: npt.ArrayLike) -> AgeCounts:
        """Every visit of a group taken ``by`` times; ``by`` broadcasts over the groups."""
        factor = np.asarray(by, float)[..., None]
        return self.each(lambda a: a * factor)

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
    def stacked(cls, parts: Sequence[AgeCounts]) -> AgeCounts:
        """AgeCounts of equal groups side by side along a new last axis of groups."""
        names = [field.name for field in fields(cls)]
        return cls(*(np.stack([getattr(part, name) for part in parts], axis=-2) for name in names))

    def each(self, do: Callable[..., Floats], *others: AgeCounts) -> AgeCounts:
        """What a function makes of each array, and of those of others beside it."""
        names = [field.name for field in fields(self)]
        return AgeCounts(*(do(*(getattr(c, name) for c in (self, *others))) for name in names))


def count_ages(
    shape: tuple[int, ...],
    group: Ints,
    age: npt.NDArray[np.integer],
    late: npt.NDArray[np.integer],
    outcome: npt.NDArray[np.integer],
    n: npt.NDArray[np.integer] | Floats,
    horizon: int,
) -> AgeCounts:
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
    return AgeCounts(begun.reshape(*shape, width), ended[1], ended[2], ended[3], ended[0])
