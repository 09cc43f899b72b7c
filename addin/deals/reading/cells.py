"""Columns of a raw table as typed values, with everything dropped on the way put down in the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.dataset import DATE
from addin.deals.issues import Action, IssueLog, display_text
from addin.deals.tables.columns import kind_of
from addin.deals.tables.table import Table
from addin.deals.values.dates import parse_dates
from addin.deals.values.ids import parse_ids, tell_apart
from addin.deals.values.nothing import said
from addin.deals.values.text import as_text
from addin.errors import InputError
from addin.parallel import run_pair

Bools = npt.NDArray[np.bool_]

_LOPSIDED, _MOSTLY, _FEW = 0.1, 0.5, 3
"""A column of which a greater share, and so many cells, cannot be read is refused as a whole: the first share
of dates without which a record is set aside, the second of those that tell when deals moved."""
_MOVES = frozenset({"closed", "status_changed"})
_ENTERED = "entered:"


@dataclass(frozen=True)
class ReadOptions:
    """How raw cells are to be understood.

    Args:
        timezone: IANA name of the business time zone.
        currency: the report's currency as the user wrote it; "": the only one found.
        date_order: of dates in figures.
        mapping: our column (``id``, ``history.id``, ``entered:Invoice``) → the user's header.
        by: the heading of a further column by which deals are told apart; "" for none.
    """

    timezone: str = "Europe/Moscow"
    currency: str = ""
    date_order: Literal["auto", "dmy", "mdy"] = "auto"
    mapping: dict[str, str] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True)
class Cells:
    """A raw table together with how to read it and where to log what was wrong.

    Args:
        table: its raw columns.
        options: how to read them.
        log: grows while columns are read.
    """

    table: Table
    options: ReadOptions
    log: IssueLog

    def report(self, bad: Bools, column: str, reason: str, action: Action) -> None:
        """Log the records that are ``bad`` with the raw cell of ``column``."""
        at = np.flatnonzero(bad)
        if len(at):
            values: Iterable[object] = self.table.cells(column).iloc[at]
            self.log.add(
                self.table.sheet, self.table.rows[at], self.table.header(column), values, reason, action
            )

    def errors(self, column: str, action: Action = "repaired", skip: Bools | None = None) -> Bools:
        """Which records have an error cell in ``column``, after logging them with the error's text.

        Args:
            column: ours.
            action: what becomes of them.
            skip: records to pass over, as they are accounted for already.
        """
        if self.table.errors.empty:
            return np.zeros(len(self.table.rows), dtype=bool)
        mine = self.table.errors[self.table.errors["column"] == column]
        if skip is not None:
            mine = mine[~skip[mine["at"].to_numpy(dtype=np.int64)]]
        at = mine["at"].to_numpy(dtype=np.int64)
        header = self.table.header(column)
        self.log.add(self.table.sheet, self.table.rows[at], header, mine["text"], "error_cell", action)
        found = np.zeros(len(self.table.rows), dtype=bool)
        found[at] = True
        return found

    def text(self, column: str) -> pd.Series:
        """An optional column as text, "" where there is none or a marker of nothing ("NULL", "-", «нет»).

        Error cells are logged as repaired.
        """
        if not self.table.has(column):
            return pd.Series("", index=pd.RangeIndex(len(self.table.rows)), dtype="str")
        self.errors(column)
        raw = self.table.cells(column)
        if raw.dtype == "str":
            lost = raw.str.contains("\ufffd", regex=False).to_numpy(dtype=bool, na_value=False)
            self.report(lost, column, "lost_letter", "kept")
        return said(raw, kind_of(column))

    def dates(self, column: str) -> pd.Series:
        """An optional column of dates; what is no date is dropped and logged as repaired.

        Raises:
            InputError: day and month cannot be told apart, or over half of the days on which deals moved or
                ended cannot be read.
        """
        self.errors(column)
        values, bad = self.parse_dates(column)
        if column in _MOVES or column.startswith(_ENTERED):
            self._refuse_unread(column, values, bad, _MOSTLY, "dates_mostly_unread")
        self.report(bad, column, "bad_date", "repaired")
        return values

    def parse_dates(self, column: str) -> tuple[pd.Series, Bools]:
        """Dates of a column and which cells hold something else; nothing is logged.

        Raises:
            InputError: day and month cannot be told apart.
        """
        if not self.table.has(column):
            length = len(self.table.rows)
            return pd.Series(np.full(length, "NaT", dtype=DATE)), np.zeros(length, dtype=bool)
        return self.dates_of(self.table.cells(column), column)

    def dates_of(self, raw: pd.Series, column: str) -> tuple[pd.Series, Bools]:
        """The same for cells taken from ``column``."""
        parsed = parse_dates(raw, self.options.timezone, self.options.date_order, self.table.day_zero)
        if parsed.ambiguous is not None:
            raise InputError(
                "dates_ambiguous",
                sheet=self.table.sheet,
                column=self.table.header(column),
                example=parsed.ambiguous,
            )
        return parsed.values.reset_index(drop=True), np.asarray(parsed.bad, dtype=bool)

    def only(self, kept: Bools) -> Cells:
        """Some of the records."""
        return Cells(self.table.only(kept), self.options, self.log)

    def with_id_and_date(self, date: str) -> tuple[Cells, pd.Series, pd.Series]:
        """The records that have an id and a date, with these; the rest is set aside and logged, once each.

        Args:
            date: the column of the date.

        Raises:
            InputError: day and month cannot be told apart, or so many dates are unreadable that the rest
                would be a lopsided sample: forms that are not understood go by month, program or person.
        """
        broken = self.errors("id", "set_aside")
        broken |= self.errors(date, "set_aside", skip=broken)
        ids, (dates, bad) = run_pair(
            partial(parse_ids, self.table.cells("id")), partial(self.parse_dates, date), len(self.table.rows)
        )
        nameless = (ids.values == "").to_numpy(dtype=bool) & ~broken
        self.report(nameless, "id", "no_id", "set_aside")
        self._refuse_unread(date, dates, bad & ~broken & ~nameless, _LOPSIDED, "dates_unread")
        undated = dates.isna().to_numpy(dtype=bool) & ~broken & ~nameless
        what = "created" if date == "created" else "row_date"
        self.report(undated & bad, date, f"bad_{what}", "set_aside")
        self.report(undated & ~bad, date, f"no_{what}", "set_aside")
        kept = ~(broken | nameless | undated)
        if date == "created":  # one row a deal
            ids = tell_apart(ids, self.table.rows, kept)
        for reason in sorted({str(code) for code in ids.reason[ids.repaired & kept]}):
            self.report(ids.repaired & kept & (ids.reason == reason), "id", reason, "repaired")
        return self.only(kept), _some(ids.values, kept), _some(dates, kept)

    def _refuse_unread(self, column: str, dates: pd.Series, bad: Bools, share: float, key: str) -> None:
        count, filled = int(bad.sum()), int((dates.notna().to_numpy(dtype=bool) | bad).sum())
        if count < _FEW or count <= share * filled:
            return
        texts = as_text(self.table.cells(column)).reset_index(drop=True)[bad]
        forms = texts[~texts.str.replace(r"[0-9]", "9", regex=True).duplicated()]
        raise InputError(
            key,
            sheet=self.table.sheet,
            column=self.table.header(column),
            count=count,
            filled=filled,
            row=int(self.table.rows[forms.index[0]]),
            examples=" · ".join(map(display_text, forms.iloc[:4])),
        )


def _some(values: pd.Series, kept: Bools) -> pd.Series:
    return values[kept].reset_index(drop=True)
