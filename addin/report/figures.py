"""What the blocks of a report are made from: the deals at T as followed, their horizon, window and money."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from addin.deals.asof import Deals, cut
from addin.deals.contacts import contacts_of
from addin.deals.dataset import Dataset
from addin.deals.timeline import Timeline, build_timeline, drop_rough_dates
from addin.deals.visits import Visits, visits
from addin.errors import OptionError
from addin.metrics import presale
from addin.metrics.horizon import Horizon, Window, auto_horizon, window_of
from addin.metrics.leads import Leads, leads_of, period_bounds
from addin.periods import Period
from addin.report.money_figures import MoneyFigures
from addin.settings import Origin, Settings


@dataclass(frozen=True)
class DealHistories:
    """The deals as followed from stage to stage; each part is computed when first asked for.

    Args:
        deals: as of T.
        timeline: of the same deals.
        timezone: the IANA name of the zone whose clocks their times are by.
    """

    deals: Deals
    timeline: Timeline
    timezone: str

    @cached_property
    def visits(self) -> Visits:
        """Of every stage, on the way to the next."""
        return visits(self.timeline)

    @cached_property
    def leads(self) -> Leads:
        """The leads with what became of each."""
        return leads_of(self.deals, self.timeline, self.timezone)


@dataclass(frozen=True)
class Figures:
    """Everything the blocks are made from; computed once a report, and not before it is needed."""

    deals: Deals
    timeline: Timeline
    horizon: Horizon
    period: tuple[dt.date, dt.date]
    ahead: presale.LookAhead
    histories: DealHistories
    money: MoneyFigures
    settings: Settings
    currency: str

    @property
    def visits(self) -> Visits:
        """Of every stage, on the way to the next."""
        return self.histories.visits

    @property
    def leads(self) -> Leads:
        """The leads with what became of each."""
        return self.histories.leads

    @cached_property
    def window(self) -> Window:
        """The days whose entries count."""
        return window_of(self.settings.window, self.horizon.days, self.visits.as_of_day)

    @cached_property
    def open_deals(self) -> presale.OpenDealList:
        """The deals still open, with their chances, clients, telephones and links."""
        untouched = np.zeros(len(self.deals.frame), bool)
        untouched[self.leads.deal[self.leads.handled("untouched")]] = True
        chances = self.money.chances(self.ahead.furthest)
        found = presale.open_deals(
            self.deals,
            self.timeline,
            untouched,
            self.money.occupancy,
            chances,
            self.ahead,
            presale.Prices(self.money.now.deal_size.mean, self.money.pipeline.offer_factor),
            self.money.managers,
        )
        about = contacts_of(self.deals.frame.iloc[found.table["deal"]], self.settings.deal_url)
        return replace(found, table=found.table.assign(**about))

    @cached_property
    def first_day(self) -> dt.date:
        """The day on which the first deal was created."""
        first: pd.Timestamp = self.deals.frame["created"].min()
        return first.date()


def compute_figures(data: Dataset, settings: Settings, today: dt.date) -> Figures:
    """Cut the data at T and compute what all blocks share.

    Raises:
        InputError, OptionError: see :func:`addin.deals.asof.cut`.
    """
    return figures_of(cut(data, settings.as_of, settings.pipeline, today), settings, data.currency)


def figures_of(deals: Deals, settings: Settings, currency: str) -> Figures:
    """The same from deals that are cut already, whose currency is told.

    Raises:
        OptionError: the period begins after T.
    """
    period = period_of(settings.period, deals)
    timeline = build_timeline(deals)
    whole = visits(timeline, [(0, len(timeline.ladder) - 1)])
    horizon = auto_horizon(whole) if settings.horizon is None else Horizon(settings.horizon, False, 0)
    timeline = drop_rough_dates(timeline, deals, horizon.days)
    ahead = _ahead(deals, horizon.days, period)
    money = MoneyFigures(deals, timeline, ahead.furthest)
    followed = DealHistories(deals, timeline, settings.timezone)
    return Figures(deals, timeline, horizon, period, ahead, followed, money, settings, currency)


def in_period(f: Figures, period: Period) -> Figures:
    """The figures for another period, asked for in a formula; the rest stays as it is.

    Raises:
        OptionError: the period begins after T.
    """
    span = period_of(period, f.deals)
    origins: dict[str, Origin] = {**f.settings.origins, "period": "formula"}
    ahead = _ahead(f.deals, f.horizon.days, span)
    return replace(f, period=span, ahead=ahead, settings=replace(f.settings, period=period, origins=origins))


def period_of(period: Period | None, deals: Deals) -> tuple[dt.date, dt.date]:
    """First and last day of the period asked for, the calendar month of T by default.

    Raises:
        OptionError: it begins after T.
    """
    start, end = period_bounds(period or Period.month_of(deals.as_of), deals)
    if start > deals.as_of:
        raise OptionError("period_after", value=f"{start}..{end}", as_of=deals.as_of)
    return start, end


def _ahead(deals: Deals, horizon: int, period: tuple[dt.date, dt.date]) -> presale.LookAhead:
    left, month_end = (period[1] - deals.as_of).days, Period.month_of(deals.as_of).end
    return presale.LookAhead(
        horizon, left if left >= 0 else None, ((month_end or deals.as_of) - deals.as_of).days
    )
