"""Values of cells read, a whole range in one call."""

from __future__ import annotations

from functools import cache

import uno

from .documents import box_of, boxes
from .number_formats import DATE, LOGICAL, areas_of_kind, is_uniform, kind

ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR
TAB = "\x01"
NUMBERS, DATES, TEXTS, FORMULAS = 1, 2, 4, 16  # com.sun.star.sheet.CellFlags; numbers without the dates
FEW = 20_000  # cells
CONTENT = NUMBERS | DATES | TEXTS | FORMULAS


def get_values(office, where, with_errors=False):
    """``(rows, epoch, dates, booleans, errors)``.

    Rows hold a float, a str ("" is empty) or None (an error) for each cell. Epoch is the day 0 of dates as
    (year, month, day). Dates and booleans are boxes of cells so formatted; errors, if asked for, are
    (row, column, text).
    """
    rows = with_tabs(get_rows(office, where))  # first, as formulas take their format from their result
    columns = [[row[place] for row in rows] for place in range(len(rows[0]))]
    truths = [place for place, column in enumerate(columns) if 0.0 in column or 1.0 in column]
    epoch, dates, booleans = _kinds(office, where, tuple(map(_span, columns)), truths)
    return rows, epoch, dates, booleans, _errors(office, where) if with_errors else ()


def get_rows(office, where):
    """Rows of float, str or None as the office keeps them, with its own sign for tabs; see ``get_kinds``."""
    return office.cells(where).getDataArray()


def _span(column):
    """The rows of a column's first and last number, or None."""
    rows = [row for row, value in enumerate(column) if type(value) is float]
    return (rows[0], rows[-1]) if rows else None


def get_kinds(office, where, spans, truths):
    """``(epoch, dates, booleans, errors)``, as ``get_values`` tells them, of cells whose rows are known.

    For each column ``spans`` holds the rows of its first and its last number, counted within the range, or
    None; ``truths`` holds the columns with a 0 or a 1.
    """
    return (*_kinds(office, where, spans, truths), _errors(office, where))


def _kinds(office, where, spans, truths):
    document, cells = office.document(where[0]), office.cells(where)

    def column(place):  # its numbers alone: mostly they are formatted alike, and headings are not
        first, last = spans[place]
        return cells.getCellRangeByPosition(place, first, place, last)

    booleans = [found for place in truths for found in areas_of_kind(document, column(place), LOGICAL)[0]]
    places = [place for place, span in enumerate(spans) if span is not None]
    if len(spans) * (where[4] - where[2] + 1) <= FEW:  # a small range tells at once where dates may be
        held = boxes(cells.queryContentCells(FORMULAS | DATES))
        dated = {place - where[3] for _, left, _, right in held for place in range(left, right + 1)}
        places = [place for place in places if place in dated]
    dates = [found for place in places for found in _dates(document, column(place))]
    return get_epoch(office, where[0]), tuple(dates), tuple(booleans)


def _dates(document, column):
    """Boxes outside of which no number of a column is a date, and inside of which every number is one.

    Blanks between dates mostly have no format, so that the areas of one format are many and slow to tell. But
    that a column has no numbers of the other kind than its first one is told at once.
    """
    is_date = kind(document, column.getCellByPosition(0, 0).NumberFormat) & DATE
    if not is_uniform(column) and _holds(column, FORMULAS | (NUMBERS if is_date else DATES)):
        return areas_of_kind(document, column, DATE)[0]
    return (box_of(column),) if is_date else ()


def _holds(cells, flags):
    return cells.queryContentCells(flags).getCount() > 0


def with_tabs(rows):
    """Rows of values with tabs where the office has its own sign for them: in texts of several lines."""
    if not any(TAB in cell for row in rows for cell in row if type(cell) is str):
        return rows
    return tuple(tuple(c.replace(TAB, "\t") if isinstance(c, str) else c for c in row) for row in rows)


def _errors(office, where):
    cells = office.cells(where)
    return tuple(
        (row, column, cells.getCellByPosition(column - where[3], row - where[2]).getString())
        for first_row, first_column, last_row, last_column in boxes(cells.queryFormulaCells(ERRORS))
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    )


def get_epoch(office, uid):
    """The day 0 of dates as (year, month, day)."""
    start = office.document(uid).NullDate
    known = next((day for day, made in _days_zero() if made == start), None)
    return known or (start.Year, start.Month, start.Day)


@cache
def _days_zero():
    """The days that Calc offers, as ``get_epoch`` and as the office tells them: to compare loses nothing."""
    found = []
    for day in ((1899, 12, 30), (1904, 1, 1), (1900, 1, 1)):
        made = uno.createUnoStruct("com.sun.star.util.Date")
        made.Year, made.Month, made.Day = day
        found.append((day, made))
    return found


def get_texts(office, where):
    """What the cells show."""
    cells = office.cells(where)
    return tuple(
        tuple(cells.getCellByPosition(column, row).getString() for column in range(where[5] - where[3] + 1))
        for row in range(where[4] - where[2] + 1)
    )


def get_filled(office, where):
    """Boxes of the cells of a range that hold anything."""
    return boxes(office.cells(where).queryContentCells(CONTENT))


def used_range(office, uid, sheet):
    """The box of the cells in use, formats included; the first cell where there are none."""
    cursor = office.sheet(uid, sheet).createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = box_of(cursor)
    cursor.gotoStartOfUsedArea(False)
    start = box_of(cursor)
    return start[0], start[1], end[2], end[3]


def current_region(office, where):
    """The box of filled cells around a range."""
    cursor = office.sheet(where[0], where[1]).createCursorByRange(office.cells(where))
    cursor.collapseToCurrentRegion()
    return box_of(cursor)


def clear(office, where, flags):
    """Clear by the bits of ``com.sun.star.sheet.CellFlags``."""
    office.cells(where).clearContents(flags)


HANDLERS = {
    "get_values": get_values, "get_rows": get_rows, "get_kinds": get_kinds, "get_texts": get_texts,
    "get_epoch": get_epoch, "get_filled": get_filled, "used_range": used_range,
    "current_region": current_region, "clear": clear,
}  # fmt: skip
