"""Small live workbooks: the last deals of the sample department."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import xlwings as xw

from addin.demo.sheets import Sheet
from addin.words import Lang
from sheets_templates.live_workbook import make_live, sample_tables

DEALS = 400


@cache
def small_tables() -> list[tuple[Sheet, pd.DataFrame]]:
    """The raw tables of the department's last 400 deals."""
    found = {sheet.name: (sheet, table) for sheet, table in sample_tables()}
    sheet, deals = found["Сделки"]
    deals = deals[pd.to_datetime(deals["created"], errors="coerce").notna()].tail(DEALS)
    found["Сделки"] = sheet, deals.reset_index(drop=True)
    sheet, history = found["История"]
    known = set(deals["id"].map(str))
    found["История"] = sheet, history[history["id"].map(str).isin(known)].reset_index(drop=True)
    return list(found.values())


def live_file(path: Path, lang: Lang = "ru") -> Path:
    """A live workbook of 400 deals."""
    make_live(lang, path, small_tables())
    return path


def row_of(sheet: xw.Sheet, deal: str) -> int:
    """The sheet row of a deal of the raw table."""
    used = sheet.used_range
    ids = sheet.range((used.row, 1), (used.last_cell.row, 1)).options(ndim=1).value
    return used.row + [_id(value) for value in ids].index(deal)


def _id(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def state(book: xw.Book, looked_at: str) -> dict[str, object]:
    """What of a workbook a refresh could touch: cells, formulas, names, sheets, and formats of one sheet.

    The line that tells of the last refresh is left out.
    """
    found: dict[str, object] = {"sheets": list(book.sheet_names)}
    found["names"] = {str(name.name): name.refers_to for name in book.names}
    status = book.names["hf_status"].refers_to_range
    for sheet in book.sheets:
        used = sheet.used_range
        values, formulas = used.options(ndim=2).value, list(used.formula)
        if sheet.name == status.sheet.name:
            values[status.row - used.row] = formulas[status.row - used.row] = []
        found[f"{sheet.name} cells"] = used.address, values, formulas
    shown = book.sheets[looked_at]
    found["looks"] = [(cell.number_format, cell.color) for cell in shown.range("A1:D60")]
    return found
