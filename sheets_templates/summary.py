"""The Summary of the templates: one landscape page with the report's record, its findings and the intake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.hosts.xlsx_words import heading
from addin.report.layout import BLOCK, Column
from addin.words import Lang, say
from sheets_templates import look

Style = Callable[..., Any]

COLUMNS = 9
_HOURS = "hours_to_touch_median hours_to_touch_p90"
INTAKE_STRIPS = (
    "leads taken dropped screened untouched unknown processed overdue oldest_untouched_days",
    "in_intake in_work presale won lost nontarget unclassified nontarget_rate nontarget_coverage",
    f"taken_rate taken_low taken_high processed_rate processed_low processed_high {_HOURS}",
    "note",
)
"""How the record of intake is laid out: strips of labels with the values below."""

_HEADER, _SUMMARY, _INTAKE = 3, 6, 17


def make_summary(file: Workbook, style: Style, lang: Lang) -> None:
    """Make the sheet."""
    tab = say("sheet.summary", lang)
    sheet = file.add_worksheet(tab)
    sheet.set_column(0, COLUMNS - 1, 15)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, say("block.header", lang), style(look.TITLE))
    sheet.write_string(1, 0, say("block_note.header", lang), style(look.EXPLAINED))
    _strips(sheet, style, lang, "header", _HEADER, (" ".join(BLOCK["header"].keys),))
    _findings(sheet, style, lang)
    _section(sheet, style, lang, "intake", _INTAKE)
    _strips(sheet, style, lang, "intake", _INTAKE + 2, INTAKE_STRIPS)
    places = {
        "header": (_HEADER, _HEADER + 1),
        "summary": (_SUMMARY + 2, _SUMMARY + 9),
        "intake": (_INTAKE + 2, _INTAKE + 2 * len(INTAKE_STRIPS) + 1),
    }
    for name, (first, last) in places.items():
        file.define_name(f"hf_{name}", f"='{tab}'!{xl_range_abs(first, 0, last, COLUMNS - 1)}")
    look.set_up_print(sheet, lang)
    sheet.fit_to_pages(1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _section(sheet: Worksheet, style: Style, lang: Lang, block: str, row: int) -> None:
    sheet.set_row(row, 22)
    for i in range(COLUMNS):
        sheet.write_blank(row, i, None, style(look.SECTION))
    sheet.write_string(row, 0, say(f"block.{block}", lang), style(look.SECTION))
    sheet.set_row(row + 1, 16)
    sheet.write_string(row + 1, 0, say(f"block_note.{block}", lang), style(look.EXPLAINED))


def _strips(
    sheet: Worksheet, style: Style, lang: Lang, block: str, row: int, strips: tuple[str, ...]
) -> None:
    columns = {column.key: column for column in BLOCK[block].columns}
    for i, strip in enumerate(strips):
        top, keys = row + 2 * i, strip.split()
        sheet.set_row(top, 26)
        sheet.set_row(top + 1, 22)
        if len(keys) == 1:
            _wide(sheet, style, heading(block, keys[0], lang), top)
            continue
        for j, key in enumerate(keys):
            sheet.write_string(top, j, heading(block, key, lang), style(look.LABEL))
            sheet.write_blank(top + 1, j, None, style(_figure(columns[key], lang)))


def _wide(sheet: Worksheet, style: Style, label: str, row: int) -> None:
    text = {"text_wrap": True, "align": "left", "valign": "vcenter", "font_size": 10, "indent": 1}
    sheet.set_row(row, 16)
    sheet.set_row(row + 1, 30)
    sheet.merge_range(row, 0, row, COLUMNS - 1, label, style(look.LABEL, {"align": "left", "indent": 1}))
    sheet.merge_range(row + 1, 0, row + 1, COLUMNS - 1, "", style(text, look.BOXED))


def _figure(column: Column, lang: Lang) -> dict[str, Any]:
    smaller = {"font_size": 10, "text_wrap": True} if column.kind in ("date", "text") else {}
    return look.FIGURE | look.BOXED | smaller | {"num_format": look.number_format(column.kind, lang)}


def _findings(sheet: Worksheet, style: Style, lang: Lang) -> None:
    block = BLOCK["summary"]
    _section(sheet, style, lang, "summary", _SUMMARY)
    top = _SUMMARY + 2
    text, count, topic = block.columns
    sheet.set_row(top, 18)
    for row in range(top, top + 1 + (block.fixed or 0)):
        styles = [look.heading(c) if row == top else look.value(c, lang) for c in (text, count, topic)]
        first, number, word = (style(s, {"valign": "vcenter"}) for s in styles)
        said = [heading(block.name, c.key, lang) if row == top else "" for c in (text, count, topic)]
        sheet.merge_range(row, 0, row, COLUMNS - 3, said[0], first)
        sheet.write(row, COLUMNS - 2, said[1], number)
        sheet.write(row, COLUMNS - 1, said[2], word)
        if row > top:
            sheet.set_row(row, 30)
