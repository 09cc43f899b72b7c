"""Cells inserted, deleted, copied, moved and merged."""

from __future__ import annotations

import uno

from .documents import OfficeError, box_of
from .read_formulas import get_formulas
from .read_values import CONTENT
from .write_formulas import copy_formulas, set_formulas
from .write_values import copy_values

NOTES = 8  # com.sun.star.sheet.CellFlags
INSERT = {"down": "DOWN", "right": "RIGHT", "rows": "ROWS", "columns": "COLUMNS"}
DELETE = {"up": "UP", "left": "LEFT", "rows": "ROWS", "columns": "COLUMNS"}


def _mode(kind, name):
    return uno.Enum("com.sun.star.sheet." + kind, name)


def insert_cells(office, where, shift):
    """Insert empty cells; the cells there move ``down``, ``right``, or as whole ``rows`` or ``columns``.

    The new cells are formatted like those above, or to the left.
    """
    cells, sheet = office.cells(where), office.sheet(where[0], where[1])
    area = cells.getRangeAddress()
    sheet.insertCells(area, _mode("CellInsertMode", INSERT[shift]))
    by_rows = shift in ("down", "rows")
    moved, size = box_of(cells), (where[4] - where[2] + 1, where[5] - where[3] + 1)
    expected = where[2] + size[0] if by_rows else where[3] + size[1]
    if (moved[0] if by_rows else moved[1]) != expected:
        raise OfficeError(
            f"cells could not be inserted on sheet {where[1]!r}: they would push others off the sheet,"
            " or break a merged cell or an array formula"
        )


def delete_cells(office, where, shift):
    """Delete cells; others move ``up``, ``left``, or as whole ``rows`` or ``columns``."""
    sheet = office.sheet(where[0], where[1])
    area = office.cells(where).getRangeAddress()
    by_rows = shift in ("up", "rows")
    last_row, last_column = sheet.Rows.Count - 1, sheet.Columns.Count - 1
    beyond = (where[4] + 1, where[3]) if by_rows else (where[2], where[5] + 1)
    witness = None
    if beyond[0] <= last_row and beyond[1] <= last_column:
        witness = sheet.getCellByPosition(beyond[1], beyond[0])
    sheet.removeRange(area, _mode("CellDeleteMode", DELETE[shift]))
    if witness is not None:
        place = box_of(witness)
        if (place[0], place[1]) != (where[2], where[3]):
            raise OfficeError(
                f"cells could not be deleted on sheet {where[1]!r}: a merged cell or an array formula"
                " is among those that would move"
            )


def copy_cells(office, source, target):
    """Copy cells with formats, conditional formats and notes; a larger target is filled with copies."""
    _same_document(source, target)
    uid, sheet, top, left = target[:4]
    rows, columns = _tiled(source, target)
    _copy_block(office, source, target)
    height, width = source[4] - source[2] + 1, source[5] - source[3] + 1
    while height < rows:  # what is there already is copied again: few copies fill much
        part = min(height, rows - height)
        block = (uid, sheet, top, left, top + part - 1, left + width - 1)
        _copy_block(office, block, (uid, sheet, top + height, left))
        height += part
    while width < columns:
        part = min(width, columns - width)
        block = (uid, sheet, top, left, top + rows - 1, left + part - 1)
        _copy_block(office, block, (uid, sheet, top, left + width))
        width += part


def _copy_block(office, source, target):
    sheet = office.sheet(source[0], source[1])
    sheet.copyRange(_first_cell(office, target), office.cells(source).getRangeAddress())


def _first_cell(office, where):
    return office.sheet(where[0], where[1]).getCellByPosition(where[3], where[2]).getCellAddress()


def _same_document(source, target):
    if source[0] != target[0]:
        raise OfficeError("cells can be copied within one workbook only; assign values across workbooks")


def copy_formats(office, source, target):
    """Copy formats and conditional formats only: what the target's cells hold is kept aside meanwhile."""
    rows, columns = _tiled(source, target)
    whole = (*target[:4], target[2] + rows - 1, target[3] + columns - 1)
    if _holds_array(office, whole):
        raise OfficeError(f"formats cannot be copied over an array formula on sheet {whole[1]!r}")
    contents, notes = get_formulas(office, whole), _notes(office, whole)
    copy_cells(office, source, whole)
    office.cells(whole).clearContents(NOTES)
    set_formulas(office, whole, contents)
    annotations = office.sheet(whole[0], whole[1]).Annotations
    for position, text in notes:
        annotations.insertNew(position, text)


def _holds_array(office, where):
    rows = office.cells(where).getFormulaArray()
    return any(text.startswith("{=") for row in rows for text in row)


def _notes(office, where):
    places = [(note.Position, note.String) for note in office.sheet(where[0], where[1]).Annotations]
    return [
        (place, text)
        for place, text in places
        if where[2] <= place.Row <= where[4] and where[3] <= place.Column <= where[5]
    ]


def copy_contents(office, source, target, formulas):
    """Copy what cells hold, as formulas or as values; formats stay. A larger target is filled with copies."""
    height, width = source[4] - source[2] + 1, source[5] - source[3] + 1
    rows, columns = _tiled(source, target)
    copy = copy_formulas if formulas else copy_values
    for row in range(target[2], target[2] + rows, height):
        for column in range(target[3], target[3] + columns, width):
            copy(office, source, (*target[:2], row, column, row + height - 1, column + width - 1))


def _tiled(source, target):
    """Rows and columns to fill: the target's if the source fits into them evenly, else the source's."""
    height, width = source[4] - source[2] + 1, source[5] - source[3] + 1
    rows, columns = target[4] - target[2] + 1, target[5] - target[3] + 1
    return (height, width) if rows % height or columns % width else (rows, columns)


def move_cells(office, source, target):
    """Cut cells and paste them elsewhere; references follow."""
    _same_document(source, target)
    office.sheet(source[0], source[1]).moveRange(
        _first_cell(office, target), office.cells(source).getRangeAddress()
    )


def merge(office, where, across):
    """Merge cells, or each row's; what the first cell does not hold is deleted, as Excel does."""
    rows = range(where[2], where[4] + 1) if across else (None,)
    for row in rows:
        part = where if row is None else (*where[:2], row, where[3], row, where[5])
        cells = office.cells(part)
        contents = cells.getFormulaArray()
        if any(text for i, line in enumerate(contents) for j, text in enumerate(line) if i or j):
            _keep_first(office, part)
        cells.merge(True)


def _keep_first(office, where):
    uid, sheet, first_row, first_column, last_row, last_column = where
    if last_column > first_column:
        office.cells((uid, sheet, first_row, first_column + 1, first_row, last_column)).clearContents(CONTENT)
    if last_row > first_row:
        office.cells((uid, sheet, first_row + 1, first_column, last_row, last_column)).clearContents(CONTENT)


def unmerge(office, where):
    """Take merged cells apart."""
    office.cells(where).merge(False)


def merge_area(office, where):
    """The box of the merged cell that the first cell is in, or its own."""
    first = office.cells(where[:4] + where[2:4])
    cursor = office.sheet(where[0], where[1]).createCursorByRange(first)
    cursor.collapseToMergedArea()
    return box_of(cursor)


def merge_cells(office, where):
    """Whether the cells are merged: True, False, or None where some are."""
    area = merge_area(office, where)
    if area[0] <= where[2] and area[1] <= where[3] and area[2] >= where[4] and area[3] >= where[5]:
        return area != where[2:4] + where[2:4]
    return None if office.cells(where).getIsMerged() else False


HANDLERS = {
    "insert_cells": insert_cells, "delete_cells": delete_cells, "copy_cells": copy_cells,
    "copy_formats": copy_formats, "move_cells": move_cells, "merge": merge, "unmerge": unmerge,
    "merge_area": merge_area, "copy_contents": copy_contents, "merge_cells": merge_cells,
}  # fmt: skip
