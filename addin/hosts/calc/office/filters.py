"""Filters over tables: set aside while their rows change, then put to work again over the rows there are."""

from __future__ import annotations

import contextlib

from .documents import OfficeError, box_of

NUMERIC, STRING = 0, 1  # com.sun.star.sheet.FilterFieldType


def suspend_filters(office, uid, sheets):
    """Show the rows of sheets that filters hide; what is looked for is kept until `resume_filters`."""
    kept = office.suspended_filters.setdefault(uid, [])
    names = {office.sheet(uid, name).Name for name in sheets}
    for sheet, table in _filters(office.document(uid)):
        if sheet not in names:
            continue
        fields = table.getFilterDescriptor().getFilterFields3()
        area = table.DataArea
        kept.append((sheet, table, area, tuple(map(_told_by_type, fields))))
        if fields:
            cells = table.getReferredCells()
            nothing = cells.createFilterDescriptor(True)
            nothing.ContainsHeader = table.ContainsHeader
            cells.filter(nothing)  # to look for nothing by the table itself would show nothing again


def _told_by_type(field):
    """What a column is looked through for, each text marked as one: Calc 7.4 forgets to, and minds it."""
    values = field.Values
    for value in values:
        if not value.IsNumeric and getattr(value, "FilterType", None) == NUMERIC:
            value.FilterType = STRING
    field.Values = values
    return field


def resume_filters(office, uid, areas):
    """Let filters that begin at the headings of an area cover it, and hide rows again as they did.

    Args:
        office: The office.
        uid: The workbook.
        areas: ``(sheet, box)`` of the tables there are now, headings first; none where all is as it was.
    """
    kept = office.suspended_filters.pop(uid, ())
    places = [(office.sheet(uid, name).Name, place) for name, place in areas]
    for sheet, table, area, fields in kept:
        if areas:
            _cover(table, [place for name, place in places if name == sheet])
        else:
            table.setDataArea(area)  # what has shrunk with its cells does not grow with them again
        if fields:
            table.getFilterDescriptor().setFilterFields3(fields)
            table.refresh()


def resume_all(office):
    """Put to work again what is still set aside."""
    for uid in tuple(office.suspended_filters):
        with contextlib.suppress(OfficeError):  # of a workbook that is open no more
            resume_filters(office, uid, ())


def _filters(document):
    """Every range of a workbook that can filter, after the name of its sheet; those without a name too."""
    named, unnamed = document.DatabaseRanges, document.getPropertyValue("UnnamedDatabaseRanges")
    tables = [named.getByName(name) for name in named.getElementNames()]
    found = [(table.getReferredCells().Spreadsheet.Name, table) for table in tables]
    every = enumerate(document.Sheets.getElementNames())
    return found + [(name, unnamed.getByTable(i)) for i, name in every if unnamed.hasByTable(i)]


def _cover(table, places):
    """Let a filter end where the table under its headings ends."""
    top, left, bottom, right = box_of(table.getReferredCells())
    for first_row, first_column, last_row, last_column in places:
        if first_row == top and first_column <= right and last_column >= left and bottom != last_row:
            area = table.DataArea
            area.EndRow = last_row
            table.setDataArea(area)


HANDLERS = {"suspend_filters": suspend_filters, "resume_filters": resume_filters}
