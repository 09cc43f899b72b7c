"""Formulas between Excel's spelling, outside, and Calc's, inside.

The office translates by itself: a formula read with the words of OOXML is printed with Calc's, and back.
"""

from __future__ import annotations

import re

CALC, EXCEL = 0, 3  # com.sun.star.sheet.AddressConvention
OOXML = 5  # com.sun.star.sheet.FormulaLanguage
PLAIN = re.compile(r"^=[A-Z0-9$()+\-*/^&<>=:% ]+$")
"""Formulas spelled alike by both."""
RANGE = re.compile(r"^=\$('(?:[^']|'')+'|\w+)\.(\$[A-Z]+\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?)$")
"""Cells of a sheet as Calc prints them, as most names stand for: no parser is needed to tell them."""
TOKENS = re.compile(
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
        return formula if PLAIN.match(formula) else self.relocatable(formula, place)(place)

    def to_excel(self, formula, place):
        """``=SUM($Data.A1:A3;1)`` as ``=SUM(Data!A1:A3,1)``."""
        if PLAIN.match(formula):
            return formula
        cells = RANGE.match(formula)
        if cells:
            return "={}!{}".format(*cells.groups())
        return TOKENS.sub(
            lambda match: _unprefixed(match.group()), self._compiled(formula, place, CALC, EXCEL)(place)
        )

    def cell_to_excel(self, cell, formula):
        """As ``to_excel``, for the formula of a cell: knows of references to cells that were deleted."""
        place = cell.getCellAddress()
        if any(piece[0] == "#" for piece in TOKENS.findall(formula)):
            return self.to_excel(formula, place)
        self.parser.FormulaConvention = EXCEL
        printed = self.parser.printFormula(cell.getTokens(), place)
        return "=" + TOKENS.sub(lambda match: _unprefixed(match.group()), printed)

    def relocatable(self, formula, place):
        """A function that gives the formula as any cell has it once it is copied there from ``place``."""
        prefixed = TOKENS.sub(lambda match: self.prefixed.get(match.group().upper(), match.group()), formula)
        return self._compiled(prefixed, place, EXCEL, CALC)

    def _compiled(self, formula, place, source, target):
        errors = []

        def kept(match):
            if match.group()[0] != "#":
                return match.group()
            errors.append(match.group())
            return ERROR.format(len(errors))

        self.parser.FormulaConvention = source
        tokens = self.parser.parseFormula(TOKENS.sub(kept, formula[1:]), place)

        def printed(there):
            self.parser.FormulaConvention = target
            text = self.parser.printFormula(tokens, there)
            for number, error in enumerate(errors, 1):
                text = text.replace(ERROR.format(number), error)
            return "=" + text

        return printed


def _unprefixed(name):
    return re.sub(r"^(_xlfn\.|_xlws\.)+", "", name)
