"""Tables (database ranges of Calc) and notes."""

from __future__ import annotations

import uno

from .documents import OfficeError, box
from .lean import has


def _ranges(office, uid):
    return office.document(uid).DatabaseRanges


def _table(office, uid, name):
    ranges = _ranges(office, uid)
    if not ranges.hasByName(name):
        raise OfficeError(f"there is no table {name!r} in the workbook")
    return ranges.getByName(name)


def list_tables(office, uid, sheet):
    """Names of the tables of a sheet."""
    index, ranges = office.sheet(uid, sheet).RangeAddress.Sheet, _ranges(office, uid)
    return tuple(name for name in ranges.getElementNames() if ranges.getByName(name).DataArea.Sheet == index)


def get_table(office, uid, name):
    """``(name, sheet, box, headers, totals, autofilter)``."""
    table = _table(office, uid, name)
    area = table.DataArea
    sheet = office.document(uid).Sheets.getByIndex(area.Sheet).Name
    switches = bool(table.ContainsHeader), bool(table.TotalsRow), bool(table.AutoFilter)
    return (table.Name, sheet, box(area), *switches)


def add_table(office, where, name, headers):
    """Make a table of cells; "" lets the office choose a name. Gives the name."""
    ranges, number = _ranges(office, where[0]), 1
    while not name and ranges.hasByName(f"Table{number}"):
        number += 1
    name = name or f"Table{number}"
    if ranges.hasByName(name):
        raise OfficeError(f"there is a table {name!r} already")
    try:
        ranges.addNewByName(name, office.cells(where).getRangeAddress())
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        raise OfficeError(f"{name!r} cannot be the name of a table") from None
    table = ranges.getByName(name)
    table.ContainsHeader = headers
    table.AutoFilter = headers
    return name


def resize_table(office, where, name):
    """Let a table stand for other cells of its sheet."""
    _table(office, where[0], name).setDataArea(office.cells(where).getRangeAddress())


def set_table(office, uid, name, what, value):
    """Set ``ContainsHeader``, ``TotalsRow``, ``AutoFilter`` or ``Name``."""
    table = _table(office, uid, name)
    if what == "Name":
        table.setName(value)
    else:
        table.setPropertyValue(what, value)


def list_notes(office, uid, sheet):
    """``(row, column, text, author)`` of every note of a sheet."""
    found = office.sheet(uid, sheet).Annotations
    return tuple((note.Position.Row, note.Position.Column, note.String, note.Author) for note in found)


def set_note(office, where, text):
    """Write a note to the first cell of a range, in place of another; "" deletes it."""
    notes = office.sheet(where[0], where[1]).Annotations
    for index, note in enumerate(notes):
        if (note.Position.Row, note.Position.Column) == tuple(where[2:4]):
            notes.removeByIndex(index)
            break
    if text:
        notes.insertNew(office.cells(where).getCellByPosition(0, 0).getCellAddress(), text)


def get_link(office, where):
    """The address that the first cell links to, "" for none."""
    return _address(office.sheet(where[0], where[1]).getCellByPosition(where[3], where[2]))


def _address(cell):
    fields = cell.getTextFields().createEnumeration()
    while fields.hasMoreElements():
        field = fields.nextElement()
        if has(field, "URL"):
            return field.URL
    return ""


def set_link(office, where, url, text):
    """Let the first cell show a text that links to an address."""
    _link(
        office.document(where[0]),
        office.sheet(where[0], where[1]).getCellByPosition(where[3], where[2]),
        url,
        text,
    )


def set_links(office, where, links):
    """Let cells of a column link to the addresses they show; ``links`` are pairs of row and address."""
    document, column = office.document(where[0]), office.cells(where)
    for row, url in links:
        cell = column.getCellByPosition(0, row)
        if _address(cell) != url:
            _link(document, cell, url, url)


def _link(document, cell, url, text):
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = url, text
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)


HANDLERS = {
    "get_link": get_link, "set_link": set_link, "set_links": set_links,
    "list_tables": list_tables, "get_table": get_table, "add_table": add_table, "resize_table": resize_table,
    "set_table": set_table, "list_notes": list_notes, "set_note": set_note,
}  # fmt: skip
