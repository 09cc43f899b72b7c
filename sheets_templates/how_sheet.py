"""The sheet that tells how to read the report: what each sheet answers, what words and colours mean."""

from __future__ import annotations

from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.tabs import BEHIND, PAGES, SHOWN

_RULES = ("colours", "proven", "range", "horizon", "two_rates", "presale", "empty")
_NAME = {"bold": True, "font_size": 11, "font_color": formats.BLUE, "valign": "top"}
_TEXT = {"font_size": 11, "font_color": formats.TEXT_COLOUR, "text_wrap": True, "valign": "top"}
_WIDTHS = (22, 118)
_LETTERS = 132
"""Letters of a line of the text's column."""


def make_how(book: Book) -> None:
    """Make the sheet, of one screen."""
    sheet = book.file.add_worksheet(book.tab("how"))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    lang = book.lang
    shown = [(book.tab(name), say(f"how.{name}", lang)) for name in (*PAGES, *SHOWN)]
    rules = [("", say(f"how.rule_{name}", lang)) for name in _RULES]
    names = ", ".join(book.tab(name) for name in BEHIND)
    behind = [("", say("how.show_hidden", lang, names=names))]
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, say("sheet_title.how", lang), book.style(formats.TITLE))
    row = 1
    for title, lines in (("sheets", shown), ("rules", rules), ("behind", behind)):
        for column, text in enumerate((say(f"how.{title}", lang), "")):
            sheet.write(row, column, text or None, book.style(formats.SECTION))
        row += 1
        for name, text in lines:
            sheet.set_row(row, 15.0 * (1 + len(text) // _LETTERS))
            sheet.write(row, 0, name or None, book.style(_NAME))
            sheet.write_string(row, 1, text, book.style(_TEXT))
            row += 1
    formats.set_up_print(sheet, lang)
    sheet.fit_to_pages(1, 1)
