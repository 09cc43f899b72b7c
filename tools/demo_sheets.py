"""The demo in a shared spreadsheet: published to the loopback service, read back, drawn.

``python -m tools.demo_sheets FOLDER`` leaves there a picture of every visible tab as gspread reads it.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path
from typing import Any

import gspread
import openpyxl
from google.auth.credentials import AnonymousCredentials
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from addin.demo.workbook import write_demo
from addin.hosts.sheets.client import PatientClient, Remote, Told
from addin.hosts.sheets.layout import init
from addin.hosts.sheets.sync import Asked, sync
from addin.words import LANGS, Lang
from tests.hosts.fakes.book import Book
from tests.hosts.fakes.loopback import mount
from tests.hosts.fakes.server import Service, serving
from tools.pictures import draw

Json = dict[str, Any]
_BORDERS = {
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOTTED": "hair",
    "DASHED": "dashed",
}
_DASHES = {"SOLID": "solid", "MEDIUM_DASHED": "dash", "DOTTED": "sysDot"}
_LINE = 16
"""Pixels of a line of text, roughly."""


def main() -> None:
    """The demo in a shared spreadsheet of the loopback server, in both languages."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-sheets")
    for lang in LANGS:
        for picture in demo(lang, folder):
            sys.stdout.write(f"{picture}\n")


def demo(lang: Lang, folder: Path) -> list[Path]:
    """Publish, read back and draw the demo in one language; the calls are told on the way."""
    service, told = Service(), list[Told]()
    book = service.add(Book("Demo", locale="ru_RU" if lang == "ru" else "en_GB"))
    with tempfile.TemporaryDirectory() as place, serving(service) as base:
        deals = Path(place) / "deals.xlsx"
        write_demo(deals)
        client = PatientClient(AnonymousCredentials(), tell=told.append)
        mount(client.session, base)
        remote = Remote(client, book.id)
        for label, act in (
            ("init", lambda: init(remote, None, "en")),
            ("sync", lambda: sync(remote, Asked(deals))),
            ("sync, nothing new", lambda: sync(remote, Asked(deals))),
        ):
            told.clear()
            act()
            sys.stdout.write(f"{lang} {label}: {calls(told)}\n")
        reader = gspread.authorize(AnonymousCredentials())
        mount(reader.http_client.session, base)
        read = reader.open_by_key(book.id).fetch_sheet_metadata({"includeGridData": "true"})
        for old in folder.glob(f"{lang}-*.png"):  # pages may have become fewer
            old.unlink()
        drawn = Path(place) / "report.xlsx"
        workbook(read).save(drawn)
        return draw(drawn, folder, lang)


def calls(told: list[Told]) -> str:
    """How many calls of each kind were made, and how much was sent."""
    reads = sum(one.method == "GET" for one in told)
    return f"{reads} reads, {len(told) - reads} writes, {sum(one.sent for one in told):,} bytes sent"


def workbook(read: Json) -> openpyxl.Workbook:
    """What a reader is given, as a workbook that can be printed."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for told in read["sheets"]:
        if not told["properties"].get("hidden") and "rowData" in told["data"][0]:
            title = told["properties"]["title"][:31]
            _sheet(book.create_sheet(title), told, russian=read["properties"]["locale"] == "ru_RU")
    return book


def _sheet(sheet: Worksheet, told: Json, *, russian: bool) -> None:
    data = told["data"][0]
    for i, row in enumerate(data["rowData"], 1):
        for j, cell in enumerate(row.get("values", []), 1):
            _cell(sheet, i, j, cell, russian=russian)
    _sizes(sheet, told)
    for merge in told.get("merges", []):
        sheet.merge_cells(_a1(merge, 1))
    for rule in told.get("conditionalFormats", []):
        _rule(sheet, rule, len(data["rowData"]))
    for chart in told.get("charts", []):
        _chart(sheet, chart, len(data["rowData"]))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.left.text = "&A"


def _sizes(sheet: Worksheet, told: Json) -> None:
    """Widths, heights, and what is hidden or folded away."""
    data = told["data"][0]
    for i, size in enumerate(data["columnMetadata"], 1):
        dimension = sheet.column_dimensions[get_column_letter(i)]
        dimension.width, dimension.hidden = size["pixelSize"] / 7, size.get("hiddenByUser", False)
    for group in told.get("columnGroups", []):
        for i in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            sheet.column_dimensions[get_column_letter(i + 1)].hidden = group.get("collapsed", False)
    for i, size in enumerate(data["rowMetadata"], 1):
        if i <= len(data["rowData"]):
            sheet.row_dimensions[i].hidden = size.get("hiddenByUser", False)
            own = size["pixelSize"] if size["pixelSize"] != 21 else _fitting(sheet, i)
            sheet.row_dimensions[i].height = own * 0.75


def _fitting(sheet: Worksheet, row: int) -> float:
    """Pixels of a row whose height nobody has set: Google Sheets fits it to texts that are wrapped."""
    tall = 21.0
    for cell in sheet[row]:
        size = (cell.font.sz or 10) / 10
        letters = sheet.column_dimensions[cell.column_letter].width / size
        wrapped = cell.alignment.wrap_text and isinstance(cell.value, str)
        lines = math.ceil(len(str(cell.value)) / letters) if wrapped else 1
        tall = max(tall, lines * _LINE * size + 5) if cell.value is not None else tall
    return tall


def _cell(sheet: Worksheet, row: int, column: int, told: Json, *, russian: bool) -> None:
    cell, look = sheet.cell(row, column), told.get("userEnteredFormat", {})
    value = next(iter(told.get("effectiveValue", {}).values()), None)
    cell.value = value
    if "dataValidation" in told:
        cell.value = value = "☑" if value else "☐"
    if isinstance(value, str):
        cell.data_type = "s"
    text = look.get("textFormat", {})
    cell.font = Font(
        name=text.get("fontFamily", "Arial"), size=text.get("fontSize", 10), bold=text.get("bold", False),
        color=_rgb(text.get("foregroundColorStyle")),
    )  # fmt: skip
    if ground := _rgb(look.get("backgroundColorStyle")):
        cell.fill = PatternFill("solid", fgColor=ground)
    cell.alignment = Alignment(
        horizontal=look.get("horizontalAlignment", "").lower() or None,
        vertical={"MIDDLE": "center", "TOP": "top"}.get(look.get("verticalAlignment", ""), "bottom"),
        wrap_text=look.get("wrapStrategy") == "WRAP",
        indent=_indent(look),
    )
    sides = {
        side: Side(_BORDERS[line["style"]], color=_rgb(line.get("colorStyle")))
        for side, line in look.get("borders", {}).items()
    }
    cell.border = Border(**sides)
    pattern = look.get("numberFormat", {}).get("pattern", "General")
    cell.number_format = f"[$-419]{pattern}" if russian and "#,##" in pattern else pattern


def _indent(look: Json) -> int:
    """One where text is set in, 0 where it stands at the edge."""
    padding = look.get("padding", {})
    return int(max(padding.get("left", 3), padding.get("right", 3)) > 3)


def _rgb(told: Json | None) -> str | None:
    if told is None:
        return None
    parts = (told["rgbColor"].get(name, 0) for name in ("red", "green", "blue"))
    return "".join(f"{round(part * 255):02X}" for part in parts)


def _a1(span: Json, last: int) -> str:
    left, right = (
        get_column_letter(span.get("startColumnIndex", 0) + 1),
        get_column_letter(span["endColumnIndex"]),
    )
    return f"{left}{span.get('startRowIndex', 0) + 1}:{right}{span.get('endRowIndex', last)}"


def _rule(sheet: Worksheet, told: Json, last: int) -> None:
    for span in told["ranges"]:
        if "gradientRule" in told:
            ends = [_rgb(told["gradientRule"][end]["colorStyle"]) for end in ("minpoint", "maxpoint")]
            rule = ColorScaleRule("num", 0, ends[0], end_type="num", end_value=1, end_color=ends[1])
        else:
            look, condition = told["booleanRule"]["format"], told["booleanRule"]["condition"]
            formula = condition["values"][0]["userEnteredValue"].removeprefix("=").replace(";", ",")
            text, ground = look.get("textFormat", {}), _rgb(look.get("backgroundColorStyle"))
            font = Font(bold=text.get("bold"), color=_rgb(text.get("foregroundColorStyle")))
            fill = PatternFill(bgColor=ground) if ground else None
            rule = FormulaRule([formula], font=font, fill=fill)
        sheet.conditional_formatting.add(_a1(span, max(last, span.get("startRowIndex", 0) + 1)), rule)


def _chart(sheet: Worksheet, told: Json, last: int) -> None:
    basic, place = told["spec"]["basicChart"], told["position"]["overlayPosition"]
    bars, heads = basic["chartType"] == "BAR", basic["headerCount"]
    chart: BarChart | LineChart = BarChart() if bars else LineChart()
    if isinstance(chart, BarChart):
        chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 45
        chart.x_axis.scaling.orientation = "maxMin"
    for one in basic["series"]:
        cells = _reference(sheet, one["series"], last)
        series = SeriesFactory(cells, title_from_data=bool(heads))
        shape, colour = series.graphicalProperties, _rgb(one["colorStyle"])
        if bars:
            shape.solidFill = colour
        else:
            shape.line.solidFill, shape.line.prstDash = colour, _DASHES[one["lineStyle"]["type"]]
        chart.series.append(series)
    names = _reference(sheet, basic["domains"][0]["domain"], last)
    names.min_row += heads
    chart.set_categories(names)
    chart.title, small = told["spec"].get("title"), "title" not in told["spec"]
    chart.x_axis.delete = chart.y_axis.delete = small
    chart.y_axis.majorGridlines = None if small else chart.y_axis.majorGridlines
    if basic["legendPosition"] == "NO_LEGEND":
        chart.legend = None
    elif chart.legend is not None:
        chart.legend.position = "b"
    chart.anchor = _anchor(place)  # type: ignore[assignment]  # the stubs know only the corner
    sheet.add_chart(chart)


def _anchor(place: Json) -> OneCellAnchor:
    cell, pixel = place["anchorCell"], 9525
    corner = AnchorMarker(
        cell["columnIndex"], place.get("offsetXPixels", 0) * pixel,
        cell["rowIndex"], place.get("offsetYPixels", 0) * pixel,
    )  # fmt: skip
    size = XDRPositiveSize2D(place["widthPixels"] * pixel, place["heightPixels"] * pixel)
    return OneCellAnchor(_from=corner, ext=size)


def _reference(sheet: Worksheet, told: Json, last: int) -> Reference:
    (span,) = told["sourceRange"]["sources"]
    left, top = span["startColumnIndex"] + 1, span["startRowIndex"] + 1
    return Reference(sheet, left, top, span["endColumnIndex"], span.get("endRowIndex", last))


if __name__ == "__main__":
    main()
