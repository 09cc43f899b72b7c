"""The user's own columns within a block: their formulas go down all its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from addin.errors import InputError
from addin.placement.ranges import Rect, column_letters
from addin.xlsx.cells import EMPTY, text
from addin.xlsx.references import read_formula
from addin.xlsx.sheet import Sheet
from addin.xlsx.xml import tag


def own_column(sheet: Sheet, row: int, column: int, count: int) -> list[str]:
    """The tails of a column's cells: a formula in the first row goes down, anything else stays out.

    Args:
        sheet: where.
        row: the block's first row of data.
        column: the column's number.
        count: how many rows the block gets.
    """
    cell = sheet.cell(row, column)
    formula = cell.find(tag("f")) if cell is not None else None
    if cell is None or formula is None or not formula.text or formula.get("t") == "dataTable":
        return [EMPTY] * count
    if formula.get("t") == "array":
        return _array_formulas(cell, formula, count)
    body = _escaped(formula.text)
    if count == 1:
        return [f"><f>{body}</f></c>"]
    name, index = column_letters(column), sheet.next_shared_index()
    head = f'><f t="shared" ref="{name}{row}:{name}{row + count - 1}" si="{index}">{body}</f></c>'
    return [head, *[f'><f t="shared" si="{index}"/></c>'] * (count - 1)]


def _array_formulas(cell: etree._Element, formula: etree._Element, count: int) -> list[str]:
    """An array formula for each row: there are no shared ones, so we shift its references.

    Spreadsheets store so what may give several values, even where it gives one: ``XLOOKUP``, ``LET``.
    """
    dynamic = f' cm="{cell.get("cm")}"' if cell.get("cm") else ""
    rect = Rect.parse(str(formula.get("ref"))) or Rect.parse(str(cell.get("r")))
    if rect is None:
        return [EMPTY] * count
    pieces, found = read_formula(formula.text or ""), []
    for by in range(count):
        ref = Rect(rect.top + by, rect.left, rect.top + by, rect.right).a1
        found.append(f'{dynamic}><f t="array" ref="{ref}">{_escaped(pieces.at(by))}</f></c>')
    return found


def _escaped(formula: str) -> str:
    """A formula as XML."""
    return text(formula).split('preserve">', 1)[1].split("</t>", 1)[0]


def refuse_cut_arrays(
    formulas: Iterable[Rect], sheet: str, block: str, area: Rect, own: Collection[int]
) -> None:
    """Refuse where a fill would write over a part of a formula's cells and leave the others.

    Args:
        formulas: the cells of each formula that has several.
        sheet: the sheet's name.
        block: the block's name.
        area: the cells it takes: its former rows of data and those it gets.
        own: the columns in it that are the user's.

    Raises:
        InputError: ``template_array_cut`` names the cells. One row's cells in columns of the user's own go
            down the rows as a whole and are not cut.
    """
    for rect in _cut(formulas, area, own):
        raise InputError("template_array_cut", sheet=sheet, block=block, cells=rect.a1, area=area.a1)


def _cut(formulas: Iterable[Rect], area: Rect, own: Collection[int]) -> Iterator[Rect]:
    for rect in formulas:
        goes_down = rect.top == rect.bottom and set(range(rect.left, rect.right + 1)) <= set(own)
        if area.intersects(rect) and not (goes_down and area.contains(rect)):
            yield rect
