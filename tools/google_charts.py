"""Charts as the Sheets API returns them, put on a sheet of a workbook; and its colours."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

Json = dict[str, Any]
_DASHES = {"SOLID": "solid", "MEDIUM_DASHED": "dash", "DOTTED": "sysDot"}


def rgb(color_style: Json | None) -> str | None:
    """A colour as six hexadecimal digits; ``None`` where none is set."""
    if color_style is None:
        return None
    parts = (color_style["rgbColor"].get(name, 0) for name in ("red", "green", "blue"))
    return "".join(f"{round(part * 255):02X}" for part in parts)


def add_chart(sheet: Worksheet, chart_json: Json, last: int) -> None:
    """Put a chart on a sheet whose last row with cells is ``last``, from 1."""
    spec = chart_json["spec"]
    basic = spec["basicChart"]
    kinds = dict.fromkeys(series.get("type", basic["chartType"]) for series in basic["series"])
    parts = [_part(sheet, basic, kind, last) for kind in kinds]
    chart, *others = parts
    for other in others:
        chart += other
    chart.title, small = spec.get("title"), "title" not in spec
    chart.x_axis.delete = chart.y_axis.delete = small
    chart.y_axis.majorGridlines = None if small else chart.y_axis.majorGridlines
    if basic["legendPosition"] == "NO_LEGEND":
        chart.legend = None
    elif chart.legend is not None:
        chart.legend.position = "b"
    chart.visible_cells_only = spec.get("hiddenDimensionStrategy") != "SHOW_ALL"
    position = chart_json["position"]["overlayPosition"]
    chart.anchor = _anchor(position)  # type: ignore[assignment]  # the stubs know only the corner
    sheet.add_chart(chart)


def _part(sheet: Worksheet, basic: Json, kind: str, last: int) -> BarChart | LineChart:
    """The series of one kind."""
    chart: BarChart | LineChart = LineChart() if kind == "LINE" else BarChart()
    if isinstance(chart, BarChart):
        stacked = basic.get("stackedType") == "STACKED"
        chart.type, chart.gapWidth = "bar" if kind == "BAR" else "col", 45
        chart.grouping, chart.overlap = ("stacked", 100) if stacked else ("clustered", 0)
        if kind == "BAR":
            chart.x_axis.scaling.orientation = "maxMin"
    series = [one for one in basic["series"] if one.get("type", basic["chartType"]) == kind]
    _add_series(chart, sheet, basic | {"series": series}, last)
    return chart


def _add_series(chart: BarChart | LineChart, sheet: Worksheet, basic: Json, last: int) -> None:
    headers = basic["headerCount"]
    for series_json in basic["series"]:
        cells = _reference(sheet, series_json["series"], last)
        series = SeriesFactory(cells, title_from_data=bool(headers))
        shape, colour = series.graphicalProperties, rgb(series_json.get("colorStyle"))
        if isinstance(chart, BarChart):
            shape.solidFill = colour
            for own in series_json.get("styleOverrides", []):
                point = DataPoint(idx=own["index"])
                point.graphicalProperties.solidFill = rgb(own["colorStyle"])
                series.dPt.append(point)
        elif series_json["lineStyle"]["type"] == "INVISIBLE":
            shape.line.noFill, series.marker = True, Marker("diamond", 8)
            series.marker.graphicalProperties.solidFill = colour
        else:
            shape.line.solidFill, shape.line.prstDash = colour, _DASHES[series_json["lineStyle"]["type"]]
        chart.series.append(series)
    names = _reference(sheet, basic["domains"][0]["domain"], last)
    names.min_row += headers
    chart.set_categories(names)


def _anchor(position: Json) -> OneCellAnchor:
    cell, pixel = position["anchorCell"], 9525
    corner = AnchorMarker(
        cell["columnIndex"], position.get("offsetXPixels", 0) * pixel,
        cell["rowIndex"], position.get("offsetYPixels", 0) * pixel,
    )  # fmt: skip
    size = XDRPositiveSize2D(position["widthPixels"] * pixel, position["heightPixels"] * pixel)
    return OneCellAnchor(_from=corner, ext=size)


def _reference(sheet: Worksheet, range_json: Json, last: int) -> Reference:
    (span,) = range_json["sourceRange"]["sources"]
    left, top = span["startColumnIndex"] + 1, span["startRowIndex"] + 1
    return Reference(sheet, left, top, span["endColumnIndex"], span.get("endRowIndex", last))
