"""The sheet "Ledger": each refresh notes there what changed, so that a CRM without history gains one."""

from __future__ import annotations

import math

import pandas as pd
import xlwings as xw

from addin.deals.dataset import SCHEMAS
from addin.deals.tables.columns import SHEETS, column_named
from addin.deals.values.text import fold
from addin.hosts.workbook.snapshot import contents_of
from addin.hosts.workbook.undo_log import UndoLog
from addin.placement.row_notes import Value
from addin.refresh import LEDGER, LoadedData, new_ledger_rows

_FORMAT = "yyyy-mm-dd hh:mm:ss"
_SEARCHED = 20
"""Among so many first rows the headings are looked for."""


def sheet_of(book: xw.Book) -> xw.Sheet | None:
    """The ledger's sheet, where the user has made one."""
    names = {fold(name) for name in SHEETS["ledger"]}
    return next((sheet for sheet in book.sheets if fold(sheet.name) in names), None)


def is_blank(sheet: xw.Sheet) -> bool:
    """Whether nothing is in a sheet yet."""
    used = sheet.used_range
    return used.count == 1 and used.value is None


def append_rows(sheet: xw.Sheet, loaded: LoadedData, undo: UndoLog) -> int:
    """Append what changed since the last refresh; into a blank sheet the headings too.

    Returns:
        How many rows are new.
    """
    if is_blank(sheet):
        cells = sheet.range((1, 1), (1, len(LEDGER)))
        undo.write(cells, [list(LEDGER)], contents_of(cells))
    used, first = sheet.used_range, sheet.used_range.last_cell.row + 1
    head = used[: min(_SEARCHED, used.shape[0]), :].options(ndim=2).value
    columns = _columns(head, used.column)
    new = new_ledger_rows(loaded, columns.values())
    for number, column in columns.items() if len(new) else ():
        cells = sheet.range((first, number), (first + len(new) - 1, number))
        if SCHEMAS["ledger"][column].startswith("datetime"):
            cells.number_format = _FORMAT
        undo.write(cells, [[_plain(value)] for value in new[column]], contents_of(cells))
    return len(new)


def _columns(head: list[list[object]], left: int) -> dict[int, str]:
    """Sheet column → our column, from the row that names most of them."""
    named = ({left + i: _named(cell) for i, cell in enumerate(line)} for line in head)
    found = [{number: column for number, column in line.items() if column} for line in named]
    return max(found, key=len)


def _named(cell: object) -> str:
    return (column_named("ledger", cell) or "") if isinstance(cell, str) else ""


def _plain(value: object) -> Value:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return value if isinstance(value, str) and value else None
