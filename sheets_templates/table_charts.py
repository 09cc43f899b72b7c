"""The charts above growing tables: a bar a row, which follow the table as it is filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter.chart import Chart

from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Table
from sheets_templates.charts import CHART_ROWS, PALE_SERIES, Cells, error_bars, style_chart

CHART_SPACE = {"plan_fact": CHART_ROWS + 1, "sources": CHART_ROWS + 1}
"""Rows left for the chart between a table's title and its explanation."""


def add_chart(table: Table) -> None:
    """Add the chart above a growing table, if it has one."""
    add = _CHARTS.get(table.block.name)
    if add is not None:
        add(table)


def _plan_chart(table: Table) -> None:
    """What is done of the plan and what is expected of it, with its interval, by manager."""
    chart = table.book.file.add_chart({"type": "column"})
    _add_bars(table, chart, "manager", "done", formats.BLUE, None)
    _add_bars(table, chart, "manager", "share", PALE_SERIES, ("above", "below"))
    _extend_axis(table, chart, "manager", "share_high", on_top="on_plan")
    style_chart(table.book, chart, say("block.plan_fact", table.book.lang), "0%", [2])
    _insert(table, chart)


def _sources_chart(table: Table) -> None:
    """How each source converts against the others: as it stands, and where handled alike."""
    chart = table.book.file.add_chart({"type": "column"})
    _add_bars(table, chart, "source", "crude_ratio", "#BFC5CD", None)
    _add_bars(table, chart, "source", "adjusted_ratio", formats.MID_BLUE, ("above", "below"))
    _extend_axis(table, chart, "source", "ratio_high")
    style_chart(table.book, chart, say("sheet_note.sources_chart", table.book.lang), "0.0", [2])
    _insert(table, chart)


_CHARTS: Mapping[str, Callable[[Table], None]] = {"plan_fact": _plan_chart, "sources": _sources_chart}


def _add_bars(
    table: Table, chart: Chart, names: str, key: str, colour: str, interval: tuple[str, str] | None
) -> None:
    series = _series(table, names, key) | {"fill": {"color": colour}, "border": {"none": True}, "gap": 80}
    if interval is not None:
        series["y_error_bars"] = error_bars(_cells(table, interval[0]), _cells(table, interval[1]))
    chart.add_series(series)


def _extend_axis(table: Table, chart: Chart, names: str, key: str, on_top: str = "") -> None:
    """Let the axis reach to the upper ends, which error bars alone do not: an invisible line.

    ``on_top``: a column to draw as a line that is to be seen.
    """
    line = table.book.file.add_chart({"type": "line"})
    line.add_series(_series(table, names, key) | {"line": {"none": True}, "marker": {"type": "none"}})
    if on_top:
        seen = {"line": {"color": formats.GREY, "width": 1.5}, "marker": {"type": "none"}}
        line.add_series(_series(table, names, on_top) | seen)
    chart.combine(line)


def _series(table: Table, names: str, key: str) -> dict[str, Any]:
    return {
        "name": [table.book.tab(table.block.name), table.top, table.block.keys.index(key)],
        "categories": _cells(table, names),
        "values": _cells(table, key),
    }


def _cells(table: Table, key: str) -> Cells:
    """A column's cell of the model row."""
    column, row = table.block.keys.index(key), table.top + 1
    return [table.book.tab(table.block.name), row, column, row, column]


def _insert(table: Table, chart: Chart) -> None:
    chart.show_hidden_data()
    chart.set_size({"width": 1100, "height": 20 * CHART_ROWS - 10})
    row = table.top - 2 - table.chart_rows
    title = say(f"block.{table.block.name}", table.book.lang)
    table.sheet.insert_chart(row, 0, chart, {"y_offset": 4, "object_position": 1, "description": title})
