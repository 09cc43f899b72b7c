"""Workbooks: made, opened, saved and closed; and what belongs to the window: selection, screen, status."""

from __future__ import annotations

import os

import uno

from .documents import OfficeError, box_of, properties
from .lean import has

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8",
    ".ots": "calc8_template", ".xls": "MS Excel 97", ".fods": "OpenDocument Spreadsheet Flat XML",
    ".csv": "Text - txt - csv (StarCalc)", ".pdf": "calc_pdf_Export", ".html": "HTML (StarCalc)",
}  # fmt: skip
EXPORTS = (".pdf", ".html", ".csv")
RUN_NOTHING = 4  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE... of a program's own opening


def list_books(office):
    """``(uid, path, title)`` of every workbook, the oldest first; path "" for one never saved."""
    return tuple((document.RuntimeUID, _path(document), document.Title) for document in office.documents())


def _path(document):
    return uno.fileUrlToSystemPath(document.URL) if document.URL.startswith("file:") else document.URL


def active_book(office):
    """The uid of the workbook in front, "" where there is none."""
    try:
        return office.document("").RuntimeUID
    except OfficeError:
        return ""


def add_book(office, hidden):
    """A new workbook; gives its uid."""
    return office.desktop.loadComponentFromURL(
        "private:factory/scalc", "_blank", 0, properties(Hidden=hidden)
    ).RuntimeUID


def open_book(office, path, read_only, password, hidden):
    """Open a file; its macros do not run. Gives the uid."""
    given = {"Hidden": hidden, "ReadOnly": read_only, "MacroExecutionMode": 0}
    if password:
        given["Password"] = password
    if not os.path.exists(path):
        raise OfficeError(f"there is no file {path}")
    try:
        document = office.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, properties(**given)
        )
    except uno.getClass("com.sun.star.uno.Exception") as failure:
        raise OfficeError(f"{path} could not be opened: {failure}") from None
    if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        if document is not None:
            document.close(True)
        raise OfficeError(f"{path} could not be opened as a workbook")
    return document.RuntimeUID


def save_book(office, uid, path, password):
    """Save, or save under another name; the ending chooses the format. "" saves in place."""
    document = office.document(uid)
    if not path:
        if not document.hasLocation() or document.isReadonly():
            raise OfficeError("the workbook was never saved or is read-only: give a path")
        _store(document.store, document.Title)
        return
    ending = os.path.splitext(path)[1].lower()
    if ending not in FILTERS:
        raise OfficeError("{}: endings of workbooks are {}".format(path, ", ".join(sorted(FILTERS))))
    given = {"FilterName": FILTERS[ending], "Overwrite": True}
    if password:
        given["Password"] = password
    if ending == ".csv":
        given["FilterOptions"] = "44,34,76,1,,0,false,true"  # comma, double quotes where needed, UTF-8
    url, made = uno.systemPathToFileUrl(path), properties(**given)
    if ending in EXPORTS:
        _store(lambda: document.storeToURL(url, made), path)
    else:
        _store(lambda: document.storeAsURL(url, made), path)


def _store(action, what):
    try:
        action()
    except uno.getClass("com.sun.star.io.IOException") as failure:
        raise OfficeError(f"{what} could not be saved: {failure}") from None


def close_book(office, uid):
    """Close without saving."""
    document = office.document(uid)
    office.status_indicators.pop(document.RuntimeUID, None)
    document.close(True)


def activate_book(office, uid):
    """Bring a workbook to the front."""
    office.document(uid).CurrentController.Frame.activate()
    office.document(uid).CurrentController.Frame.ContainerWindow.toFront()


def get_selection(office, uid):
    """``(sheet, box)`` of the selected cells, or None where something else is selected."""
    chosen = office.document(uid).CurrentController.getSelection()
    if chosen is None or not has(chosen, "getRangeAddress"):
        return None
    return chosen.Spreadsheet.Name, box_of(chosen)


def select(office, where):
    """Select cells and show them."""
    controller = office.document(where[0]).CurrentController
    controller.setActiveSheet(office.sheet(where[0], where[1]))
    controller.select(office.cells(where))


HANDLERS = {
    "list_books": list_books, "active_book": active_book, "add_book": add_book, "open_book": open_book,
    "save_book": save_book, "close_book": close_book, "activate_book": activate_book,
    "get_selection": get_selection, "select": select,
}  # fmt: skip
