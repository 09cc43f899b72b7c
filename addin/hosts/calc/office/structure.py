"""Cells inserted, deleted, copied, moved and merged."""

from __future__ import annotations

import uno

from .documents import Problem, address, box
from .values import CONTENT

FORMATS = 32 | 64 | 256  # com.sun.star.sheet.CellFlags: hard formats, styles, formats of parts of a text
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
    moved, size = box(cells.getRangeAddress()), (where[4] - where[2] + 1, where[5] - where[3] + 1)
    expected = where[2] + size[0] if by_rows else where[3] + size[1]
    if (moved[0] if by_rows else moved[1]) != expected:
        raise Problem(
            "cells could not be inserted on sheet %r: they would push others off the sheet,"
            " or break a merged cell or an array formula" % where[1]
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
        place = box(witness.getRangeAddress())
        if (place[0], place[1]) != (where[2], where[3]):
            raise Problem(
                "cells could not be deleted on sheet %r: part of a merged cell or of an array formula is"
                " among those that would move" % where[1]
            )


def copy_cells(office, source, target):
    """Copy cells with formats, conditional formats and notes; a larger target is filled with copies."""
    _same_document(source, target)
    height, width = source[4] - source[2] + 1, source[5] - source[3] + 1
    rows, columns = target[4] - target[2] + 1, target[5] - target[3] + 1
    if rows % height or columns % width:
        rows, columns = height, width
    _copy_block(office, source, target, height, width)
    for size, step, across in ((rows, height, False), (columns, width, True)):
        done = step
        while done < size:  # what is there already is copied again: few copies fill much
            part = min(done, size - done)
            first_row, first_column = target[2], target[3]
            block = target[:2] + (
                (first_row, first_column, first_row + rows - 1, first_column + part - 1)
                if across
                else (first_row, first_column, first_row + part - 1, first_column + width - 1)
            )
            place = (first_row, first_column + done) if across else (first_row + done, first_column)
            _copy_block(office, block, target[:2] + place + place, part, part)
            done += part


def _copy_block(office, source, target, _height, _width):
    sheet = office.sheet(source[0], source[1])
    sheet.copyRange(_first_cell(office, target), office.cells(source).getRangeAddress())


def _first_cell(office, where):
    return office.cells(where[:2] + where[2:4] + where[2:4]).getCellByPosition(0, 0).getCellAddress()


def _same_document(source, target):
    if source[0] != target[0]:
        raise Problem("cells can be copied within one workbook only; assign values across workbooks")


def copy_formats(office, source, target):
    """Copy formats and conditional formats only; what the target's cells hold stays."""
    height, width = source[4] - source[2] + 1, source[5] - source[3] + 1
    rows, columns = target[4] - target[2] + 1, target[5] - target[3] + 1
    if rows % height or columns % width:
        rows, columns = height, width
    whole = target[:4] + (target[2] + rows - 1, target[3] + columns - 1)
    document = office.document(target[0])
    spare = document.createInstance("com.sun.star.sheet.Spreadsheet")
    name = _free_name(document)
    document.Sheets.insertByName(name, spare)
    try:
        there = (target[0], name) + whole[2:]
        copy_cells(office, source, there)
        office.cells(there).clearContents(CONTENT | 8)
        _transfer_formats(office, there, whole)
    finally:
        document.Sheets.removeByName(name)


def _transfer_formats(office, source, target):
    """Keep the target's contents aside, copy all, and put the contents back where they were."""
    from .formulas import get_formulas, set_formulas

    contents = get_formulas(office, target)
    notes = [(note.Position, note.String) for note in office.sheet(target[0], target[1]).Annotations]
    _copy_block(office, source, target, 0, 0)
    set_formulas(office, target, contents)
    annotations = office.sheet(target[0], target[1]).Annotations
    for position, text in notes:
        if target[2] <= position.Row <= target[4] and target[3] <= position.Column <= target[5]:
            annotations.insertNew(position, text)


def copy_contents(office, source, target, formulas):
    """Copy what cells hold, as formulas or as values; formats stay. A larger target is filled with copies."""
    height, width = source[4] - source[2] + 1, source[5] - source[3] + 1
    rows, columns = target[4] - target[2] + 1, target[5] - target[3] + 1
    if rows % height or columns % width:
        rows, columns = height, width
    for row in range(0, rows, height):
        for column in range(0, columns, width):
            first = (target[2] + row, target[3] + column)
            _copy_part(
                office, source, target[:2] + first + (first[0] + height - 1, first[1] + width - 1), formulas
            )


def _copy_part(office, source, target, formulas):
    from .formulas import copy_formulas
    from .values import copy_values

    (copy_formulas if formulas else copy_values)(office, source, target)


def _free_name(document):
    number = 1
    while document.Sheets.hasByName("hf_%d" % number):
        number += 1
    return "hf_%d" % number


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
        part = where if row is None else where[:2] + (row, where[3], row, where[5])
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
    return box(cursor.getRangeAddress())


def merge_cells(office, where):
    """Whether the cells are merged: True, False, or None where some are."""
    area = merge_area(office, where)
    if area[0] <= where[2] and area[1] <= where[3] and area[2] >= where[4] and area[3] >= where[5]:
        return area != where[2:4] + where[2:4]
    return None if office.cells(where).getPropertyValue("IsMerged") is not False else False


__all__ = ["OPS", "address"]
OPS = {
    "insert_cells": insert_cells, "delete_cells": delete_cells, "copy_cells": copy_cells,
    "copy_formats": copy_formats, "move_cells": move_cells, "merge": merge, "unmerge": unmerge,
    "merge_area": merge_area, "copy_contents": copy_contents, "merge_cells": merge_cells,
}  # fmt: skip
