"""Requests about tabs, their rows and columns, and the spreadsheet itself."""

from __future__ import annotations

from collections.abc import Callable

from tests.hosts.fakes.book import Book, Sheet, new_id, set_masked
from tests.hosts.fakes.refusals import Json, bad
from tests.hosts.fakes.schema import paths


def add_sheet(book: Book, given: Json, what: str) -> Json:
    properties = given.get("properties", {})
    index = properties.get("index", len(book.sheets))
    sheet = Sheet.new(properties, len(book.sheets))
    if any(other.id == sheet.id for other in book.sheets):
        raise bad(f"Invalid {what}: A sheet with the id {sheet.id} already exists.")
    _check_title(book, sheet, what)
    _check_frozen(sheet, what)
    book.sheets.insert(index, sheet)
    book.reindex()
    return {"properties": sheet.properties}


def delete_sheet(book: Book, given: Json, what: str) -> None:
    sheet = book.by_id(given.get("sheetId"), what)
    if not any(not other.properties.get("hidden") for other in book.sheets if other is not sheet):
        raise bad(f"Invalid {what}: You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    # a name whose cells are gone stays in the interface as #REF!; the API tells it no more
    book.names = [name for name in book.names if name["range"].get("sheetId", 0) != sheet.id]
    book.reindex()


def duplicate_sheet(book: Book, given: Json, what: str) -> Json:
    source = book.by_id(given.get("sourceSheetId"), what)
    double = source.copied()
    double.properties |= {
        "sheetId": given.get("newSheetId", new_id()),
        "title": given.get("newSheetName", f"Copy of {source.title}"),
    }
    _check_title(book, double, what)
    book.sheets.insert(given.get("insertSheetIndex", source.properties["index"] + 1), double)
    book.reindex()
    return {"properties": double.properties}


def update_sheet_properties(book: Book, given: Json, what: str) -> None:
    properties, mask = given["properties"], paths(given["fields"])
    sheet = book.by_id(properties.get("sheetId"), what)
    if mask == ["*"]:
        mask = [key for key in properties if key != "sheetId"]
    shown = [other for other in book.sheets if other is not sheet and not other.properties.get("hidden")]
    if properties.get("hidden") and not shown:
        raise bad(f"Invalid {what}: You can't hide all the sheets in a document.")
    set_masked(sheet.properties, properties, mask)
    sheet.grid.setdefault("rowCount", 1000)
    sheet.grid.setdefault("columnCount", 26)
    _check_title(book, sheet, what)
    _check_frozen(sheet, what)
    sheet.trimmed()
    if "index" in mask:
        book.sheets.remove(sheet)
        book.sheets.insert(properties.get("index", 0), sheet)
    book.reindex()


def update_spreadsheet_properties(book: Book, given: Json, what: str) -> None:
    properties, mask = given["properties"], paths(given["fields"])
    for key, attribute in (("title", "title"), ("locale", "locale"), ("timeZone", "zone")):
        if key in mask or mask == ["*"]:
            if not properties.get(key):
                raise bad(f"Invalid {what}: {key} cannot be empty")
            setattr(book, attribute, properties[key])


def _check_title(book: Book, sheet: Sheet, what: str) -> None:
    if not 0 < len(sheet.title) <= 100:
        raise bad(f"Invalid {what}: Sheet name must be 1 to 100 characters.")
    if any(other is not sheet and other.title.lower() == sheet.title.lower() for other in book.sheets):
        again = "already exists. Please enter another name."
        raise bad(f'Invalid {what}: A sheet with the name "{sheet.title}" {again}')


def _check_frozen(sheet: Sheet, what: str) -> None:
    if sheet.rows < 1 or sheet.columns < 1:
        raise bad(f"Invalid {what}: A sheet has at least one row and column")
    for key, count in (("frozenRowCount", sheet.rows), ("frozenColumnCount", sheet.columns)):
        if sheet.grid.get(key, 0) >= count:
            raise bad(f"Invalid {what}: You can't freeze all visible rows or columns on the sheet.")


def _span(book: Book, given: Json, what: str) -> tuple[Sheet, str, int, int]:
    sheet = book.by_id(given.get("sheetId"), what)
    along = given["dimension"]
    room = sheet.rows if along == "ROWS" else sheet.columns
    start, end = given.get("startIndex", 0), given.get("endIndex", room)
    if not 0 <= start < end:
        raise bad(f"Invalid {what}: range.startIndex[{start}] must be less than range.endIndex[{end}]")
    return sheet, along, start, end


def insert_dimension(book: Book, given: Json, what: str) -> None:
    sheet, along, start, end = _span(book, given["range"], what)
    room, before = (sheet.rows if along == "ROWS" else sheet.columns), given.get("inheritFromBefore", False)
    if before and start == 0:
        raise bad(f"Invalid {what}: inheritFromBefore cannot be true if inserting at index 0")
    if start >= room + before:
        raise bad(f"Invalid {what}: range.startIndex[{start}] must be less than the grid size ({room})")
    moved(book, sheet, along, start, end - start)
    _dressed(sheet, 0 if along == "ROWS" else 1, range(start, end), start - 1 if before else end)


def _dressed(sheet: Sheet, axis: int, new: range, model: int) -> None:
    """New rows or columns look like one of their neighbours."""
    looks = {at: cell["userEnteredFormat"] for at, cell in sheet.cells.items() if "userEnteredFormat" in cell}
    for at, look in looks.items():
        for number in new if at[axis] == model else ():
            row, column = (number, at[1]) if axis == 0 else (at[0], number)
            sheet.put(row, column, {"userEnteredFormat": look})


def delete_dimension(book: Book, given: Json, what: str) -> None:
    sheet, along, start, end = _span(book, given["range"], what)
    room = sheet.rows if along == "ROWS" else sheet.columns
    if end - start >= room:
        raise bad(f"Invalid {what}: You can't delete all the rows or columns on the sheet.")
    moved(book, sheet, along, start, start - end)


def append_dimension(book: Book, given: Json, what: str) -> None:
    sheet = book.by_id(given.get("sheetId"), what)
    sheet.grid["rowCount" if given["dimension"] == "ROWS" else "columnCount"] += given["length"]


def moved(book: Book, sheet: Sheet, along: str, start: int, by: int) -> None:
    """Rows or columns put in at ``start``, or with ``by`` below zero taken out there; names follow."""
    axis = 0 if along == "ROWS" else 1
    cells = {}
    for at, cell in sheet.cells.items():
        new = _moved_to(at[axis], start, by)
        if new is not None:
            cells[(new, at[1]) if axis == 0 else (at[0], new)] = cell
    sheet.cells = cells
    sheet.grid["rowCount" if axis == 0 else "columnCount"] += by
    first, last = ("startRowIndex", "endRowIndex") if axis == 0 else ("startColumnIndex", "endColumnIndex")
    for held in [*book.names, *sheet.protected, *([sheet.filter] if sheet.filter else [])]:
        span = held.get("range", {})
        if span.get("sheetId", 0) == sheet.id and last in span:
            span[first] = _edge(span.get(first, 0), start, by)
            span[last] = _edge(span[last] - 1, start, by) + 1


def _moved_to(at: int, start: int, by: int) -> int | None:
    if at < start:
        return at
    return at + by if at >= start - min(by, 0) else None


def _edge(at: int, start: int, by: int) -> int:
    found = _moved_to(at, start, by)
    return max(start - 1, 0) if found is None else found


def update_dimension_properties(book: Book, given: Json, what: str) -> None:
    sheet, along, start, end = _span(book, given["range"], what)
    for number in range(start, end):
        set_masked(
            sheet.dimensions[along].setdefault(number, {}), given["properties"], paths(given["fields"])
        )


def add_dimension_group(book: Book, given: Json, what: str) -> Json:
    sheet, along, _, _ = _span(book, given["range"], what)
    sheet.groups[along].append({"range": given["range"], "depth": 1})
    return {"dimensionGroups": sheet.groups[along]}


def update_dimension_group(book: Book, given: Json, what: str) -> None:
    group = given["dimensionGroup"]
    sheet, along, _, _ = _span(book, group["range"], what)
    for known in sheet.groups[along]:
        if known["range"] == group["range"]:
            set_masked(known, group, paths(given["fields"]))
            return
    raise bad(f"Invalid {what}: There is no such group")


def delete_dimension_group(book: Book, given: Json, what: str) -> Json:
    sheet, along, start, end = _span(book, given["range"], what)
    for group in sheet.groups[along]:
        if (group["range"].get("startIndex", 0), group["range"]["endIndex"]) == (start, end):
            sheet.groups[along].remove(group)
            return {"dimensionGroups": sheet.groups[along]}
    raise bad(f"Invalid {what}: There is no such group")


def auto_resize_dimensions(book: Book, given: Json, what: str) -> None:
    """Columns as wide as their longest text, roughly; rows are left as they are."""
    sheet, along, start, end = _span(book, given["dimensions"], what)
    if along == "COLUMNS":
        for number in range(start, end):
            texts = (
                str(next(iter(cell["effectiveValue"].values())))
                for (_, column), cell in sheet.cells.items()
                if column == number and "effectiveValue" in cell
            )
            longest = max(map(len, texts), default=0)
            if longest:
                sheet.dimensions[along].setdefault(number, {})["pixelSize"] = 7 * longest + 8


SHEETS: dict[str, Callable[[Book, Json, str], Json | None]] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "appendDimension": append_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "addDimensionGroup": add_dimension_group,
    "updateDimensionGroup": update_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "autoResizeDimensions": auto_resize_dimensions,
}
