"""The line above a block's headings that explains it, and what a fill adds to that."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from addin.placement.places import Place, column_marks
from addin.placement.ranges import Rect
from addin.report.headings import with_fill_notes
from addin.xlsx.cells import text
from addin.xlsx.merges import MergedHeadings
from addin.xlsx.sheet import Sheet
from addin.xlsx.xml import tag


def write_notes(sheet: Sheet, place: Place, notes: list[str]) -> None:
    """Say beside the explanation, above the headings, what is peculiar to this fill.

    A number, a formula, a choice from a list and rows of another block right above stay as they are;
    formatted text keeps its formats.
    """
    row, column = _explanation(sheet, place)
    within = any(block.contains(Rect(row, column, row, column)) for block in sheet.blocks)
    if row < 1 or within or (sheet.has_content(row, column) and not sheet.text(row, column)):
        return
    old = sheet.text(row, column)
    new = with_fill_notes(old, notes)
    if new != old and not sheet.offers_list(row, column):
        runs = sheet.runs(row, column)
        sheet.write_cell(row, column, _formatted(runs, old, notes) if runs else text(new))


def _explanation(sheet: Sheet, place: Place) -> tuple[int, int]:
    """The cell right above the headings and what explains them, whole merged cells taken for one."""
    rect = place.rect
    headings = sheet.merges.at(rect.top, rect.left)
    marks = column_marks(MergedHeadings(sheet, sheet.merges), place)
    row = (headings.top if headings else rect.top) - (2 if marks else 1)
    found = sheet.merges.at(row, rect.left)
    return (found.top, found.left) if found else (row, rect.left)


def _formatted(runs: Sequence[etree._Element], old: str, notes: list[str]) -> str:
    """Formatted text without a former fill's notes, and with these in plain letters behind it."""
    own = with_fill_notes(old, [])
    kept, left = [], len(own)
    for run in map(deepcopy, runs):
        letters = run.find(tag("t"))
        if letters is not None and left > 0:
            letters.text = (letters.text or "")[:left]
            left -= len(letters.text)
            kept.append(etree.tostring(run, encoding="unicode", with_tail=False))
    added = with_fill_notes(own, notes)[len(own) :]
    plain = text(added).partition("<is>")[2].partition("</is>")[0]
    return f' t="inlineStr"><is>{"".join(kept)}{f"<r>{plain}</r>" if added else ""}</is></c>'
