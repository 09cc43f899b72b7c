"""Values written into cells, a whole range in one call."""

from __future__ import annotations

import uno

from .documents import OfficeError
from .number_formats import apply_format, clear_boolean_formats, is_general, is_uniform
from .read_values import CONTENT, FEW, FORMULAS, with_tabs


def set_values(office, where, rows, dates, times, booleans, fitted=True):
    """Write floats and texts; a text is never read as a formula, number or date.

    ``dates``, ``times`` and ``booleans`` are boxes: days and moments get a date format where the cell has
    none, booleans the BOOLEAN format. Rows become as high as their texts need, unless ``fitted`` is false.
    """
    document, cells = office.document(where[0]), office.cells(where)
    clear_boolean_formats(document, cells)
    _write(office, where, rows, fitted)
    for areas, text, only_general in (
        (dates, "yyyy-mm-dd", True), (times, "yyyy-mm-dd hh:mm:ss", True), (booleans, "BOOLEAN", False),
    ):  # fmt: skip
        for column in _by_columns(areas):
            _give_formats(office, where[:2], column, text, only_general)


def _by_columns(areas):
    """Boxes in lists of those that stand in the same columns."""
    found = {}
    for area in areas:
        found.setdefault((area[1], area[3]), []).append(tuple(area))
    return found.values()


def _give_formats(office, sheet, areas, text, only_general):
    """Set a format on boxes of the same columns, or on those cells of them that have none."""
    document = office.document(sheet[0])
    if only_general:
        span = office.cells(
            (*sheet, min(a[0] for a in areas), areas[0][1], max(a[2] for a in areas), areas[0][3])
        )
        if is_uniform(span) and not is_general(document, span.NumberFormat):
            return  # as in most columns, which have had their format from the start
    for area in areas:
        apply_format(document, office.cells(sheet + area), text, only_general)


def fill_value(office, where, value, text):
    """Write one float or text into every cell, with a format for cells that have none ("" for no format)."""
    document, cells = office.document(where[0]), office.cells(where)
    clear_boolean_formats(document, cells)
    row = (value,) * (where[5] - where[3] + 1)
    rows = (row,) * (where[4] - where[2] + 1)
    _write(office, where, rows)
    if text:
        apply_format(document, cells, text, only_general=text != "BOOLEAN")


def _set_one(cell, value):
    if value == "":
        cell.clearContents(CONTENT)
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def copy_values(office, source, target):
    """Copy values, not formulas, to a range of the same shape; an error becomes an empty cell."""
    rows = with_tabs(office.cells(source).getDataArray())
    plain = tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
    _write(office, target, plain)


def _write(office, where, rows, fitted=True):
    document = office.document(where[0])
    write = _set_fitted if fitted else _set_unmeasured
    write_rows(office, where, rows, lambda part, data: write(document, part, data), _set_one)


def _set_fitted(document, part, data):
    """Write rows of one part; where most keep their height, only the others are measured anew.

    Calc measures whatever it is given, which takes it ten times as long as to write it.
    """
    if len(data) * len(data[0]) > FEW or part.queryContentCells(FORMULAS).getCount():
        part.setDataArray(data)
        return
    rows, kept = part.getRows(), map(_as_high, part.getDataArray(), data)
    other = [row for row, is_kept in enumerate(kept) if not is_kept]
    if 2 * len(other) > len(data) or not all(rows.getByIndex(row).IsVisible for row in other):
        part.setDataArray(data)  # to measure a hidden row by itself is to show it
        return
    _set_unmeasured(document, part, data)
    for first, last in _runs(row for row in other if rows.getByIndex(row).OptimalHeight):
        part.getCellRangeByPosition(0, first, 0, last).getRows().OptimalHeight = True


def _runs(places):
    """The first and the last of each run of numbers one after another."""
    found = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1][1] = place
        else:
            found.append([place, place])
    return found


def _set_unmeasured(document, part, data):
    measured, document.IsAdjustHeightEnabled = document.IsAdjustHeightEnabled, False
    try:
        part.setDataArray(data)
    finally:
        document.IsAdjustHeightEnabled = measured


def _as_high(there, row):
    """Whether a row keeps its height: numbers have taken the place of numbers, and all else is as before."""
    return all(map(_alike, there, row))


def _alike(old, new):
    return old == new or (type(old) is float and type(new) is float)


def write_rows(office, where, rows, set_part, set_one):
    """Write rows by whole parts, and cell by cell where a row holds a note: an array would delete it."""
    try:
        _write_parts(office, where, rows, set_part, set_one)
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        raise OfficeError(
            f"cells of sheet {where[1]!r} cannot be written: some are part of an array formula"
        ) from None


def _write_parts(office, where, rows, set_part, set_one):
    first_row, first_column, last_row, last_column = where[2:]
    noted = sorted(set(_noted_rows(office, where)))
    start = first_row
    for row in [*noted, last_row + 1]:
        if row > start:
            part = (*where[:2], start, first_column, row - 1, last_column)
            set_part(office.cells(part), rows[start - first_row : row - first_row])
        if row <= last_row:
            line = office.cells((*where[:2], row, first_column, row, last_column))
            for column, value in enumerate(rows[row - first_row]):
                set_one(line.getCellByPosition(column, 0), value)
        start = row + 1


def _noted_rows(office, where):
    first_row, first_column, last_row, last_column = where[2:]
    for note in office.sheet(where[0], where[1]).Annotations:
        place = note.Position
        if first_row <= place.Row <= last_row and first_column <= place.Column <= last_column:
            yield place.Row


HANDLERS = {"set_values": set_values, "fill_value": fill_value}
