"""Addresses of cells: from what xlwings is given to numbers, and back."""

from __future__ import annotations

import re

from xlwings import utils

from addin.hosts.calc.engine.errors import CalcError

PLAIN_NAME = re.compile(r"^[^\W\d]\w*$")
CELL = re.compile(r"^\$?[A-Za-z]{1,3}\$?[0-9]{1,7}$|^[RrCc]$")
AREA = re.compile(
    r"^\$?[A-Za-z]{1,3}\$?[0-9]+(:\$?[A-Za-z]{1,3}\$?[0-9]+)?$|^\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}$|^\$?[0-9]+:\$?[0-9]+$"
)

Corners = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


def column_number(name: str) -> int:
    """27 for ``AA``."""
    return int(utils.column_to_number(name))  # type: ignore[no-untyped-call]


def column_name(number: int) -> str:
    """``AA`` for 27."""
    return str(utils.col_name(number))  # type: ignore[no-untyped-call]


def is_address(text: str) -> bool:
    """Whether a text is an address and not a name."""
    return bool(AREA.match(text))


def parse_address(text: str, size: tuple[int, int]) -> Corners:
    """The corners that ``A1``, ``A1:B2``, ``A:C`` or ``1:3`` means on a sheet of this size.

    Raises:
        CalcError: It lies outside of the sheet.
    """
    first, _, last = text.replace("$", "").upper().partition(":")
    last = last or first
    if first.isdigit():
        found = int(first), 1, int(last), size[1]
    elif first.isalpha():
        found = 1, column_number(first), size[0], column_number(last)
    else:
        (row, column), (end_row, end_column) = map(utils.address_to_index_tuple, (first, last))
        found = row, column, end_row, end_column
    rows, columns = sorted(found[::2]), sorted(found[1::2])
    if rows[0] < 1 or rows[1] > size[0] or columns[1] > size[1]:
        raise CalcError(f"{text} lies outside of a sheet of {size[0]} rows and {size[1]} columns")
    return rows[0], columns[0], rows[1], columns[1]


def quote_sheet(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    if PLAIN_NAME.match(sheet) and not CELL.match(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def unquote_sheet(sheet: str) -> str:
    """The name of a sheet as it is."""
    return sheet[1:-1].replace("''", "'") if sheet[:1] == "'" else sheet


def format_address(place: Corners, *, rows_fixed: bool = True, columns_fixed: bool = True) -> str:
    """An address such as ``$A$1:$B$2``."""
    row_mark, column_mark = "$" * rows_fixed, "$" * columns_fixed
    cells = [f"{column_mark}{column_name(column)}{row_mark}{row}" for row, column in (place[:2], place[2:])]
    return cells[0] if cells[0] == cells[1] else ":".join(cells)
