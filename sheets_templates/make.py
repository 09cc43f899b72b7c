"""Makes ``report.ru.xlsx`` and ``report.en.xlsx``: ``python -m sheets_templates.make``.

Everything in them comes from ``addin/report/layout.py`` and the words, so that they can be made again at any
time, byte for byte. A block is marked by a defined name ``hf_<block>`` that covers the heading row and the
row below it (all rows of a block of a fixed size). The row below the headings is the model: its styles are
those of every row a fill writes. A hidden row above the headings holds the keys of the columns, so that a
heading may be put in other words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block
from addin.report.headings import heading, help_text
from addin.report.layout import BLOCK
from addin.settings import DEFAULTS
from addin.words import LANGS, Lang, has, say
from sheets_templates import formats, money, money_charts
from sheets_templates.record import labels, make_record
from sheets_templates.summary import make_summary

FOLDER = Path(__file__).parent
SHEETS = {
    "intake_by_manager": formats.BLUE,
    "intake_by_source": formats.BLUE,
    "intake_by_week": formats.BLUE,
    "conversion": formats.MID_BLUE,
    "conversion_by_manager": formats.MID_BLUE,
    "conversion_by_source": formats.MID_BLUE,
    "cohorts": formats.MID_BLUE,
    "heatmap": formats.MID_BLUE,
    "managers": formats.MID_BLUE,
    "presale": formats.ORANGE,
    "forecast_record": formats.ORANGE,
    "plan_fact": formats.ORANGE,
    "sources": formats.ORANGE,
    "lost_reasons": formats.ORANGE,
    "attention": formats.ORANGE,
    "data_issues": formats.GREY,
    "stages": formats.GREY,
    "settings": formats.GREY,
}
"""The growing blocks, each with a sheet of its own, in order, and the colours of their tabs."""

RECORDS = {"intake_by_manager": "intake"}
"""Sheets that show a record above their table."""

BARS = ("rate", "taken_rate", "processed_rate", "won_share", "chance")
"""Rates that are compared down a column and so get bars, with the number beside."""

CREATED = dt.datetime(2026, 1, 1)
_TITLE, _EXPLAINED = 0, 1
_KEPT_LEFT = ("manager", "source", "week", "month", "id", "pipeline", "from", "to", "status", "name")


@dataclass(frozen=True)
class Book:
    """A workbook being made, its language, and whether it is live: with raw tables beside the report."""

    file: Workbook
    lang: Lang
    live: bool = False

    def tab(self, block: str) -> str:
        """The name of a block's sheet; in a live workbook raw tables may have the usual one."""
        own = f"sheet_live.{block}"
        return say(own if self.live and has(own) else f"sheet.{block}", self.lang)

    def style(self, *properties: dict[str, Any]) -> Any:
        """A cell format of these properties, later ones first."""
        merged: dict[str, Any] = {"font_name": formats.FONT}
        for some in properties:
            merged |= some
        return self.file.add_format(merged)


@dataclass(frozen=True)
class Table:
    """A growing block on its sheet: ``top`` is the row of its headings, from 0; ``rows`` those below it.

    ``above``: column → labels of a record above, which share its width. ``room``: rows left between its title
    and its explanation.
    """

    book: Book
    sheet: Worksheet
    block: Block
    top: int
    rows: int
    above: Mapping[int, str]
    room: int = 0

    @property
    def last(self) -> tuple[int, int]:
        """The last row and column."""
        return self.top + self.rows, len(self.block.columns) - 1


def make(lang: Lang, path: Path) -> None:
    """Make the template of one language."""
    with xlsxwriter.Workbook(path) as file:
        file.set_properties(
            {"title": say("block.header", lang), "author": "Honest Funnel", "created": CREATED}
        )
        report_sheets(Book(file, lang))


def report_sheets(book: Book) -> None:
    """Add all sheets of the report to a workbook."""
    make_summary(book.file, book.style, book.lang, live=book.live)
    for name, colour in SHEETS.items():
        _block_sheet(book, BLOCK[name], colour)


def _block_sheet(book: Book, block: Block, colour: str) -> None:
    tab = book.tab(block.name)
    sheet = book.file.add_worksheet(tab)
    sheet.set_tab_color(colour)
    top, above = 0, {}
    if block.name in RECORDS:
        record = BLOCK[RECORDS[block.name]]
        top = make_record(book.file, sheet, book.style, book.lang, record)
        above = labels(book.lang, record)
    if block.name == "forecast_record":
        top = money.forecast_head(book, sheet)
    room, rows = money_charts.ROOM.get(block.name, 0), len(DEFAULTS) if block.name == "settings" else 1
    table = Table(book, sheet, block, top + 3 + room, rows, above, room)
    _headings(table)
    _models(table)
    _columns(table)
    _conditions(table)
    money_charts.table_chart(table)
    area = f"$A${table.top + 1}:${xl_col_to_name(table.last[1])}${table.last[0] + 1}"
    book.file.define_name(f"hf_{block.name}", f"='{tab}'!{area}")
    sheet.autofilter(table.top, 0, *table.last)
    kept = next((i for i, key in enumerate(block.keys) if key not in _KEPT_LEFT), 0)
    # above a table low on its sheet nothing is frozen: too little would be left to scroll
    sheet.freeze_panes(0 if top or room else table.top + 1, kept)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    formats.set_up_print(sheet, book.lang)
    sheet.repeat_rows(table.top)


def _headings(table: Table) -> None:
    sheet, block, book, top = table.sheet, table.block, table.book, table.top
    head = top - 3 - table.room
    sheet.set_row(head + _TITLE, 26)
    sheet.set_row(top - 3 + _EXPLAINED, 18)
    sheet.set_row(top - 1, None, None, {"hidden": True})
    sheet.set_row(top, formats.heading_height(block, book.lang))
    sheet.write_string(head + _TITLE, 0, say(f"block.{block.name}", book.lang), book.style(formats.TITLE))
    explained = say(f"block_note.{block.name}", book.lang)
    sheet.write_string(top - 3 + _EXPLAINED, 0, explained, book.style(formats.EXPLAINED))
    for i, column in enumerate(block.columns):
        sheet.write_string(top - 1, i, column.key, book.style(formats.MARK))
        text = heading(block.name, column.key, book.lang)
        sheet.write_string(top, i, text, book.style(formats.heading(column)))
        help_ = help_text(block.name, column.key, book.lang)
        if help_:
            height = 14 + 15 * (1 + len(help_) // 34)
            shape = {"author": "", "x_scale": 1.6, "height": height, "font_size": 9}
            sheet.write_comment(top, i, help_, shape)


def _columns(table: Table) -> None:
    """Widths; columns of detail are folded away behind a button, tones are only there for the colours."""
    widths = formats.widths(table.block, table.book.lang, table.above)
    folded = [column.detail and column.kind != "tone" for column in table.block.columns]
    for i, (column, width) in enumerate(zip(table.block.columns, widths, strict=True)):
        options: dict[str, Any] = {"level": 1, "hidden": True} if folded[i] else {}
        if column.kind == "tone":
            options = {"hidden": True}
        elif i and folded[i - 1] and not folded[i]:
            options = {"collapsed": True}  # the button that unfolds stands above this column
        table.sheet.set_column(i, i, width, None, options)
    if folded[-1]:
        table.sheet.set_column(len(folded), len(folded), 3, None, {"collapsed": True})


def _models(table: Table) -> None:
    block, book = table.block, table.book
    for i, column in enumerate(block.columns):
        gap = formats.BAR_GAP if column.key in BARS else {}
        style = book.style(formats.value(column, book.lang), gap)
        for row in range(table.top + 1, table.last[0] + 1):
            table.sheet.write_blank(row, i, None, style)
    if block.name == "settings":
        style = book.style(formats.value(block.columns[0], book.lang))
        for row, name in enumerate(DEFAULTS, table.top + 1):
            table.sheet.write_string(row, 0, say(f"code.{name}", book.lang), style)


def _conditions(table: Table) -> None:
    sheet, block, first, last = table.sheet, table.block, table.top + 1, table.last[0]
    tones = {key: i for i, key in enumerate(block.keys) if "tone" in key}
    for i, column in enumerate(block.columns):
        tone = tones.get(column.key.replace("rate", "tone"))
        if tone is not None and tone != i:
            formats.colour_tones(table.book.file, sheet, (first, i, last, i), tone)
        elif column.key in BARS:
            sheet.conditional_format(first, i, last, i, formats.BAR)
        elif column.key == "verdict":
            for code, colours in formats.VERDICTS.items():
                format_ = table.book.file.add_format(colours)
                rule = {"type": "formula", "criteria": _is_code(i, first, code), "format": format_}
                sheet.conditional_format(first, i, last, i, rule)


def _is_code(column: int, first: int, code: str) -> str:
    """A formula: the model row's cell shows this code, in whichever language the report is."""
    cell = f"${xl_col_to_name(column)}{first + 1}"
    return "=OR({})".format(",".join(f'{cell}="{say(f"code.{code}", lang)}"' for lang in LANGS))


def main() -> None:
    """Make both templates beside this script."""
    for lang in LANGS:
        make(lang, FOLDER / f"report.{lang}.xlsx")


if __name__ == "__main__":
    main()
