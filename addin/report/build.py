"""A dataset and settings in, a report out: every block as a table, ready for any host."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from addin.deals.asof import Deals, cut
from addin.deals.cores import both
from addin.deals.dataset import Dataset
from addin.deals.timeline import Timeline, graded
from addin.deals.timeline import build as build_timeline
from addin.deals.visits import Visits, visits
from addin.errors import OptionError
from addin.metrics import cohorts, comparison, conversion, intake, managers, presale
from addin.metrics.horizon import Horizon, Window, auto_horizon, window_of
from addin.report import words
from addin.report.layout import BLOCK
from addin.report.money import Money, money_blocks, source_blocks
from addin.report.onepage import headings, onepage
from addin.report.summary import summary
from addin.settings import Origin, Period, Settings
from addin.words import Lang


@dataclass(frozen=True)
class Report:
    """All blocks of a report.

    Args:
        blocks: name → table with exactly the columns of the layout, missing values None, NaN or NaT; views
            of other blocks are not among them.
        lang: the language of its words.
        currency: ISO code of its money, "" where the data name none.
        headings: block → column → its heading, where that depends on the data.
    """

    blocks: dict[str, pd.DataFrame]
    lang: Lang
    currency: str
    headings: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Followed:
    """The deals as followed from stage to stage; each part is computed when first asked for.

    Args:
        deals: as of T.
        timeline: of the same deals.
    """

    deals: Deals
    timeline: Timeline

    @cached_property
    def visits(self) -> Visits:
        """Of every stage, on the way to the next."""
        return visits(self.timeline)

    @cached_property
    def leads(self) -> intake.Leads:
        """The leads with what became of each."""
        return intake.leads_of(self.deals, self.timeline)


@dataclass(frozen=True)
class Figures:
    """Everything the blocks are made from; computed once a report, and not before it is needed."""

    deals: Deals
    timeline: Timeline
    horizon: Horizon
    period: tuple[dt.date, dt.date]
    ahead: presale.Ahead
    followed: Followed
    money: Money
    settings: Settings
    currency: str

    @property
    def visits(self) -> Visits:
        """Of every stage, on the way to the next."""
        return self.followed.visits

    @property
    def leads(self) -> intake.Leads:
        """The leads with what became of each."""
        return self.followed.leads

    @cached_property
    def window(self) -> Window:
        """The days whose entries count."""
        return window_of(self.settings.window, self.horizon.days, self.visits.last)

    @cached_property
    def open(self) -> presale.OpenDeals:
        """The deals still open, with their chances."""
        untouched = np.zeros(len(self.deals.frame), bool)
        untouched[self.leads.deal[self.leads.handled("untouched")]] = True
        chances = self.money.chances(self.ahead.furthest)
        return presale.open_deals(
            self.deals, self.timeline, untouched, self.money.course, chances, self.ahead
        )

    @cached_property
    def first_day(self) -> dt.date:
        """The day on which the first deal was created."""
        first: pd.Timestamp = self.deals.frame["created"].min()
        return first.date()


def figures(data: Dataset, settings: Settings, today: dt.date) -> Figures:
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
    timeline = graded(timeline, deals, horizon.days)
    ahead = _ahead(deals, horizon.days, period)
    money, followed = Money(deals, timeline, ahead.furthest), Followed(deals, timeline)
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
    start, end = intake.span(period or Period.month_of(deals.as_of), deals)
    if start > deals.as_of:
        raise OptionError("period_after", value=f"{start}..{end}", as_of=deals.as_of)
    return start, end


def _ahead(deals: Deals, horizon: int, period: tuple[dt.date, dt.date]) -> presale.Ahead:
    left, month_end = (period[1] - deals.as_of).days, Period.month_of(deals.as_of).end
    return presale.Ahead(
        horizon, left if left >= 0 else None, ((month_end or deals.as_of) - deals.as_of).days
    )


def build(data: Dataset, settings: Settings, today: dt.date) -> Report:
    """The report of a dataset; the same input gives the same report, whatever the order of its rows.

    Args:
        data: what was read; not changed.
        settings: checked settings.
        today: the present day; only the default as-of date looks at it.

    Raises:
        InputError, OptionError: see :func:`addin.deals.asof.cut`.
    """
    return report_of(figures(data, settings, today))


def report_of(f: Figures) -> Report:
    """The report that these figures make, in the language of their settings."""
    money, counted = both(partial(money_blocks, f), partial(_counted_blocks, f), len(f.deals.frame))
    tables = {**counted, **_lists(f)}
    return _report(f, {**tables, **_summed_up(f, tables, money)}, settings=words.settings_table(f))


def parts_of(f: Figures) -> Iterator[Report]:
    """The same report in two parts, each block in one of them: the first can be filled in meanwhile.

    The first holds what happened to the deals, and lists of those that are open; the second the money that
    they may bring, and what sums up both.
    """
    tables = {**_counted_blocks(f), **_lists(f)}
    yield _report(f, tables)
    yield _report(f, _summed_up(f, tables, money_blocks(f)), settings=words.settings_table(f))


def _report(f: Figures, tables: dict[str, pd.DataFrame], **said: pd.DataFrame) -> Report:
    """A report of these blocks, those of ``tables`` with the codes of their notes put into words."""
    lang = f.settings.lang
    noted = {name: words.with_notes(table, f, lang) for name, table in tables.items()} | said
    blocks = {name: noted[name][block.keys] for name, block in BLOCK.items() if name in noted}
    return Report(blocks, lang, f.currency, headings(tables) if "heatmap" in tables else {})


def _lists(f: Figures) -> dict[str, pd.DataFrame]:
    """The blocks of single deals."""
    return {"attention": presale.attention(f.open), "presale": presale.presale(f.open)}


def _summed_up(
    f: Figures, tables: dict[str, pd.DataFrame], money: dict[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The blocks of money, those about the report itself, and the Summary's, which look at all others."""
    more = {**money, "header": _header(f), "data_issues": f.deals.issues.frame(), "stages": _stages(f)}
    every = {**tables, **more}
    return {**more, "summary": summary(f, every), **onepage(f, every)}


def _counted_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """The blocks of leads, conversions and sources."""
    return {**_intake_blocks(f), **_conversion_blocks(f), **source_blocks(f)}


def _intake_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    start, end = f.period
    leads = intake.in_period(f.leads, start, end)
    by = {f"intake_by_{by}": intake.intake_by(leads, by) for by in intake.BY}
    if end < f.first_day:  # there are no records of that time: a zero would say that nobody came
        nothing = intake.intake(leads)
        nothing[nothing.columns.drop("note")] = np.nan
        none = intake.intake_by_week(leads, start, end).iloc[:0]
        return {"intake": nothing.assign(note="no_records"), **by, "intake_by_week": none}
    return {
        "intake": intake.intake(leads),
        **by,
        "intake_by_week": intake.intake_by_week(leads, start, min(end, f.deals.as_of)),
    }


def _conversion_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    counted = conversion.windowed(f.visits, f.window)
    by_manager = comparison.conversion_by(counted, f.horizon.days, f.window, "manager")
    recent = (f.leads.created >= f.window.first) & (f.leads.created <= f.window.last)
    taken = intake.taken_by_week(f.leads.only(recent))
    table, portraits = managers.managers(counted, by_manager, taken, f.horizon.days, f.window)
    return {
        "conversion": conversion.conversion(counted, f.horizon.days, f.window).assign(
            pipeline=f.deals.pipeline
        ),
        "conversion_by_manager": by_manager,
        "conversion_by_source": comparison.conversion_by(counted, f.horizon.days, f.window, "source"),
        "cohorts": cohorts.cohorts(f.visits, f.horizon.days, f.window),
        "managers": words.with_portraits(table, portraits, f.settings.lang),
    }


def _header(f: Figures) -> pd.DataFrame:
    rows = f.deals.rows
    return pd.DataFrame(
        [
            {
                "as_of": f.deals.as_of,
                "period_from": f.period[0],
                "period_to": f.period[1],
                "horizon_days": f.horizon.days,
                "pipeline": f.deals.pipeline,
                "rows_read": rows["read"],
                "rows_used": rows["used"],
                "rows_set_aside": rows["set_aside"],
                "rows_after_asof": rows["after_asof"],
            }
        ]
    )


def _stages(f: Figures) -> pd.DataFrame:
    table = f.deals.stages.table
    counted = f.deals.frame["status"].value_counts()
    return table.assign(
        pipeline=f.deals.pipeline, deals=table["status"].map(counted).fillna(0).astype(np.int64)
    )
