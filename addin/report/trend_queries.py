"""Single numbers of the trend and of how long deals take, for any month, week, stage and manager."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from addin.deals.timeline import day_number
from addin.errors import OptionError
from addin.metrics import stage_times, trend
from addin.metrics.calendar import month
from addin.metrics.conversion import Columns
from addin.metrics.month_spread import By
from addin.periods import Period
from addin.report import wording
from addin.report.deal_filter import Value
from addin.report.figures import Figures, period_of
from addin.report.layout import BLOCK
from addin.words import Lang

TREND: tuple[str, ...] = tuple(key for key in BLOCK["trend"].keys if key not in ("month", "so_far_to"))
TIMES: tuple[str, ...] = tuple(key for key in BLOCK["time_in_stage"].keys if key != "stage")
_COUNTS = ("visits", "standing", "followed", "advanced_h")
"""What is 0 of a manager who has no deal there."""
_MAX_SPANS = 100
WEEK = 7


class TrendQueries:
    """What can be asked of one set of figures about time.

    Args:
        figures: the figures; a report of them would show the same numbers.
    """

    def __init__(self, f: Figures) -> None:
        """Nothing is computed yet."""
        self.figures = f
        self._row = lru_cache(_MAX_SPANS)(self._span_row)
        self._stay = lru_cache(_MAX_SPANS)(self._times)

    @cached_property
    def _course(self) -> trend.Course:
        return trend_course(self.figures)

    def of_span(self, measure: str, period: Period | None, lang: Lang) -> Value:
        """What a month (None: that of T) or an ISO week brought, or how it stood on the day that T's stands.

        Args:
            measure: one of ``TREND``; a week has no plan.
            period: a calendar month or an ISO week, neither after T.
            lang: the language of a note.

        Raises:
            OptionError: another period, or one that begins after T.
        """
        return self._value(self._row(self._span(period)), 0, measure, lang)

    def _span(self, period: Period | None) -> trend.Span:
        as_of, T = self.figures.deals.as_of, self._course.occupancy.as_of_day
        if period is None:
            return trend.month_span(month(T), T)
        start, end = period.start, period.end
        if start and end and Period.month_of(start) == period:
            period_of(period, self.figures.deals)
            return trend.month_span(month(day_number(start)), T)
        if start and end and start.weekday() == 0 and (end - start).days == WEEK - 1:
            period_of(period, self.figures.deals)
            first = day_number(start)
            return trend.Span(first, first + WEEK - 1, first + as_of.weekday())
        raise OptionError("trend_period", value=_words(start, end))

    def _span_row(self, span: trend.Span) -> Columns:
        table = trend.trend(self._course, [span])
        if span.last - span.first == WEEK - 1:
            table = table.assign(plan=np.nan)
        return {str(name): table[name].to_numpy() for name in table}

    def of_stage(self, measure: str, rung: int | None, manager: str | None, lang: Lang) -> Value:
        """Days in a stage (None: from creation to a win), and who stands there.

        Args:
            measure: one of ``TIMES``.
            rung: of an open stage.
            manager: None is everybody, "" nobody named.
            lang: the language of a note.
        """
        found = self._stay(rung, manager is not None)
        if manager is None:
            return self._value(found, 0, measure, lang)
        names = self.figures.visits.managers
        if manager not in names:
            return 0.0 if measure in _COUNTS else None
        return self._value(found, names.index(manager), measure, lang)

    def _times(self, rung: int | None, by_manager: bool) -> Columns:
        f = self.figures
        by: By | None = "manager" if by_manager else None
        standing_of = stage_times.open_since_creation if rung is None else stage_times.standing_deals
        pair = (0, len(f.timeline.ladder) - 1) if rung is None else (rung, rung + 1)
        standing = standing_of(f.deals, f.timeline)
        return stage_times.stay(f.visits, standing, pair, f.horizon.days, f.window, by)

    def _value(self, columns: Columns, row: int, measure: str, lang: Lang) -> Value:
        value = columns[measure][row]
        if measure == "note":
            counts: Mapping[Hashable, Any] = {name: values[row] for name, values in columns.items()}
            return wording.note(str(value), counts, self.figures, lang) or ""
        return float(value) if np.isfinite(value) else None


def _words(start: dt.date | None, end: dt.date | None) -> str:
    return f"{start}..{end}" if start and end else "all"


def trend_course(f: Figures) -> trend.Course:
    """What trends are made from."""
    return trend.Course(
        f.leads,
        f.timeline,
        f.money.course,
        f.visits,
        f.money.presale,
        f.deals.plan,
        f.horizon.days,
        day_number(f.first_day),
    )
