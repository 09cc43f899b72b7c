"""The head of the forecast's sheet: months, parts and errors of past forecasts, above their record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.charts import CHART_ROWS
from sheets_templates.forecast_charts import MONTHS, add_months_chart, add_record_chart, single_columns
from sheets_templates.page_grid import Span

_PARTS: Mapping[str, Span] = {
    "month": (0, 0),
    "component": (1, 2),
    "mean": (3, 3),
    "low": (4, 4),
    "high": (5, 5),
    "deals": (6, 6),
    "note": (7, 11),
    **single_columns("unpriced_wins unpriced_expected", 12),
}
_METHODS: Mapping[str, Span] = {
    "method": (0, 1),
    **single_columns("wape bias brier covered origins wape_next bias_next covered_next origins_next", 2),
    "note": (11, 14),
    **single_columns("interval_score interval_score_next luck luck_next", 16),
}
_HIDDEN = (16, 19)
_CHARTS = 7
_PARTS_TOP = _CHARTS + CHART_ROWS + 2
FORECAST_PAGE = _PARTS_TOP + 3 + (BLOCK["forecast"].fixed_rows or 0)
"""The last row, from 0, of what paper shows: the months and their parts."""


def forecast_head(book: Book, sheet: Worksheet) -> int:
    """The months, two charts, the parts and the record's errors, above the forecasts of past months.

    Returns:
        The first row below, from 0.
    """
    months, charts, parts, methods = 0, _CHARTS, _PARTS_TOP, FORECAST_PAGE + 2
    bottom = methods + 4 + (BLOCK["backtest"].fixed_rows or 0) + 1
    _fixed_table(book, sheet, BLOCK["forecast_months"], MONTHS, months)
    _fixed_table(book, sheet, BLOCK["forecast"], _PARTS, parts)
    _fixed_table(book, sheet, BLOCK["backtest"], _METHODS, methods)
    sheet.set_column(*_HIDDEN, 10, None, {"hidden": True})
    add_months_chart(book, sheet, months + 3, charts)
    add_record_chart(book, sheet, bottom + 3, charts)
    return bottom


def _fixed_table(book: Book, sheet: Worksheet, block: Block, spans: Mapping[str, Span], top: int) -> None:
    """A table of fixed size: title, explanation, the hidden row of keys, headings, its rows left empty."""
    sheet.set_row(top, 24)
    sheet.write_string(top, 0, say(f"block.{block.name}", book.lang), book.style(formats.TITLE))
    sheet.write_string(
        top + 1, 0, say(f"block_note.{block.name}", book.lang), book.style(formats.EXPLANATION)
    )
    sheet.set_row(top + 2, None, None, {"hidden": True})
    sheet.set_row(top + 3, 30)
    rows = range(top + 4, top + 4 + (block.fixed_rows or 0))
    for column in block.columns:
        first, last = spans[column.key]
        sheet.write_string(top + 2, first, column.key, book.style(formats.KEY))
        text = heading(block.name, column.key, book.lang)
        _write_span(sheet, top + 3, (first, last), text, book.style(formats.heading_format(column)))
        total = {"bold": True} if column.key == "total" else {}
        style = book.style(formats.value_format(column, book.lang), {"valign": "vcenter"}, total)
        for row in rows:
            _write_span(sheet, row, (first, last), "", style)
    if block.name == "backtest":
        for row in rows:
            sheet.set_row(row, 27)
    wide = max(last for _, last in spans.values())
    area = xl_range_abs(top + 3, 0, rows[-1], wide)
    book.file.define_name(f"hf_{block.name}", f"='{book.tab('forecast_record')}'!{area}")


def _write_span(sheet: Worksheet, row: int, span: Span, text: str, style: Any) -> None:
    if span[0] == span[1]:
        sheet.write(row, span[0], text or None, style)
    else:
        sheet.merge_range(row, span[0], row, span[1], text, style)
