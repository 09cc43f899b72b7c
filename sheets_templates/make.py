"""Makes ``report.ru.xlsx`` and ``report.en.xlsx``: ``python -m sheets_templates.make``.

Everything in them comes from ``addin/report/layout.py`` and the words, so that they can be made again at any
time, byte for byte. A block is marked by a defined name ``hf_<block>`` that covers the heading row and the
row below it (all rows of a block of a fixed size). The row below the headings is the model: its styles are
those of every row a fill writes. A hidden row above the headings holds the keys of the columns, so that a
heading may be put in other words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.hosts.xlsx_words import heading, help_text
from addin.report.layout import BLOCK, Block
from addin.settings import DEFAULTS
from addin.words import LANGS, Lang, say
from sheets_templates import look
from sheets_templates.summary import make_summary

FOLDER = Path(__file__).parent
SHEETS = (
    "intake_by_manager",
    "intake_by_source",
    "intake_by_week",
    "conversion",
    "conversion_by_manager",
    "conversion_by_source",
    "cohorts",
    "managers",
    "presale",
    "attention",
    "stages",
    "data_issues",
    "settings",
)
"""The blocks that have a sheet of their own, in order; the others stand on the Summary."""

BARS = ("rate", "taken_rate", "processed_rate", "won_share", "chance")
"""Rates that are compared down a column and so get bars, with the number beside."""

_CREATED = dt.datetime(2026, 1, 1)
_TITLE, _EXPLAINED, _MARKS, _HEADINGS, _MODEL = range(5)
_KEPT_LEFT = ("manager", "source", "week", "month", "id", "pipeline", "from", "to", "status", "name")


@dataclass(frozen=True)
class Book:
    """A workbook being made, and its language."""

    file: Workbook
    lang: Lang

    def style(self, *properties: dict[str, Any]) -> Any:
        """A cell format of these properties, later ones first."""
        merged: dict[str, Any] = {"font_name": look.FONT}
        for some in properties:
            merged |= some
        return self.file.add_format(merged)


def make(lang: Lang, path: Path) -> None:
    """Make the template of one language."""
    with xlsxwriter.Workbook(path) as file:
        file.set_properties(
            {"title": say("block.header", lang), "author": "Honest Funnel", "created": _CREATED}
        )
        book = Book(file, lang)
        make_summary(book.file, book.style, lang)
        for name in SHEETS:
            _block_sheet(book, BLOCK[name])


def _block_sheet(book: Book, block: Block) -> None:
    tab = say(f"sheet.{block.name}", book.lang)
    sheet = book.file.add_worksheet(tab)
    rows = len(DEFAULTS) if block.name == "settings" else 1
    last_row, last_column = _HEADINGS + rows, len(block.columns) - 1
    _headings(book, sheet, block)
    _models(book, sheet, block, rows)
    book.file.define_name(f"hf_{block.name}", f"='{tab}'!{_absolute(_HEADINGS, last_row, last_column)}")
    sheet.autofilter(_HEADINGS, 0, last_row, last_column)
    kept = next((i for i, key in enumerate(block.keys) if key not in _KEPT_LEFT), 0)
    sheet.freeze_panes(_MODEL, kept)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _conditions(book, sheet, block, last_row)
    wide = look.pages_wide(sum(look.widths(block, book.lang)))
    look.set_up_print(sheet, book.lang, wide)
    sheet.repeat_rows(_HEADINGS)
    if wide > 1 and kept:
        sheet.repeat_columns(0, kept - 1)


def _headings(book: Book, sheet: Worksheet, block: Block) -> None:
    sheet.set_row(_TITLE, 26)
    sheet.set_row(_EXPLAINED, 18)
    sheet.set_row(_MARKS, None, None, {"hidden": True})
    sheet.set_row(_HEADINGS, look.heading_height(block, book.lang))
    sheet.write_string(_TITLE, 0, say(f"block.{block.name}", book.lang), book.style(look.TITLE))
    sheet.write_string(_EXPLAINED, 0, say(f"block_note.{block.name}", book.lang), book.style(look.EXPLAINED))
    for i, (column, width) in enumerate(zip(block.columns, look.widths(block, book.lang), strict=True)):
        sheet.set_column(i, i, width)
        sheet.write_string(_MARKS, i, column.key, book.style(look.MARK))
        text = heading(block.name, column.key, book.lang)
        sheet.write_string(_HEADINGS, i, text, book.style(look.heading(column)))
        help_ = help_text(block.name, column.key, book.lang)
        if help_:
            lines = 1 + len(help_) // 34
            sheet.write_comment(
                _HEADINGS, i, help_, {"author": "", "x_scale": 1.6, "height": 14 + 15 * lines, "font_size": 9}
            )


def _models(book: Book, sheet: Worksheet, block: Block, rows: int) -> None:
    for i, column in enumerate(block.columns):
        style = book.style(look.value(column, book.lang))
        for row in range(_MODEL, _MODEL + rows):
            sheet.write_blank(row, i, None, style)
    if block.name == "settings":
        style = book.style(look.value(block.columns[0], book.lang))
        for row, name in enumerate(DEFAULTS, _MODEL):
            sheet.write_string(row, 0, say(f"code.{name}", book.lang), style)


def _conditions(book: Book, sheet: Worksheet, block: Block, last_row: int) -> None:
    for i, column in enumerate(block.columns):
        if column.key in BARS:
            sheet.conditional_format(_MODEL, i, last_row, i, look.BAR)
        if column.key == "verdict":
            for code, colours in look.VERDICTS.items():
                rule = {
                    "type": "formula",
                    "criteria": _is_code(i, code),
                    "format": book.file.add_format(colours),
                }
                sheet.conditional_format(_MODEL, i, last_row, i, rule)


def _is_code(column: int, code: str) -> str:
    """A formula: the model row's cell shows this code, in whichever language the report is."""
    cell = f"${xlsxwriter.utility.xl_col_to_name(column)}{_MODEL + 1}"
    return "=OR({})".format(",".join(f'{cell}="{say(f"code.{code}", lang)}"' for lang in LANGS))


def _absolute(first: int, last: int, last_column: int) -> str:
    return f"$A${first + 1}:${xlsxwriter.utility.xl_col_to_name(last_column)}${last + 1}"


def main() -> None:
    """Make both templates beside this script."""
    for lang in LANGS:
        make(lang, FOLDER / f"report.{lang}.xlsx")


if __name__ == "__main__":
    main()
