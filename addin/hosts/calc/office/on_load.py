"""What happens when a workbook opens: formulas of ours that Calc does not know are set again.

Calc 7.4 reads the names of add-in functions in .xlsx and does not know them until the formula is set anew; an
office without us keeps them so in what it saves, whatever the format. The office does this job some time
after the opening: who saves what it has just opened asks for it with ``set_formulas_again``.
Buttons of workbooks made by earlier versions get the address that the command has now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import uno
from com.sun.star.task import XJob

from .buttons import readdress_buttons
from .service import Service
from .settings import log, settings
from .shared_worker import WORKER

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
FORMER_ADDRESS, ADDRESS = "service:org.honestfunnel.Commands?refresh", "org.honestfunnel:refresh"
FORMULA = uno.Enum("com.sun.star.table.CellContentType", "FORMULA")
IN_FORMULAS = 0  # what a search looks through
TEXTS = re.compile(r'"[^"]*"')


class OnLoad(Service, XJob):  # type: ignore[misc]
    """The job of the event OnLoad."""

    SERVICES = ("org.honestfunnel.OnLoad", "com.sun.star.task.Job")

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx

    def execute(self, arguments: tuple[Any, ...]) -> None:
        """Look through the document that was loaded."""
        given = {
            part.Name: part.Value for each in arguments if each.Name == "Environment" for part in each.Value
        }
        document = given.get("Model")
        if document is None or not document.supportsService(SPREADSHEET):
            return
        try:
            readdress(document)
            again = reenter_formulas(document)
            log("opened", document.getURL(), "formulas set again:", again)
            if again or uses_our_functions(document):
                WORKER.start_in_background()
        except Exception as error:  # noqa: BLE001 - a workbook opens whatever becomes of our part
            log("opening", type(error).__name__, error)


def readdress(document: Any) -> None:
    """Give buttons of earlier versions the address of today; that alone is nothing to save."""
    modified = document.isModified()
    if readdress_buttons(document, FORMER_ADDRESS, ADDRESS) and not modified:
        document.setModified(False)


def reenter_formulas(document: Any) -> int:
    """Set the formulas of ours that Calc did not know, and say how many; nothing else is touched."""
    cells = [
        (sheet, cell)
        for sheet in sheets_of(document)
        for cell in cells_with_our_functions(sheet)
        if cell.getType() == FORMULA and is_unresolved(cell.getFormula())  # a text stays one
    ]
    if not cells:
        return 0
    automatic = document.isAutomaticCalculationEnabled()
    document.enableAutomaticCalculation(
        False
    )  # or each would be computed as it is set, and again with the next
    try:
        done: set[str] = set()
        for sheet, cell in cells:
            _reenter(sheet, cell, done)
    finally:
        document.enableAutomaticCalculation(automatic)
        document.setModified(False)
    return len(done)


def _reenter(sheet: Any, cell: Any, done: set[str]) -> None:
    """Set the formula of a cell, or that of the array it is part of, unless it is done already."""
    place = sheet.createCursorByRange(cell)
    place.collapseToCurrentArray()
    if not place.getArrayFormula():
        cell.setFormula(cell.getFormula())
        done.add(cell.AbsoluteName)
    elif place.AbsoluteName not in done:
        place.setArrayFormula(
            cell.getFormula()[1:-1]
        )  # without braces; getArrayFormula speaks the user's language
        done.add(place.AbsoluteName)


def is_unresolved(formula: str) -> bool:
    """Whether a formula calls a function of ours by its bare name: one Calc knows has its service before."""
    call = re.compile(rf"(?<![\w.])(?:{_names()})\s*\(", re.IGNORECASE)
    return call.search(TEXTS.sub("", formula)) is not None


def uses_our_functions(document: Any) -> bool:
    """Whether the workbook has names of ours or formulas with our functions."""
    if any(name.lower().startswith("hf_") for name in document.NamedRanges.getElementNames()):
        return True
    return any(sheet.findFirst(_search(sheet)) is not None for sheet in sheets_of(document))


def cells_with_our_functions(sheet: Any) -> Iterator[Any]:
    """The cells of a sheet whose formula has the name of a function of ours before a bracket."""
    ranges = sheet.findAll(_search(sheet))
    cells = ranges.getCells().createEnumeration() if ranges is not None else None
    while cells is not None and cells.hasMoreElements():
        yield cells.nextElement()


def _names() -> str:
    return "|".join(re.escape(function["name"]) for function in settings()["functions"].values())


def _search(sheet: Any) -> Any:
    """A search in the formulas; the office does it, and only what it finds crosses over to Python."""
    search = sheet.createSearchDescriptor()
    search.SearchString, search.SearchRegularExpression, search.SearchCaseSensitive = (
        f"({_names()})[ ]*[(]",
        True,
        False,
    )
    search.SearchType = IN_FORMULAS
    return search


def sheets_of(document: Any) -> Iterator[Any]:
    """The sheets of a document."""
    sheets = document.getSheets()
    return (sheets.getByIndex(place) for place in range(sheets.getCount()))


def set_formulas_again(office: Any, uid: str) -> int:
    """Set the formulas of ours that Calc did not know, now; how many they were."""
    return reenter_formulas(office.document(uid))


HANDLERS = {"set_formulas_again": set_formulas_again}
