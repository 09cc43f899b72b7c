"""Formulas and constants entered into cells, as a person would.

Entering a column of like formulas one by one takes a time that grows with the square of their number; filling
the column down from the first does not. So like formulas are found and filled.
"""

from __future__ import annotations

import uno

from .documents import boxes
from .formula_translator import Translator
from .number_formats import TEXT, apply_format, areas_of_kind, clear_boolean_formats
from .read_formulas import ANY_RESULT, BOOLEANS, get_formulas
from .write_values import write_rows

FEW = 8  # formulas that are as well entered one by one
DOWN = uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")


def set_formulas(office, where, rows):
    """Enter rows of texts: ``=`` makes a formula, an apostrophe a text."""
    document, cells = office.document(where[0]), office.cells(where)
    clear_boolean_formats(document, cells)
    formulas, constants = [], []
    for row, line in enumerate(rows, where[2]):
        constants.append(tuple("" if _is_formula(text) else text for text in line))
        formulas.extend(
            (row, column, text) for column, text in enumerate(line, where[3]) if _is_formula(text)
        )
    if len(formulas) < len(rows) * len(rows[0]):
        write_rows(office, where, tuple(constants), _set_part, _set_one)
        _mark_truths(document, cells, rows)
    put_formulas(office, where[0], where[1], formulas)


def _is_formula(text):
    return text[:1] == "=" and len(text) > 1


def _set_part(part, rows):
    part.setFormulaArray(rows)


def _set_one(cell, text):
    cell.setFormula(text)


def _mark_truths(document, cells, rows):
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text in BOOLEANS:
                apply_format(document, cells.getCellByPosition(column, row), "BOOLEAN", only_general=False)


def put_formulas(office, uid, sheet, formulas):
    """Enter formulas as Excel writes them into single cells: (row, column, formula) each."""
    formulas = _without_texts(office, uid, sheet, formulas)
    index = office.sheet(uid, sheet).RangeAddress.Sheet
    relocatable = Translator.of(office, uid).relocatable
    placed = [(row, col, relocatable(text, _place(index, row, col))) for row, col, text in formulas]
    _enter(office, uid, sheet, placed)


def fill_formula(office, where, formula):
    """Enter one formula into every cell; its relative references are those of the first cell."""
    uid, sheet, first_row, first_column, last_row, last_column = where
    clear_boolean_formats(office.document(uid), office.cells(where))
    index = office.sheet(uid, sheet).RangeAddress.Sheet
    printed = Translator.of(office, uid).relocatable(formula, _place(index, first_row, first_column))
    rows, columns = range(first_row, last_row + 1), range(first_column, last_column + 1)
    every = _without_texts(office, uid, sheet, [(r, c, formula) for c in columns for r in rows])
    _enter(office, uid, sheet, [(row, column, printed) for row, column, _ in every])


def _without_texts(office, uid, sheet, formulas):
    """Put formulas for cells formatted as text there as text, as typing would, and return the others."""
    if not formulas:
        return formulas
    rows, columns = [one[0] for one in formulas], [one[1] for one in formulas]
    around = (uid, sheet, min(rows), min(columns), max(rows), max(columns))
    texts = areas_of_kind(office.document(uid), office.cells(around), TEXT)[0]
    others, cells = [], office.sheet(uid, sheet)
    for row, column, formula in formulas:
        if any(top <= row <= end and left <= column <= right for top, left, end, right in texts):
            cells.getCellByPosition(column, row).setString(formula)
        else:
            others.append((row, column, formula))
    return others


def copy_formulas(office, source, target):
    """Copy what was entered to a range of the same shape; relative references follow."""
    translator = Translator.of(office, source[0])
    index = office.sheet(source[0], source[1]).RangeAddress.Sheet
    entered, formulas, constants = get_formulas(office, source), [], []
    for row, line in enumerate(entered):
        constants.append(tuple("" if _is_formula(text) else text for text in line))
        for column, text in enumerate(line):
            if _is_formula(text):
                printed = translator.relocatable(text, _place(index, source[2] + row, source[3] + column))
                formulas.append((target[2] + row, target[3] + column, printed))
    set_formulas(office, target, constants)
    _enter(office, target[0], target[1], formulas)


def _place(sheet, row, column):
    made = uno.createUnoStruct("com.sun.star.table.CellAddress")
    made.Sheet, made.Row, made.Column = sheet, row, column
    return made


def _enter(office, uid, sheet, formulas):
    """Enter formulas: (row, column, a function that prints it for a cell) each."""
    cells = office.sheet(uid, sheet)
    index = cells.RangeAddress.Sheet
    for column, first, last, printed in _runs(index, sorted(formulas, key=lambda one: (one[1], one[0]))):
        if last - first < FEW:
            for row, one in enumerate(printed, first):
                cells.getCellByPosition(column, row).setFormula(one(_place(index, row, column)))
        else:
            _fill(cells, index, column, first, last, printed[0])


def _runs(index, formulas):
    """Formulas of one column, one below the other, that are the same but for their place."""
    run, text = [], ""
    for row, column, printed in formulas:
        if run and (column, row) == (run[-1][1], run[-1][0] + 1) and "#REF!" not in text:
            place = _place(index, run[0][0], column)
            if printed is run[0][2] or printed(place) == text:
                run.append((row, column, printed))
                continue
        if run:
            yield run[0][1], run[0][0], run[-1][0], [one[2] for one in run]
        run, text = [(row, column, printed)], printed(_place(index, row, column))
    if run:
        yield run[0][1], run[0][0], run[-1][0], [one[2] for one in run]


def _fill(cells, index, column, first, last, printed):
    """Fill a run down, each part that is formatted alike by itself, as filling copies formats."""
    run = cells.getCellRangeByPosition(column, first, column, last)
    parts = run.getCellFormatRanges()
    for number in range(parts.getCount()):
        part = parts.getByIndex(number)
        top = part.getRangeAddress().StartRow
        part.getCellByPosition(0, 0).setFormula(printed(_place(index, top, column)))
        part.fillAuto(DOWN, 1)
    missed = set(range(first, last + 1))  # filling leaves hidden rows out
    for top, _, bottom, _ in boxes(run.queryFormulaCells(ANY_RESULT)):
        missed.difference_update(range(top, bottom + 1))
    for row in missed:
        cells.getCellByPosition(column, row).setFormula(printed(_place(index, row, column)))


HANDLERS = {"set_formulas": set_formulas, "put_formulas": put_formulas, "fill_formula": fill_formula}
