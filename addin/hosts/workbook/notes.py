"""Notes beside the rows of a block in a live workbook: read from cells, put beside the rows again."""

from __future__ import annotations

from collections.abc import Sequence

import xlwings as xw

from addin.hosts.notes import KEYS, Beside, Kept, Key, beside_of, next_block, own_columns
from addin.hosts.places import Place, columns_of
from addin.hosts.workbook.reading import LiveTexts, area
from addin.hosts.workbook.undo import Undo, lines
from addin.hosts.xlsx_ranges import Rect


def notes_of(sheet: xw.Sheet, place: Place, others: Sequence[Place]) -> Beside | None:
    """The notes in and beside a block; None where its columns do not tell what a row is about.

    Beside it are the columns to its right, one of which may be empty, up to the next empty one or the next
    block. A column with formulas holds no notes: formulas are about cells, and stay where they are.
    """
    rect, keys = place.rect, KEYS.get(place.block.name, ())
    above = Rect(max(rect.top - 1, 1), rect.left, rect.top, rect.right)
    told = {column.key: n for n, column in columns_of(LiveTexts.of(sheet, above), place) if column}
    if not keys or not set(keys) <= set(told):
        return None
    right = min(sheet.used_range.last_cell.column, next_block(place, others) - 1)
    cells = area(sheet, Rect(rect.top, rect.left, rect.bottom, max(right, rect.right)))
    values = cells.options(ndim=2).value
    own = [n for n in own_columns(place, values, set(told.values())) if not _calculated(cells, n - rect.left)]
    return beside_of(place, values, own, told)


def _calculated(cells: xw.Range, index: int) -> bool:
    """Whether a column holds a formula below its heading."""
    column = cells[1:, index]
    formulas, values = lines(column.formula), column.options(ndim=2).value
    return any(f.startswith("=") and f != value for (f,), (value,) in zip(formulas, values, strict=True))


def lay(beside: Beside, rect: Rect, keys: Sequence[Key], sheet: xw.Sheet, undo: Undo) -> list[Kept]:
    """Put notes beside the rows they are about.

    Args:
        beside: the notes as they stood.
        rect: where the block stands now.
        keys: what each of its rows is about.
        sheet: its sheet.
        undo: is told of the change.

    Returns:
        The notes whose row is no more.
    """
    for number in beside.columns:
        within = number <= rect.right
        last = rect.bottom if within else max(rect.bottom, beside.place.rect.bottom)
        column = [beside.notes.get(key, {}).get(number) for key in keys]
        column += [None] * (last - rect.top - len(column))
        cells = sheet.range((rect.top + 1, number), (last, number))
        undo.put(cells, [[note] for note in column], keep=True)
    return beside.gone(keys)
