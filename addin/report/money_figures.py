"""What the blocks of money rest on, each part computed once, when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import Bools
from addin.deals.stages import Role
from addin.deals.timeline import Timeline
from addin.metrics import backtest, forecast, plan_fact
from addin.metrics.calendar import last_day, month
from addin.metrics.chance import Chances, chances_on
from addin.metrics.forecast import AHEAD, MonthOutlook
from addin.metrics.occupancy import Course, Moment
from addin.metrics.pipeline_value import Outlook, Outlooks, Part
from addin.metrics.simulation import Shock, intervals, seed_of
from addin.metrics.stays import course


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
    reach: int = AHEAD

    @cached_property
    def course(self) -> Course:
        """Where every deal stood on every day."""
        return course(self.deals, self.timeline)

    @cached_property
    def presale(self) -> Bools:
        """Which rungs are pre-sale."""
        return np.array([role == Role.PRESALE for role in self.timeline.rung_roles[:-1]])

    @cached_property
    def now(self) -> Moment:
        """The deals at T."""
        return self.course.at(self.course.last)

    @cached_property
    def outlooks(self) -> Outlooks:
        """What is known at T of the money to come, and what was on the days of the record."""
        days = [*backtest.origin_days(self.now)[0], self.now.day]
        return Outlooks.of(self.course, days, self.presale, max(AHEAD, self.reach))

    @cached_property
    def outlook(self) -> Outlook:
        """That of T."""
        return self.outlooks.on(self.now)

    def chances(self, reach: int) -> Chances | None:
        """Chances at T, so many days ahead at least."""
        if reach <= max(AHEAD, self.reach):
            return self.outlook.chances
        return chances_on(self.course, [self.course.last], reach)[0]

    @cached_property
    def record(self) -> backtest.Record:
        """The forecasts of past days."""
        table = self.deals.stages.table.drop_duplicates("status").set_index("status")
        given = table["probability"].reindex(self.timeline.ladder[:-1]).to_numpy(dtype=float)
        return backtest.record(self.course, self.presale, given, self.outlooks)

    @cached_property
    def tried(self) -> pd.DataFrame:
        """What every method would have said on past days, and what came."""
        return backtest.forecasts(self.record)

    @cached_property
    def shocks(self) -> tuple[Shock, Shock]:
        """The common shock of this month's money and of the next one's."""
        last = self.course.last
        return self.record.shock(0, last), self.record.shock(1, last)

    @cached_property
    def months(self) -> list[tuple[MonthOutlook, Shock]]:
        """The month of T and the next."""
        this = month(self.course.last)
        return [
            (forecast.month_ahead(self.outlook, this + step), shock) for step, shock in enumerate(self.shocks)
        ]

    @cached_property
    def seed(self) -> int:
        """Of all draws."""
        return seed_of(self.outlook.moment)

    def presale_within(self, table: pd.DataFrame) -> tuple[float, float]:
        """80 % limits of the money expected of pre-sale deals within H; NaN where a chance is not known.

        Args:
            table: the list of them, with ``chance`` within H and ``amount``.
        """
        chance, prices = table["chance"].to_numpy(dtype=float), self.outlook.prices
        amount = table["amount"].to_numpy(dtype=float)
        if not np.isfinite(chance).all() or (np.isnan(amount).any() and not np.isfinite(prices.median)):
            return np.nan, np.nan
        price = (prices.median, prices.spread)
        part = Part(np.arange(len(table)), chance, amount, price, 0.0, told=True)
        return intervals(0.0, {"presale": part}, self.shocks[1], self.seed)["presale"]

    def component(self, name: str, manager: str | None, source: str | None) -> tuple[float, float, float]:
        """Mean and 80 % limits of a component of this month's revenue, of all deals or of some.

        Args:
            name: one of the forecast's components.
            manager, source: whose deals; None is everybody's.
        """
        of, shock = self.months[0]
        mine = np.ones(len(self.timeline.created), bool)
        for column, wanted in (("manager", manager), ("source", source)):
            if wanted is not None:
                mine &= (self.deals.frame[column] == wanted).to_numpy()
        if not mine.all():
            of = plan_fact.of_deals(self.outlook, of, mine)
        if name == "closed":
            return of.closed, of.closed, of.closed
        if last_day(of.month) <= self.course.last:  # the month is over
            left = of.closed if name == "total" else 0.0
            return left, left, left
        mean = of.closed + of.to_come if name == "total" else of.parts[name].mean
        return (mean, *intervals(of.closed, of.parts, shock, self.seed)[name])
