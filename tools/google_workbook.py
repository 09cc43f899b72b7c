"""A spreadsheet as the Sheets API returns it, made into a workbook that can be printed."""

from __future__ import annotations

import math

import openpyxl
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tools.google_charts import Json, add_chart, rgb

_BORDERS = {
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOTTED": "hair",
    "DASHED": "dashed",
}
_LINE = 16
"""Pixels of a line of text, roughly."""


def workbook(read: Json) -> openpyxl.Workbook:
    """What a reader is given, as a workbook that can be printed."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet_json in read["sheets"]:
        if not sheet_json["properties"].get("hidden") and "rowData" in sheet_json["data"][0]:
            title = sheet_json["properties"]["title"][:31]
            _sheet(book.create_sheet(title), sheet_json, russian=read["properties"]["locale"] == "ru_RU")
    return book


def _sheet(sheet: Worksheet, sheet_json: Json, *, russian: bool) -> None:
    data = sheet_json["data"][0]
    for i, row in enumerate(data["rowData"], 1):
        for j, cell in enumerate(row.get("values", []), 1):
            _cell(sheet, i, j, cell, russian=russian)
    _sizes(sheet, sheet_json)
    for merge in sheet_json.get("merges", []):
        sheet.merge_cells(_a1(merge, 1))
    for rule in sheet_json.get("conditionalFormats", []):
        _rule(sheet, rule, len(data["rowData"]))
    for chart in sheet_json.get("charts", []):
        add_chart(sheet, chart, len(data["rowData"]))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.left.text = "&A"


def _sizes(sheet: Worksheet, sheet_json: Json) -> None:
    """Widths, heights, and what is hidden or folded away."""
    data = sheet_json["data"][0]
    for i, size in enumerate(data["columnMetadata"], 1):
        dimension = sheet.column_dimensions[get_column_letter(i)]
        dimension.width, dimension.hidden = size["pixelSize"] / 7, size.get("hiddenByUser", False)
    for group in sheet_json.get("columnGroups", []):
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


def _cell(sheet: Worksheet, row: int, column: int, cell_json: Json, *, russian: bool) -> None:
    cell, look = sheet.cell(row, column), cell_json.get("userEnteredFormat", {})
    value = next(iter(cell_json.get("effectiveValue", {}).values()), None)
    cell.value = value
    if "dataValidation" in cell_json:
        cell.value = value = "☑" if value else "☐"
    if isinstance(value, str):
        cell.data_type = "s"
    text = look.get("textFormat", {})
    cell.font = Font(
        name=text.get("fontFamily", "Arial"), size=text.get("fontSize", 10), bold=text.get("bold", False),
        color=rgb(text.get("foregroundColorStyle")),
    )  # fmt: skip
    if ground := rgb(look.get("backgroundColorStyle")):
        cell.fill = PatternFill("solid", fgColor=ground)
    cell.alignment = Alignment(
        horizontal=look.get("horizontalAlignment", "").lower() or None,
        vertical={"MIDDLE": "center", "TOP": "top"}.get(look.get("verticalAlignment", ""), "bottom"),
        wrap_text=look.get("wrapStrategy") == "WRAP",
        indent=_indent(look),
    )
    sides = {
        side: Side(_BORDERS[line["style"]], color=rgb(line.get("colorStyle")))
        for side, line in look.get("borders", {}).items()
    }
    cell.border = Border(**sides)
    pattern = look.get("numberFormat", {}).get("pattern", "General")
    cell.number_format = f"[$-419]{pattern}" if russian and "#,##" in pattern else pattern


def _indent(look: Json) -> int:
    """One where text is set in, 0 where it stands at the edge."""
    padding = look.get("padding", {})
    return int(max(padding.get("left", 3), padding.get("right", 3)) > 3)


def _a1(span: Json, last: int) -> str:
    left, right = (
        get_column_letter(span.get("startColumnIndex", 0) + 1),
        get_column_letter(span["endColumnIndex"]),
    )
    return f"{left}{span.get('startRowIndex', 0) + 1}:{right}{span.get('endRowIndex', last)}"


def _rule(sheet: Worksheet, rule_json: Json, last: int) -> None:
    for span in rule_json["ranges"]:
        if "gradientRule" in rule_json:
            ends = [rgb(rule_json["gradientRule"][end]["colorStyle"]) for end in ("minpoint", "maxpoint")]
            rule = ColorScaleRule("num", 0, ends[0], end_type="num", end_value=1, end_color=ends[1])
        else:
            look, condition = rule_json["booleanRule"]["format"], rule_json["booleanRule"]["condition"]
            formula = condition["values"][0]["userEnteredValue"].removeprefix("=").replace(";", ",")
            text, ground = look.get("textFormat", {}), rgb(look.get("backgroundColorStyle"))
            font = Font(bold=text.get("bold"), color=rgb(text.get("foregroundColorStyle")))
            fill = PatternFill(bgColor=ground) if ground else None
            rule = FormulaRule([formula], font=font, fill=fill)
        sheet.conditional_formatting.add(_a1(span, max(last, span.get("startRowIndex", 0) + 1)), rule)
