"""One set of deals loaded by a formula: its cells read once, asked many times."""

from __future__ import annotations

import datetime as dt
import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from addin.deals.asof import Deals, cut
from addin.deals.dataset import Dataset
from addin.deals.grids import Grid
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.tables.key_value import read_settings
from addin.functions.arguments import Cells
from addin.functions.known_names import KnownNames
from addin.periods import Period
from addin.report.build import Report, report_of
from addin.report.figures import Figures, figures_of, in_period
from addin.report.queries import ReportQueries
from addin.settings import Settings, resolve
from addin.words import Lang

_REPORTS = 3
"""Reports kept of each set: a sheet asks for many blocks of one."""

Tables = Mapping[str, Cells]
"""Table → its cells, ``deals`` among them."""


class LoadedDeals:
    """One set of deals, typed, with all that has been asked of it so far.

    Args:
        digest: of its cells.
        tables: its cells.
        origin: the document it was loaded from.
        lang: the language where its settings name none.

    Raises:
        InputError, OptionError: see :func:`addin.deals.reading.dataset.read`.
    """

    def __init__(self, digest: str, tables: Tables, origin: str, lang: Lang) -> None:
        """Read the cells."""
        self.digest, self.origin, self.table_names = digest, origin, frozenset(tables)
        self.origins = {origin}
        """The documents that have loaded it."""
        self.settings = settings_of(tables, lang)
        s = self.settings
        grids: dict[str, Grid] = {name: cells.grid() for name, cells in tables.items() if name != "settings"}
        options = ReadOptions(s.timezone, s.currency, s.date_order, {}, s.by)
        self.data: Dataset = read(grids, options)
        self.is_current, self.is_from_sheet = True, False
        """No later state of the same deals is known; a formula has just read it from its sheet."""
        self.since = tables["deals"].since
        """How many days after the usual day 0 the document begins to count its days."""
        self.touched = -math.inf
        """When the disk was last told that it is in use."""
        self._day = dt.date.min
        self._deals: Deals | None = None
        self._queries: ReportQueries | None = None
        self._reports: OrderedDict[tuple[Period | None, Lang], Report] = OrderedDict()

    def lang(self, host: Lang) -> Lang:
        """The language of its settings, else the host's."""
        return host if self.settings.origins["lang"] == "default" else self.settings.lang

    def deals(self) -> Deals:
        """The deals as of T, which may move on when the day does.

        Raises:
            InputError, OptionError: see :func:`addin.deals.asof.cut`.
        """
        today = self.settings.today()
        if self._deals is None or today != self._day:
            self._deals = cut(self.data, self.settings.as_of, self.settings.pipeline, today)
            self._day, self._queries = today, None
            self._reports.clear()
            self.__dict__.pop("names", None)
        return self._deals

    def queries(self) -> ReportQueries:
        """What can be asked of the set.

        Raises:
            InputError, OptionError: no figures come of it.
        """
        deals = self.deals()
        if self._queries is None:
            self._queries = ReportQueries(figures_of(deals, self.settings, self.data.currency))
        return self._queries

    def report(self, period: Period | None, lang: Lang) -> Report:
        """Its report, for its own period or another.

        Raises:
            InputError, OptionError: no report comes of it; the period begins after T.
        """
        f = self.queries().figures
        found = self._reports.pop((period, lang), None)
        if found is None:
            other = f if period is None else in_period(f, period)
            found = report_of(_in_language(other, lang))
        self._reports[period, lang] = found
        while len(self._reports) > _REPORTS:
            self._reports.popitem(last=False)
        return found

    @cached_property
    def ids(self) -> pa.Array:
        """The ids of its deals, each once."""
        return pc.unique(pa.array(self.data.deals["id"], pa.large_string()))

    @cached_property
    def names(self) -> KnownNames:
        """Its stages, managers and sources by name."""
        return KnownNames(self.queries().figures)

    def is_former_state_of(self, other: LoadedDeals) -> bool:
        """Whether ``other`` is a later state of this set: the same document, tables and headers, and more
        than half of the ids."""
        if (self.origin, self.table_names, self.data.matched) != (
            other.origin,
            other.table_names,
            other.data.matched,
        ):
            return False
        shared = pc.sum(pc.is_in(self.ids, value_set=other.ids)).as_py() or 0  # pandas takes a second
        return 2 * shared > max(len(self.ids), len(other.ids))


def _in_language(f: Figures, lang: Lang) -> Figures:
    return f if f.settings.lang == lang else replace(f, settings=replace(f.settings, lang=lang))


def settings_of(tables: Tables, lang: Lang) -> Settings:
    """The settings in force: those of the settings table, else the defaults.

    Raises:
        OptionError: a name that is no setting, or a value that means nothing.
    """
    cells = tables.get("settings")
    return resolve({}, read_settings(cells.grid() if cells else None), {}, lang)
