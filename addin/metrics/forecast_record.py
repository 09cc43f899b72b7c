"""The forecasts of past days as they were told: each calibrated by those whose months were over by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from addin.metrics.baselines import OF_REVENUE
from addin.metrics.calendar import last_day, month
from addin.metrics.calibration import Expectation, Outcome, calibrate
from addin.metrics.forecast import MonthForecast
from addin.metrics.forecast_history import ForecastHistory, OwnForecast
from addin.metrics.intervals import TotalForecast, total_interval
from addin.metrics.occupancy import DaySnapshot
from addin.metrics.shock import Calibration


@dataclass(frozen=True)
class ToldForecast:
    """A forecast of a month as it was told on a day.

    Args:
        own: as it was before the record spoke.
        calibration: what the record made of it.
        low, high: its 80 % limits; NaN where it could not be told.
    """

    own: OwnForecast
    calibration: Calibration
    low: float
    high: float

    @property
    def expected(self) -> float:
        """The whole month's money; NaN where it could not be told."""
        return self.own.closed + self.calibration.factor * self.own.to_come


@dataclass(frozen=True)
class ForecastRecord:
    """The forecasts of the history, of the months of their days and of the next ones."""

    history: ForecastHistory

    @cached_property
    def told(self) -> list[tuple[ToldForecast, ToldForecast]]:
        """Of each origin, oldest first: of its month and of the next."""
        return list(zip(self._told(0), self._told(1), strict=True))

    def calibration(self, step: int, snapshot: DaySnapshot, forecast: MonthForecast) -> Calibration:
        """What the record makes of a forecast made today; ``step`` 0: of today's month, 1: of the next."""
        both = {name: baseline(snapshot) for name, baseline in OF_REVENUE.items()}
        rivals = {name: (each.this_month, each.next_month)[step] for name, each in both.items()}
        of = _expectation(OwnForecast.of(forecast), snapshot.day, rivals)
        return calibrate(of, self.known(step, snapshot.day))

    def known(self, step: int, day: int) -> list[Outcome]:
        """What had come by a day of forecasts made before it, oldest first; ``step`` as before."""
        return self._known(step, day, [each[step] for each in self.told])

    def _told(self, step: int) -> list[ToldForecast]:
        told: list[ToldForecast] = []
        for origin in self.history.origins:
            own = origin.own[step]
            rivals = {name: origin.baselines[name][step] for name in OF_REVENUE}
            of = _expectation(own, origin.day, rivals)
            calibration = calibrate(of, self._known(step, origin.day, told))
            total = TotalForecast.of(own.closed, own.inputs, calibration, origin.seed + step)
            told.append(ToldForecast(own, calibration, *total_interval(total)))
        return told

    def _known(self, step: int, day: int, told: Sequence[ToldForecast]) -> list[Outcome]:
        """What had come by a day of forecasts made before it."""
        found = []
        for origin, each in zip(self.history.origins, told, strict=False):
            came, own = origin.actual[step], each.own
            if last_day(own.month) <= day and origin.day < day and own.to_come > 0 and np.isfinite(came):
                rivals = {name: origin.baselines[name][step] for name in OF_REVENUE}
                of = _expectation(own, origin.day, rivals)
                found.append(Outcome(of, each.calibration, came, each.low <= came <= each.high))
        return found


def _expectation(own: OwnForecast, day: int, rivals: dict[str, float]) -> Expectation:
    at_hand = {name: value for name, value in rivals.items() if np.isfinite(value)}
    return Expectation(month(day), own.month, own.closed, own.to_come, own.variance, at_hand)
