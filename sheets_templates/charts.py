"""What all charts of the templates share: their fonts and axes, their error bars, their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_abs

from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.page_grid import COLUMN_PIXELS, Page, Span

CHART_ROWS = 16
"""Rows of a sheet that a chart covers."""
PALE_SERIES = "#9DC3E6"

Cells = list[Any]
"""Cells as XlsxWriter takes them: sheet, first row, first column, last row, last column."""


def style_chart(book: Book, chart: Chart, title: str, number_format: str, hidden: Sequence[int] = ()) -> None:
    """Fonts, axes and legend; ``hidden`` are the series without a place in the legend."""
    font = {"name": formats.FONT, "size": 10, "color": formats.TEXT_COLOUR}
    chart.set_title({"name": title, "name_font": font | {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font, "delete_series": hidden})
    chart.set_x_axis({"num_font": font, "line": {"color": formats.LIGHT_GREY}})
    chart.set_y_axis(
        {
            "num_font": font,
            "num_format": formats.LOCALE[book.lang] + number_format,
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": formats.LIGHT_GREY, "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"none": True}})


def error_bars(above: Cells, below: Cells) -> dict[str, Any]:
    """Error bars as long as the cells say."""
    return {
        "type": "custom",
        "plus_values": _reference(above),
        "minus_values": _reference(below),
        "line": {"color": formats.TEXT_COLOUR, "width": 1.25},
    }


def _reference(cells: Cells) -> str:
    return f"='{cells[0]}'!{xl_range_abs(*cells[1:])}"


def pixels(points: float) -> int:
    """The height of a row in pixels."""
    return round(points * 96 / 72)


def bars_beside(
    page: Page, chart: Chart, first: int, span: Span, rows: Span, wide: float, words: str
) -> None:
    """Put a chart of bars beside rows of a table, each bar as tall as its row; no axis, no legend.

    Args:
        page: with the table.
        chart: with its series.
        first: the first of the rows.
        span: columns it covers.
        rows: how many there are, and their height in pixels.
        wide: share of its width for the longest bar.
        words: what it shows, for those who do not see it.
    """
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis({"visible": False, "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"layout": {"x": 0.01, "y": 0.0, "width": wide, "height": 1.0}})
    chart.set_size({"width": COLUMN_PIXELS * (span[1] - span[0] + 1) - 4, "height": rows[0] * rows[1]})
    at = {"x_offset": 2, "object_position": 1, "description": words}
    page.sheet.insert_chart(first, span[0], chart, at)
