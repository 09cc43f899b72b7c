"""Ranges of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from xlwings import base_classes

from addin.hosts.calc.engine import address
from addin.hosts.calc.engine.client import PendingCall
from addin.hosts.calc.engine.errors import CalcError, NotFoundError
from addin.hosts.calc.engine.range_contents import Contents
from addin.hosts.calc.engine.range_edits import Edits
from addin.hosts.calc.engine.range_formats import Formats
from addin.hosts.calc.engine.unsupported import implements
from addin.hosts.calc.engine.values import Box

if TYPE_CHECKING:
    from addin.hosts.calc.engine.sheet import Sheet
    from addin.hosts.calc.engine.tables import Table

UP_OR_LEFT = {"up", "left"}


@implements(base_classes.Range)
class Range(Contents, Formats, Edits, base_classes.Range):
    """A rectangle of cells of a sheet, by its place: it does not move when cells are inserted before it."""

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.sheet = sheet
        self.row = row
        self.column = column
        self.shape = (rows, columns)
        self.options: dict[str, Any] = {}

    @classmethod
    def resolve(cls, sheet: Sheet, arg1: Any, arg2: Any = None) -> Self:
        """What ``sheet.range(arg1, arg2)`` means: address, name, (row, column[, rows, columns]) or corners.

        Raises:
            NotFoundError: There is no such name.
            CalcError: The cells lie outside of the sheet.
        """
        first = cls._resolve_one(sheet, arg1)
        if arg2 is None:
            return first
        second = cls._resolve_one(sheet, arg2)
        top, left = min(first.row, second.row), min(first.column, second.column)
        bottom = max(first.row + first.shape[0], second.row + second.shape[0])
        right = max(first.column + first.shape[1], second.column + second.shape[1])
        return cls(first.sheet, top, left, bottom - top, right - left)

    @classmethod
    def _resolve_one(cls, sheet: Sheet, what: Any) -> Self:
        if isinstance(what, cls):
            return what
        size = sheet.book.size
        if isinstance(what, tuple):
            row, column, rows, columns = (*what, 1, 1)[:4] if len(what) == 2 else what
            if row < 1 or column < 1 or row + rows - 1 > size[0] or column + columns - 1 > size[1]:
                raise CalcError(f"row {row}, column {column} lie outside of sheet {sheet.name!r}")
            return cls(sheet, row, column, rows, columns)
        if not isinstance(what, str):
            raise CalcError(f"{what!r} does not say which cells are meant")
        if address.is_address(what):
            top, left, bottom, right = address.parse_address(what, size)
            return cls(sheet, top, left, bottom - top + 1, right - left + 1)
        if "!" in what:
            other, _, rest = what.rpartition("!")
            return cls._resolve_one(sheet.book.sheets(address.unquote_sheet(other)), rest)
        return cls._resolve_name(sheet, what)

    @classmethod
    def _resolve_name(cls, sheet: Sheet, name: str) -> Self:
        for names in (sheet.names, sheet.book.names):
            if names.contains(name):
                return names(name).refers_to_range  # type: ignore[return-value]
        raise NotFoundError(f"there is neither a cell nor a name {name!r} in sheet {sheet.name!r}")

    @classmethod
    def from_box(cls, sheet: Sheet, box: Box) -> Self:
        """The cells of a box that the office gave."""
        return cls(sheet, box[0] + 1, box[1] + 1, box[2] - box[0] + 1, box[3] - box[1] + 1)

    @property
    def where(self) -> tuple[str, str, int, int, int, int]:
        """The cells as the office is asked for them."""
        top, left = self.row - 1, self.column - 1
        return (
            self.sheet.book.uid,
            self.sheet.name,
            top,
            left,
            top + self.shape[0] - 1,
            left + self.shape[1] - 1,
        )

    def call(self, op: str, *args: object) -> Any:
        """Ask the office for something about these cells."""
        return self.sheet.book.app.client.call(op, self.where, *args)

    def submit(self, op: str, *args: object) -> PendingCall:
        """Ask for something about these cells, and go on."""
        return self.sheet.book.app.client.submit(op, self.where, *args)

    @property
    def api(self) -> tuple[str, str, int, int, int, int]:
        """Workbook, sheet and corners as the office knows them."""
        return self.where

    @property
    def arg1_input(self) -> str:
        """The address, for those who ask how the range was written."""
        return self.address

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, row, column, rows and columns."""
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.shape[1])
        else:
            row, column = arg1 - 1, arg2 - 1
        return self._resolve_one(self.sheet, (self.row + row, self.column + column))

    @property
    def rows(self) -> list[Range]:
        """Its rows."""
        return [Range(self.sheet, self.row + i, self.column, 1, self.shape[1]) for i in range(self.shape[0])]

    @property
    def columns(self) -> list[Range]:
        """Its columns."""
        return [Range(self.sheet, self.row, self.column + i, self.shape[0], 1) for i in range(self.shape[1])]

    @property
    def address(self) -> str:
        """``$A$1:$B$2``."""
        if not len(self):
            return f"${self.row}${self.column}{{{self.shape[0]}x{self.shape[1]}}}"
        return self.get_address(True, True)

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        """The address, with the workbook and the sheet if ``external``."""
        end = self.row + self.shape[0] - 1, self.column + self.shape[1] - 1
        cells = address.format_address(
            (self.row, self.column, *end), rows_fixed=row_absolute, columns_fixed=col_absolute
        )
        if not external:
            return cells
        sheet = self.sheet.name
        if address.quote_sheet(sheet) == sheet:
            return f"[{self.sheet.book.name}]{sheet}!{cells}"
        return f"'[{self.sheet.book.name}]{address.quote_sheet(sheet)[1:]}!{cells}"

    def end(self, direction: str) -> Range:
        """The last filled cell of the block in a direction, or the next filled one, or the sheet's edge."""
        down = direction in {"up", "down"}
        row, column = self.row, self.column
        size = self.sheet.book.size
        line = Range(self.sheet, 1, column, size[0]) if down else Range(self.sheet, row, 1, 1, size[1])
        axis = 0 if down else 1
        runs = _merge_runs(sorted((box[axis] + 1, box[axis + 2] + 1) for box in line.call("get_filled")))
        here, edge = (row, size[0]) if down else (column, size[1])
        place = _next_edge(runs, here, -1, 1) if direction in UP_OR_LEFT else _next_edge(runs, here, 1, edge)
        return Range(self.sheet, place, column) if down else Range(self.sheet, row, place)

    @property
    def current_region(self) -> Range:
        """The block of filled cells around."""
        return self.from_box(self.sheet, self.call("current_region"))

    @property
    def merge_area(self) -> Range:
        """The merged cell that the first cell is in."""
        return self.from_box(self.sheet, self.call("merge_area"))

    @property
    def table(self) -> Table | None:
        """The table that the first cell is in."""
        for table in self.sheet.tables:
            area = table.range
            if 0 <= self.row - area.row < area.shape[0] and 0 <= self.column - area.column < area.shape[1]:
                return table
        return None

    def select(self) -> None:
        """Select the cells and show them."""
        self.call("select")


def _merge_runs(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of filled places, those that touch made one."""
    found: list[tuple[int, int]] = []
    for first, last in runs:
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _next_edge(runs: list[tuple[int, int]], here: int, step: int, edge: int) -> int:
    """Where the arrow key with Ctrl goes from ``here``."""
    for first, last in runs:
        border = last if step > 0 else first
        if first <= here <= last and here != border:
            return border
    ahead = (
        [first for first, _ in runs if first > here]
        if step > 0
        else [-last for _, last in runs if last < here]
    )
    return abs(min(ahead)) if ahead else edge
