"""Single numbers of what moved the pipeline: any change, any days, of any manager and source."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from addin.deals.evidence import Bools
from addin.metrics.movement import CHANGES, HANDOVERS, WITHIN, Movement
from addin.metrics.movement_changes import change_of, held_by
from addin.periods import Period
from addin.report.deal_filter import DealFilter, Value
from addin.report.figures import Figures, period_of
from addin.report.movement_tables import UndatedEnds, days_of, movement_of, told

CHANGE_NAMES = (*CHANGES, *WITHIN, "slipped", *HANDOVERS)
"""What may be asked for."""
MEASURES = ("deals", "money", "unpriced")
_MAX_PERIODS = 50
"""Periods kept, each with some arrays over all deals."""


class MovementQueries:
    """What can be asked of the movement of one set of figures.

    Args:
        f: the figures; their report shows the same numbers.
    """

    def __init__(self, f: Figures) -> None:
        """Nothing is computed yet."""
        self.figures = f
        self._movement = lru_cache(_MAX_PERIODS)(self._movement_of)

    def number(self, change: str, measure: str, where: DealFilter, period: Period | None) -> Value:
        """A count or a sum; None where it is not on record.

        Args:
            change: one of ``CHANGE_NAMES``; a hand-over is that of a manager.
            measure: one of ``MEASURES``.
            where: whose deals.
            period: the days; None: the last seven up to T.

        Raises:
            OptionError: the period begins after T.
        """
        f = self.figures
        days = days_of(f, None if period is None else period_of(period, f.deals))
        of, ends = self._movement(*days)
        if change not in CHANGES and change not in of.took_part and change not in HANDOVERS:
            return None
        one = change_of(of, change, of.deals(change) & self._selected(of, change, where))
        value = told(f, of, one, ends).get(measure)
        return float(value) if isinstance(value, int | float) and np.isfinite(value) else None

    def _movement_of(self, first: int, last: int) -> tuple[Movement, UndatedEnds]:
        of = movement_of(self.figures, first, last)
        return of, UndatedEnds.of(self.figures, of)

    def _selected(self, of: Movement, change: str, where: DealFilter) -> Bools:
        """Whose deals count: those of a manager by who held them at the end the change is told of."""
        found = np.ones(len(of.took_part["start"]), bool)
        if where.manager is not None:
            found &= np.asarray(held_by(of, change) == where.manager, dtype=bool)
        if where.source is not None:
            found &= (self.figures.deals.frame["source"] == where.source).to_numpy()
        return found
