"""Sets of deals loaded by formulas: read once, asked many times, remembered by a digest of their cells."""

from __future__ import annotations

import datetime as dt
import marshal
import math
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from addin.deals.asof import Deals, cut
from addin.deals.dataset import Dataset
from addin.deals.grids import Grid
from addin.deals.reading.dataset import ReadOptions, read
from addin.deals.tables.key_value import read_settings
from addin.errors import HonestFunnelError, InputError
from addin.functions.arguments import DIGITS, Cells
from addin.functions.disk_cache import Shelf, digest_of
from addin.functions.known_names import SetNames
from addin.periods import Period
from addin.report.build import Report, report_of
from addin.report.figures import Figures, figures_of, in_period
from addin.report.queries import Questions
from addin.settings import Settings, resolve
from addin.words import Lang

_FORM = 2
"""Of the content on disk; another form has other digests, so none is mistaken for it."""
_MOST = 4
"""Sets kept in memory."""
_OFTEN = 60.0
"""Seconds after which the disk is told again that a set is in use."""
_REPORTS = 3
"""Reports kept of each set: a sheet asks for many blocks of one."""

Tables = Mapping[str, Cells]
"""Table → its cells, ``deals`` among them."""


class Loaded:
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
        self.digest, self.origin, self.given = digest, origin, frozenset(tables)
        self.settings = settings_of(tables, lang)
        s = self.settings
        grids: dict[str, Grid] = {name: cells.grid() for name, cells in tables.items() if name != "settings"}
        self.data: Dataset = read(grids, ReadOptions(s.timezone, s.currency, s.date_order, {}))
        self.fresh, self.seen = True, False
        """No later state of the same deals is known; a formula has just read it from its sheet."""
        self.used = -math.inf
        """When the disk was last told that it is in use."""
        self._day = dt.date.min
        self._deals: Deals | None = None
        self._questions: Questions | None = None
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
            self._day, self._questions = today, None
            self._reports.clear()
            self.__dict__.pop("names", None)
        return self._deals

    def questions(self) -> Questions:
        """What can be asked of the set.

        Raises:
            InputError, OptionError: no figures come of it.
        """
        deals = self.deals()
        if self._questions is None:
            self._questions = Questions(figures_of(deals, self.settings, self.data.currency))
        return self._questions

    def report(self, period: Period | None, lang: Lang) -> Report:
        """Its report, for its own period or another.

        Raises:
            InputError, OptionError: no report comes of it; the period begins after T.
        """
        f = self.questions().f
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
    def names(self) -> SetNames:
        """Its stages, managers and sources by name."""
        return SetNames(self.questions().f)

    def former_of(self, other: Loaded) -> bool:
        """Whether ``other`` is a later state of this set: the same document, tables and headers, and more
        than half of the ids."""
        if (self.origin, self.given, self.data.matched) != (other.origin, other.given, other.data.matched):
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


class Loads:
    """The sets of deals at hand: some in memory, more on disk.

    Args:
        shelf: where their cells outlive the process.
        most: sets kept in memory; at least two, so that several are never taken for one.
    """

    def __init__(self, shelf: Shelf, most: int = _MOST) -> None:
        """Nothing is loaded yet."""
        self._shelf, self._most = shelf, most
        self._sets: OrderedDict[str, Loaded] = OrderedDict()

    def load(self, tables: Tables, origin: str, lang: Lang) -> Loaded:
        """The set these cells make; it replaces its own former state as the one meant where none is named.

        Raises:
            InputError, OptionError: no figures can come of the cells.
        """
        content = _content(tables)
        digest = digest_of(content)
        found = self._sets.get(digest)
        try:
            found = found or Loaded(digest, tables, origin, lang)
            found.deals()
        except HonestFunnelError:
            self._doubt(origin, frozenset(tables))
            raise
        self._shelf.put(digest, content)
        found.origin, found.fresh, found.seen = origin, True, True
        for other in self._sets.values():
            if other is not found and other.fresh and other.former_of(found):
                other.fresh = False
        self._keep(found)
        return found

    def _doubt(self, origin: str, given: frozenset[str]) -> None:
        """What may be the former state of cells that cannot be read is not meant any more."""
        for other in self._sets.values():
            if (other.origin, other.given) == (origin, given):
                other.fresh = False

    def named(self, prefix: str, origin: str, lang: Lang) -> Loaded:
        """The set whose digest begins so.

        Raises:
            InputError: it is gone from memory and disk.
        """
        found = next((s for digest, s in reversed(self._sets.items()) if digest.startswith(prefix)), None)
        if found is None:
            kept = self._shelf.get(prefix)
            if kept is None:
                raise InputError("handle_gone", digest=prefix[:DIGITS])
            found = Loaded(kept[0], _tables(kept[1]), origin, lang)
            present = [other for other in self._sets.values() if other.fresh and other.seen]
            found.fresh = not any(found.former_of(other) for other in present)
        self._keep(found)
        return found

    def only(self) -> Loaded:
        """The set meant where none is named: the only one loaded, former states of it aside.

        Raises:
            InputError: there is none, or there are several.
        """
        fresh = [found for found in self._sets.values() if found.fresh]
        if len(fresh) != 1:
            raise InputError("deals_unnamed" if fresh else "deals_none", count=len(fresh))
        return fresh[0]

    def last(self) -> Loaded:
        """The set used last.

        Raises:
            StopIteration: there is none.
        """
        return next(reversed(self._sets.values()))

    def _keep(self, found: Loaded) -> None:
        self._sets[found.digest] = found
        self._sets.move_to_end(found.digest)
        if time.monotonic() - found.used > _OFTEN:  # in use, so not to be the first to go from the disk
            self._shelf.use(found.digest)
            found.used = time.monotonic()
        while len(self._sets) > max(self._most, 2):
            former = next((digest for digest, s in self._sets.items() if not s.fresh), None)
            self._sets.pop(former if former is not None else next(iter(self._sets)))


def _content(tables: Tables) -> bytes:
    """The cells as bytes, equal for equal cells: version 2 of marshal writes values, not identities."""
    plain = {
        name: (cells.name, cells.first_row, cells.count, cells.columns)
        for name, cells in sorted(tables.items())
    }
    return marshal.dumps((_FORM, plain), 2)


def _tables(content: bytes) -> Tables:
    """The cells again, of a content whose digest is right."""
    _, plain = marshal.loads(content)  # noqa: S302  (its digest says that we wrote it)
    return {name: Cells(*cells) for name, cells in plain.items()}
