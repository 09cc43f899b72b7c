"""The forecasts of past days as they were told: each calibrated by those whose months were over by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        baselines = {name: tell(snapshot).both for name, tell in OF_REVENUE.items()}
        of = _expectation(OwnForecast.of(forecast), snapshot.day, baselines, step)
        return calibrate(of, self.known(step, snapshot.day))

    def known(self, step: int, day: int) -> list[Outcome]:
        """What had come by a day of forecasts made before it, oldest first; ``step`` as before."""
        return self._known(step, day, [each[step] for each in self.told])

    def _told(self, step: int) -> list[ToldForecast]:
        told: list[ToldForecast] = []
        for origin, of in zip(self.history.origins, self._expectations[step], strict=True):
            own = origin.own[step]
            calibration = calibrate(of, self._known(step, origin.day, told))
            total = TotalForecast.of(own.closed, own.inputs, calibration, origin.seed + step)
            told.append(ToldForecast(own, calibration, *total_interval(total)))
        return told

    @cached_property
    def _expectations(self) -> tuple[list[Expectation], list[Expectation]]:
        """What was expected on the days of the origins, of their months and of the next ones."""
        this, following = (
            [_expectation(each.own[step], each.day, each.baselines, step) for each in self.history.origins]
            for step in (0, 1)
        )
        return this, following

    def _known(self, step: int, day: int, told: Sequence[ToldForecast]) -> list[Outcome]:
        """What had come by a day of forecasts made before it."""
        found = []
        made = zip(self.history.origins, self._expectations[step], told, strict=False)
        for origin, of, each in made:
            came = origin.actual[step]
            if last_day(of.month) <= day and origin.day < day and of.to_come > 0 and np.isfinite(came):
                found.append(Outcome(of, each.calibration, came, each.low <= came <= each.high))
        return found


def _expectation(
    own: OwnForecast, day: int, baselines: Mapping[str, tuple[float, float]], step: int
) -> Expectation:
    expected = {name: baselines[name][step] for name in OF_REVENUE}
    at_hand = {name: value for name, value in expected.items() if np.isfinite(value)}
    return Expectation(month(day), own.month, own.closed, own.to_come, own.variance, at_hand)
