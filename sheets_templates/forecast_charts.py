"""The charts of the forecast's sheet: the months to come, and what was expected of past months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from addin.report.layout import BLOCK
from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.charts import CHART_ROWS, PALE_SERIES, Cells, error_bars, style_chart
from sheets_templates.page_grid import Span


def single_columns(keys: str, first: int = 0) -> dict[str, Span]:
    """Spans of one column each, side by side."""
    return {key: (i, i) for i, key in enumerate(keys.split(), first)}


MONTHS: Mapping[str, Span] = {
    **single_columns("month closed presale earlier new total low high plan share"),
    **single_columns("above below", 16),
}
"""Where the columns of the months stand; the two that only the chart needs are hidden."""
_STACKED = {
    "closed": formats.BLUE,
    "presale": formats.MID_BLUE,
    "earlier": PALE_SERIES,
    "new": "#D9E6F2",
}
"""The parts of a month's bar, from its foot, and their colours."""
_NO_MARKER = {"type": "none"}
_RECORD_LINES: Mapping[str, dict[str, Any]] = {
    "came": {"color": formats.BLUE, "width": 2.5},
    "expected": {"color": PALE_SERIES, "width": 2.5},
    "low": {"color": "#9CA3AF", "width": 1.0, "dash_type": "dash"},
    "high": {"color": "#9CA3AF", "width": 1.0, "dash_type": "dash"},
    "last3": {"color": "#6B7280", "width": 1.25, "dash_type": "round_dot"},
}


def add_months_chart(book: Book, sheet: Worksheet, head: int, row: int) -> None:
    """Closed, pre-sale, earlier and new on top of one another, the interval of the total, the plan.

    Args:
        head: the row of the months' headings, from 0.
        row: where the chart goes.
    """
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in _STACKED.items():
        fill = {"fill": {"color": colour}, "border": {"none": True}, "gap": 90}
        chart.add_series(_series(book, head, key) | fill)
    chart.combine(_markers(book, head))
    chart.show_hidden_data()
    title = say("block.forecast_months", book.lang)
    style_chart(book, chart, title, "#,##0", [4])
    chart.set_size({"width": 560, "height": 20 * CHART_ROWS})
    sheet.insert_chart(row, 0, chart, {"object_position": 1, "description": title})


def _markers(book: Book, head: int) -> Chart:
    """The total with its interval and the plan, as marks over the bars; the upper ends hold the axis open."""
    lines = book.file.add_chart({"type": "line"})
    interval = error_bars(_months(book, head, "above"), _months(book, head, "below"))
    total = {"type": "diamond", "size": 6, "fill": {"color": formats.TEXT_COLOUR}, "border": {"none": True}}
    plan = {"type": "long_dash", "size": 20, "fill": {"color": formats.GREY}, "border": {"none": True}}
    options: Mapping[str, dict[str, Any]] = {
        "high": {"marker": _NO_MARKER},
        "total": {"marker": total, "y_error_bars": interval},
        "plan": {"marker": plan},
    }
    for key, marked in options.items():
        lines.add_series(_series(book, head, key) | {"line": {"none": True}} | marked)
    return lines


def _series(book: Book, head: int, key: str) -> dict[str, Any]:
    return {
        "name": [book.tab("forecast_record"), head, MONTHS[key][0]],
        "categories": _months(book, head, "month"),
        "values": _months(book, head, key),
    }


def _months(book: Book, head: int, key: str) -> Cells:
    """A column's cells of the two months."""
    column = MONTHS[key][0]
    return [book.tab("forecast_record"), head + 1, column, head + 2, column]


def add_record_chart(book: Book, sheet: Worksheet, head: int, row: int) -> None:
    """What was expected of past months, its interval and the plain average, against what came.

    Args:
        head: the row of the record's headings, from 0.
        row: where the chart goes.
    """
    block, tab = BLOCK["forecast_record"], book.tab("forecast_record")
    chart = book.file.add_chart({"type": "line"})
    for key, line in _RECORD_LINES.items():
        column = block.keys.index(key)
        chart.add_series(
            {
                "name": [tab, head, column],
                "categories": [tab, head + 1, 0, head + 1, 0],
                "values": [tab, head + 1, column, head + 1, column],
                "line": line,
                "marker": _NO_MARKER,
            }
        )
    title = say("block.forecast_record", book.lang)
    style_chart(book, chart, title, "#,##0")
    chart.set_x_axis({"num_font": {"size": 10, "rotation": -45}, "num_format": "mm.yyyy", "text_axis": True})
    chart.set_size({"width": 700, "height": 20 * CHART_ROWS})
    sheet.insert_chart(row, 6, chart, {"x_offset": 10, "object_position": 1, "description": title})
