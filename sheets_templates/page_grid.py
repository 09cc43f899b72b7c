"""A page laid out on a grid of equal narrow columns: whatever stands in it spans some of them.

So tables of different columns stand below and beside each other on one sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block, Column
from addin.report.headings import heading
from addin.words import Lang, say
from sheets_templates import formats

Style = Callable[..., Any]
Span = tuple[int, int]
"""First and last column of the grid, from 0."""

COLUMN_PIXELS = 15
"""Width of a column of the grid in pixels."""
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
    """The sheet being made."""

    file: Workbook
    sheet: Worksheet
    style: Style
    lang: Lang
    tab_key: str = "sheet.summary"

    @property
    def tab(self) -> str:
        """The sheet's name."""
        return say(self.tab_key, self.lang)

    def write(self, row: int, span: Span, text: str, *styles: dict[str, Any]) -> None:
        """Text, or an empty cell, over some columns of one row."""
        first, last = span
        if first == last:
            self.sheet.write(row, first, text or None, self.style(*styles))
        else:
            self.sheet.merge_range(row, first, row, last, text, self.style(*styles))

    def define_name(self, block: str, rows: Span, columns: Span) -> None:
        """The name that marks a block."""
        area = xl_range_abs(rows[0], columns[0], rows[1], columns[1])
        self.file.define_name(f"hf_{block}", f"='{self.tab}'!{area}")

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
                self.sheet.write(top - 1, span[0], column.key, self.style(formats.KEY))
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
                formats.add_tone_colours(self.file, self.sheet, area, tone)
            self.sheet.conditional_format(*area, line)
        for row in rows:
            self.sheet.set_row(row, ROW_HEIGHT)

    def heading(self, row: int, span: Span, text: str, *styles: dict[str, Any]) -> None:
        """The heading of a column."""
        self.write(row, span, text, *styles, _HEADING)


def _line(page: Page, column: int, row: int) -> dict[str, Any]:
    """A rule: a line below the rows whose cell in ``column`` is in use."""
    cell = f"${xl_col_to_name(column)}{row + 1}"
    shown = page.file.add_format({"bottom": 1, "bottom_color": formats.LIGHT_GREY})
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
    shown = page.file.add_format({"bg_color": formats.MID_BLUE})
    used = f'=${xl_col_to_name(first)}${top + 1}<>""'
    page.sheet.conditional_format(
        top, first, top, last, {"type": "formula", "criteria": used, "format": shown}
    )


def _spanned(block: Block, spans: Mapping[str, Span]) -> Iterator[tuple[Column, Span]]:
    return ((column, spans[column.key]) for column in block.columns if column.key in spans)
