"""A spreadsheet as ``spreadsheets.get`` tells it: zero and absent are left out, as protocol buffers do."""

from __future__ import annotations

from tests.hosts.fakes.book import Area, Book, Sheet
from tests.hosts.fakes.cells import rendered
from tests.hosts.fakes.refusals import Json, twin

_COLOURS = ("tabColor", "backgroundColor", "foregroundColor")


def spreadsheet(book: Book, ranges: list[str], *, data: bool) -> Json:
    """All of it, or the tabs that the ranges are on; with ``data``, their cells."""
    asked: dict[int, list[Area]] = {}
    for text in ranges:
        sheet, area, _ = book.a1(text)
        asked.setdefault(sheet.id, []).append(area)
    shown = [sheet for sheet in book.sheets if not ranges or sheet.id in asked]
    found: Json = {
        "spreadsheetId": book.id,
        "properties": {
            "title": book.title,
            "locale": book.locale,
            "timeZone": book.zone,
            "autoRecalc": "ON_CHANGE",
        },
        "sheets": [_sheet(sheet, asked.get(sheet.id, [_whole(sheet)]) if data else []) for sheet in shown],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }
    if book.names:
        found["namedRanges"] = [{**named, "range": told(named["range"])} for named in book.names]
    if book.metadata:
        found["developerMetadata"] = book.metadata
    return twin(found)


def told(span: Json) -> Json:
    return {key: value for key, value in span.items() if value != 0}


def _whole(sheet: Sheet) -> Area:
    return Area(0, 0, sheet.rows, sheet.columns)


def _sheet(sheet: Sheet, areas: list[Area]) -> Json:
    properties = _coloured({key: value for key, value in sheet.properties.items() if value is not False})
    properties["gridProperties"] = {
        key: value for key, value in sheet.grid.items() if value or not key.startswith("frozen")
    }
    found: Json = {"properties": properties}
    merges = [
        {
            "sheetId": sheet.id, "startRowIndex": merge.top, "endRowIndex": merge.bottom,
            "startColumnIndex": merge.left, "endColumnIndex": merge.right,
        }
        for merge in sheet.merges
    ]  # fmt: skip
    parts: Json = {
        "merges": merges,
        "conditionalFormats": sheet.conditions,
        "protectedRanges": sheet.protected,
        "charts": sheet.charts,
        "basicFilter": sheet.filter,
        "rowGroups": sheet.groups["ROWS"],
        "columnGroups": sheet.groups["COLUMNS"],
        "data": [_grid(sheet, area) for area in areas],
    }
    return found | {key: value for key, value in parts.items() if value}


def _grid(sheet: Sheet, area: Area) -> Json:
    inside = [at for at in sheet.cells if area.holds(*at)]
    rows = []
    for row in range(area.top, max((row for row, _ in inside), default=area.top - 1) + 1):
        last = max((column for at, column in inside if at == row), default=area.left - 1)
        line = [_cell(sheet.cells.get((row, column), {})) for column in range(area.left, last + 1)]
        rows.append({"values": line} if line else {})
    found: Json = {
        "startRow": area.top,
        "startColumn": area.left,
        "rowData": rows,
        "rowMetadata": [
            {"pixelSize": 21, **sheet.dimensions["ROWS"].get(i, {})} for i in range(area.top, area.bottom)
        ],
        "columnMetadata": [
            {"pixelSize": 100, **sheet.dimensions["COLUMNS"].get(i, {})} for i in range(area.left, area.right)
        ],
    }
    return {key: value for key, value in found.items() if value not in (0, [])}


def _cell(cell: Json) -> Json:
    if "userEnteredFormat" in cell:
        cell = {**cell, "userEnteredFormat": _coloured(cell["userEnteredFormat"])}
    if "effectiveValue" not in cell:
        return cell
    return {**cell, "formattedValue": str(rendered(cell, "FORMATTED_VALUE", "SERIAL_NUMBER"))}


def _coloured(told: Json) -> Json:
    """Each colour is told as a style too, and a style of plain colour as a colour."""
    found = {key: _coloured(value) if key == "textFormat" else value for key, value in told.items()}
    for key in _COLOURS:
        if key in found:
            found.setdefault(f"{key}Style", {"rgbColor": found[key]})
        elif "rgbColor" in found.get(f"{key}Style", {}):
            found[key] = found[f"{key}Style"]["rgbColor"]
    return found
