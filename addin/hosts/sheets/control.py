"""The tab from which a team refreshes its report: a box to tick, what came of it, what is published."""

from __future__ import annotations

from collections.abc import Iterator

from addin.hosts.sheets import requests
from addin.hosts.sheets.steps import Write
from addin.hosts.sheets.structure import Json
from addin.placement.ranges import Rect
from addin.words import Lang, say

STATUS, DEALS, REFRESH = "hf_status", "hf_deals", "hf_refresh"
"""Names of single cells: what the last refresh said, the revision published, the box that asks for one."""

_ROWS = {"title": 1, REFRESH: 3, STATUS: 4, DEALS: 5, "how": 7}
_BLUE = {"red": 0.1216, "green": 0.3059, "blue": 0.4745}
_GREY = {"red": 0.4196, "green": 0.4471, "blue": 0.502}
_WIDTHS = (180, 640)


def control_requests(tab: int, title: str, lang: Lang) -> Iterator[Json]:
    """The requests that add the tab."""
    made = requests.add_sheet(tab, title, 20, 3, hideGridlines=True)
    colour = {"rgbColor": {"red": 0.7725, "green": 0.3529, "blue": 0.0667}}
    made["addSheet"]["properties"]["tabColorStyle"] = colour
    yield made
    big: Json = {"textFormat": {"bold": True, "fontSize": 16, "foregroundColorStyle": {"rgbColor": _BLUE}}}
    small: Json = {
        "textFormat": {"fontSize": 9, "foregroundColorStyle": {"rgbColor": _GREY}}, "wrapStrategy": "WRAP",
    }  # fmt: skip
    bold: Json = {"textFormat": {"bold": True}, "verticalAlignment": "TOP"}
    yield _text(tab, _ROWS["title"], 1, say("sheet.refresh", lang), big)
    for name in (REFRESH, STATUS, DEALS):
        yield _text(tab, _ROWS[name], 1, say(f"control.{name}", lang), bold)
        yield requests.add_named_range(name, tab, _cell(name))
    yield _text(tab, _ROWS["how"], 2, say("control.how", lang), small)
    yield from _box(tab)
    told = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
    yield requests.repeat_format(tab, Rect(_ROWS[STATUS], 2, _ROWS[DEALS], 2), told)
    for column, pixels in enumerate(_WIDTHS, 1):
        columns = requests.dimension_range(tab, "COLUMNS", column, column)
        wide = {"properties": {"pixelSize": pixels}, "fields": "pixelSize"}
        yield {"updateDimensionProperties": {"range": columns, **wide}}


def _box(tab: int) -> Iterator[Json]:
    """The box to tick."""
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
    yield {"setDataValidation": {"range": requests.grid_range(tab, _cell(REFRESH)), "rule": rule}}
    yield requests.update_cells(Write(tab, _ROWS[REFRESH], 2, [[False]]))
    corner = {"horizontalAlignment": "LEFT", "verticalAlignment": "TOP"}
    yield requests.repeat_format(tab, _cell(REFRESH), corner)


def _cell(name: str) -> Rect:
    return Rect(_ROWS[name], 2, _ROWS[name], 2)


def _text(tab: int, row: int, column: int, text: str, look: Json) -> Json:
    cell = {"userEnteredValue": {"stringValue": text}, "userEnteredFormat": look}
    start = {"sheetId": tab, "rowIndex": row - 1, "columnIndex": column - 1}
    fields = "userEnteredValue,userEnteredFormat"
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}
