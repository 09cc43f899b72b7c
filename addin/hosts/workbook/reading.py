"""A live workbook as tables of raw cells, and the places of the report in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import xlwings as xw

from addin.deals.grids import CellsGrid, Grid
from addin.errors import InputError
from addin.hosts.places import Place, block_of
from addin.hosts.xlsx_ranges import Rect, target


@dataclass(frozen=True)
class LiveBook:
    """The sheets of a live workbook that may hold raw tables: those without a place of the report."""

    book: xw.Book
    without: Collection[str]

    @property
    def path(self) -> str:
        """What the user calls the workbook."""
        return str(self.book.name)

    @property
    def names(self) -> list[str]:
        """The names of the sheets that may hold raw tables."""
        return [name for name in self.book.sheet_names if name not in self.without]

    def sheet(self, name: str) -> Grid:
        """The cells in use of one sheet; error cells are the text they show."""
        return grid_of(self.book.sheets[name])


def grid_of(sheet: xw.Sheet) -> CellsGrid:
    """The cells in use of a sheet, with their sheet rows."""
    used = sheet.used_range
    cells = used.options(ndim=2, err_to_str=True).value
    return CellsGrid(sheet.name, cells, used.row)


def places_of(book: xw.Book) -> list[Place]:
    """Where the blocks of a report stand, by the names ``hf_<block>``; a deleted block has no place.

    Raises:
        InputError: ``template_name``, where such a name points at anything but one rectangle of cells.
    """
    found = []
    for name in book.names:
        block = block_of(str(name.name).rpartition("!")[2])
        refers_to = name.refers_to or ""
        if block is not None and "#REF!" not in refers_to.upper():
            place = target(refers_to)
            if place is None or place[0] not in book.sheet_names:
                raise InputError("template_name", file=book.name, name=name.name, target=refers_to)
            found.append(Place(block, *place))
    return found


@dataclass(frozen=True)
class LiveTexts:
    """The texts of a rectangle of a live sheet, read at once."""

    rect: Rect
    cells: list[list[object]]

    @classmethod
    def of(cls, sheet: xw.Sheet, rect: Rect) -> LiveTexts:
        """Read a rectangle."""
        return cls(rect, area(sheet, rect).options(ndim=2).value)

    def text(self, row: int, column: int) -> str:
        """The text of a cell; "" outside the rectangle or where the cell holds none."""
        if not (self.rect.top <= row <= self.rect.bottom and self.rect.left <= column <= self.rect.right):
            return ""
        value = self.cells[row - self.rect.top][column - self.rect.left]
        return value if isinstance(value, str) else ""


def area(sheet: xw.Sheet, rect: Rect) -> xw.Range:
    """A rectangle of a sheet as a range."""
    return sheet.range((rect.top, rect.left), (rect.bottom, rect.right))
