"""A page laid out on a grid of equal narrow columns: whatever stands in it spans some of them.

So tables of different columns stand below and beside each other on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block, Column
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import Lang, say
from sheets_templates import formats
from sheets_templates.book import Book

Span = tuple[int, int]
"""First and last column of the grid, from 0."""

COLUMN_PIXELS = 15
"""Width of a column of the grid in pixels."""
LAST = 87
"""The last column of the grid; what a page hides stands beyond."""
ROW_HEIGHT, HEADING_HEIGHT, SECTION_HEIGHT, NOTE_HEIGHT, GAP_HEIGHT = 12.75, 24.0, 15.0, 12.0, 6.0
"""Heights in points: a row, a heading of two lines, a title, its explanation, and the space between parts."""
FONT_SIZE, SMALL_SIZE = 10.0, 9.25
"""Letters of values, and of headings and explanations."""

_TOTALS = ("funnel", "top_heatmap", "top_scoreboard")
"""Tables whose first row is of all together."""
_SMALL_FONT = {"font_size": SMALL_SIZE}
_HEADING = {"text_wrap": True, "valign": "vcenter", "align": "center", "indent": 0} | _SMALL_FONT


def spans_from(start: int, **widths: int) -> dict[str, Span]:
    """Spans side by side from a column on, each so many columns wide."""
    ends = list(accumulate(widths.values(), initial=start))
    return {key: (first, last - 1) for key, first, last in zip(widths, ends, ends[1:], strict=False)}


@dataclass(frozen=True)
class Page:
    """The sheet being made.

    Args:
        book: the workbook.
        sheet: the sheet.
        tab: its name.
    """

    book: Book
    sheet: Worksheet
    tab: str

    @classmethod
    def of(cls, book: Book, name: str, hidden: int, gaps: Sequence[int], gap: float = GAP_HEIGHT) -> Page:
        """A new sheet.

        Args:
            book: the workbook.
            name: of the sheet's word.
            hidden: how many columns beyond the grid are hidden.
            gaps: rows that only part what stands above and below them.
            gap: their height in points.
        """
        page = cls(book, book.file.add_worksheet(book.tab(name)), book.tab(name))
        page.sheet.set_column_pixels(0, LAST, COLUMN_PIXELS)
        page.sheet.set_column(LAST + 1, LAST + hidden, 3, None, {"hidden": True})
        for row in gaps:
            page.sheet.set_row(row, gap)
        return page

    @property
    def lang(self) -> Lang:
        """Of its words."""
        return self.book.lang

    def title(self, row: int, name: str) -> None:
        """The title of the sheet, over its whole width."""
        self.sheet.set_row(row, 21)
        self.write(row, (0, LAST), say(f"sheet_title.{name}", self.lang), formats.TITLE)

    def print_to(self, last: int, *, one_page: bool = True) -> None:
        """Print the grid down to a row, on one page or as many as it takes."""
        formats.set_up_print(self.sheet, self.lang)
        self.sheet.print_area(0, 0, last, LAST)
        if one_page:
            self.sheet.fit_to_pages(1, 1)
            self.sheet.center_horizontally()
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def write(self, row: int, span: Span, text: str, *styles: dict[str, Any]) -> None:
        """Text, or an empty cell, over some columns of one row."""
        first, last = span
        if first == last:
            self.sheet.write(row, first, text or None, self.book.style(*styles))
        else:
            self.sheet.merge_range(row, first, row, last, text, self.book.style(*styles))

    def define_name(self, block: str, rows: Span, columns: Span) -> None:
        """The name that marks a block."""
        area = xl_range_abs(rows[0], columns[0], rows[1], columns[1])
        self.book.file.define_name(f"hf_{block}", f"='{self.tab}'!{area}")

    def hide_row(self, row: int) -> None:
        """Hide a row: it holds what a fill looks for and nobody reads."""
        self.sheet.set_row(row, 5, None, {"hidden": True})

    def section(self, row: int, span: Span, block: str) -> None:
        """A title and, below it, its explanation."""
        self.sheet.set_row(row, SECTION_HEIGHT)
        self.write(row, span, say(f"block.{block}", self.lang), formats.SECTION, {"font_size": 11})
        self.sheet.set_row(row + 1, NOTE_HEIGHT)
        note = say(f"block_note.{block}", self.lang)
        self.write(row + 1, span, note, formats.EXPLANATION, _SMALL_FONT, {"shrink": True})

    def table(
        self,
        block: Block,
        spans: Mapping[str, Span],
        top: int,
        *,
        with_keys: bool = False,
        colours: Mapping[str, dict[str, Any]] = MappingProxyType({}),
    ) -> None:
        """Headings and empty rows below them; with ``with_keys``, the keys in the hidden row above.

        Lines are drawn under the rows in use only. ``colours``: of the headings that have their own.
        """
        rows = range(top + 1, top + 1 + (block.fixed_rows or 0))
        line = _line(self, min(span[0] for span in spans.values()), rows[0])
        for column, span in _spanned(block, spans):
            if with_keys:
                self.sheet.write(top - 1, span[0], column.key, self.book.style(formats.KEY))
            if column.kind == "tone":
                continue
            _heading(self, block, column, spans, top, colours.get(column.key, {}))
            styles = [formats.value_format(column, self.lang), *_cell_formats(column)]
            for row in rows:
                total = formats.TOTAL if block.name in _TOTALS and row == rows[0] else {}
                self.write(row, span, "", *styles, total)
            area = (rows[0], span[0], rows[-1], span[1])
            if with_keys and column.key.startswith(("rate_", "whole_rate")):
                tone = spans[column.key.replace("rate", "tone")][0]
                formats.add_tone_colours(self.book.file, self.sheet, area, tone)
            self.sheet.conditional_format(*area, line)
        for row in rows:
            self.sheet.set_row(row, ROW_HEIGHT)

    def block(self, name: str, row: int, spans: Mapping[str, Span], heading_height: float) -> int:
        """A block of a fixed size: its title, its explanation, its headings, its rows; the last of these."""
        block, top = BLOCK[name], row + 2
        last = top + (block.fixed_rows or 0)
        self.section(row, (0, LAST), name)
        self.table(block, spans, top)
        self.sheet.set_row(top, heading_height)
        self.define_name(name, (top, last), (0, max(span[1] for span in spans.values())))
        return last

    def figures(
        self, name: str, top: int, spans: Mapping[str, Span], height: float, size: int, words_size: float
    ) -> None:
        """A record of figures with words to each: label, figure and, below a hidden row of labels, words.

        Args:
            name: of the block.
            top: row of the labels.
            spans: of the figures.
            height: of the figures' row, in points.
            size, words_size: of the letters of figures and words.
        """
        block = BLOCK[name]
        for row, high in ((top, ROW_HEIGHT), (top + 1, height), (top + 3, ROW_HEIGHT)):
            self.sheet.set_row(row, high)
        self.hide_row(top + 2)
        for figure, words in zip(block.columns[::2], block.columns[1::2], strict=True):
            span = spans[figure.key]
            sides = {"left": 1, "right": 1, "border_color": formats.LIGHT_GREY}
            big = figure_format(figure, self.lang) | {"font_size": size} | sides
            self.heading(top, span, heading(name, figure.key, self.lang), formats.LABEL)
            self.write(top + 1, span, "", formats.FIGURE, big)
            self.write(top + 2, span, heading(name, words.key, self.lang), formats.KEY)
            below = {"align": "center", "shrink": True, "font_size": words_size}
            self.write(top + 3, span, "", formats.EXPLANATION, formats.BOX_BORDER, below)
        self.define_name(name, (top, top + 3), (0, LAST))

    def heading(self, row: int, span: Span, text: str, *styles: dict[str, Any]) -> None:
        """The heading of a column."""
        self.write(row, span, text, *styles, _HEADING)


def figure_format(column: Column, lang: Lang) -> dict[str, Any]:
    """A figure that stands by itself."""
    return {"num_format": formats.number_format(column.kind, lang), "shrink": True}


def _line(page: Page, column: int, row: int) -> dict[str, Any]:
    """A rule: a line below the rows whose cell in ``column`` is in use."""
    cell = f"${xl_col_to_name(column)}{row + 1}"
    shown = page.book.file.add_format({"bottom": 1, "bottom_color": formats.LIGHT_GREY})
    return {"type": "formula", "criteria": f'={cell}<>""', "format": shown}


def _cell_formats(column: Column) -> list[dict[str, Any]]:
    """How a cell of the page differs from one of the other sheets."""
    found = [formats.ONE_LINE, formats.text_indent(column), {"font_size": FONT_SIZE}]
    if column.key.startswith(("n_", "whole_n")):
        found.append({"font_size": SMALL_SIZE, "font_color": formats.GREY, "align": "left"})
    return found


def _heading(
    page: Page, block: Block, column: Column, spans: Mapping[str, Span], top: int, colours: dict[str, Any]
) -> None:
    """A heading; those of the heat map's steps span rate and count, and show only where there is a step."""
    text, (first, last) = heading(block.name, column.key, page.lang), spans[column.key]
    if column.key.startswith(("n_", "whole_n")):
        return
    if not column.key.startswith(("rate_", "whole_rate")):
        page.heading(top, (first, last), text, formats.heading_format(column), colours)
        return
    last = spans[column.key.replace("rate", "n")][1]
    if column.key == "whole_rate":
        page.heading(top, (first, last), text, formats.heading_format(column))
        return
    page.heading(top, (first, last), text, {"font_color": "#FFFFFF", "bold": True})
    shown = page.book.file.add_format({"bg_color": formats.MID_BLUE})
    used = f'=${xl_col_to_name(first)}${top + 1}<>""'
    page.sheet.conditional_format(
        top, first, top, last, {"type": "formula", "criteria": used, "format": shown}
    )


def _spanned(block: Block, spans: Mapping[str, Span]) -> Iterator[tuple[Column, Span]]:
    return ((column, spans[column.key]) for column in block.columns if column.key in spans)
