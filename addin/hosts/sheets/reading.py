"""What stands in a spreadsheet: its structure, the cells of the report's tabs, the tables of raw data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from addin.deals.grids import CellsGrid, Grid
from addin.hosts.sheets.client import Remote
from addin.hosts.sheets.structure import Structure, Tab, parse_structure, quote_title
from addin.placement.places import PREFIX
from addin.placement.ranges import Rect
from addin.readers.merged_cells import MergedGrid
from addin.readers.sources import tables_of

_EPOCH = dt.datetime(1899, 12, 30)

Value = float | int | str | bool | None
Rows = Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Cells:
    """The cells of a tab as they are entered: numbers, texts, formulas; dates as serial numbers."""

    rows: Rows

    def value(self, row: int, column: int) -> Value:
        """A cell by row and column from 1; None where it is empty."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            found = self.rows[row - 1][column - 1]
            return None if found == "" else found
        return None

    def text(self, row: int, column: int) -> str:
        """The text of a cell; "" where it is empty or holds no text."""
        found = self.value(row, column)
        return found if isinstance(found, str) else ""

    def rect(self, rect: Rect) -> list[list[Value]]:
        """The values of a rectangle."""
        columns = range(rect.left, rect.right + 1)
        return [[self.value(row, n) for n in columns] for row in range(rect.top, rect.bottom + 1)]

    @property
    def width(self) -> int:
        """The last column in use."""
        return max(map(len, self.rows), default=0)


def to_serial(moment: dt.datetime) -> float:
    """A moment as a cell holds it: days, and parts of a day, since the end of 1899."""
    return (moment - _EPOCH) / dt.timedelta(days=1)


def is_formula(value: Value) -> bool:
    """Whether what is entered in a cell is a formula."""
    return isinstance(value, str) and value.startswith("=")


@dataclass(frozen=True)
class Snapshot:
    """A spreadsheet at one moment.

    Args:
        structure: how it is built.
        cells: tab id → its cells, of the tabs written to: the report's, the kept notes', the ledger's.
        tables: our name → raw table.
    """

    structure: Structure
    cells: Mapping[int, Cells]
    tables: Mapping[str, Grid]


@dataclass(frozen=True)
class _Titles:
    """The tabs that may hold raw tables, by title; their cells are not known yet."""

    path: str
    names: list[str]

    def sheet(self, name: str) -> Grid:
        return CellsGrid(name, [])


def read(remote: Remote, *, raw: bool, structure: Structure | None = None) -> Snapshot:
    """Read a spreadsheet in two calls; in three where raw tables hold formulas.

    Args:
        remote: the spreadsheet.
        raw: whether its raw tables are wanted, and not only its ledger.
        structure: how it is built, where that was read just now.

    Raises:
        InputError: it cannot be read, or there are no deals in it.
    """
    structure = structure or parse_structure(remote.structure())
    wanted = _wanted(structure) if raw else {"ledger": structure.ledger.title} if structure.ledger else {}
    tabs = report_tabs(structure)
    titles = [*(tab.title for tab in tabs), *wanted.values()]
    found = remote.values([quote_title(title) for title in titles], formulas=True)
    tables = dict(zip(wanted, found[len(tabs) :], strict=True))
    _calculate(remote, wanted, tables)
    cells = {tab.id: Cells(rows) for tab, rows in zip(tabs, found, strict=False)}
    if structure.ledger:
        cells[structure.ledger.id] = Cells(tables["ledger"])
    return Snapshot(
        structure,
        cells,
        # a blank tab, such as one made for a ledger, is no table yet; that of the deals is missed
        {
            table: _grid(structure, wanted[table], rows)
            for table, rows in tables.items()
            if rows or table == "deals"
        },
    )


def _grid(structure: Structure, title: str, rows: list[list[Value]]) -> Grid:
    merged = next(tab.merged for tab in structure.tabs if tab.title == title)
    return MergedGrid(CellsGrid(title, rows), lambda: merged) if merged else CellsGrid(title, rows)


def report_tabs(structure: Structure) -> list[Tab]:
    """The tabs with a place of the report, and that of the notes kept."""
    numbers = {one.tab for one in structure.names if one.name.casefold().startswith(PREFIX)}
    return [tab for tab in structure.tabs if tab.id in numbers]


def _wanted(structure: Structure) -> dict[str, str]:
    """Our name of a raw table → the title of its tab.

    Raises:
        InputError: ``no_deals_sheet`` or ``sheet_twice``.
    """
    skipped = {tab.id for tab in report_tabs(structure)}
    titles = [tab.title for tab in structure.tabs if tab.id not in skipped and not structure.is_internal(tab)]
    return {table: found.name for table, found in tables_of(_Titles(structure.title, titles)).items()}


def _calculate(remote: Remote, wanted: Mapping[str, str], tables: dict[str, list[list[Value]]]) -> None:
    """Read tables again whose cells hold formulas, for what these give."""
    again = [table for table, rows in tables.items() if _has_formulas(rows)]
    found = remote.values([quote_title(wanted[table]) for table in again], formulas=False)
    tables.update(zip(again, found, strict=True))


def _has_formulas(rows: Collection[Sequence[Value]]) -> bool:
    return any(is_formula(value) for row in rows for value in row)
