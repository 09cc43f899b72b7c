"""The charts of an .xlsx template as Google Sheets has them: stacked bars and lines."""

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


def chart_specs(sheet: Worksheet, cells: Callable[[Rect], Json]) -> Iterator[tuple[Json, Any]]:
    """Each chart's spec, and the anchor that tells where it stands.

    Args:
        sheet: the template's.
        cells: a rectangle as the API wants it.
    """
    # openpyxl tells of the charts it has read in a field of no public name
    for chart in getattr(sheet, "_charts", []):
        if isinstance(chart, (BarChart, LineChart)):
            yield _spec(chart, cells), chart.anchor


def _spec(chart: BarChart | LineChart, cells: Callable[[Rect], Json]) -> Json:
    heads = all(map(_is_named, chart.series))

    def source(reference: str) -> Json:
        found = parse_reference(reference)
        rect = replace(found[1], top=found[1].top - heads) if found else None
        return {"sourceRange": {"sources": [cells(rect) if rect else {}]}}

    bars = isinstance(chart, BarChart)
    first = chart.series[0].cat
    series = [
        {
            "series": source(one.val.numRef.f),
            "targetAxis": "BOTTOM_AXIS" if bars else "LEFT_AXIS",
            **_look(one.graphicalProperties, bars=bars),
        }
        for one in chart.series
    ]
    basic = {
        "chartType": "BAR" if bars else "LINE",
        "legendPosition": _LEGENDS[chart.legend.position] if chart.legend else "NO_LEGEND",
        "headerCount": int(heads),
        "domains": [{"domain": source((first.strRef or first.numRef).f)}],
        "series": series,
        **({"stackedType": "STACKED"} if bars else {}),
    }
    title = _title(chart)
    named = {"title": title} if title else {"maximized": True}
    # what lies in folded columns is drawn too
    return {"basicChart": basic, "hiddenDimensionStrategy": "SHOW_ALL", **named}


def _is_named(series: Any) -> bool:
    """Whether the name of a series stands right above its values, where Google Sheets looks for it."""
    name = parse_reference(series.tx.strRef.f) if series.tx and series.tx.strRef else None
    values = parse_reference(series.val.numRef.f)
    return bool(name and values and name[1].bottom == values[1].top - 1 and name[1].left == values[1].left)


def _look(drawn: Any, *, bars: bool) -> Json:
    if drawn is None:
        return {}
    fill = drawn.solidFill if bars else drawn.line and drawn.line.solidFill
    told = getattr(fill, "srgbClr", None)
    colour = rgb(getattr(told, "val", told))
    found: Json = {"colorStyle": {"rgbColor": colour}} if colour else {}
    if not bars and drawn.line:
        found["lineStyle"] = {"type": _DASHES.get(drawn.line.prstDash, "SOLID"), "width": 2}
    return found


def _title(chart: BarChart | LineChart) -> str:
    rich = chart.title.tx.rich if chart.title and chart.title.tx else None
    return "".join(run.t or "" for part in rich.p for run in part.r or ()) if rich else ""
