"""What all charts of the templates share: their fonts and axes, their error bars, their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_abs

from sheets_templates import formats
from sheets_templates.book import Book

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
