"""Formulas: as Excel writes them outside, as Calc keeps them inside.

The office translates by itself: a formula read with the words of OOXML is printed with Calc's, and back.
"""

from __future__ import annotations

import contextlib
import re

import uno

from .documents import OfficeError, boxes
from .numberformats import LOGICAL, by_kind
from .values import with_tabs

CALC, EXCEL = 0, 3  # com.sun.star.sheet.AddressConvention
OOXML = 5  # com.sun.star.sheet.FormulaLanguage
TRUTHS = ("TRUE", "FALSE")
EVERY = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult
PLAIN = re.compile(r"^=[A-Z0-9$()+\-*/^&<>=:% ]+$")
"""Formulas spelled alike by both."""
RANGE = re.compile(r"^=\$('(?:[^']|'')+'|\w+)\.(\$[A-Z]+\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?)$")
"""Cells of a sheet as Calc prints them, as most names stand for: no parser is needed to tell them."""
PIECES = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'"  # the quoted name of a sheet
    r"|(?<![\w$.!])#(?:REF!|N/A|NULL!|DIV/0!|VALUE!|NUM!|NAME\?)"  # an error value, not part of a reference
    r"|[A-Za-z_][\w.]*(?=\()"  # the name of a function
)
ERROR = "hf_error_{}_"
"""Stands for an error value meanwhile: the office would drop it."""


class Translator:
    """Translates the formulas of one document."""

    def __init__(self, document):
        self.parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        names = (entry.Name for entry in mapper.getAvailableMappings(OOXML, 0x7FFFFFFF))
        self.prefixed = {_unprefixed(name): name for name in names if name.startswith("_xl")}

    @classmethod
    def of(cls, office, uid):
        """The translator of a document, made once: it learns a thousand names."""
        document = office.document(uid)
        kept = office.translators
        if document.RuntimeUID not in kept:
            for gone in kept.keys() - {each.RuntimeUID for each in office.documents()}:
                del kept[gone]
            kept[document.RuntimeUID] = cls(document)
        return kept[document.RuntimeUID]

    def to_calc(self, formula, place):
        """``=SUM(Data!A1:A3,1)`` as ``=SUM($Data.A1:A3;1)``; ``place`` is the cell it is written to."""
        return formula if PLAIN.match(formula) else self.spread(formula, place)(place)

    def to_excel(self, formula, place):
        """``=SUM($Data.A1:A3;1)`` as ``=SUM(Data!A1:A3,1)``."""
        if PLAIN.match(formula):
            return formula
        cells = RANGE.match(formula)
        if cells:
            return "={}!{}".format(*cells.groups())
        return PIECES.sub(
            lambda match: _unprefixed(match.group()), self._reader(formula, place, CALC, EXCEL)(place)
        )

    def cell_to_excel(self, cell, formula):
        """As ``to_excel``, for the formula of a cell: knows of references to cells that were deleted."""
        place = cell.getCellAddress()
        if any(piece[0] == "#" for piece in PIECES.findall(formula)):
            return self.to_excel(formula, place)
        self.parser.FormulaConvention = EXCEL
        printed = self.parser.printFormula(cell.getTokens(), place)
        return "=" + PIECES.sub(lambda match: _unprefixed(match.group()), printed)

    def spread(self, formula, place):
        """A function that gives the formula as any cell has it once it is copied there from ``place``."""
        prefixed = PIECES.sub(lambda match: self.prefixed.get(match.group().upper(), match.group()), formula)
        return self._reader(prefixed, place, EXCEL, CALC)

    def _reader(self, formula, place, source, target):
        errors = []

        def kept(match):
            if match.group()[0] != "#":
                return match.group()
            errors.append(match.group())
            return ERROR.format(len(errors))

        self.parser.FormulaConvention = source
        tokens = self.parser.parseFormula(PIECES.sub(kept, formula[1:]), place)

        def printed(there):
            self.parser.FormulaConvention = target
            text = self.parser.printFormula(tokens, there)
            for number, error in enumerate(errors, 1):
                text = text.replace(ERROR.format(number), error)
            return "=" + text

        return printed


def _unprefixed(name):
    return re.sub(r"^(_xlfn\.|_xlws\.)+", "", name)


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
    truths = set(_inside(by_kind(document, cells, LOGICAL)[0], where))
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
    for row, column in _inside(boxes(cells.queryFormulaCells(EVERY)), where):
        cell = cells.getCellByPosition(column, row)
        found.append((row, column, _translated(translator, cell, cell.getFormula())))
    return tuple(found)


def _translate_formulas(office, cells, where, rows):
    """Put formulas among ``rows`` as Excel writes them, and tell where they are."""
    translator, found = Translator.of(office, where[0]), set()
    for row, column in _inside(boxes(cells.queryFormulaCells(EVERY)), where):
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
    return "'" + text if text[:1] == "=" or text.upper() in TRUTHS else text


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


OPS = {
    function.__name__: function
    for function in (get_formulas, formula_cells, get_array_formula, set_array_formula, has_array)
}
