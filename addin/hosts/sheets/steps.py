"""What a publication has to do, told as data: a plan is made from such steps, and nothing is done by them."""

from __future__ import annotations

from dataclasses import dataclass, field

from addin.hosts.sheets.reading import Rows, Value
from addin.hosts.sheets.regions import Region
from addin.hosts.sheets.structure import NamedRange
from addin.placement.ranges import Rect
from addin.placement.row_notes import OrphanedNotes
from addin.words import Lang


@dataclass(frozen=True)
class Write:
    """Values for cells: tab id, first row and column from 1, rows of values; None empties a cell."""

    tab: int
    row: int
    column: int
    values: Rows

    @property
    def rect(self) -> Rect:
        """The cells."""
        return Rect(
            self.row, self.column, self.row + len(self.values) - 1, self.column + len(self.values[0]) - 1
        )


@dataclass(frozen=True)
class FillDown:
    """Cells of a tab that take the formats, or the formulas, of the row ``model``."""

    tab: int
    model: Rect
    onto: Rect
    formulas: bool = False


@dataclass(frozen=True)
class Reorder:
    """People's columns beside a block whose rows change places.

    Args:
        tab: id of the tab.
        left, right: the columns.
        top: the first row.
        rows: how many rows there were.
        sources: for each row there will be, which one of those it was, from 0; None: a new one.
    """

    tab: int
    left: int
    right: int
    top: int
    rows: int
    sources: tuple[int | None, ...]


@dataclass(frozen=True)
class InsertRows:
    """Rows put in: what stands there or below moves down, and nothing is written over.

    Args:
        tab: id of the tab.
        row: the first of them.
        rows: how many.
        right: the last column that is filled.
        moments: the columns of dates with times.
    """

    tab: int
    row: int
    rows: int
    right: int
    moments: tuple[int, ...]


@dataclass(frozen=True)
class BlockChange:
    """What becomes of a block, for people: rows there will be, cells that change, notes that move."""

    block: str
    rows: int
    cells: int
    notes: int


@dataclass
class Plan:
    """What has to be done.

    Args:
        staged: writes that are much and prepared beforehand.
        direct: writes that are little.
        reorders, fills: notes and looks that follow the rows.
        clears: tab id and free cells beside rows that move, lest what is typed there stays behind.
        rows: tab id → the rows it needs.
        names: names whose cells change.
        filters: tab id → the last row its filter has to reach.
        orphaned: the list of notes whose row is no more, where it changes.
        insert: the rows that the ledger gains; their values are staged.
        changes: the same for people.
        regions: the cells that are written over, to be set aside first.
        lang, since: of the report, and its day as a serial number, for notes that are kept.
    """

    staged: list[Write] = field(default_factory=list)
    direct: list[Write] = field(default_factory=list)
    reorders: list[Reorder] = field(default_factory=list)
    fills: list[FillDown] = field(default_factory=list)
    clears: list[tuple[int, Rect]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    names: list[tuple[NamedRange, Rect]] = field(default_factory=list)
    filters: dict[int, int] = field(default_factory=dict)
    orphaned: OrphanedNotes | None = None
    insert: InsertRows | None = None
    changes: list[BlockChange] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    lang: Lang = "en"
    since: Value = None

    @property
    def is_empty(self) -> bool:
        """Whether the spreadsheet shows the report already."""
        return not (self.staged or self.direct or self.reorders or self.names or self.orphaned)

    def require_rows(self, tab: int, rows: int) -> None:
        """A tab has to have so many rows."""
        self.rows[tab] = max(rows, self.rows.get(tab, 0))

    def add(self, part: Plan) -> None:
        """Do what a part says too."""
        for name in ("staged", "direct", "reorders", "fills", "clears", "names", "changes", "regions"):
            getattr(self, name).extend(getattr(part, name))
        for tab, rows in part.rows.items():
            self.require_rows(tab, rows)
        for tab, bottom in part.filters.items():
            self.filters[tab] = max(bottom, self.filters.get(tab, 0))
