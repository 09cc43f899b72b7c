"""The Summary of the templates: what decides the week, on one landscape page.

The page is a grid of narrow columns; whatever stands in it spans some of them. All areas are of a fixed size,
so the chart and the formats never have to move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.hosts.xlsx_words import heading
from addin.report.layout import BLOCK, STEPS, Block, Column
from addin.words import Lang, say
from sheets_templates import look

Style = Callable[..., Any]
Span = tuple[int, int]
"""First and last column of the grid, from 0."""

_PIXELS = (
    *(76, 76),  # name of a step
    *(40, 40, 40, 40, 40, 46),  # counts and rate
    *(46, 46),  # interval
    *(34, 34, 34, 34),  # bars
    12,
    *(80, 80),  # name of a manager
    *(40, 30),  # lead to won
    *(36, 28) * STEPS,
)
LAST = len(_PIXELS) - 1
_TONES = (LAST + 1, LAST + 1 + STEPS)

_TITLE, _HEADER, _KEYS, _SUMMARY, _FUNNEL, _ACTIONS = 0, 1, 4, 9, 19, 34
_GAPS = (3, 8, 18, 33)
BOTTOM = _ACTIONS + 13
_LEFT, _RIGHT = (0, 13), (15, LAST)

_HEADER_SPANS: tuple[Span, ...] = (
    *((0, 1), (2, 5), (6, 8), (9, 11), (12, 15)),
    *((16, 18), (19, 22), (23, 26), (27, LAST)),
)
_KEY_SPANS: tuple[Span, ...] = ((0, 3), (4, 8), (9, 13), (14, 18), (19, 25), (26, LAST))
_FUNNEL_SPANS: Mapping[str, Span] = {
    "name": (0, 1),
    **{key: (i, i) for i, key in enumerate(("entered", "advanced", "open", "lost", "nontarget", "rate"), 2)},
    "range": (8, 9),
}
_ACTION_SPANS: Mapping[str, Span] = {
    "id": (0, 0),
    "reason": (1, 2),
    "stage": (3, 5),
    "manager": (6, 9),
    "amount": (10, 11),
    "expected": (12, 13),
    "days_overdue": (14, 15),
    "age_days": (16, 16),
}
_GROWTH_SPANS: Mapping[str, Span] = {"manager": (18, 22), "growth_point": (23, 30), "growth_wins": (31, LAST)}
_HEAT_SPANS: Mapping[str, Span] = {
    "manager": (15, 16),
    "whole_rate": (17, 17),
    "whole_n": (18, 18),
    **{f"rate_{k}": (17 + 2 * k, 17 + 2 * k) for k in range(1, STEPS + 1)},
    **{f"n_{k}": (18 + 2 * k, 18 + 2 * k) for k in range(1, STEPS + 1)},
    "whole_tone": (LAST + 1, LAST + 1),
    **{f"tone_{k}": (LAST + 1 + k, LAST + 1 + k) for k in range(1, STEPS + 1)},
}

_SERIES = {"advanced": look.MID_BLUE, "open": "#BDD7EE", "lost": look.ORANGE, "nontarget": "#F4B183"}
"""The parts of a bar; the headings of the counts beside it bear their colours."""


_TOTALS = ("funnel", "top_heatmap")
"""Tables whose first row is of all together."""


@dataclass(frozen=True)
class Page:
    """The sheet being made."""

    file: Workbook
    sheet: Worksheet
    style: Style
    lang: Lang

    @property
    def tab(self) -> str:
        """The sheet's name."""
        return say("sheet.summary", self.lang)

    def put(self, row: int, span: Span, text: str, *styles: dict[str, Any]) -> None:
        """Text, or an empty cell, over some columns of one row."""
        first, last = span
        if first == last:
            self.sheet.write(row, first, text or None, self.style(*styles))
        else:
            self.sheet.merge_range(row, first, row, last, text, self.style(*styles))

    def name(self, block: str, rows: Span, columns: Span) -> None:
        """The name that marks a block."""
        area = xl_range_abs(rows[0], columns[0], rows[1], columns[1])
        self.file.define_name(f"hf_{block}", f"='{self.tab}'!{area}")

    def section(self, row: int, span: Span, block: str) -> None:
        """A title and, below it, its explanation."""
        self.sheet.set_row(row, 17)
        self.put(row, span, say(f"block.{block}", self.lang), look.SECTION, {"font_size": 11})
        self.sheet.set_row(row + 1, 12)
        note = {"font_size": 7, "shrink": True}
        self.put(row + 1, span, say(f"block_note.{block}", self.lang), look.EXPLAINED, note)


def make_summary(file: Workbook, style: Style, lang: Lang) -> None:
    """Make the sheet."""
    page = Page(file, file.add_worksheet(say("sheet.summary", lang)), style, lang)
    for i, pixels in enumerate(_PIXELS):
        page.sheet.set_column_pixels(i, i, pixels)
    page.sheet.set_column(*_TONES, 3, None, {"hidden": True})
    for row in _GAPS:
        page.sheet.set_row(row, 6)
    _header(page)
    _key_figures(page)
    _findings(page)
    _funnel(page)
    _heatmap(page)
    _actions(page)
    _printed(page)


def _header(page: Page) -> None:
    page.sheet.set_row(_TITLE, 24)
    page.put(_TITLE, (0, LAST), say("block.header", page.lang), look.TITLE)
    page.sheet.set_row(_HEADER, 11)
    page.sheet.set_row(_HEADER + 1, 15)
    for column, span in zip(BLOCK["header"].columns, _HEADER_SPANS, strict=True):
        page.put(_HEADER, span, heading("header", column.key, page.lang), look.LABEL, look.SMALL)
        figure = _figure(column, page.lang) | {"font_size": 9}
        page.put(_HEADER + 1, span, "", look.FIGURE, look.BOXED, figure)
    page.name("header", (_HEADER, _HEADER + 1), (0, LAST))


def _key_figures(page: Page) -> None:
    """Label, figure and, below a hidden row of labels, a line of words."""
    block = BLOCK["key_figures"]
    heights: Sequence[float] = (12, 25, 5, 13)
    for row, height in enumerate(heights, _KEYS):
        page.sheet.set_row(row, height, None, {"hidden": row == _KEYS + 2})
    pairs = list(zip(block.columns[::2], block.columns[1::2], strict=True))
    for (figure, words), span in zip(pairs, _KEY_SPANS, strict=True):
        sides = {"left": 1, "right": 1, "border_color": look.LINE}
        big = _figure(figure, page.lang) | {"font_size": 16} | sides
        label = heading(block.name, figure.key, page.lang)
        page.put(_KEYS, span, label, look.LABEL, {"font_size": 8})
        page.put(_KEYS + 1, span, "", look.FIGURE, big)
        page.put(_KEYS + 2, span, heading(block.name, words.key, page.lang), look.MARK)
        page.put(_KEYS + 3, span, "", look.EXPLAINED, look.BOXED, {"align": "center", "shrink": True})
    page.name(block.name, (_KEYS, _KEYS + 3), (0, LAST))


def _findings(page: Page) -> None:
    block = BLOCK["summary"]
    page.sheet.set_row(_SUMMARY, 17)
    page.put(_SUMMARY, (0, LAST), say("block.summary", page.lang), look.SECTION, {"font_size": 11})
    spans = dict(zip(block.keys, ((0, 26), (27, 28), (29, LAST)), strict=True))
    _table(page, block, spans, _SUMMARY + 1, 17, font=9)
    page.sheet.set_row(_SUMMARY + 1, 5, None, {"hidden": True})
    page.name(block.name, (_SUMMARY + 1, _SUMMARY + 1 + (block.fixed or 0)), (0, LAST))


def _funnel(page: Page) -> None:
    block, top = BLOCK["funnel"], _FUNNEL + 3
    page.section(_FUNNEL, _LEFT, block.name)
    page.sheet.set_row(_FUNNEL + 2, 5, None, {"hidden": True})
    _table(page, block, _FUNNEL_SPANS, top, 18)
    page.sheet.set_row(top, 28)
    for key, colour in _SERIES.items():
        dark = "#FFFFFF" if key in ("advanced", "lost") else look.INK
        colours = {"bg_color": colour, "font_color": dark}
        shown = [look.heading(_column(block, key)), look.SMALL, colours]
        page.put(top, _FUNNEL_SPANS[key], heading(block.name, key, page.lang), *shown)
    page.put(top, (10, 13), say("sheet_note.bars", page.lang), look.heading(block.columns[1]), look.SMALL)
    page.name(block.name, (top, top + STEPS + 1), (0, 9))
    _bars(page, top + 2)


def _bars(page: Page, first: int) -> None:
    """One bar beside each step, as tall as its row; a legend is in the headings' colours."""
    chart = page.file.add_chart({"type": "bar", "subtype": "stacked"})
    last = first + STEPS - 1
    for key, colour in _SERIES.items():
        column = _FUNNEL_SPANS[key][0]
        chart.add_series(
            {
                "name": [page.tab, first - 2, column],
                "categories": [page.tab, first, 0, last, 0],
                "values": [page.tab, first, column, last, column],
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 45,
            }
        )
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis({"visible": False, "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"layout": {"x": 0.01, "y": 0.0, "width": 0.98, "height": 1.0}})
    chart.set_size({"width": sum(_PIXELS[10:14]) - 4, "height": 24 * STEPS})
    page.sheet.insert_chart(
        first,
        10,
        chart,
        {"x_offset": 2, "object_position": 1, "description": say("block.funnel", page.lang)},
    )


def _heatmap(page: Page) -> None:
    block, top = BLOCK["top_heatmap"], _FUNNEL + 3
    page.section(_FUNNEL, _RIGHT, block.name)
    _table(page, block, _HEAT_SPANS, top, 18, marks=True)
    page.name(block.name, (top, top + (block.fixed or 0)), (_RIGHT[0], _TONES[1]))


def _actions(page: Page) -> None:
    top = _ACTIONS + 3
    page.section(_ACTIONS, (0, 16), "top_attention")
    page.section(_ACTIONS, (18, LAST), "growth")
    page.sheet.set_row(_ACTIONS + 2, 5, None, {"hidden": True})
    for name, spans in (("top_attention", _ACTION_SPANS), ("growth", _GROWTH_SPANS)):
        block = BLOCK[name]
        _table(page, block, spans, top, 18)
        columns = (min(span[0] for span in spans.values()), max(span[1] for span in spans.values()))
        page.name(name, (top, top + (block.fixed or 0)), columns)
    page.sheet.set_row(top, 24)


def _table(
    page: Page,
    block: Block,
    spans: Mapping[str, Span],
    top: int,
    height: float,
    *,
    font: float = 8,
    marks: bool = False,
) -> None:
    """Headings and the room below them; with ``marks``, the keys in the hidden row above.

    Lines are drawn under the rows in use only.
    """
    rows = range(top + 1, top + 1 + (block.fixed or 0))
    first = min(span[0] for span in spans.values())
    line = _line(page, first, rows[0])
    for column, span in _spanned(block, spans):
        if marks:
            page.sheet.write(top - 1, span[0], column.key, page.style(look.MARK))
        if column.kind == "tone":
            continue
        _heading(page, block, column, span, top)
        for row in rows:
            total = look.TOTAL if block.name in _TOTALS and row == rows[0] else {}
            page.put(row, span, "", look.value(column, page.lang), *_looks(column, font), total)
        area = (rows[0], span[0], rows[-1], span[1])
        if marks and column.key.startswith(("rate_", "whole_rate")):
            tone = spans[column.key.replace("rate", "tone")][0]
            look.colour_tones(page.file, page.sheet, area, tone)
        page.sheet.conditional_format(*area, line)
    for row in rows:
        page.sheet.set_row(row, height)


def _line(page: Page, column: int, row: int) -> dict[str, Any]:
    """A rule: a line below the rows whose cell in ``column`` is in use."""
    cell = f"${xl_col_to_name(column)}{row + 1}"
    shown = page.file.add_format({"bottom": 1, "bottom_color": look.LINE})
    return {"type": "formula", "criteria": f'={cell}<>""', "format": shown}


def _looks(column: Column, font: float) -> list[dict[str, Any]]:
    """How a cell of the Summary differs from one of the other sheets."""
    found = [look.TIGHT, look.indented(column), {"font_size": font}]
    if column.key.startswith(("n_", "whole_n")):
        found.append({"font_size": 7, "font_color": look.GREY})
    if column.kind == "name" or column.key in ("growth_point", "name"):  # two lines of a long name fit
        found.append({"font_size": font - 0.5, "text_wrap": True, "shrink": False})
    return found


def _heading(page: Page, block: Block, column: Column, span: Span, top: int) -> None:
    """A heading; those of the heat map's steps span rate and count, and show only where there is a step."""
    text = heading(block.name, column.key, page.lang)
    if column.key.startswith(("n_", "whole_n")):
        return
    if not column.key.startswith("rate_"):
        wide = (span[0], span[1] + (column.key == "whole_rate"))
        page.put(top, wide, text, look.heading(column), look.SMALL)
        return
    page.put(top, (span[0], span[0] + 1), text, look.SMALL, {"font_color": "#FFFFFF", "bold": True})
    shown = page.file.add_format({"bg_color": look.MID_BLUE})
    page.sheet.conditional_format(
        top,
        span[0],
        top,
        span[0] + 1,
        {"type": "formula", "criteria": f'=${xl_col_to_name(span[0])}${top + 1}<>""', "format": shown},
    )


def _spanned(block: Block, spans: Mapping[str, Span]) -> Iterator[tuple[Column, Span]]:
    return ((column, spans[column.key]) for column in block.columns if column.key in spans)


def _column(block: Block, key: str) -> Column:
    return next(column for column in block.columns if column.key == key)


def _figure(column: Column, lang: Lang) -> dict[str, Any]:
    return {"num_format": look.number_format(column.kind, lang), "shrink": True}


def _printed(page: Page) -> None:
    look.set_up_print(page.sheet, page.lang)
    page.sheet.print_area(0, 0, BOTTOM, LAST)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.center_horizontally()
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
