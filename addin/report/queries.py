"""Single numbers of a report, and of what a report leaves out: any pair of stages, any filter, any window.

One table answers for every manager (or source) at once, so a sheet of hundreds of formulas costs a handful of
tables. What a report shows too is computed by the same functions, and is equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from addin.deals.evidence import UNKNOWN
from addin.deals.visits import Pair, Visits, visits
from addin.metrics import comparison, conversion, intake, presale
from addin.metrics.horizon import Window, window_of
from addin.metrics.leads import in_period
from addin.metrics.month_spread import By
from addin.periods import Period
from addin.report import wording
from addin.report.deal_filter import DealFilter, Value
from addin.report.figures import Figures, period_of
from addin.report.layout import BLOCK
from addin.report.movement_queries import MovementQueries
from addin.report.trend_queries import TrendQueries
from addin.words import Lang

Interval = tuple[float, float, float]
"""A mean and its limits."""

INTAKE: tuple[str, ...] = tuple(BLOCK["intake"].keys)
CONVERSION: tuple[str, ...] = tuple(BLOCK["conversion"].keys)
COMPARED: tuple[str, ...] = ("expected", "verdict", "shrunk_rate", "p_weak", "p_strong")
"""Measures of one manager, or one source, against the others."""
PRESALE: tuple[str, ...] = (
    *("count", "amount", "expected", "unpriced", "expected_period", "expected_horizon", "low", "high"),
)
FORECAST: tuple[str, ...] = ("expected", "low", "high")
"""Measures of every component of the month's revenue; the others are of pre-sale deals alone."""

_MAX_TABLES = 500
"""Tables kept of each kind; each has a row a manager or source."""
_MAX_PAIRS = 24
"""Pairs of stages kept whose visits a report does not hold."""


@dataclass(frozen=True)
class _Table:
    """A table with the row of each name and its columns as plain lists."""

    frame: pd.DataFrame
    place: dict[str, int]
    columns: dict[str, list[Any]]

    @classmethod
    def of(cls, frame: pd.DataFrame, names: list[str]) -> _Table:
        """The table whose rows are called so."""
        columns = {str(name): frame[name].tolist() for name in frame}
        return cls(frame, {name: i for i, name in enumerate(names)}, columns)


class ReportQueries:
    """What can be asked of one set of figures.

    Args:
        figures: the figures; a report of them would show the same numbers.
    """

    def __init__(self, f: Figures) -> None:
        """Nothing is computed yet."""
        self.figures = f
        self._intake: Callable[..., _Table] = lru_cache(_MAX_TABLES)(self._intake_table)
        self._steps: Callable[..., _Table] = lru_cache(_MAX_TABLES)(self._steps_table)
        self._component: Callable[..., Interval] = lru_cache(_MAX_TABLES)(self._component_of)
        self._visits: Callable[[Pair], Visits] = lru_cache(_MAX_PAIRS)(self._visits_of)
        self._money: Callable[[DealFilter], dict[str, Value]] = lru_cache(_MAX_TABLES)(self._presale_of)

    @cached_property
    def movement(self) -> MovementQueries:
        """What can be asked of what moved."""
        return MovementQueries(self.figures)

    @cached_property
    def time(self) -> TrendQueries:
        """What can be asked of months, weeks, and days in stages."""
        return TrendQueries(self.figures)

    def intake(self, measure: str, where: DealFilter, period: Period | None, lang: Lang) -> Value:
        """A count or rate of the leads created in the period (None: the report's).

        Args:
            measure: one of ``INTAKE``.
            where: whose leads.
            period: which leads.
            lang: the language of a note.

        Raises:
            OptionError: the period begins after T.
        """
        f = self.figures
        start, end = f.period if period is None else period_of(period, f.deals)
        if end < f.first_day:  # there are no records of that time: a zero would say that nobody came
            return wording.note("no_records", {}, f, lang) if measure == "note" else None
        table = self._intake(start, end, where.group_by, where.extra_source)
        if where.group not in table.place:  # nobody came
            table = self._intake(start, start - dt.timedelta(days=1), None, None)
        row = table.place[where.group if where.group in table.place else ""]
        return self._value(table, row, measure, lang)

    def _intake_table(self, start: dt.date, end: dt.date, by: By | None, source: str | None) -> _Table:
        leads = in_period(self.figures.leads, start, end)
        if source is not None:
            code = leads.sources.index(source) if source in leads.sources else UNKNOWN
            leads = leads.select(leads.source == code)
        if by is None:
            return _Table.of(intake.intake(leads), [""])
        frame = intake.intake_by(leads, by)
        return _Table.of(frame, frame[by].tolist())

    def conversion(
        self, measure: str, pair: Pair, where: DealFilter, window: Literal["report"] | Period, lang: Lang
    ) -> Value:
        """A count, rate or bound of a pair of stages.

        Args:
            measure: one of ``CONVERSION`` or, with a manager or a source and not both, of ``COMPARED``.
            pair: rungs of the ladder, the first before the second.
            where: whose visits.
            window: days of entry; "report": those of the report.
            lang: the language of a note.
        """
        f = self.figures
        days = f.window if window == "report" else window_of(window, f.horizon.days, f.visits.as_of_day)
        table = self._steps(pair, days, where.group_by, where.extra_source)
        if measure in ("from", "to"):
            return f.timeline.ladder[pair[measure == "to"]]
        if measure == "pipeline":
            return f.deals.pipeline
        if where.group not in table.place:  # every deal has a source, and those without one are asked for
            table = self._steps(pair, days, None, where.group)
        place = table.place.get(where.group, 0)
        return self._value(table, place, measure, lang) if measure in table.columns else None

    def _steps_table(self, pair: Pair, days: Window, by: By | None, source: str | None) -> _Table:
        rows, H = self._visits(pair), self.figures.horizon.days
        if source is not None:
            code = rows.sources.index(source) if source in rows.sources else UNKNOWN
            some = {key: table[table["source"].to_numpy() == code] for key, table in rows.tables.items()}
            rows = replace(rows, tables=some)
        if by is None:
            return _Table.of(conversion.measures(rows, *pair, H, days, None), [""])
        names = rows.managers if by == "manager" else rows.sources
        measured = comparison.compare_pair if source is None else conversion.measures
        return _Table.of(measured(rows, *pair, H, days, by), names)

    def _visits_of(self, pair: Pair) -> Visits:
        """The visits of a pair and, for its bounds, those of the whole way."""
        every = self.figures.visits
        whole = (0, len(every.ladder) - 1)
        own = every.tables.get(pair)
        if own is None:
            own = visits(self.figures.timeline, [pair]).tables[pair]
        return replace(every, tables={whole: every.tables[whole], pair: own})

    def presale(self, measure: str, where: DealFilter) -> Value:
        """A count or sum over the open deals of presale stages.

        ``count``; ``amount``, the sum of their own amounts; ``unpriced``, how many have none; and the money
        expected of them by the end of T's month (``expected``), by the end of the report's period
        (``expected_period``) and within H (``expected_horizon``). A sum of no deals is 0; one in which
        nothing is known is None. ``low`` and ``high`` are the 80 % limits of ``expected``.
        """
        if measure in ("low", "high"):
            found = self._component("presale", where, in_full=True)[FORECAST.index(measure)]
            return found if np.isfinite(found) else None
        return self._money(where)[measure]

    def forecast(self, measure: str, component: str, where: DealFilter) -> Value:
        """A figure of this month's revenue: ``expected``, or the ends of its 80 % interval.

        None where it cannot be told.

        Args:
            measure: one of ``FORECAST``.
            component: one of ``COMPONENTS``.
            where: whose deals; of new leads their share of the last weeks.
        """
        found = self._component(component, where)[FORECAST.index(measure)]
        return found if np.isfinite(found) else None

    def _component_of(self, component: str, where: DealFilter, in_full: bool = False) -> Interval:
        return self.figures.money.component(component, where.manager, where.source, in_full=in_full)

    @cached_property
    def _presale(self) -> pd.DataFrame:
        return presale.presale(self.figures.open_deals)

    def _presale_of(self, where: DealFilter) -> dict[str, Value]:
        table = self._presale
        for column, name in (("manager", where.manager), ("source", where.source)):
            if name is not None:
                table = table[table[column] == name]
        sums = {
            "amount": "amount",
            "expected": "expected_month",
            "expected_period": "expected_period",
            "expected_horizon": "expected",
        }
        found: dict[str, Value] = {name: _sum(table[column]) for name, column in sums.items()}
        return {"count": float(len(table)), "unpriced": float(table["unpriced"].sum())} | found

    def _value(self, table: _Table, row: int, measure: str, lang: Lang) -> Value:
        value = table.columns[measure][row]
        if measure == "note":
            return wording.note(value, table.frame.iloc[row].to_dict(), self.figures, lang) or ""
        if value is None or isinstance(value, str):
            return value
        number = float(value)
        return number if np.isfinite(number) else None


def _sum(values: pd.Series) -> float | None:
    known = values.dropna()
    return float(known.sum()) if len(known) or not len(values) else None
