"""Finding documents, sheets and cells inside the office."""

from __future__ import annotations

import uno

SHEETS = "com.sun.star.sheet.SpreadsheetDocument"
DESKTOP = "com.sun.star.frame.Desktop"


class Problem(Exception):
    """A request that cannot be met; the text is for the person who asked."""


class Office:
    """The office we are in.

    Documents are known by their ``RuntimeUID`` ("" is the current one), sheets by name, and cells by
    ``(document, sheet, first_row, first_column, last_row, last_column)``, counted from 0.
    """

    def __init__(self, context, headless=False):
        self.context = context
        self.headless = headless
        self.desktop = self.create(DESKTOP)
        self.said = {}  # the text in the status bar, by document
        self.locked = {}  # how many locks of the screen are ours, by document

    def create(self, service):
        """A service of the office, by name."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def documents(self):
        """All open spreadsheets, the oldest first."""
        found, each = [], self.desktop.Components.createEnumeration()
        while each.hasMoreElements():
            document = each.nextElement()
            if document.supportsService(SHEETS):
                found.append(document)
        return sorted(found, key=lambda document: int(document.RuntimeUID))

    def document(self, uid):
        """One document."""
        if not uid:
            current = self.desktop.getCurrentComponent()
            if current is not None and current.supportsService(SHEETS):
                return current
        every = self.documents()
        chosen = every[-1:] if not uid else [each for each in every if each.RuntimeUID == uid]
        if not chosen:
            raise Problem("the workbook is not open any more" if uid else "no workbook is open")
        return chosen[0]

    def sheet(self, uid, name):
        """One sheet. Names are matched as the spreadsheet does, without regard to case."""
        sheets = self.document(uid).Sheets
        if not sheets.hasByName(name):
            raise Problem("there is no sheet %r in the workbook" % name)
        return sheets.getByName(name)

    def cells(self, where):
        """A range of cells."""
        uid, name, first_row, first_column, last_row, last_column = where
        sheet = self.sheet(uid, name)
        try:
            return sheet.getCellRangeByPosition(first_column, first_row, last_column, last_row)
        except uno.getClass("com.sun.star.lang.IndexOutOfBoundsException"):
            raise Problem("cells outside of sheet %r were asked for" % name) from None


def properties(**values):
    """Named values as the office takes them."""
    made = []
    for name, value in values.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def address(where, sheet_index):
    """A ``CellRangeAddress``."""
    made = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    made.Sheet = sheet_index
    made.StartRow, made.StartColumn, made.EndRow, made.EndColumn = where[2:]
    return made


def box(area):
    """A ``CellRangeAddress`` as (first_row, first_column, last_row, last_column)."""
    return area.StartRow, area.StartColumn, area.EndRow, area.EndColumn


def boxes(ranges):
    """The areas of a collection of ranges."""
    return tuple(box(area) for area in ranges.getRangeAddresses())
