"""Makes ``report.ru.xlsx`` and ``report.en.xlsx``: ``python -m sheets_templates.make``.

Everything in them comes from ``addin/report/layout.py`` and the words, so that they can be made again at any
time, byte for byte. A block is marked by a defined name ``hf_<block>`` that covers the heading row and the
row below it (all rows of a block of a fixed size). The row below the headings is the model: its styles are
those of every row a fill writes. A hidden row above the headings holds the keys of the columns, so that a
heading may be put in other words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block
from addin.report.headings import heading, help_text
from addin.report.layout import BLOCK
from addin.report.layout_managers import HANDOUT_ROWS
from addin.settings import DEFAULTS
from addin.words import LANGS, Lang, say
from sheets_templates import formats, table_charts
from sheets_templates.book import CREATED, Book, Table
from sheets_templates.forecast_sheet import FORECAST_PAGE, forecast_head
from sheets_templates.how_sheet import make_how
from sheets_templates.intake_record import labels, make_record
from sheets_templates.monday import make_monday
from sheets_templates.summary import make_summary
from sheets_templates.tabs import BEHIND, FIRST_PAGE, SHEETS
from sheets_templates.trend_sheet import make_trend

FOLDER = Path(__file__).parent
RECORDS = {"intake_by_manager": "intake"}
"""Sheets that show a record above their table."""

BARS = ("rate", "taken_rate", "processed_rate", "won_share", "chance")
"""Rates that are compared down a column and so get bars, with the number beside."""

_TITLE, _EXPLAINED = 0, 1
_HANDOUT_HEIGHT, _MOST_HANDOUTS = 13.5, 250
_PAGE_ROWS = 20
"""Rows of a long table that paper shows: so many of two lines each fit one page."""
_HEAD_ROWS = 3
"""Rows above a table's headings: its title, its explanation, the keys of its columns."""
_FROZEN_COLUMNS = (
    "manager",
    "source",
    "team",
    "dimension",
    "week",
    "month",
    "id",
    "pipeline",
    "from",
    "to",
    "status",
    "name",
)


def make_template(lang: Lang, path: Path) -> None:
    """Make the template of one language."""
    with xlsxwriter.Workbook(path) as file:
        file.set_properties(
            {"title": say("block.header", lang), "author": "Honest Funnel", "created": CREATED}
        )
        add_report_sheets(Book(file, lang))
        file.get_worksheet_by_name(say("sheet.monday", lang)).activate()


def add_report_sheets(book: Book) -> None:
    """Add all sheets of the report to a workbook; it opens on the page for Monday."""
    make_how(book)
    make_monday(book)
    make_trend(book)
    make_summary(book)
    for name, colour in SHEETS.items():
        _block_sheet(book, BLOCK[name], colour)


def _block_sheet(book: Book, block: Block, colour: str) -> None:
    sheet = book.file.add_worksheet(book.tab(block.name))
    sheet.set_tab_color(colour)
    table = _placed(book, sheet, block)
    _headings(table)
    _models(table)
    _columns(table)
    _conditions(table)
    table_charts.add_chart(table)
    if block.name in BEHIND:
        sheet.hide()
    area = f"$A${table.top + 1}:${xl_col_to_name(table.last[1])}${table.last[0] + 1}"
    book.file.define_name(f"hf_{block.name}", f"='{book.tab(block.name)}'!{area}")
    sheet.autofilter(table.top, 0, *table.last)
    frozen = next((i for i, key in enumerate(block.keys) if key not in _FROZEN_COLUMNS), 0)
    # above a table low on its sheet nothing is frozen: too little would be left to scroll
    sheet.freeze_panes(0 if table.top > _HEAD_ROWS else table.top + 1, frozen)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    formats.set_up_print(sheet, book.lang)
    if block.name != "forecast_record":
        sheet.repeat_rows(table.top)
    if block.name == "handout":
        _print_by_manager(table)
    if block.name in FIRST_PAGE:
        _print_first_page(table)


def _print_first_page(table: Table) -> None:
    """Print the first rows of the table, on one page, and say so at its foot."""
    forecast = table.block.name == "forecast_record"
    bottom = FORECAST_PAGE if forecast else table.top + _PAGE_ROWS
    table.sheet.print_area(0, 0, bottom, table.last[1])
    formats.set_footer(table.sheet, table.book.lang, say("sheet_note.first_page", table.book.lang))


def _print_by_manager(table: Table) -> None:
    """Begin a page with each manager; rows of one height, so that each has room on it."""
    first = table.top + 1
    table.sheet.set_row(first, _HANDOUT_HEIGHT)
    table.sheet.set_h_pagebreaks([first + HANDOUT_ROWS * k for k in range(1, _MOST_HANDOUTS)])


def _placed(book: Book, sheet: Worksheet, block: Block) -> Table:
    """The table of a block, below what stands above it on its sheet, which is written."""
    top, labels_above = 0, {}
    if block.name in RECORDS:
        record = BLOCK[RECORDS[block.name]]
        top = make_record(book.file, sheet, book.style, book.lang, record)
        labels_above = labels(book.lang, record)
    if block.name == "forecast_record":
        top = forecast_head(book, sheet)
    chart_rows = table_charts.CHART_SPACE.get(block.name, 0)
    rows = len(DEFAULTS) if block.name == "settings" else 1
    return Table(book, sheet, block, top + _HEAD_ROWS + chart_rows, rows, labels_above, chart_rows)


def _headings(table: Table) -> None:
    sheet, block, book, top = table.sheet, table.block, table.book, table.top
    head = top - _HEAD_ROWS - table.chart_rows
    sheet.set_row(head + _TITLE, 26)
    sheet.set_row(top - _HEAD_ROWS + _EXPLAINED, 18)
    sheet.set_row(top - 1, None, None, {"hidden": True})
    sheet.set_row(top, formats.heading_height(block, book.lang))
    sheet.write_string(head + _TITLE, 0, say(f"block.{block.name}", book.lang), book.style(formats.TITLE))
    explained = say(f"block_note.{block.name}", book.lang)
    sheet.write_string(top - _HEAD_ROWS + _EXPLAINED, 0, explained, book.style(formats.EXPLANATION))
    for i, column in enumerate(block.columns):
        sheet.write_string(top - 1, i, column.key, book.style(formats.KEY))
        text = heading(block.name, column.key, book.lang)
        sheet.write_string(top, i, text, book.style(formats.heading_format(column)))
        help_ = help_text(block.name, column.key, book.lang)
        if help_:
            height = 14 + 15 * (1 + len(help_) // 34)
            shape = {"author": "", "x_scale": 1.6, "height": height, "font_size": 9}
            sheet.write_comment(top, i, help_, shape)


def _columns(table: Table) -> None:
    """Widths; columns of detail are folded away behind a button, tones are only there for the colours."""
    widths = formats.widths(table.block, table.book.lang, table.labels_above)
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
        gap = formats.DATA_BAR_GAP if column.key in BARS else {}
        style = book.style(formats.value_format(column, book.lang), gap)
        for row in range(table.top + 1, table.last[0] + 1):
            table.sheet.write_blank(row, i, None, style)
    if block.name == "settings":
        style = book.style(formats.value_format(block.columns[0], book.lang))
        for row, name in enumerate(DEFAULTS, table.top + 1):
            table.sheet.write_string(row, 0, say(f"code.{name}", book.lang), style)


def _conditions(table: Table) -> None:
    sheet, block, first, last = table.sheet, table.block, table.top + 1, table.last[0]
    tones = {key: i for i, key in enumerate(block.keys) if "tone" in key}
    for i, column in enumerate(block.columns):
        tone = tones.get(column.key.replace("rate", "tone"))
        if tone is not None and tone != i:
            formats.add_tone_colours(table.book.file, sheet, (first, i, last, i), tone)
        elif column.key in BARS:
            sheet.conditional_format(first, i, last, i, formats.DATA_BAR)
        elif column.key == "verdict":
            for code, colours in formats.VERDICT_FORMATS.items():
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
        make_template(lang, FOLDER / f"report.{lang}.xlsx")


if __name__ == "__main__":
    main()
