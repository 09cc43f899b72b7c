"""What was entered into cells, read: formulas as Excel writes them, constants as text; and array formulas."""

from __future__ import annotations

import contextlib

import uno

from .documents import OfficeError, boxes
from .formula_translator import PLAIN, Translator
from .number_formats import LOGICAL, areas_of_kind
from .read_values import with_tabs

BOOLEANS = ("TRUE", "FALSE")
ANY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult


def place(office, where):
    """The ``CellAddress`` of the first cell of a range."""
    return office.cells(where).getCellByPosition(0, 0).getCellAddress()


def get_formulas(office, where):
    """Rows of what was entered: a formula, a text, a number or truth as text; "" where nothing was.

    A text that would be taken for something else when entered again starts with an apostrophe.
    """
    document, cells = office.document(where[0]), office.cells(where)
    rows = [list(row) for row in with_tabs(cells.getFormulaArray())]
    values = cells.getDataArray()
    truths = set(_inside(areas_of_kind(document, cells, LOGICAL)[0], where))
    formulas = _translate_formulas(office, cells, where, rows)
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text and (row, column) not in formulas:
                line[column] = _entered(text, values[row][column], (row, column) in truths)
    return tuple(map(tuple, rows))


def formula_cells(office, where):
    """``(row, column, formula)`` of the cells with one, counted from the first cell of a range."""
    cells, translator = office.cells(where), Translator.of(office, where[0])
    found = []
    for row, column in _inside(boxes(cells.queryFormulaCells(ANY_RESULT)), where):
        cell = cells.getCellByPosition(column, row)
        found.append((row, column, _translated(translator, cell, cell.getFormula())))
    return tuple(found)


def _translate_formulas(office, cells, where, rows):
    """Put formulas among ``rows`` as Excel writes them, and tell where they are."""
    translator, found = Translator.of(office, where[0]), set()
    for row, column in _inside(boxes(cells.queryFormulaCells(ANY_RESULT)), where):
        found.add((row, column))
        cell = cells.getCellByPosition(column, row)
        rows[row][column] = _translated(translator, cell, rows[row][column])
    return found


def _translated(translator, cell, text):
    if PLAIN.match(text):
        return text
    if text.startswith("{="):
        return translator.to_excel(text[1:-1], cell.getCellAddress())
    return translator.cell_to_excel(cell, text)


def _inside(areas, where):
    """Rows and columns of areas, counted from the first cell of a range."""
    for first_row, first_column, last_row, last_column in areas:
        for row in range(first_row - where[2], last_row - where[2] + 1):
            for column in range(first_column - where[3], last_column - where[3] + 1):
                yield row, column


def _entered(text, value, is_truth):
    """How a constant is entered so that the same comes out."""
    if isinstance(value, float):
        if is_truth and value in (0.0, 1.0):
            return "TRUE" if value else "FALSE"
        return repr(value)[:-2] if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "'" + text if text[:1] == "=" or text.upper() in BOOLEANS else text


def get_array_formula(office, where):
    """The array formula that fills exactly this range or the one its first cell is part of, or None."""
    first = office.cells((*where[:4], *where[2:4]))
    text = first.getFormulaArray()[0][0]
    if not text.startswith("{="):
        return None
    return Translator.of(office, where[0]).to_excel(text[1:-1], place(office, where))


def set_array_formula(office, where, formula):
    """Enter an array formula over a range."""
    cells, translator = office.cells(where), Translator.of(office, where[0])
    with contextlib.suppress(uno.getClass("com.sun.star.uno.RuntimeException")):
        cells.setArrayFormula(translator.to_calc(formula, place(office, where)))
    if not cells.getArrayFormula():
        raise OfficeError("the array formula could not be entered: part of another one stands there")


def has_array(office, where):
    """Whether the first cell is part of an array formula."""
    return bool(office.cells(where).getCellByPosition(0, 0).getArrayFormula())


HANDLERS = {
    function.__name__: function
    for function in (get_formulas, formula_cells, get_array_formula, set_array_formula, has_array)
}
