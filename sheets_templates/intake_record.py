"""A record of the report as a form: strips of labels with the values below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block
from addin.report.headings import heading
from addin.words import Lang, say
from sheets_templates import formats

_STRIPS = (
    (
        "leads taken dropped screened untouched unknown taken_rate "
        "in_work presale won lost nontarget nontarget_rate"
    ),
    (
        "processed overdue in_intake unclassified nontarget_coverage oldest_untouched_days taken_low "
        "taken_high processed_rate processed_low processed_high hours_to_touch_median hours_to_touch_p90"
    ),
)
"""The strips of the record of intake, the first with the columns of the table below it; its note takes a line
of its own."""

_WIDE = 13
"""Columns that the note spans."""
_FIRST = 1
"""Column of the first label: the first column of the sheet is wide, as it holds names."""


def labels(lang: Lang, block: Block) -> dict[int, str]:
    """Column of the sheet → the labels that stand in it."""
    rows = [[heading(block.name, key, lang) for key in strip.split()] for strip in _STRIPS]
    return {column: " ".join(texts) for column, texts in enumerate(zip(*rows, strict=True), _FIRST)}


def make_record(file: Workbook, sheet: Worksheet, style: Callable[..., Any], lang: Lang, block: Block) -> int:
    """Write the form at the head of a sheet, title included.

    Returns:
        The first row below it, from 0, with one left free.
    """
    sheet.set_row(0, 26)
    sheet.set_row(1, 18)
    sheet.write_string(0, 0, say(f"block.{block.name}", lang), style(formats.TITLE))
    sheet.write_string(1, 0, say(f"block_note.{block.name}", lang), style(formats.EXPLANATION))
    kinds = {column.key: column.kind for column in block.columns}
    for i, strip in enumerate(_STRIPS):
        top = 2 + 2 * i
        sheet.set_row(top, 34)
        sheet.set_row(top + 1, 22)
        for j, key in enumerate(strip.split(), _FIRST):
            number = {"num_format": formats.number_format(kinds[key], lang), "shrink": True}
            sheet.write_string(top, j, heading(block.name, key, lang), style(formats.LABEL))
            sheet.write_blank(top + 1, j, None, style(formats.FIGURE, formats.BOX_BORDER, number))
    bottom = 2 + 2 * len(_STRIPS)
    left = {"align": "left", "indent": 1}
    words = formats.EXPLANATION | formats.BOX_BORDER | left | {"shrink": True}
    sheet.merge_range(
        bottom, _FIRST, bottom, _WIDE, heading(block.name, "note", lang), style(formats.LABEL, left)
    )
    sheet.merge_range(bottom + 1, _FIRST, bottom + 1, _WIDE, "", style(words))
    name, area = say("sheet.intake_by_manager", lang), xl_range_abs(2, _FIRST, bottom + 1, _WIDE)
    file.define_name(f"hf_{block.name}", f"='{name}'!{area}")
    return bottom + 3
