"""The tab from which a team refreshes its report: a box to tick, what came of it, what is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from addin.hosts.sheets.shape import grid
from addin.hosts.xlsx_ranges import Rect
from addin.words import Lang, say

Json = dict[str, Any]

STATUS, DEALS, REFRESH = "hf_status", "hf_deals", "hf_refresh"
"""Names of single cells: what the last refresh said, the revision published, the box that asks for one."""

_ROWS = {"title": 1, REFRESH: 3, STATUS: 4, DEALS: 5, "how": 7}
_BLUE = {"red": 0.1216, "green": 0.3059, "blue": 0.4745}
_GREY = {"red": 0.4196, "green": 0.4471, "blue": 0.502}
_WIDTHS = (180, 640)


def control(tab: int, title: str, lang: Lang) -> Iterator[Json]:
    """The requests that add the tab."""
    size = {"rowCount": 20, "columnCount": 3, "hideGridlines": True}
    colour = {"rgbColor": {"red": 0.7725, "green": 0.3529, "blue": 0.0667}}
    properties = {"sheetId": tab, "title": title, "gridProperties": size, "tabColorStyle": colour}
    yield {"addSheet": {"properties": properties}}
    big: Json = {"textFormat": {"bold": True, "fontSize": 16, "foregroundColorStyle": {"rgbColor": _BLUE}}}
    small: Json = {
        "textFormat": {"fontSize": 9, "foregroundColorStyle": {"rgbColor": _GREY}}, "wrapStrategy": "WRAP",
    }  # fmt: skip
    yield _text(tab, _ROWS["title"], 1, say("sheet.refresh", lang), big)
    for name in (REFRESH, STATUS, DEALS):
        bold: Json = {"textFormat": {"bold": True}, "verticalAlignment": "TOP"}
        yield _text(tab, _ROWS[name], 1, say(f"control.{name}", lang), bold)
        cell = grid(tab, Rect(_ROWS[name], 2, _ROWS[name], 2))
        yield {"addNamedRange": {"namedRange": {"name": name, "range": cell}}}
    yield _text(tab, _ROWS["how"], 2, say("control.how", lang), small)
    box = grid(tab, Rect(_ROWS[REFRESH], 2, _ROWS[REFRESH], 2))
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
    yield {"setDataValidation": {"range": box, "rule": rule}}
    yield {
        "repeatCell": {
            "range": box,
            "cell": {
                "userEnteredValue": {"boolValue": False},
                "userEnteredFormat": {"horizontalAlignment": "LEFT"},
            },
            "fields": "userEnteredValue,userEnteredFormat.horizontalAlignment",
        }
    }
    wrapped = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
    told = grid(tab, Rect(_ROWS[STATUS], 2, _ROWS[DEALS], 2))
    yield {"repeatCell": {"range": told, "cell": wrapped, "fields": "userEnteredFormat.wrapStrategy"}}
    for i, pixels in enumerate(_WIDTHS):
        span = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": i, "endIndex": i + 1}
        wide = {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
        yield {"updateDimensionProperties": wide}


def _text(tab: int, row: int, column: int, text: str, look: Json) -> Json:
    cell = {"userEnteredValue": {"stringValue": text}, "userEnteredFormat": look}
    start = {"sheetId": tab, "rowIndex": row - 1, "columnIndex": column - 1}
    fields = "userEnteredValue,userEnteredFormat"
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}
