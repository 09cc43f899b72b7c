"""A live workbook as tables of raw cells, and the places of the report in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xlwings as xw

from addin.deals.grids import DAY_ZERO, DAY_ZERO_1904, CellError, CellsGrid, Grid
from addin.errors import InputError
from addin.hosts.workbook.error_codes import with_error_texts
from addin.hosts.workbook.merged import merged_cells
from addin.placement.places import Place, block_of
from addin.placement.ranges import parse_reference
from addin.readers.merged_cells import MergedGrid
from addin.readers.packed_grid import ColumnsGrid, Mask


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
        """The cells in use of one sheet, merged ones each with their value; errors are the text they show."""
        sheet = self.book.sheets[name]
        merged = merged_cells(sheet.used_range)  # now: no other thread than this gets an answer
        return MergedGrid(grid_of(sheet), lambda: merged) if merged else grid_of(sheet)


def grid_of(sheet: xw.Sheet) -> Grid:
    """The cells in use of a sheet, with their sheet rows."""
    used = sheet.used_range
    packed = host_method(used, "read_columns")
    if packed is not None:  # whole columns, the same cells
        return _of_columns(sheet.name, used, packed())
    cells = used.options(ndim=2, err_to_str=True).value
    return CellsGrid(sheet.name, with_error_texts(cells), used.row, _day_zero(sheet.book))


def _day_zero(book: xw.Book) -> np.datetime64:
    return DAY_ZERO_1904 if getattr(book.api, "Date1904", False) is True else DAY_ZERO


def host_method(what: object, name: str) -> Callable[..., Any] | None:
    """A way of a host's own, beyond xlwings, to read or write; None where it has none."""
    return getattr(getattr(what, "impl", None), name, None)


def _of_columns(name: str, used: xw.Range, packed: tuple[Any, ...]) -> ColumnsGrid:
    columns, epoch, dates, truths, errors = packed
    top, left, count = used.row, used.column, used.shape[0]
    return ColumnsGrid(
        name,
        top,
        count,
        columns,
        _masks(dates, top - 1, left - 1, count),
        _masks(truths, top - 1, left - 1, count),
        np.datetime64(dt.date(*epoch), "ms"),
        [CellError(row + 1, column - left + 1, text) for row, column, text in errors],
    )


def _masks(boxes: Iterable[tuple[int, ...]], top: int, left: int, count: int) -> dict[int, Mask]:
    """Column → which of its rows are in the boxes of (first row, first column, last row, last column)."""
    found: dict[int, Mask] = {}
    for first_row, first, last_row, last in boxes:
        for column in range(first - left, last - left + 1):
            mask = found.setdefault(column, np.zeros(count, dtype=bool))
            mask[first_row - top : last_row - top + 1] = True
    return found


def name_of(book: xw.Book, folded: str) -> xw.Name | None:
    """A name of the workbook's own by its folded text, where there is one."""
    return next((name for name in book.names if str(name.name).casefold() == folded), None)


def names_of(book: xw.Book) -> dict[str, xw.Name]:
    """The names of a workbook by their folded text, without the sheet of those that are a sheet's own."""
    return {str(name.name).rpartition("!")[2].casefold(): name for name in reversed(list(book.names))}


def places_of(book: xw.Book) -> list[Place]:
    """Where the blocks of a report stand, by the names ``hf_<block>``; a deleted block has no place.

    Raises:
        InputError: ``template_name``, where such a name points at anything but one rectangle of cells.
    """
    found, sheets = [], set(book.sheet_names)
    for name, refers_to in _named(book):
        block = block_of(name.rpartition("!")[2])
        if block is None:
            continue
        if "#REF!" not in refers_to.upper():
            place = parse_reference(refers_to)
            if place is None or place[0] not in sheets:
                raise InputError("template_name", file=book.name, name=name, target=refers_to)
            found.append(Place(block, *place))
    return found


def _named(book: xw.Book) -> Iterable[tuple[str, str]]:
    """Every name and what it stands for."""
    tell = host_method(book.names, "definitions")
    if tell is not None:
        found: Iterable[tuple[str, str]] = tell()
        return found
    return ((str(name.name), name.refers_to or "") for name in book.names)
