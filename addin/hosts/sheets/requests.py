"""The requests a ``batchUpdate`` is made of, one function for each."""

from __future__ import annotations

from addin.hosts.sheets.reading import Rows, Value
from addin.hosts.sheets.steps import Write
from addin.hosts.sheets.structure import Json, NamedRange
from addin.placement.ranges import Rect


def grid_range(tab: int, rect: Rect) -> Json:
    """A rectangle as the API wants it."""
    return {
        "sheetId": tab,
        "startRowIndex": rect.top - 1,
        "endRowIndex": rect.bottom,
        "startColumnIndex": rect.left - 1,
        "endColumnIndex": rect.right,
    }


def dimension_range(tab: int, along: str, first: int, last: int) -> Json:
    """Whole ``ROWS`` or ``COLUMNS`` from the first to the last, from 1."""
    return {"sheetId": tab, "dimension": along, "startIndex": first - 1, "endIndex": last}


def add_sheet(tab: int, title: str, rows: int, columns: int, **more: object) -> Json:
    """A new tab; ``more`` are fields of its grid."""
    size = {"rowCount": rows, "columnCount": columns, **more}
    return {"addSheet": {"properties": {"sheetId": tab, "title": title, "gridProperties": size}}}


def add_hidden_sheet(tab: int, title: str, rows: int = 1, columns: int = 1) -> Json:
    """A new tab that people do not see."""
    found = add_sheet(tab, title, rows, columns)
    found["addSheet"]["properties"]["hidden"] = True
    return found


def delete_sheet(tab: int) -> Json:
    """A tab goes."""
    return {"deleteSheet": {"sheetId": tab}}


def set_row_count(tab: int, rows: int) -> Json:
    """A tab has so many rows."""
    size = {"sheetId": tab, "gridProperties": {"rowCount": rows}}
    return {"updateSheetProperties": {"properties": size, "fields": "gridProperties.rowCount"}}


def add_named_range(name: str, tab: int, rect: Rect, number: str = "") -> Json:
    """A new name for cells, with an id of ours where other requests speak of it."""
    own = {"namedRangeId": number} if number else {}
    return {"addNamedRange": {"namedRange": {**own, "name": name, "range": grid_range(tab, rect)}}}


def update_named_range(named: NamedRange, tab: int, rect: Rect) -> Json:
    """A name stands for these cells from now on."""
    changed = {"namedRangeId": named.id, "name": named.name, "range": grid_range(tab, rect)}
    return {"updateNamedRange": {"namedRange": changed, "fields": "range"}}


def rename_sheet(tab: int, title: str) -> Json:
    """A tab gets another title."""
    return {"updateSheetProperties": {"properties": {"sheetId": tab, "title": title}, "fields": "title"}}


def append_rows(tab: int, rows: Rows) -> Json:
    """Rows below the last in use, so that nothing is written over."""
    lines = [{"values": [_extended_value(value) for value in line]} for line in rows]
    return {"appendCells": {"sheetId": tab, "rows": lines, "fields": "userEnteredValue"}}


def clear_text(tab: int, row: int, column: int, text: str) -> Json:
    """A cell is emptied if it holds this text, and is let be if it holds another by then."""
    return {
        "findReplace": {
            "find": text,
            "replacement": "",
            "matchCase": True,
            "matchEntireCell": True,
            "range": grid_range(tab, Rect(row, column, row, column)),
        }
    }


def copy_paste(source: int, cells: Rect, tab: int, onto: Rect, kind: str) -> Json:
    """Cells copied; ``kind`` is ``PASTE_VALUES``, ``PASTE_FORMAT`` or ``PASTE_FORMULA``."""
    return {
        "copyPaste": {
            "source": grid_range(source, cells),
            "destination": grid_range(tab, onto),
            "pasteType": kind,
        }
    }


def clear_values(tab: int, rect: Rect) -> Json:
    """Nothing in cells; their looks stay."""
    return {"updateCells": {"range": grid_range(tab, rect), "fields": "userEnteredValue"}}


def update_cells(write: Write) -> Json:
    """Values in cells, as they are; their looks stay."""
    rows = [{"values": [_extended_value(value) for value in line]} for line in write.values]
    return {
        "updateCells": {
            "range": grid_range(write.tab, write.rect),
            "rows": rows,
            "fields": "userEnteredValue",
        }
    }


def repeat_format(tab: int, rect: Rect, look: Json) -> Json:
    """Cells all take the parts of a format that are given."""
    fields = ",".join(f"userEnteredFormat.{part}" for part in look)
    return {
        "repeatCell": {"range": grid_range(tab, rect), "cell": {"userEnteredFormat": look}, "fields": fields}
    }


def _extended_value(value: Value) -> Json:
    """A value as it is, never typed in: a text that begins with = is a text."""
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, str):
        return {"userEnteredValue": {"stringValue": value}}
    return {"userEnteredValue": {"numberValue": value}}
