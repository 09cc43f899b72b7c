"""The sheets of a live workbook as they were when first looked at: each is asked for once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import xlwings as xw

from addin.hosts.workbook.reading import host_method
from addin.placement.ranges import Rect
from addin.placement.row_notes import Value

Rows = list[list[Value]]
"""Rows of values, None where a cell is empty."""


class Contents(NamedTuple):
    """What a range holds.

    Args:
        values: rows of values.
        formulas: (row, column, formula) of the cells with one, counted from 0 within the range.
    """

    values: Rows
    formulas: list[tuple[int, int, str]]


class SheetSnapshot:
    """One sheet as it was when first looked at; nothing is asked of it before it is needed.

    Args:
        sheet: the sheet.
        part: the rectangle looked at; None for the cells in use, formatted ones included.
    """

    def __init__(self, sheet: xw.Sheet, part: Rect | None = None) -> None:
        """Nothing is read yet."""
        self.sheet, self._part = sheet, part

    @cached_property
    def used(self) -> Rect:
        """The cells looked at; those beyond count as empty."""
        return self._part or rect_of(self.sheet.used_range)

    @cached_property
    def _values(self) -> Rows:
        # an error is the text it shows: no block holds it, so it is written over
        values: Rows = range_at(self.sheet, self.used).options(ndim=2, err_to_str=True).value
        return values

    @cached_property
    def _own(self) -> dict[tuple[int, int], str]:
        """Row and column → formula, of the cells that have one."""
        used, cells = self.used, range_at(self.sheet, self.used)
        tell = host_method(cells, "formula_cells")  # as most cells have none
        found = tell() if tell is not None else _formulas_among(formula_rows(cells.formula), self._values)
        return {(used.top + row, used.left + column): formula for row, column, formula in found}

    def load(self) -> None:
        """Read now what is needed soon."""
        self._values, self._own  # noqa: B018 - read when first asked for

    def text(self, row: int, column: int) -> str:
        """The text of a cell; "" where it holds none."""
        value = self.value(row, column)
        return value if isinstance(value, str) else ""

    def value(self, row: int, column: int) -> Value:
        """The value of a cell; None where it is empty."""
        used = self.used
        if not (used.top <= row <= used.bottom and used.left <= column <= used.right):
            return None
        return self._values[row - used.top][column - used.left]

    def rows(self, rect: Rect) -> Rows:
        """The values of a rectangle."""
        used, rows, columns = self.used, range(rect.top, rect.bottom + 1), range(rect.left, rect.right + 1)
        if not used.contains(rect):
            return [[self.value(row, column) for column in columns] for row in rows]
        part = slice(rect.left - used.left, rect.right - used.left + 1)
        return [self._values[row - used.top][part] for row in rows]

    def formula(self, row: int, column: int) -> str:
        """The formula of a cell; "" where it has none."""
        return self._own.get((row, column), "")

    def contents(self, rect: Rect) -> Contents:
        """Values and formulas of a rectangle."""
        formulas = [
            (row - rect.top, column - rect.left, formula)
            for (row, column), formula in self._own.items()
            if rect.top <= row <= rect.bottom and rect.left <= column <= rect.right
        ]
        return Contents(self.rows(rect), formulas)

    def cells_inserted(self, rect: Rect) -> None:
        """Tell it that empty cells were put in; those from there on have moved down."""
        self._move(rect, lambda there, new: new + there)

    def cells_deleted(self, rect: Rect) -> None:
        """Tell it that cells are gone; those below have moved up."""
        self._move(rect, lambda there, new: there[len(new) :] + new)

    def _move(self, rect: Rect, move: Callable[[Rows, Rows], Rows]) -> None:
        """Move the values in the columns of a rectangle, from its first row on, as the sheet has done.

        Args:
            rect: the rectangle.
            move: from the rows of its columns, and as many empty ones as it has, to those there are now.
        """
        used = self.used
        if rect.top < used.top or "_values" not in self.__dict__:
            self.__dict__.pop("_values", None)  # to be looked at anew, as if for the first time
            del self.__dict__["used"]
            return
        values, width = self._values, used.right - used.left + 1
        part = slice(max(rect.left - used.left, 0), max(rect.right - used.left + 1, 0))
        there = [row[part] for row in values[rect.top - used.top :]]
        moved = move(there, [[None] * len(range(*part.indices(width)))] * (rect.bottom - rect.top + 1))
        while len(moved) > len(there) and all(value is None for value in moved[-1]):
            moved.pop()
        values.extend([None] * width for _ in range(len(moved) - len(there)))
        for row, line in zip(values[rect.top - used.top :], moved, strict=True):
            row[part] = line
        self.__dict__["used"] = replace(used, bottom=used.top + len(values) - 1)

    def forget_formulas(self) -> None:
        """Look at the formulas again if there are any: where cells have moved, they may be others."""
        if self.__dict__.get("_own"):
            del self.__dict__["_own"]


class BookSnapshot:
    """The sheets of a workbook, each read when first asked for."""

    def __init__(self, book: xw.Book) -> None:
        """Nothing is read yet."""
        self._book = book
        self._sheets: dict[str, SheetSnapshot] = {}

    def sheet(self, name: str) -> SheetSnapshot:
        """A sheet by its name."""
        found = self._sheets.get(name)
        if found is None:
            found = self._sheets[name] = SheetSnapshot(self._book.sheets[name])
        return found

    def load(self, names: Iterable[str]) -> None:
        """Read sheets now that are needed soon."""
        for name in sorted(names):
            self.sheet(name).load()

    def cells_moved(self) -> None:
        """Tell it that cells have moved, whereby formulas on any sheet may have changed."""
        for snapshot in self._sheets.values():
            snapshot.forget_formulas()


def contents_of(cells: xw.Range) -> Contents:
    """What a range holds, read from it."""
    rect = rect_of(cells)
    return SheetSnapshot(cells.sheet, rect).contents(rect)


def rect_of(cells: xw.Range) -> Rect:
    """The rectangle of a range."""
    rows, columns = cells.shape
    return Rect(cells.row, cells.column, cells.row + rows - 1, cells.column + columns - 1)


def range_at(sheet: xw.Sheet, rect: Rect) -> xw.Range:
    """A rectangle of a sheet as a range."""
    return sheet.range((rect.top, rect.left), (rect.bottom, rect.right))


def _formulas_among(formulas: list[list[str]], values: Rows) -> Iterator[tuple[int, int, str]]:
    """Row, column and formula of the cells whose text is not merely one that looks like a formula."""
    for row, (told, held) in enumerate(zip(formulas, values, strict=True)):
        for column, (formula, value) in enumerate(zip(told, held, strict=True)):
            if formula.startswith("=") and formula != value:
                yield row, column, formula


def formula_rows(formulas: object) -> list[list[str]]:
    """The formulas of a range as rows; of one cell hosts give a text."""
    if isinstance(formulas, str):
        return [[formulas]]
    return [[str(cell) for cell in line] for line in formulas]  # type: ignore[attr-defined]
