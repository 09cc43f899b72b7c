"""Requests about cells: values, formats, notes; copies, moves, merges and sorting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.hosts.fakes.book import Area, Book, Sheet, set_masked
from tests.hosts.fakes.cells import stored
from tests.hosts.fakes.refusals import Json, bad, twin
from tests.hosts.fakes.schema import paths

_ALL = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation")
_PASTED: dict[str, tuple[str, ...]] = {
    "PASTE_NORMAL": ("userEnteredValue", "effectiveValue", "userEnteredFormat", "note", "dataValidation"),
    "PASTE_VALUES": ("userEnteredValue", "effectiveValue"),
    "PASTE_FORMAT": ("userEnteredFormat",),
    "PASTE_NO_BORDERS": ("userEnteredValue", "effectiveValue", "userEnteredFormat", "note"),
    "PASTE_FORMULA": ("userEnteredValue", "effectiveValue"),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


def _apply(sheet: Sheet, row: int, column: int, given: Json, mask: list[str]) -> None:
    fields = [*_ALL] if mask == ["*"] else mask
    cell = twin(sheet.cells.get((row, column), {}))
    set_masked(cell, given, fields)
    if any(field.startswith("userEnteredValue") for field in fields):
        value = cell.get("userEnteredValue")
        cell |= stored(value) if value else {"userEnteredValue": None, "effectiveValue": None}
    sheet.cells.pop((row, column), None)
    sheet.put(row, column, cell)


def update_cells(book: Book, given: Json, what: str) -> None:
    rows, mask = given.get("rows", []), paths(given["fields"])
    if ("range" in given) == ("start" in given):
        raise bad(f"Invalid {what}: exactly one of start and range must be given")
    if "range" in given:
        sheet, area = book.area(given["range"], what)
    else:
        start = given["start"]
        sheet = book.by_id(start.get("sheetId"), what)
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        area = Area(
            top, left, top + len(rows), left + max((len(row.get("values", [])) for row in rows), default=0)
        )
    wide = max((len(row.get("values", [])) for row in rows), default=0)
    if area.bottom > sheet.rows or area.right > sheet.columns or area.left + wide > area.right:
        raise bad(
            f"Invalid {what}: Attempting to write row: {area.bottom - 1}, column: {area.right - 1}, beyond"
        )
    for i in range(area.bottom - area.top):
        line = rows[i].get("values", []) if i < len(rows) else []
        for j in range(area.right - area.left):
            _apply(sheet, area.top + i, area.left + j, line[j] if j < len(line) else {}, mask)


def repeat_cell(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            _apply(sheet, row, column, given["cell"], paths(given["fields"]))


def append_cells(book: Book, given: Json, what: str) -> None:
    sheet = book.by_id(given.get("sheetId"), what)
    top = max((row for (row, _), cell in sheet.cells.items() if "effectiveValue" in cell), default=-1) + 1
    rows = given.get("rows", [])
    sheet.grid["rowCount"] = max(sheet.rows, top + len(rows))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row.get("values", [])):
            _apply(sheet, top + i, j, cell, paths(given["fields"]))


def _pasted(source: Json, kind: str) -> Json:
    fields: Json = {key: source.get(key) for key in _PASTED[kind]}
    if kind == "PASTE_VALUES":  # what a formula gives, and not the formula
        fields["userEnteredValue"] = source.get("effectiveValue")
    return fields


def copy_paste(book: Book, given: Json, what: str) -> None:
    kind = given.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTED:
        raise bad(f"Invalid {what}: this stand-in cannot {kind}")
    source, cells = book.area(given["source"], what)
    target, room = book.area(given["destination"], what)
    tall, wide = cells.bottom - cells.top, cells.right - cells.left
    taken = {
        (i, j): source.cells.get((cells.top + i, cells.left + j), {})
        for i in range(tall)
        for j in range(wide)
    }
    times_down = max((room.bottom - room.top) // tall, 1)
    times_across = max((room.right - room.left) // wide, 1)
    if room.top + tall > target.rows or room.left + wide > target.columns:
        raise bad(f"Invalid {what}: the destination is beyond the last row or column")
    for i in range(times_down * tall):
        for j in range(times_across * wide):
            target.put(room.top + i, room.left + j, _pasted(taken[i % tall, j % wide], kind))


def cut_paste(book: Book, given: Json, what: str) -> None:
    source, cells = book.area(given["source"], what)
    corner = given["destination"]
    target = book.by_id(corner.get("sheetId"), what)
    taken = {at: source.cells.pop(at) for at in [at for at in source.cells if cells.holds(*at)]}
    down = corner.get("rowIndex", 0) - cells.top
    across = corner.get("columnIndex", 0) - cells.left
    for (row, column), cell in taken.items():
        target.cells[row + down, column + across] = cell


def insert_range(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    _shift(sheet, area, given["shiftDimension"], 1)


def delete_range(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    for at in [at for at in sheet.cells if area.holds(*at)]:
        del sheet.cells[at]
    _shift(sheet, area, given["shiftDimension"], -1)


def _shift(sheet: Sheet, area: Area, along: str, way: int) -> None:
    """Cells beyond the area, in its columns or rows, make room or close up."""
    down, across = (area.bottom - area.top, 0) if along == "ROWS" else (0, area.right - area.left)
    cells = {}
    for (row, column), cell in sheet.cells.items():
        aside = area.left <= column < area.right and row >= area.top
        if along == "COLUMNS":
            aside = area.top <= row < area.bottom and column >= area.left
        cells[(row + way * down, column + way * across) if aside else (row, column)] = cell
    sheet.cells = cells
    sheet.grid["rowCount"] += down if way > 0 else 0
    sheet.grid["columnCount"] += across if way > 0 else 0


def merge_cells(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    kind = given.get("mergeType", "MERGE_ALL")
    parts = [area]
    if kind == "MERGE_ROWS":
        parts = [Area(row, area.left, row + 1, area.right) for row in range(area.top, area.bottom)]
    elif kind == "MERGE_COLUMNS":
        parts = [Area(area.top, column, area.bottom, column + 1) for column in range(area.left, area.right)]
    for part in parts:
        if any(_meet(part, other) and not _within(other, part) for other in sheet.merges):
            raise bad(
                f"Invalid {what}: You must select all cells in a merged range to merge or unmerge them."
            )
        sheet.merges = [other for other in sheet.merges if not _meet(part, other)] + [part]
        for at in [at for at in sheet.cells if part.holds(*at) and at != part[:2]]:
            sheet.put(*at, {"userEnteredValue": None, "effectiveValue": None})


def unmerge_cells(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    if any(_meet(area, merge) and not _within(merge, area) for merge in sheet.merges):
        raise bad(f"Invalid {what}: You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if not _within(merge, area)]


def _meet(one: Area, other: Area) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _within(one: Area, other: Area) -> bool:
    across = other.left <= one.left and one.right <= other.right
    return across and other.top <= one.top and one.bottom <= other.bottom


def set_data_validation(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            sheet.put(row, column, {"dataValidation": given.get("rule")})


def update_borders(book: Book, given: Json, what: str) -> None:
    book.area(given["range"], what)


def sort_range(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["range"], what)
    lines = [
        {column: sheet.cells.pop((row, column), {}) for column in range(area.left, area.right)}
        for row in range(area.top, area.bottom)
    ]
    for spec in reversed(given["sortSpecs"]):
        lines = _sorted(
            lines, spec.get("dimensionIndex", 0), descending=spec.get("sortOrder") == "DESCENDING"
        )
    for row, line in enumerate(lines, area.top):
        for column, cell in line.items():
            sheet.put(row, column, cell)


def _sorted(lines: list[dict[int, Json]], column: int, *, descending: bool) -> list[dict[int, Json]]:
    def key(line: dict[int, Json]) -> tuple[Any, ...]:
        value = line[column]["effectiveValue"]
        return (0, value["numberValue"], "") if "numberValue" in value else (1, 0, str(value))

    full = [line for line in lines if "effectiveValue" in line[column]]
    return sorted(full, key=key, reverse=descending) + [line for line in lines if line not in full]


def find_replace(book: Book, given: Json, what: str) -> Json:
    """Whole cells of a range; Google looks at what they show."""
    if not (given.get("matchEntireCell") and given.get("matchCase") and "range" in given):
        raise bad(f"Invalid {what}: this stand-in replaces whole cells of a range")
    sheet, area = book.area(given["range"], what)
    found = [
        at
        for at, cell in sheet.cells.items()
        if area.holds(*at) and cell.get("userEnteredValue") == {"stringValue": given["find"]}
    ]
    new = given.get("replacement", "")
    value = stored({"stringValue": new}) if new else {"userEnteredValue": None, "effectiveValue": None}
    for at in found:
        sheet.put(*at, value)
    return {"valuesChanged": len(found), "occurrencesChanged": len(found)}


CELLS: dict[str, Callable[[Book, Json, str], Json | None]] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "insertRange": insert_range,
    "deleteRange": delete_range,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "setDataValidation": set_data_validation,
    "updateBorders": update_borders,
    "sortRange": sort_range,
    "findReplace": find_replace,
}
