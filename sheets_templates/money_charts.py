"""The charts of the sheets of money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from addin.report.layout import BLOCK
from addin.words import say
from sheets_templates import formats

if TYPE_CHECKING:
    from sheets_templates.make import Book, Table

Span = tuple[int, int]

ROOM = {"plan_fact": 17, "sources": 17}
"""Rows left for the chart between a table's title and its explanation."""
CHART_ROWS = 16


def side_by_side(keys: str, first: int = 0) -> dict[str, Span]:
    """Columns of one cell each."""
    return {key: (i, i) for i, key in enumerate(keys.split(), first)}


MONTHS: Mapping[str, Span] = {
    **side_by_side("month closed presale earlier new total low high plan share"),
    **side_by_side("above below", 16),
}
"""Where the columns of the months stand; the two that only the chart needs are hidden."""
_COLOURS = {"closed": formats.BLUE, "presale": formats.MID_BLUE, "earlier": "#9DC3E6", "new": "#D9E6F2"}


def months_chart(book: Book, sheet: Worksheet, head: int, at: int) -> None:
    """Closed, pre-sale, earlier and new on top of one another, the interval of the total, the plan."""
    tab, first, last = book.tab("forecast_record"), head + 1, head + 2

    def column(key: str) -> list[Any]:
        place = MONTHS[key][0]
        return [tab, first, place, last, place]

    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in _COLOURS.items():
        chart.add_series(
            {
                "name": [tab, head, MONTHS[key][0]],
                "categories": column("month"),
                "values": column(key),
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 90,
            }
        )
    lines = book.file.add_chart({"type": "line"})
    whisker = {
        "type": "custom",
        "plus_values": _formula(tab, column("above")),
        "minus_values": _formula(tab, column("below")),
        "line": {"color": formats.INK, "width": 1.25},
    }
    for key, marker, more in (
        ("high", {"type": "none"}, {}),
        ("total", {"type": "diamond", "size": 6, "fill": {"color": formats.INK}}, {"y_error_bars": whisker}),
        ("plan", {"type": "long_dash", "size": 20, "fill": {"color": formats.ORANGE}}, {}),
    ):
        lines.add_series(
            {
                "name": [tab, head, MONTHS[key][0]],
                "categories": column("month"),
                "values": column(key),
                "line": {"none": True},
                "marker": marker if marker["type"] == "none" else marker | {"border": {"none": True}},
                **more,
            }
        )
    chart.combine(lines)
    chart.show_hidden_data()
    _dress(book, chart, say("block.forecast_months", book.lang), "#,##0", [4])
    chart.set_size({"width": 560, "height": 20 * CHART_ROWS})
    sheet.insert_chart(
        at, 0, chart, {"object_position": 1, "description": say("block.forecast_months", book.lang)}
    )


def record_chart(book: Book, sheet: Worksheet, head: int, at: int) -> None:
    """What was expected of past months, its interval and the plain average, against what came."""
    block, tab = BLOCK["forecast_record"], book.tab("forecast_record")
    chart = book.file.add_chart({"type": "line"})
    grey = {"color": "#9CA3AF", "width": 1.0, "dash_type": "dash"}
    lines: dict[str, dict[str, Any]] = {
        "came": {"color": formats.BLUE, "width": 2.5},
        "expected": {"color": formats.ORANGE, "width": 2.0},
        "low": grey,
        "high": grey,
        "last3": {"color": "#6B7280", "width": 1.25, "dash_type": "round_dot"},
    }
    for key, line in lines.items():
        place = block.keys.index(key)
        chart.add_series(
            {
                "name": [tab, head, place],
                "categories": [tab, head + 1, 0, head + 1, 0],
                "values": [tab, head + 1, place, head + 1, place],
                "line": line,
                "marker": {"type": "none"},
            }
        )
    _dress(book, chart, say("block.forecast_record", book.lang), "#,##0")
    chart.set_x_axis({"num_font": {"size": 10, "rotation": -45}, "num_format": "mm.yyyy", "text_axis": True})
    chart.set_size({"width": 700, "height": 20 * CHART_ROWS})
    sheet.insert_chart(
        at,
        6,
        chart,
        {"x_offset": 10, "object_position": 1, "description": say("block.forecast_record", book.lang)},
    )


def _formula(tab: str, place: list[Any]) -> str:
    return f"='{tab}'!{xl_range_abs(*place[1:])}"


def table_chart(table: Table) -> None:
    """The chart above a growing table, if it has one."""
    make = _CHARTS.get(table.block.name)
    if make is not None:
        make(table)


def _plan_chart(table: Table) -> None:
    """What is done of the plan and what is expected of it, with its interval, by manager."""
    chart = table.book.file.add_chart({"type": "column"})
    _bars(table, chart, "manager", "done", {"color": formats.BLUE}, None)
    _bars(table, chart, "manager", "share", {"color": "#9DC3E6"}, ("above", "below"))
    _reach(table, chart, "manager", "share_high")
    _dress(table.book, chart, say("block.plan_fact", table.book.lang), "0%", [2])
    _put(table, chart)


def _sources_chart(table: Table) -> None:
    """How each source converts against the others: as it stands, and where handled alike."""
    chart = table.book.file.add_chart({"type": "column"})
    _bars(table, chart, "source", "crude_ratio", {"color": "#BFC5CD"}, None)
    _bars(table, chart, "source", "adjusted_ratio", {"color": formats.MID_BLUE}, ("above", "below"))
    _reach(table, chart, "source", "ratio_high")
    _dress(table.book, chart, say("sheet_note.sources_chart", table.book.lang), "0.0", [2])
    _put(table, chart)


_CHARTS: Mapping[str, Callable[[Table], None]] = {"plan_fact": _plan_chart, "sources": _sources_chart}


def _bars(
    table: Table, chart: Chart, names: str, key: str, fill: dict[str, Any], ends: tuple[str, str] | None
) -> None:
    keys, tab, row = table.block.keys, table.book.tab(table.block.name), table.top + 1

    def column(name: str) -> list[Any]:
        place = keys.index(name)
        return [tab, row, place, row, place]

    series: dict[str, Any] = {
        "name": [tab, table.top, keys.index(key)],
        "categories": column(names),
        "values": column(key),
        "fill": fill,
        "border": {"none": True},
        "gap": 80,
    }
    if ends is not None:
        above, below = (_formula(tab, column(end)) for end in ends)
        line = {"color": formats.INK, "width": 1.25}
        series["y_error_bars"] = {"type": "custom", "plus_values": above, "minus_values": below, "line": line}
    chart.add_series(series)


def _reach(table: Table, chart: Chart, names: str, key: str) -> None:
    """Let the axis reach to the upper ends, which error bars alone do not: an invisible line."""
    keys, tab, row = table.block.keys, table.book.tab(table.block.name), table.top + 1
    line = table.book.file.add_chart({"type": "line"})
    place, name = keys.index(key), keys.index(names)
    line.add_series(
        {
            "name": [tab, table.top, place],
            "categories": [tab, row, name, row, name],
            "values": [tab, row, place, row, place],
            "line": {"none": True},
            "marker": {"type": "none"},
        }
    )
    chart.combine(line)


def _dress(book: Book, chart: Chart, title: str, form: str, hidden: Sequence[int] = ()) -> None:
    """Fonts, axes and legend; ``hidden`` are the series without a place in the legend."""
    font = {"name": formats.FONT, "size": 10, "color": formats.INK}
    chart.set_title({"name": title, "name_font": font | {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font, "delete_series": hidden})
    chart.set_x_axis({"num_font": font, "line": {"color": formats.LINE}})
    chart.set_y_axis(
        {
            "num_font": font,
            "num_format": formats.LOCALE[book.lang] + form,
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": formats.LINE, "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"none": True}})


def _put(table: Table, chart: Chart) -> None:
    chart.show_hidden_data()
    chart.set_size({"width": 1100, "height": 20 * CHART_ROWS - 10})
    row = table.top - 2 - table.room
    words = say(f"block.{table.block.name}", table.book.lang)
    table.sheet.insert_chart(row, 0, chart, {"y_offset": 4, "object_position": 1, "description": words})
