"""Defined names of a workbook ("" as sheet) or of a sheet."""

from __future__ import annotations

import re

import uno

from .documents import OfficeError, box_of
from .formula_translator import Translator
from .lean import has

CELL = re.compile(r"^(\$?[A-Za-z]{1,3}\$?[0-9]+|[RrCc])$")


def _names(office, uid, sheet):
    return office.sheet(uid, sheet).NamedRanges if sheet else office.document(uid).NamedRanges


def _named(office, uid, sheet, name):
    names = _names(office, uid, sheet)
    if not names.hasByName(name):
        where = f"sheet {sheet!r}" if sheet else "the workbook"
        raise OfficeError(f"there is no name {name!r} in {where}")
    return names.getByName(name)


def list_names(office, uid):
    """``(sheet, name)`` of every name; those of the workbook first."""
    return tuple((sheet, name) for sheet, names in _every(office, uid) for name in names.getElementNames())


def list_definitions(office, uid):
    """``(sheet, name, refers_to)`` of every name, see ``list_names`` and ``get_name``."""
    return tuple(
        (sheet, name, _excel(office, uid, names.getByName(name)))
        for sheet, names in _every(office, uid)
        for name in names.getElementNames()
    )


def _every(office, uid):
    document = office.document(uid)
    yield "", document.NamedRanges
    for sheet in document.Sheets:
        yield sheet.Name, sheet.NamedRanges


def has_name(office, uid, sheet, name):
    """Whether there is such a name."""
    return bool(_names(office, uid, sheet).hasByName(name))


def get_name(office, uid, sheet, name):
    """``(name, refers_to, place)``: what it stands for as Excel writes it, and ``(sheet, box)`` or None."""
    found = _named(office, uid, sheet, name)
    text, cells = _excel(office, uid, found), found.getReferredCells()
    if "#REF!" in text or cells is None or not has(cells, "RangeAddress"):
        return found.Name, text, None
    return found.Name, text, (cells.Spreadsheet.Name, box_of(cells))


def _excel(office, uid, found):
    """What a name stands for as Excel writes it."""
    content = "=" + found.Content
    if "#REF!" in content:
        return content.replace("$#REF!.", "").replace("#REF!.", "")
    return Translator.of(office, uid).to_excel(content, found.ReferencePosition)


def set_name(office, uid, sheet, name, refers_to):
    """Add a name or change what it stands for: ``=Sheet1!$A$1:$B$2`` or any formula."""
    if CELL.match(name):
        raise OfficeError(f"{name!r} cannot be a name: it reads as a cell")
    names = _names(office, uid, sheet)
    origin = uno.createUnoStruct("com.sun.star.table.CellAddress")
    origin.Sheet = office.sheet(uid, sheet).RangeAddress.Sheet if sheet else 0
    content = Translator.of(office, uid).to_calc("=" + refers_to.lstrip("="), origin)[1:]
    if names.hasByName(name):
        names.getByName(name).setContent(content)
        return
    try:
        names.addNewByName(name, content, origin, 0)
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        raise OfficeError(f"{name!r} cannot be a name") from None


def delete_name(office, uid, sheet, name):
    """Delete a name."""
    _named(office, uid, sheet, name)
    _names(office, uid, sheet).removeByName(name)


def name_of(office, where):
    """``(sheet, name)`` of the first name that stands for exactly these cells, or None."""
    wanted = (office.sheet(where[0], where[1]).Name, tuple(where[2:]))
    for sheet, name in list_names(office, where[0]):
        if get_name(office, where[0], sheet, name)[2] == wanted:
            return sheet, name
    return None


HANDLERS = {
    "list_names": list_names, "list_definitions": list_definitions, "has_name": has_name,
    "get_name": get_name, "set_name": set_name, "delete_name": delete_name, "name_of": name_of,
}  # fmt: skip
