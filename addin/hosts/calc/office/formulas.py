"""Formulas: as Excel writes them outside, as Calc keeps them inside.

The office translates by itself: a formula read with the words of OOXML is printed with Calc's, and back.
"""

from __future__ import annotations

import re

import uno

from .documents import Problem, boxes
from .numberformats import LOGICAL, TEXT, by_kind, drop_booleans, give_format, kind
from .values import write_rows

CALC, EXCEL = 0, 3  # com.sun.star.sheet.AddressConvention
OOXML = 5  # com.sun.star.sheet.FormulaLanguage
EVERY = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult
PLAIN = re.compile(r"^=[A-Z0-9$()+\-*/^&<>=:% ]+$")
"""Formulas spelled alike by both."""
PIECES = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|#(?:REF!|N/A|NULL!|DIV/0!|VALUE!|NUM!|NAME\?)|[A-Za-z_][\w.]*(?=\()'
)
"""Texts and quoted names, to be left alone; error values and names of functions."""


class Translator:
    """Translates the formulas of one document."""

    def __init__(self, document):
        self.parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        names = (entry.Name for entry in mapper.getAvailableMappings(OOXML, 0x7FFFFFFF))
        self.prefixed = {
            n.rsplit(".", 1)[-1] if n.count(".") == 1 else n[6:]: n for n in names if n.startswith("_xl")
        }

    def to_calc(self, formula, place):
        """``=SUM(Data!A1:A3,1)`` as ``=SUM($Data.A1:A3;1)``; ``place`` is the cell it is written to."""
        return formula if PLAIN.match(formula) else self.spread(formula, place)(place)

    def spread(self, formula, place):
        """A function that gives the formula as any cell would have it, were it copied there from ``place``."""
        errors = []

        def prepared(match):
            piece = match.group()
            if piece[0] == "#":
                errors.append(piece)
                return "hf_error_%d_" % len(errors)
            return self.prefixed.get(piece.upper(), piece) if piece[0] not in "\"'" else piece

        self.parser.FormulaConvention = EXCEL
        tokens = self.parser.parseFormula(PIECES.sub(prepared, formula[1:]), place)

        def printed(there):
            self.parser.FormulaConvention = CALC
            text = self.parser.printFormula(tokens, there)
            for number, error in enumerate(errors, 1):
                text = text.replace("hf_error_%d_" % number, error)
            return "=" + text

        return printed

    def to_excel(self, tokens, place):
        """The tokens of a cell as Excel writes them."""
        self.parser.FormulaConvention = EXCEL
        return "=" + _without_prefixes(self.parser.printFormula(tokens, place))

    def text_to_excel(self, content, place):
        """A formula in Calc's words as Excel writes it."""
        self.parser.FormulaConvention = CALC
        return self.to_excel(self.parser.parseFormula(content, place), place)


def _without_prefixes(formula):
    return PIECES.sub(lambda match: re.sub(r"^(_xlfn\.|_xlws\.)+", "", match.group()), formula)


def place(office, where):
    """The ``CellAddress`` of the first cell of a range."""
    return office.cells(where).getCellByPosition(0, 0).getCellAddress()


def get_formulas(office, where):
    """Rows of what was entered: a formula, a text, or a number as text; "" where nothing was.

    A text that would be taken for something else when written back starts with an apostrophe.
    """
    document, cells = office.document(where[0]), office.cells(where)
    translator = Translator(document)
    rows = [list(row) for row in cells.getFormulaArray()]
    for first_row, first_column, last_row, last_column in by_kind(document, cells, LOGICAL):
        for line in rows[first_row - where[2] : last_row - where[2] + 1]:
            for column in range(first_column - where[3], last_column - where[3] + 1):
                line[column] = {"1": "TRUE", "0": "FALSE"}.get(line[column], line[column])
    formulas = set()
    for first_row, first_column, last_row, last_column in boxes(cells.queryFormulaCells(EVERY)):
        for row in range(first_row - where[2], last_row - where[2] + 1):
            for column in range(first_column - where[3], last_column - where[3] + 1):
                formulas.add((row, column))
                if not PLAIN.match(rows[row][column]):
                    cell = cells.getCellByPosition(column, row)
                    rows[row][column] = translator.to_excel(cell.getTokens(), cell.getCellAddress())
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text[:1] == "=" and (row, column) not in formulas:
                line[column] = "'" + text
    return tuple(map(tuple, rows))


def set_formulas(office, where, rows):
    """Enter rows of texts as a person would: ``=`` makes a formula, an apostrophe a text."""
    document, cells = office.document(where[0]), office.cells(where)
    translator = Translator(document)
    ready = []
    for row, line in enumerate(rows):
        ready.append(
            tuple(
                translator.to_calc(text, cells.getCellByPosition(column, row).getCellAddress())
                if text[:1] == "=" and len(text) > 1
                else text
                for column, text in enumerate(line)
            )
        )
    _enter(office, where, tuple(ready))


def fill_formula(office, where, formula):
    """Enter one formula into every cell; its relative references are those of the first cell."""
    cells = office.cells(where)
    spread = Translator(office.document(where[0])).spread(formula, place(office, where))
    rows = tuple(
        tuple(
            spread(cells.getCellByPosition(column, row).getCellAddress())
            for column in range(where[5] - where[3] + 1)
        )
        for row in range(where[4] - where[2] + 1)
    )
    _enter(office, where, rows)


def _enter(office, where, rows):
    document, cells = office.document(where[0]), office.cells(where)
    drop_booleans(document, cells)
    write_rows(
        office,
        where,
        rows,
        lambda part, data: part.setFormulaArray(data),
        lambda cell, text: cell.setFormula(text),
    )
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text in ("TRUE", "FALSE"):
                give_format(document, cells.getCellByPosition(column, row), "BOOLEAN", only_general=False)


def copy_formulas(office, source, target):
    """Copy what was entered to a range of the same shape; relative references follow."""
    translator = Translator(office.document(source[0]))
    entered, there = get_formulas(office, source), office.cells(target)
    rows = []
    for row, line in enumerate(entered):
        rows.append([])
        for column, text in enumerate(line):
            here = office.cells(source).getCellByPosition(column, row)
            if here.getType().value == "FORMULA":
                place = there.getCellByPosition(column, row).getCellAddress()
                text = translator.spread(text, here.getCellAddress())(place)
            rows[-1].append(text)
    _enter(office, target, tuple(map(tuple, rows)))


def put_formulas(office, uid, sheet, formulas):
    """Enter formulas into single cells: (row, column, formula) each; a cell of text takes them as text."""
    document = office.document(uid)
    cells, translator = office.sheet(uid, sheet), Translator(document)
    for row, column, formula in formulas:
        cell = cells.getCellByPosition(column, row)
        if kind(document, cell.NumberFormat) & TEXT:
            cell.setString(formula)
        else:
            cell.setFormula(translator.to_calc(formula, cell.getCellAddress()))


def get_array_formula(office, where):
    """The array formula that fills exactly this range or the one its first cell is part of, or None."""
    cells = office.cells(where)
    first = cells.getCellByPosition(0, 0)
    if not first.getArrayFormula():
        return None
    cursor = office.sheet(where[0], where[1]).createCursorByRange(first)
    cursor.collapseToCurrentArray()
    translator = Translator(office.document(where[0]))
    return translator.to_excel(cursor.getArrayTokens(), first.getCellAddress())


def set_array_formula(office, where, formula):
    """Enter an array formula over a range."""
    cells, translator = office.cells(where), Translator(office.document(where[0]))
    try:
        cells.setArrayFormula(translator.to_calc(formula, place(office, where)))
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        raise Problem("the array formula could not be entered: part of another one stands there") from None


def has_array(office, where):
    """Whether the first cell is part of an array formula."""
    return bool(office.cells(where).getCellByPosition(0, 0).getArrayFormula())


OPS = {
    "get_formulas": get_formulas, "set_formulas": set_formulas, "fill_formula": fill_formula,
    "put_formulas": put_formulas,
    "get_array_formula": get_array_formula, "set_array_formula": set_array_formula, "has_array": has_array,
}  # fmt: skip
