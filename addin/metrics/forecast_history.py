"""Forecasts of past days, each from what was known then: ours, those of the baselines, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from addin.deals.evidence import NEVER, UNKNOWN, Bools, Ints
from addin.metrics import baselines
from addin.metrics.calendar import first_day, last_day, month
from addin.metrics.forecast import DAYS_AHEAD, MonthForecast, month_forecast
from addin.metrics.occupancy import DaySnapshot, Floats, Occupancy
from addin.metrics.pipeline_value import PipelineValues
from addin.metrics.revenue import revenue
from addin.metrics.simulation import SimulationInputs, inputs_of, seed_of
from addin.parallel import run_all

MAX_ORIGINS = 24
"""Days the history is made of, at most: the last ones, two a month."""
DAYS_OF_MONTH = (1, 15)
MONTHS_BEFORE = 3
"""Whole months of records before the first of them."""
WINS_BEFORE = 20


@dataclass(frozen=True)
class OwnForecast:
    """Our forecast of a month: what had come, what was expected beyond, its variance, and what is drawn."""

    month: int
    closed: float
    to_come: float
    variance: float
    inputs: dict[str, SimulationInputs]

    @classmethod
    def of(cls, forecast: MonthForecast) -> OwnForecast:
        """The forecast without the deals it is of."""
        inputs = {name: inputs_of(component) for name, component in forecast.components.items()}
        return cls(forecast.month, forecast.closed, forecast.to_come, forecast.variance, inputs)

    @property
    def expected(self) -> float:
        """The whole month's money."""
        return self.closed + self.to_come


@dataclass(frozen=True)
class Origin:
    """A forecast origin: a past day, what was expected then, and what came.

    Args:
        day: the day; ``seed`` of its deals.
        own: our forecast of the month of the day and of the next.
        baselines: method → its forecast of both.
        actual: revenue of both months as it stands today, NaN for a month not yet over.
        brier: method → sum of squared errors of the chances of open deals to be won within the month, and
            their number.
    """

    day: int
    seed: int
    own: tuple[OwnForecast, OwnForecast]
    baselines: dict[str, tuple[float, float]]
    actual: tuple[float, float]
    brier: dict[str, tuple[float, int]]


@dataclass(frozen=True)
class ForecastHistory:
    """All origins, oldest first.

    Args:
        origins: none where no past day can be forecast.
        reason: a code that says why there are none, else "".
        has_probabilities: whether the CRM's are given.
    """

    origins: list[Origin]
    reason: str
    has_probabilities: bool = True


def forecast_history(
    occupancy: Occupancy, presale: Bools, probability: Floats, known: PipelineValues | None = None
) -> ForecastHistory:
    """The forecasts of past days, each from what was known then.

    Args:
        occupancy: all deals up to T.
        presale: which rungs are pre-sale.
        probability: the CRM's, of each rung; NaN where not given.
        known: the values on :func:`origin_days`, where they are known already.
    """
    now = occupancy.at(occupancy.as_of_day)
    days, reason = origin_days(now)
    if reason:
        return ForecastHistory([], reason)
    values = known or PipelineValues.of(occupancy, days, presale, DAYS_AHEAD)
    won_on = np.full(len(occupancy.created), UNKNOWN)
    won_on[now.wins.deal] = now.wins.day
    jobs = [partial(_origin, values, now, won_on, probability, day) for day in days]
    origins = run_all(jobs, len(occupancy.created))
    return ForecastHistory(origins, "", bool(np.isfinite(probability).any()))


def origin_days(now: DaySnapshot) -> tuple[list[int], str]:
    """The last days with enough before and after them, or why there are none; ``now``: the deals at T."""
    occupancy = now.occupancy
    wins = np.sort(now.wins.day[now.wins.day >= 0])
    if not len(wins) or occupancy.undated_win_share == 1:
        return [], "no_win_dates"
    if np.isnan(now.wins.amount).all():
        return [], "no_amounts"
    begin = int(occupancy.creation_days[0])
    if occupancy.by_stage and occupancy.records_start != NEVER:
        begin = max(begin, occupancy.records_start)
    first, this = month(begin - 1) + 1 + MONTHS_BEFORE, month(occupancy.as_of_day + 1)
    days = [first_day(which) + number - 1 for which in range(first, this) for number in DAYS_OF_MONTH]
    days = [day for day in days if np.searchsorted(wins, day, "right") >= WINS_BEFORE]
    return (days[-MAX_ORIGINS:], "") if days else ([], "short_history")


def _origin(values: PipelineValues, now: DaySnapshot, won_on: Ints, probability: Floats, day: int) -> Origin:
    """What was expected on a day, and what came; ``won_on``: of each deal the day of the win that stands."""
    snapshot = now.occupancy.at(day)
    pipeline = values.at(snapshot)
    this = month(day)
    # as in ours, of the deals without a sum only the part counts that will have one on record
    default = pipeline.deal_size.mean * pipeline.priced_share(pipeline.chance(last_day(this) - day))
    others = {
        "crm": baselines.crm(snapshot, probability, default),
        "closed_rate": baselines.closed_rate(snapshot, default),
        **{name: forecast(snapshot) for name, forecast in baselines.OF_REVENUE.items()},
    }
    actual = tuple(revenue(now, m)[0] if last_day(m) <= now.day else np.nan for m in (this, this + 1))
    when = won_on[snapshot.open_deals.deal]
    won = (when > day) & (when <= last_day(this))
    chances = {"ours": pipeline.chance(last_day(this) - day)}
    chances |= {name: other.chance for name, other in others.items() if other.chance is not None}
    return Origin(
        day,
        seed_of(snapshot),
        (OwnForecast.of(month_forecast(pipeline, this)), OwnForecast.of(month_forecast(pipeline, this + 1))),
        {name: other.both for name, other in others.items()},
        (actual[0], actual[1]),
        {name: _squared_error(chance, won) for name, chance in chances.items()},
    )


def _squared_error(chance: Floats, won: Bools) -> tuple[float, int]:
    known = np.isfinite(chance)
    return float(((chance - won)[known] ** 2).sum()), int(known.sum())
