"""The sample workbook: raw deals of an invented department as a CRM would export them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook

from addin.demo import sheets
from addin.demo.clients import clients
from addin.demo.data_faults import ErrorCell, FaultyRows, add_faults
from addin.demo.department import SEED, Department, simulate_department
from addin.demo.english import in_english
from addin.demo.people import AS_OF
from addin.demo.sheets import FORMATS, Column, Sheet
from addin.output_files import replace_bytes
from addin.words import Lang

_EPOCH = np.datetime64("1899-12-30", "m")
_TITLE: dict[Lang, str] = {"ru": "Сделки отдела продаж", "en": "Deals of a sales department"}
_MADE = dt.datetime(2026, 9, 18, 20, 0)


@dataclass(frozen=True)
class DemoFacts:
    """What is in a sample workbook, and the truth behind it.

    Args:
        path: where it lies.
        as_of: T, the last day on which anything in it happened.
        deals: different deals, the test deal and those without a readable id or date included.
        rows: rows of the deals sheet below the headers, the totals row included.
        history: rows of the history.
        faults: kind of fault → rows that have it; no row has two kinds.
        truth: chance of each step by manager on the same leads (``manager, from, to, chance``).
        source_truth: chance of a lead to be won by source when handled alike (``source, chance``).
    """

    path: Path
    as_of: dt.date
    deals: int
    rows: int
    history: int
    faults: dict[str, int]
    truth: pd.DataFrame
    source_truth: pd.DataFrame


def write_demo(path: Path, lang: Lang = "ru") -> DemoFacts:
    """Write the sample workbook, the same bytes every time, and tell what is in it.

    An existing file is replaced at once when the new one is whole.

    Args:
        path: the .xlsx file; its folder is made where missing.
        lang: of its sheets, names and statuses; in English it is a department in London, paid in pounds.

    Raises:
        InputError: the file cannot be written (open in a spreadsheet program, no right, no room).
        OSError: its folder cannot be made.
    """
    department, faulty = _made_up()
    path.parent.mkdir(parents=True, exist_ok=True)
    tables = _tables(department, faulty.rows)
    replace_bytes(path, _file(tables if lang == "ru" else in_english(tables), _TITLE[lang]))
    return DemoFacts(
        path=path,
        as_of=AS_OF,
        deals=len(department.deals) + faulty.counts["test_deal"],
        rows=len(faulty.rows),
        history=len(department.history),
        faults=faulty.counts,
        truth=department.truth,
        source_truth=department.source_truth,
    )


def raw_tables() -> list[tuple[Sheet, pd.DataFrame]]:
    """The sheets of the sample workbook, as an export leaves them: the look of each, and its cells."""
    department, faulty = _made_up()
    return _tables(department, faulty.rows)


def _made_up() -> tuple[Department, FaultyRows]:
    department, rng = simulate_department(), np.random.default_rng(SEED + 1)
    return department, add_faults(department.deals.join(clients(rng, len(department.deals))), rng)


def _tables(department: Department, deals: pd.DataFrame) -> list[tuple[Sheet, pd.DataFrame]]:
    settings = pd.DataFrame(sheets.SETTING_ROWS, columns=["name", "value"])
    return [
        (sheets.DEALS, deals),
        (sheets.STAGES, department.stages),
        (sheets.HISTORY, department.history),
        (sheets.SPEND, department.spend),
        (sheets.PLAN, department.plan),
        (sheets.SETTINGS, settings),
    ]


def _file(tables: Sequence[tuple[Sheet, pd.DataFrame]], title: str) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": title, "author": "CRM", "created": _MADE})
        write_tables(book, tables)
    return file.getvalue()


def write_tables(book: Workbook, tables: Sequence[tuple[Sheet, pd.DataFrame]]) -> None:
    """Add a sheet to a workbook for each table, its headings in bold."""
    formats = {look: book.add_format(kind) for look, kind in FORMATS.items()}
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "vcenter"})
    title = book.add_format({"bold": True, "font_size": 13})
    for sheet, table in tables:
        _write_sheet(book.add_worksheet(sheet.name), sheet, table, formats, (head, title))


def _write_sheet(
    page: Any, sheet: Sheet, table: pd.DataFrame, formats: dict[Any, Any], heads: tuple[Any, Any]
) -> None:
    head, title = heads
    for row, line in enumerate(sheet.title):
        page.write_string(row, 0, line, title if row == 0 else None)
    top = sheet.top
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(top, index, column.header, head)
        _write_column(page, top + 1, index, column, table[column.key], formats[column.look])
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, top + max(len(table), 1), len(sheet.columns) - 1)


def _write_column(page: Any, top: int, index: int, column: Column, values: pd.Series, form: Any) -> None:
    """The cells of one column; text stays text whatever it looks like, empty ones are left out."""
    write: dict[type, Callable[[int, Any], object]] = {
        str: lambda row, value: page.write_string(row, index, value),
        float: lambda row, value: page.write_number(row, index, value, form),
        int: lambda row, value: page.write_number(row, index, value, form),
        ErrorCell: lambda row, value: page.write_formula(row, index, value.formula, form, value.shown),
    }
    cells = _serials(values).tolist() if column.look.endswith(("moment", "day", "month")) else values.tolist()
    for row in np.flatnonzero(values.notna()).tolist():
        write[type(cells[row])](top + row, cells[row])


def _serials(values: pd.Series) -> pd.Series:
    """Dates as the numbers spreadsheets keep; text stays, missing ones are None."""
    dated = values.map(type).isin([pd.Timestamp, dt.datetime]).to_numpy()
    found = values.astype(object).where(values.notna(), None)
    minutes = pd.to_datetime(values[dated]).to_numpy("datetime64[m]") - _EPOCH
    found[dated] = (minutes.astype(np.int64) / 1440).astype(object)
    return found
