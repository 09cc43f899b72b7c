"""What the blocks of money rest on, each part computed once, when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import Bools, positions
from addin.deals.stages import Role
from addin.deals.timeline import Timeline
from addin.metrics import backtest, forecast, forecast_history, plan_fact
from addin.metrics.calendar import last_day, month
from addin.metrics.chance import Chances, chance_curves
from addin.metrics.changes import Change, changes
from addin.metrics.fiscal import Months
from addin.metrics.forecast import DAYS_AHEAD, MonthForecast
from addin.metrics.forecast_history import ForecastHistory
from addin.metrics.forecast_record import ForecastRecord
from addin.metrics.intervals import component_intervals
from addin.metrics.manager_factors import ManagerFactors
from addin.metrics.manager_record import manager_factors
from addin.metrics.needed import Prospect, prospect
from addin.metrics.occupancy import DaySnapshot, Occupancy
from addin.metrics.pipeline_value import Component, PipelineValue, PipelineValues
from addin.metrics.shock import Calibration
from addin.metrics.simulation import seed_of
from addin.metrics.stays import occupancy_of, tells_chances


@dataclass(frozen=True)
class MoneyFigures:
    """What the blocks of money are made from.

    Args:
        deals: as of T.
        timeline: of the same deals.
        reach: days from T for which the report asks for chances.
    """

    deals: Deals
    timeline: Timeline
    reach: int = DAYS_AHEAD

    @cached_property
    def course(self) -> Occupancy:
        """The stays of all deals, as far as anything is on record: what has moved."""
        return occupancy_of(self.deals, self.timeline)

    @cached_property
    def occupancy(self) -> Occupancy:
        """Where every deal stood on every day."""
        return self.course if tells_chances(self.timeline) else occupancy_of(self.deals, self.timeline, False)

    @cached_property
    def presale(self) -> Bools:
        """Which rungs are pre-sale."""
        return np.array([role == Role.PRESALE for role in self.timeline.rung_roles[:-1]])

    @cached_property
    def now(self) -> DaySnapshot:
        """The deals at T."""
        return self.occupancy.at(self.occupancy.as_of_day)

    @cached_property
    def pipeline_values(self) -> PipelineValues:
        """What is known at T of the money to come, and what was on the days of the record."""
        days = [*forecast_history.origin_days(self.now)[0], self.now.day]
        return PipelineValues.of(self.occupancy, days, self.presale, max(DAYS_AHEAD, self.reach))

    @cached_property
    def pipeline(self) -> PipelineValue:
        """That of T, with what each manager makes of his deals."""
        return replace(self.pipeline_values.at(self.now), managers=self.managers)

    @cached_property
    def managers(self) -> ManagerFactors:
        """What each manager wins of his deals and leads over what is expected of anybody."""
        t = self.timeline
        holder = positions(pd.Index(t.managers), self.deals.frame["manager"])
        return manager_factors(self.pipeline_values, self.now, t.manager[:, :-1], holder, len(t.managers))

    @cached_property
    def changes(self) -> list[Change]:
        """What is proven to have changed in the department."""
        return changes(self.pipeline_values, self.now)

    def chances(self, reach: int) -> Chances | None:
        """Chances at T, so many days ahead at least."""
        if reach <= max(DAYS_AHEAD, self.reach):
            return self.pipeline.chances
        curves = chance_curves(self.occupancy, [self.occupancy.as_of_day], reach)
        return curves.averaged(0, self.pipeline_values.weights[-1])

    @cached_property
    def history(self) -> ForecastHistory:
        """The forecasts of past days."""
        table = self.deals.stages.table.drop_duplicates("status").set_index("status")
        given = table["probability"].reindex(self.timeline.ladder[:-1]).to_numpy(dtype=float)
        return forecast_history.forecast_history(self.occupancy, self.presale, given, self.pipeline_values)

    @cached_property
    def past_forecasts(self) -> pd.DataFrame:
        """What every method would have said on past days, and what came."""
        return backtest.past_forecasts(self.record)

    @cached_property
    def record(self) -> ForecastRecord:
        """The forecasts of past days as they were told."""
        return ForecastRecord(self.history)

    @cached_property
    def calibrations(self) -> tuple[Calibration, Calibration]:
        """What the record makes of the forecast of this month and of the next one's."""
        this, next_one = (calibration for _, calibration in self.months)
        return this, next_one

    @cached_property
    def months(self) -> list[tuple[MonthForecast, Calibration]]:
        """The month of T and the next."""
        this = month(self.occupancy.as_of_day)
        forecasts = [forecast.month_forecast(self.pipeline, this + step) for step in (0, 1)]
        return [(of, self.record.calibration(step, self.now, of)) for step, of in enumerate(forecasts)]

    def prospect(self, months: Months) -> Prospect:
        """What months with T among them have brought and may bring."""
        this, reach = month(self.now.day), last_day(months.last) - self.now.day
        calibration = self.calibrations[0 if months.last == this else 1]
        return prospect(self._looking_ahead(reach), months, calibration, self.seed)

    def _looking_ahead(self, reach: int) -> PipelineValue:
        """The value of the pipeline at T, so many days ahead at least."""
        if reach <= self.pipeline_values.days_ahead:
            return self.pipeline
        longer = PipelineValues.of(self.occupancy, [self.now.day], self.presale, reach)
        found = replace(longer, weights=self.pipeline_values.weights[-1:]).at(self.now)
        return replace(found, managers=self.managers)

    @cached_property
    def seed(self) -> int:
        """Of all draws."""
        return seed_of(self.pipeline.snapshot)

    def presale_within(self, table: pd.DataFrame) -> tuple[float, float]:
        """80 % limits of the money expected of pre-sale deals within H; NaN where a chance is not known.

        Args:
            table: the list of them, with ``chance`` within H and ``amount``.
        """
        chance, size = table["chance"].to_numpy(dtype=float), self.pipeline.deal_size
        amount = table["amount"].to_numpy(dtype=float)
        if not np.isfinite(chance).all() or (np.isnan(amount).any() and not np.isfinite(size.mean)):
            return np.nan, np.nan
        win_size = (size.mean, size.sd)
        as_listed = replace(self.calibrations[1], factor=1.0)
        part = Component(np.arange(len(table)), chance, amount, win_size, 0.0, estimable=True)
        return component_intervals(0.0, {"presale": part}, as_listed, self.seed)["presale"]

    def component(
        self, name: str, manager: str | None, source: str | None, *, in_full: bool = False
    ) -> tuple[float, float, float]:
        """Mean and 80 % limits of a component of this month's revenue, of all deals or of some.

        Args:
            name: one of the forecast's components.
            manager, source: whose deals; None is everybody's.
            in_full: whether deals without a sum count in full, as in the list of pre-sale deals.
        """
        mine = np.ones(len(self.timeline.created), bool)
        for column, wanted in (("manager", manager), ("source", source)):
            if wanted is not None:
                mine &= (self.deals.frame[column] == wanted).to_numpy()
        return self._component(name, mine, in_full=in_full)

    def of_month(self, selected: Bools) -> tuple[float, float, float, float]:
        """What some deals have brought in T's month, what is expected of it in all, and its 80 % limits."""
        return (self._component("closed", selected)[0], *self._component("total", selected))

    def _component(self, name: str, mine: Bools, *, in_full: bool = False) -> tuple[float, float, float]:
        of, calibration = self.months[0]
        if not mine.all():
            of = plan_fact.forecast_of_deals(self.pipeline, of, mine)
        if name == "closed":
            return of.closed, of.closed, of.closed
        if last_day(of.month) <= self.occupancy.as_of_day:  # the month is over
            left = of.closed if name == "total" else 0.0
            return left, left, left
        components = of.components
        if in_full:
            components = {**components, name: replace(components[name], priced_share=1.0)}
        to_come = of.to_come if name == "total" else components[name].mean
        mean = (of.closed if name == "total" else 0.0) + calibration.factor * to_come
        return (mean, *component_intervals(of.closed, components, calibration, self.seed)[name])
