"""The columns of a user's sheets as a Mapping sheet would have them: by headings, else by cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from addin.deals.content import propose_columns, propose_moment
from addin.deals.grids import Grid, TopRow
from addin.deals.proposal import ColumnProposal, Doubt, Heading, Proposal
from addin.deals.tables.columns import ALIASES, DATED, REQUIRED, column_named
from addin.deals.tables.headers import Headers, find_headers
from addin.deals.tables.headings import normalise_header
from addin.deals.tables.outcome import with_outcome
from addin.deals.values.dates import parse_dates

TABLES = ("deals", "history", "spend", "plan", "rates")
"""The tables whose columns are proposed."""
_TOP = 30
_EXAMPLES = 3
_DAYS = DATED | {"changed_at", "date"}
_CHOSEN = {("history", "id")}
"""Columns of which a mapping says that somebody has looked: to name them would silence a question."""


def propose(tables: Mapping[str, Grid], mapping: Mapping[str, Mapping[str, str]]) -> Proposal:
    """The columns of every table that was given, without statuses.

    Args:
        tables: our name of a table → its sheet.
        mapping: table → our column → the user's heading; a heading that is not there is passed over.
    """
    columns: list[ColumnProposal] = []
    headings: list[Heading] = []
    for table in TABLES:
        top = tables[table].top(_TOP) if table in tables else []
        if top:
            found = _Table.of(table, tables[table], top, mapping.get(table, {}))
            columns += found.proposals()
            headings += found.headings()
    return Proposal(tuple(columns), tuple(headings))


@dataclass(frozen=True)
class _Table:
    """The headings of a table, the columns that its cells suggest, and what a mapping of it would say."""

    table: str
    grid: Grid
    top: list[TopRow]
    found: Headers
    mapping: dict[str, str]
    content: Mapping[str, int]
    gone: Collection[str]

    @classmethod
    def of(cls, table: str, grid: Grid, top: list[TopRow], asked: Mapping[str, str]) -> _Table:
        """The table as its headings have it; only where they do not do, its cells are looked at."""
        found = find_headers(table, top, asked)
        gone = set(found.unmapped)
        wanted = {column: header for column, header in asked.items() if column not in gone}
        if gone:
            found = find_headers(table, top, wanted)
        content = _by_cells(table, found, grid) if found.missing else {}
        chosen = wanted | {column: found.cells[index] for column, index in content.items()}
        mapping = _harmless(table, top, found, chosen)
        if "status" in mapping and "status" not in wanted and _outcome(table, found, grid):
            del mapping["status"]  # a mapped one would be read without its outcome
        return cls(table, grid, top, found, mapping, content, gone)

    def proposals(self) -> Iterator[ColumnProposal]:
        """Our columns in our order, then the dated entries of stages."""
        needed = {column for one in REQUIRED[self.table] for column in one.split("|")}
        lacking = {column for one in self.found.missing for column in one.split("|")}
        entered = [column for column in self.found.columns if column.startswith("entered:")]
        changes = self.found.table != self.table
        for column in (*ALIASES[self.table], *entered):
            header = self.mapping.get(column, "")
            index = self.content.get(column, self.found.columns.get(column))
            doubt: Doubt = ""
            if column in self.content:
                doubt = "content"
            elif column in self.gone:
                doubt = "gone"
            elif index is None and column in needed & lacking and not changes:
                doubt = "missing"
            made_of = () if header else self._parts(column)
            examples = () if index is None else self._examples(index, column)
            yield ColumnProposal(self.table, column, header, made_of, examples, doubt)

    def headings(self) -> Iterator[Heading]:
        """Every heading of the sheet."""
        taken = {index: column for column, index in self.found.columns.items()}
        taken |= {index: column for column, index in self.content.items()}
        for index, text in enumerate(self.found.cells):
            if text:
                column = taken.get(index, "").split("+")[0] if index in taken else ""
                yield Heading(self.table, text, column, self._examples(index, column))

    def _parts(self, column: str) -> tuple[str, ...]:
        own = [name for name in self.found.columns if name == column or name.startswith(f"{column}+")]
        if column == "status" and "outcome" in self.found.columns and own:
            own.append("outcome")
        return tuple(dict.fromkeys(self.found.cells[self.found.columns[name]] for name in own))

    def _examples(self, index: int, column: str) -> tuple[str, ...]:
        below = [row.cells for row in self.top if row.row > self.found.row and index < len(row.cells)]
        some = tuple(dict.fromkeys(filter(None, (cells[index].strip() for cells in below))))[:_EXAMPLES]
        if column not in _DAYS and not column.startswith("entered:"):
            return some
        numbers = pd.to_numeric(pd.Series(some, dtype="str"), errors="coerce")
        if numbers.empty or numbers.isna().any():
            return some
        days = parse_dates(numbers, "UTC", day_zero=self.grid.body(self.found.row).day_zero).values
        return (
            some
            if days.isna().any()
            else tuple(f"{day:%Y-%m-%d %H:%M}".removesuffix(" 00:00") for day in days)
        )


def _by_cells(table: str, found: Headers, grid: Grid) -> dict[str, int]:
    """Our column → index of the sheet's column that its cells speak for."""
    used = {*found.columns.values(), *_outcome(table, found, grid)}
    free = [i for i in range(len(found.cells)) if i not in used]
    if table == "deals":
        wanted = set(ALIASES["deals"]) - set(found.columns)
        return propose_columns(grid.body(found.row), free, wanted, found.cells)
    if table != "history" or "changed_at" not in found.missing:
        return {}
    index = propose_moment(grid.body(found.row), free, found.cells)
    return {} if index is None else {"changed_at": index}


def _outcome(table: str, found: Headers, grid: Grid) -> set[int]:
    """The columns beside the stage that tell how deals ended, found by what they hold."""
    if table != "deals":
        return set()
    told = with_outcome(found, grid.body(found.row), ()).columns
    return {index for column, index in told.items() if found.columns.get(column) != index}


def _harmless(table: str, top: list[TopRow], found: Headers, chosen: Mapping[str, str]) -> dict[str, str]:
    """The headings that may be named without a column being read otherwise than before.

    A known export puts columns together and takes words its own way, unless some of them are mapped.
    """
    mapping = dict(chosen)
    before = find_headers(table, top, mapping)
    keys = [normalise_header(cell) for cell in found.cells]
    for column, index in found.columns.items():
        header = found.cells[index]
        once = keys.count(keys[index]) == 1
        if (
            column in mapping
            or not once
            or column_named(table, column) != column
            or (table, column) in _CHOSEN
        ):
            continue
        after = find_headers(table, top, mapping | {column: header})
        if (after.columns, after.export, after.row) == (before.columns, before.export, before.row):
            mapping[column] = header
    return mapping
