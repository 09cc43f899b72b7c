"""How a user's sheets are understood, or might be: what a Mapping and a Stages sheet would say of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from addin.deals.dataset import Dataset
from addin.deals.tables.columns import ALIASES, SHEETS, column_named
from addin.deals.tables.table import Table
from addin.deals.values.text import as_text
from addin.words import Lang

Doubt = Literal["", "content", "missing", "gone", "words", "won", "others"]
"""Why to look: taken by its cells, needed and not there, its mapped heading gone, its words unknown, won
to be named, its ids of other deals."""


@dataclass(frozen=True)
class ColumnProposal:
    """One of our columns and the heading that is, or may be, its own.

    Args:
        table: our name of the table.
        column: our name of the column.
        header: the heading; "" where there is none or where naming one would change how the sheet is read.
        made_of: the headings it is put together from, where none is to be named.
        examples: a few of its values.
        doubt: why to look.
    """

    table: str
    column: str
    header: str = ""
    made_of: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    doubt: Doubt = ""


@dataclass(frozen=True)
class Heading:
    """A heading of a sheet, what it is taken for ("" for nothing) and a few of the values below it."""

    table: str
    text: str
    column: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class StageProposal:
    """A status as it is understood; ``order`` and ``role`` are empty where nothing tells them.

    Args:
        pipeline: its pipeline, "" where there is one for all.
        status: the status.
        order: its place from 1, None where unknown.
        role: a role's code, "" where unknown.
        probability: 0 to 1, None where unknown.
        evidence: code of what this rests on.
        deals: how many stand in it.
        doubt: why to look.
        same_as: the status that this one counts as, "" for itself.
    """

    pipeline: str
    status: str
    order: float | None
    role: str
    probability: float | None
    evidence: str
    deals: int
    doubt: Doubt = ""
    same_as: str = ""


@dataclass(frozen=True)
class Proposal:
    """Everything a user might have to say about his sheets, filled as understood.

    Args:
        columns: of all tables, the deals first.
        headings: of all sheets, as they stand.
        stages: by pipeline and order.
        settings: setting → its value, where one had to be asked for; "" where it is still to be told.
        rates: the currencies whose rates are to be told.
    """

    columns: tuple[ColumnProposal, ...]
    headings: tuple[Heading, ...]
    stages: tuple[StageProposal, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[str, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """What the Mapping sheet says: ``column`` or ``table.column`` → heading."""
        return {place(c.table, c.column): c.header for c in self.columns if c.header}

    @property
    def unused(self) -> tuple[Heading, ...]:
        """The headings that nothing uses."""
        return tuple(heading for heading in self.headings if not heading.column)

    @property
    def proposed(self) -> dict[tuple[str, str], str]:
        """Table and heading → our column that its cells may be."""
        return {(c.table, c.header): c.column for c in self.columns if c.doubt == "content"}

    @property
    def doubts(self) -> int:
        """How many columns, statuses and settings somebody should look at."""
        doubtful = [bool(column.doubt) for column in self.columns] + [bool(s.doubt) for s in self.stages]
        return sum(doubtful) + sum(not value for value in self.settings.values()) + len(self.rates)

    def with_used(self, matched: Mapping[str, Mapping[str, str]]) -> Proposal:
        """The proposal with the headings as reading used them: put together with others, or not at all.

        Args:
            matched: table → our column → its heading, several as one with a plus between.
        """
        parts = {
            (table, text): column
            for table, columns in matched.items()
            for column, header in columns.items()
            for text in header.split(" + ")
        }
        proposed_alone = self.proposed.keys() - parts.keys()
        left = [replace(h, column="") if (h.table, h.text) in proposed_alone else h for h in self.headings]
        known = {(h.table, h.text) for h in left if h.column}
        parts = {place: column for place, column in parts.items() if place not in known}
        headings = (replace(h, column=h.column or parts.get((h.table, h.text), "")) for h in left)
        return replace(self, headings=tuple(headings))

    def without_headers(self) -> Proposal:
        """The proposal of deals that are read as a history: to name a column would make them deals."""
        columns = (
            replace(c, header="", made_of=(c.header,) if c.header and not c.doubt else (), doubt="")
            for c in self.columns
        )
        return replace(self, columns=tuple(columns))

    def with_other_ids(self) -> Proposal:
        """The proposal that asks which column of the history names the deals."""
        columns = (
            replace(c, made_of=(), doubt="others") if (c.table, c.column) == ("history", "id") else c
            for c in self.columns
        )
        return replace(self, columns=tuple(columns))

    def with_renamed(self, sheet: Table | None) -> Proposal:
        """The proposal with the statuses that a Stages sheet lets count as others."""
        if sheet is None or not sheet.has("same_as"):
            return self
        columns = [as_text(sheet.cells(name)) for name in ("pipeline", "status", "same_as")]
        renamed = (
            StageProposal(pipeline, status, None, "", None, "stated", 0, same_as=target)
            for pipeline, status, target in zip(*columns, strict=True)
            if status and target
        )
        return replace(self, stages=(*self.stages, *renamed))

    def with_won_asked(self) -> Proposal:
        """The proposal with a row in which to name the status of paid deals, which is not known."""
        won = StageProposal("", "", None, "won", None, "none", 0, "won")
        return replace(self, stages=(*self.stages, won))

    def with_stages(self, data: Dataset) -> Proposal:
        """The proposal with the statuses as they were read."""
        return replace(self, stages=tuple(_stages(data)))


def place(table: str, column: str) -> str:
    """How a column of a table is called in a mapping."""
    return column if table == "deals" else f"{table}.{column}"


def shown_name(column: ColumnProposal, lang: Lang) -> str:
    """Our column as the Mapping sheet calls it: in the user's language where it is understood so."""
    if column.column.startswith("entered:"):
        return place(column.table, column.column)
    name = in_language(ALIASES[column.table][column.column], lang)
    if column_named(column.table, name) != column.column:
        name = column.column
    if column.table == "deals":
        return name
    return f"{in_language(SHEETS[column.table], lang)}.{name}"


def in_language(names: Sequence[str], lang: Lang) -> str:
    """The first name in the language; in English our own."""
    return next((name for name in names if not name.isascii()), names[0]) if lang == "ru" else names[0]


def _stages(data: Dataset) -> Iterator[StageProposal]:
    """The statuses as they were read, with how many deals stand in each."""
    counts = data.deals.groupby(["pipeline", "status"]).size()
    of_all = data.deals["status"].value_counts()
    for row in data.stages.to_dict("records"):
        pipeline, status = str(row["pipeline"]), str(row["status"])
        deals = counts.get((pipeline, status), 0) if pipeline else of_all.get(status, 0)
        evidence = str(row["evidence"])
        known = evidence != "none"
        yield StageProposal(
            pipeline,
            status,
            _number(row["order"]) if known else None,
            str(row["role"]) if known else "",
            _number(row["probability"]),
            evidence,
            int(deals),
            "" if known else "words",
        )


def _number(value: object) -> float | None:
    number = float(str(value))
    return None if math.isnan(number) or pd.isna(number) else number
