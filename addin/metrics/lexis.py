"""Leads by day of entry and by age: what was known of them on any past day, and what came next.

The Lexis diagram of demography: a lead moves along its row a day at a time, and a day of the calendar is a
diagonal. One count of the leads gives the rates of any stretch of days, and of any past day.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.visits import Outcome
from addin.metrics.age_counts import AgeCounts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Lexis:
    """Leads at risk and their ends, arrays (days of entry, H + 1 ages).

    Args:
        first: the day of entry of the first row, as days since 1970-01-01.
        at_risk: leads under observation and undecided when the day began at which they have this age.
        late: of these, come under observation on it.
        advanced, lost, nontarget: leads that ended so at this age.
    """

    first: int
    at_risk: Floats
    late: Floats
    advanced: Floats
    lost: Floats
    nontarget: Floats

    @classmethod
    def of(cls, rows: pd.DataFrame, last: int, horizon: int, days: int) -> Lexis:
        """The usable leads entered on the ``days`` up to ``last``, which is T.

        A loss without a date is kept at risk up to T, as in :func:`addin.metrics.conversion.count_visits`.
        """
        entered, left, seen = (rows[key].to_numpy(dtype=np.int64) for key in ("entered", "left", "seen"))
        first = last - days + 1
        age = np.maximum(np.where(left >= 0, left, last) - entered, 0)
        late = np.maximum(seen - entered, 0)
        kept = rows["usable"].to_numpy() & (entered >= first) & (entered <= last) & (late <= age)
        outcome = np.where(left >= 0, rows["outcome"].to_numpy(), Outcome.OPEN)[kept]
        n, row, width = rows["n"].to_numpy()[kept], (entered - first)[kept], horizon + 2

        def count(of_age: Ints, some: npt.NDArray[np.bool_]) -> Floats:
            cell = row[some] * width + np.minimum(of_age[kept][some], horizon + 1)
            return np.bincount(cell, n[some], days * width).astype(float).reshape(days, width)

        ends = {kind: count(age, outcome == kind) for kind in Outcome}
        begun, ended = count(late, np.ones(len(row), bool)), sum(ends.values(), np.zeros((days, width)))
        at_risk = np.cumsum(begun, axis=1) - (np.cumsum(ended, axis=1) - ended)
        begun[:, 0] = 0
        parts = (
            at_risk,
            begun,
            *(ends[kind] for kind in (Outcome.ADVANCED, Outcome.LOST, Outcome.NONTARGET)),
        )
        return cls(first, *(part[:, : horizon + 1] for part in parts))

    @cached_property
    def day(self) -> Ints:
        """The day on which the leads of a row have an age."""
        days, ages = self.at_risk.shape
        return self.first + np.arange(days)[:, None] + np.arange(ages)

    @cached_property
    def undecided(self) -> Floats:
        """Leads undecided at the end of the day at which they have this age."""
        return self.at_risk - self.advanced - self.lost - self.nontarget

    def between(self, first: int, last: int) -> AgeCounts:
        """What was seen from one day to another, both included: older leads come late, later days are cut."""
        ages = self.at_risk.shape[1]
        rows = slice(
            max(first - ages + 1 - self.first, 0), max(last + 1 - self.first, 0)
        )  # there on these days
        day, at_risk, undecided = self.day[rows], self.at_risk[rows], self.undecided[rows]
        inside = (day >= first) & (day <= last)
        begun = np.where(day == first, at_risk, np.where(inside, self.late[rows], 0.0)).sum(axis=0)
        begun[0] = 0.0
        ends = [
            np.where(inside, of[rows], 0.0).sum(axis=0) for of in (self.advanced, self.lost, self.nontarget)
        ]
        cut = np.where(day == last, undecided, 0.0).sum(axis=0)
        over = np.where(inside & (day < last), undecided, 0.0)[:, -1].sum()
        late, advanced, lost, nontarget = (np.append(of, 0.0) for of in (begun, *ends))
        return AgeCounts(late, advanced, lost, nontarget, np.append(cut, over))
