"""The values collection: read, update, append and clear ranges given as text."""

from __future__ import annotations

from typing import Any

from tests.hosts.fakes.book import Area, Book, Sheet, a1_of, column_letters
from tests.hosts.fakes.cells import entered, rendered
from tests.hosts.fakes.refusals import Json, bad

_RENDERINGS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_EMPTY: Json = {"userEnteredValue": None, "effectiveValue": None}


def get(book: Book, text: str, query: Json) -> Json:
    option = query.get("valueRenderOption", "FORMATTED_VALUE")
    dates = query.get("dateTimeRenderOption", "SERIAL_NUMBER")
    along = query.get("majorDimension", "ROWS")
    if option not in _RENDERINGS or along not in ("ROWS", "COLUMNS"):
        raise bad(f"Invalid value at 'value_render_option' or 'major_dimension': {option}, {along}")
    sheet, area, _ = book.a1(text)
    area = Area(area.top, area.left, min(area.bottom, sheet.rows), min(area.right, sheet.columns))
    found: Json = {"range": a1_of(sheet, area), "majorDimension": along}
    rows = _rows(sheet, area, option, dates)
    if along == "COLUMNS":
        wide = max(map(len, rows), default=0)
        rows = _stripped([[row[i] if i < len(row) else "" for row in rows] for i in range(wide)])
    return found | ({"values": rows} if rows else {})


def _rows(sheet: Sheet, area: Area, option: str, dates: str) -> list[list[Any]]:
    inside = {at: cell for at, cell in sheet.within(area) if "effectiveValue" in cell}
    if not inside:
        return []
    height, width = max(row for row, _ in inside) + 1, max(column for _, column in inside) + 1
    rows: list[list[Any]] = [[""] * (width - area.left) for _ in range(height - area.top)]
    for (row, column), cell in inside.items():
        rows[row - area.top][column - area.left] = rendered(cell, option, dates)
    return _stripped(rows)


def _stripped(rows: list[list[Any]]) -> list[list[Any]]:
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def update(book: Book, text: str, given: Json, option: str | None) -> Json:
    """Write values; null leaves a cell as it is, "" empties it. The grid grows where it has to."""
    if option not in ("RAW", "USER_ENTERED"):
        raise bad("'valueInputOption' is required but not specified")
    if given.get("range") and given["range"] != text:
        raise bad(f"Requested writing within range [{text}], but body range is [{given['range']}]")
    sheet, area, bounded = book.a1(text)
    rows = _oriented(given)
    height, width = len(rows), max(map(len, rows), default=0)
    if bounded and (height > area.bottom - area.top or width > area.right - area.left):
        beyond = f"row [{area.bottom + 1}]"
        if height <= area.bottom - area.top:
            beyond = f"column [{column_letters(area.right + 1)}]"
        raise bad(f"Requested writing within range [{a1_of(sheet, area)}], but tried writing to {beyond}")
    sheet.grid["rowCount"] = max(sheet.rows, area.top + height)
    sheet.grid["columnCount"] = max(sheet.columns, area.left + width)
    book.check_size()
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is not None:
                sheet.put(area.top + i, area.left + j, _EMPTY | entered(value, option))
    written = Area(area.top, area.left, area.top + max(height, 1), area.left + max(width, 1))
    found: Json = {"spreadsheetId": book.id, "updatedRange": a1_of(sheet, written)}
    count = sum(map(len, rows))
    counts = {"updatedRows": height, "updatedColumns": width, "updatedCells": count}
    return found | (counts if count else {})


def _oriented(given: Json) -> list[list[Any]]:
    rows: list[list[Any]] = given.get("values") or []
    if given.get("majorDimension") != "COLUMNS":
        return rows
    height = max(map(len, rows), default=0)
    return [[column[i] if i < len(column) else None for column in rows] for i in range(height)]


def batch_update(book: Book, body: Json) -> Json:
    before = book.copied()
    try:
        option = body.get("valueInputOption")
        found = [update(book, one["range"], one, option) for one in body.get("data", [])]
    except BaseException:
        book.restore(before)
        raise
    sheets = {one["updatedRange"].rpartition("!")[0] for one in found}
    total = {
        f"totalUpdated{what}": sum(one.get(f"updated{what}", 0) for one in found)
        for what in ("Rows", "Columns", "Cells")
    }
    return {"spreadsheetId": book.id, **total, "totalUpdatedSheets": len(sheets), "responses": found}


def clear(book: Book, text: str) -> str:
    sheet, area, _ = book.a1(text)
    for at in [at for at in sheet.cells if area.holds(*at)]:
        sheet.put(*at, _EMPTY)
    return a1_of(
        sheet, Area(area.top, area.left, min(area.bottom, sheet.rows), min(area.right, sheet.columns))
    )


def append(book: Book, text: str, given: Json, query: Json) -> Json:
    """Write below the table that the range touches."""
    sheet, area, _ = book.a1(text)
    filled = {at for at, cell in sheet.cells.items() if "effectiveValue" in cell}
    table = _table(filled, area)
    found: Json = {"spreadsheetId": book.id}
    row, column = (table.bottom, table.left) if table else (area.top, area.left)
    if table:
        found["tableRange"] = a1_of(sheet, table)
    sheet.grid["rowCount"] = max(sheet.rows, row + 1)
    place = f"{a1_of(sheet, Area(row, column, row + 1, column + 1))}"
    body = {key: value for key, value in given.items() if key != "range"}
    return found | {"updates": update(book, place, body, query.get("valueInputOption"))}


def _table(filled: set[tuple[int, int]], area: Area) -> Area | None:
    """The rectangle of cells in use that hang together with the last one in the area."""
    inside = [at for at in filled if area.holds(*at)]
    if not inside:
        return None
    row, column = max(inside)
    found, grown = None, Area(row, column, row + 1, column + 1)
    while found != grown:
        found = grown
        near = Area(found.top - 1, found.left - 1, found.bottom + 1, found.right + 1)
        for row, column in (at for at in filled if near.holds(*at)):
            grown = Area(
                min(grown.top, row),
                min(grown.left, column),
                max(grown.bottom, row + 1),
                max(grown.right, column + 1),
            )
    return grown
