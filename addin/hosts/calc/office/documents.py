"""Finding documents, sheets and cells inside the office."""

from __future__ import annotations

import re

import uno

from .lean import lean

SHEETS = "com.sun.star.sheet.SpreadsheetDocument"
AMBIGUOUS = "AMBIGUOUS_VALUE"  # of a property that differs among cells
DESKTOP = "com.sun.star.frame.Desktop"
QUOTED = re.compile("'(?:[^']|'')*'")
PLACES = re.compile(r"\.\$?([A-Z]+)\$?([0-9]+)(?::\$?([A-Z]+)\$?([0-9]+))?")


class OfficeError(Exception):
    """A request that cannot be met; the text is for the person who asked."""


class Office:
    """The office we are in.

    Documents are known by their ``RuntimeUID`` ("" is the current one), sheets by name, and cells by
    ``(document, sheet, first_row, first_column, last_row, last_column)``, counted from 0.
    """

    def __init__(self, context, headless=False):
        self.context = context
        self._services = lean(context.ServiceManager)
        self.headless = headless
        self.desktop = self.create(DESKTOP)
        self.translators = {}  # of formulas, by document
        self.last_document = None  # the document asked for last: most requests are about one
        self.status_indicators = {}  # the text in the status bar, by document
        self.screen_locks = {}  # how many locks of the screen are ours, by document
        self.suspended_filters = {}  # what they look for while their rows change, by document
        self.manual_calculation = set()  # documents whose automatic calculation we have turned off

    def create(self, service):
        """A service of the office, by name."""
        return self._services.createInstanceWithContext(service, self.context)

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
        elif self._is_last_document(uid):
            return self.last_document
        every = self.documents()
        chosen = every[-1:] if not uid else [each for each in every if each.RuntimeUID == uid]
        if not chosen:
            raise OfficeError("the workbook is not open any more" if uid else "no workbook is open")
        self.last_document = chosen[0]
        return self.last_document

    def _is_last_document(self, uid):
        try:
            return self.last_document is not None and self.last_document.RuntimeUID == uid
        except uno.getClass("com.sun.star.lang.DisposedException"):
            self.last_document = None
            return False

    def sheet(self, uid, name):
        """One sheet. Names are matched as the spreadsheet does, without regard to case."""
        try:
            return self.document(uid).Sheets.getByName(name)
        except uno.getClass("com.sun.star.container.NoSuchElementException"):
            raise OfficeError(f"there is no sheet {name!r} in the workbook") from None

    def cells(self, where):
        """A range of cells."""
        uid, name, first_row, first_column, last_row, last_column = where
        sheet = self.sheet(uid, name)
        try:
            return sheet.getCellRangeByPosition(first_column, first_row, last_column, last_row)
        except uno.getClass("com.sun.star.lang.IndexOutOfBoundsException"):
            raise OfficeError(f"cells outside of sheet {name!r} were asked for") from None

    def check_writable(self, where):
        """Refuse to write to protected cells: the office itself would do nothing and say nothing."""
        if not self.sheet(where[0], where[1]).isProtected():
            return
        protection = "CellProtection"
        cells = self.cells(where)
        if (
            cells.getPropertyState(protection).value == AMBIGUOUS
            or cells.getPropertyValue(protection).IsLocked
        ):
            raise OfficeError(f"sheet {where[1]!r} is protected")


def properties(**values):
    """Named values as the office takes them."""
    made = []
    for name, value in values.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def box(area):
    """A ``CellRangeAddress`` as (first_row, first_column, last_row, last_column)."""
    return area.StartRow, area.StartColumn, area.EndRow, area.EndColumn


def box_of(cells):
    """The same of a range, without a struct: each look at a field of one is a loss, see ``lean``."""
    return boxes_of(cells)[0]


def boxes_of(cells):
    """The areas of a range, or of a collection of ranges that is not empty."""
    return _boxes_in(cells.AbsoluteName)


def boxes(ranges):
    """The areas of a collection of ranges."""
    return _boxes_in(ranges.getRangeAddressesAsString())


def _boxes_in(addresses):
    """The areas of addresses such as ``Deals.A1:B2;$'a;b'.$C$3``."""
    return tuple(
        (int(top) - 1, _index(left), int(bottom or top) - 1, _index(right or left))
        for left, top, right, bottom in PLACES.findall(QUOTED.sub("", addresses))
    )


def _index(letters):
    """The index of a column, from 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
