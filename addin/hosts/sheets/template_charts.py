"""The charts of an .xlsx template as Google Sheets has them: bars, columns, lines, and lines over columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from openpyxl.chart.bar_chart import BarChart
from openpyxl.chart.line_chart import LineChart
from openpyxl.worksheet.worksheet import Worksheet

from addin.hosts.sheets.structure import Json
from addin.hosts.sheets.template_formats import rgb
from addin.placement.ranges import Rect, parse_reference

_LEGENDS = {"b": "BOTTOM_LEGEND", "t": "TOP_LEGEND", "l": "LEFT_LEGEND", "r": "RIGHT_LEGEND"}
_DASHES = {"dash": "MEDIUM_DASHED", "sysDash": "MEDIUM_DASHED", "sysDot": "DOTTED", "dot": "DOTTED"}


_WHITE = {"red": 1.0, "green": 1.0, "blue": 1.0}
"""The ground of a sheet, in which is drawn what only holds other bars up."""

Chart = BarChart | LineChart


def chart_specs(sheet: Worksheet, cells: Callable[[Rect], Json]) -> Iterator[tuple[Json, Any]]:
    """Each chart's spec, and the anchor that tells where it stands.

    Args:
        sheet: the template's.
        cells: a rectangle as the API wants it.
    """
    # openpyxl tells of the charts it has read, and of those one chart is made of, in fields of no public name
    for chart in getattr(sheet, "_charts", []):
        parts = [part for part in chart._charts if isinstance(part, (BarChart, LineChart))]  # noqa: SLF001
        if parts:
            yield _spec(parts, cells), chart.anchor


def _spec(parts: list[Chart], cells: Callable[[Rect], Json]) -> Json:
    drawn = [(part, series) for part in parts for series in part.series if _is_drawn(part, series)]
    heads = all(_is_named(series) for _, series in drawn)

    def source(reference: str) -> Json:
        found = parse_reference(reference)
        rect = replace(found[1], top=found[1].top - heads) if found else None
        return {"sourceRange": {"sources": [cells(rect) if rect else {}]}}

    main, kinds = parts[0], {_kind(part) for part, _ in drawn}
    first = main.series[0].cat
    typed = len(kinds) > 1
    series = [{"series": source(one.val.numRef.f), **_look(part, one, typed=typed)} for part, one in drawn]
    basic = {
        "chartType": "COMBO" if typed else _kind(main),
        "legendPosition": _LEGENDS[main.legend.position] if main.legend else "NO_LEGEND",
        "headerCount": int(heads),
        "domains": [{"domain": source((first.strRef or first.numRef).f)}],
        "series": series,
        **({"stackedType": "STACKED"} if main.grouping == "stacked" else {}),
    }
    title = _title(main)
    named = {"title": title} if title else {"maximized": True}
    # what lies in folded columns is drawn too
    return {"basicChart": basic, "hiddenDimensionStrategy": "SHOW_ALL", **named}


def _look(part: Chart, series: Any, *, typed: bool) -> Json:
    """Where a series is drawn and how; ``typed``: each series tells its kind."""
    kind = _kind(part)
    return {
        "targetAxis": "BOTTOM_AXIS" if kind == "BAR" else "LEFT_AXIS",
        **({"type": kind} if typed else {}),
        **(_bar_look(series) if isinstance(part, BarChart) else _line_look(series)),
    }


def _kind(chart: Chart) -> str:
    """Lines, bars that lie, bars that stand."""
    if isinstance(chart, LineChart):
        return "LINE"
    return "COLUMN" if chart.barDir == "col" else "BAR"


def _is_drawn(chart: Chart, series: Any) -> bool:
    """Not so a line without line and marks, which in a file only makes the axis longer."""
    line = series.graphicalProperties and series.graphicalProperties.line
    return isinstance(chart, BarChart) or not (line and line.noFill) or _mark(series) is not None


def _mark(series: Any) -> str | None:
    """The shape that stands for each value of a line."""
    return series.marker.symbol if series.marker and series.marker.symbol != "none" else None


def _is_named(series: Any) -> bool:
    """Whether the name of a series stands right above its values, where Google Sheets looks for it."""
    name = parse_reference(series.tx.strRef.f) if series.tx and series.tx.strRef else None
    values = parse_reference(series.val.numRef.f)
    return bool(name and values and name[1].bottom == values[1].top - 1 and name[1].left == values[1].left)


def _bar_look(series: Any) -> Json:
    """The colour of bars, and of those that have their own."""
    own = [
        {"index": point.idx, "colorStyle": {"rgbColor": colour}}
        for point in series.dPt
        if (colour := _fill(point.graphicalProperties) or _line(point.graphicalProperties))
    ]
    shape = series.graphicalProperties
    colour = _WHITE if shape is not None and shape.noFill else _fill(shape)
    look: Json = {"colorStyle": {"rgbColor": colour}} if colour else {}
    return look | ({"styleOverrides": own} if own else {})


def _line_look(series: Any) -> Json:
    """The colour and kind of a line, and its marks where they are all there is."""
    shape, mark = series.graphicalProperties, _mark(series)
    unseen = bool(shape and shape.line and shape.line.noFill)
    colour = _fill(series.marker.graphicalProperties) if mark else _line(shape)
    look: Json = {"colorStyle": {"rgbColor": colour}} if colour else {}
    if unseen:
        return look | {"lineStyle": {"type": "INVISIBLE"}, "pointStyle": {"shape": "DIAMOND", "size": 8}}
    dash = str(shape.line.prstDash) if shape and shape.line else ""
    return look | {"lineStyle": {"type": _DASHES.get(dash, "SOLID"), "width": 2}}


def _fill(shape: Any) -> Json | None:
    return _colour(shape.solidFill) if shape is not None else None


def _line(shape: Any) -> Json | None:
    return _colour(shape.line.solidFill) if shape is not None and shape.line is not None else None


def _colour(fill: Any) -> Json | None:
    told = getattr(fill, "srgbClr", None)
    return rgb(getattr(told, "val", told))


def _title(chart: Chart) -> str:
    rich = chart.title.tx.rich if chart.title and chart.title.tx else None
    return "".join(run.t or "" for part in rich.p for run in part.r or ()) if rich else ""
