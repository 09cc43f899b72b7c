"""The record of past forecasts as a workbook: a chart, and below it every figure behind it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from addin.output_files import replace_bytes
from addin.report.build import Report
from addin.report.cell_values import NUMERIC, live_cells
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import say

_CHART_ROWS = 24
_LINES: dict[str, dict[str, Any]] = {
    "came": {"color": "#1F4E79", "width": 2.75},
    "expected": {"color": "#C55A11", "width": 2.25},
    "low": {"color": "#E0A57F", "width": 1.0, "dash_type": "dash"},
    "high": {"color": "#E0A57F", "width": 1.0, "dash_type": "dash"},
    "last3": {"color": "#6B7280", "width": 1.25, "dash_type": "round_dot"},
}
_CREATED = dt.datetime(2026, 1, 1)


def write_backtest_workbook(report: Report, path: Path) -> None:
    """Write the workbook; the same report gives the same bytes.

    Raises:
        InputError: the file cannot be written; one that was there stays as it was.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": say("block.forecast_record", report.lang), "created": _CREATED})
        _sheet(book, report)
    replace_bytes(path, content.getvalue())


def _sheet(book: Any, report: Report) -> None:
    lang = report.lang
    page = book.add_worksheet(say("sheet.forecast_record", lang))
    title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1F4E79"})
    page.write_string(0, 0, say("block.forecast_record", lang), title)
    page.write_string(1, 0, say("block_note.forecast_record", lang))
    table = report.blocks["forecast_record"]
    top = 3 + _CHART_ROWS
    _table(book, page, report, "forecast_record", top)
    _table(book, page, report, "backtest", top + len(table) + 3)
    page.set_column(0, len(table.columns), 15)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if len(table):
        page.insert_chart(2, 0, _chart(book, report, page.get_name(), top, len(table)))


def _table(book: Any, page: Any, report: Report, name: str, top: int) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
    forms = {"money": "#,##0", "rate": "0.0%", "ratio": "0.000", "date": "yyyy-mm-dd"}
    if report.lang == "ru":
        forms["date"] = "dd.mm.yyyy"
    table: pd.DataFrame = report.blocks[name]
    for at, column in enumerate(BLOCK[name].columns):
        page.write_string(top, at, heading(name, column.key, report.lang), head)
        form = book.add_format({"num_format": forms.get(column.kind, "General")})
        for row, value in enumerate(live_cells(column, table[column.key], report.lang), top + 1):
            if value == "":
                continue
            if column.kind in NUMERIC or column.kind == "date":
                page.write_number(row, at, value, form)
            else:
                page.write_string(row, at, str(value))


def _chart(book: Any, report: Report, tab: str, top: int, rows: int) -> Any:
    chart = book.add_chart({"type": "line"})
    keys = BLOCK["forecast_record"].keys
    for key, line in _LINES.items():
        place = keys.index(key)
        chart.add_series(
            {
                "name": [tab, top, place],
                "categories": [tab, top + 1, 0, top + rows, 0],
                "values": [tab, top + 1, place, top + rows, place],
                "line": line,
                "marker": {"type": "none"},
            }
        )
    currency = report.currency
    chart.set_title({"name": say("block.forecast_record", report.lang), "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"num_format": "mm.yyyy", "text_axis": True, "num_font": {"rotation": -45}})
    chart.set_y_axis(
        {"num_format": "#,##0", "min": 0, "name": currency, "major_gridlines": {"visible": True}}
    )
    chart.set_size({"width": 1100, "height": 20 * _CHART_ROWS - 10})
    return chart
