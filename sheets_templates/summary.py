"""The second page of the templates: what matters most, the funnel, and who loses clients where.

All areas are of a fixed size, so the chart and the formats never have to move. Rows are of one line, so that
the page takes letters that can be read on paper; whatever may be long has a wide column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.workbook import Workbook

from addin.report.blocks import Column
from addin.report.headings import heading
from addin.report.layout import BLOCK, STEPS
from addin.words import Lang, say
from sheets_templates import formats
from sheets_templates.page_grid import (
    COLUMN_PIXELS,
    GAP_HEIGHT,
    HEADING_HEIGHT,
    ROW_HEIGHT,
    SECTION_HEIGHT,
    SMALL_SIZE,
    Page,
    Span,
    Style,
    spans_from,
)

_COLUMNS = 88
LAST = _COLUMNS - 1
_TONES = (LAST + 1, LAST + 1 + STEPS)

_TITLE, _KEYS, _FINDINGS, _FUNNEL, _HEATMAP, _GROWTH = 0, 2, 7, 17, 31, 47
_GAPS = (1, 6, 16, 30, 46)
BOTTOM = _GROWTH + 2 + (BLOCK["growth"].fixed_rows or 0)
_FUNNEL_ROW = 14.0

_KEY_SPANS = spans_from(0, leads=14, taken_rate=13, nontarget_rate=12, conversion=14, presale=16, to_act=19)
_FINDING_SPANS = spans_from(0, topic=8, text=75, count=5)
_FUNNEL_SPANS = spans_from(
    0, name=18, entered=6, advanced=6, open=5, lost=5, nontarget=6, rate=5, range=11, bars=26
)
_GROWTH_SPANS = spans_from(0, manager=18, growth_point=60, growth_wins=10)
_STEP_SPANS = {f"{key}_{k}": wide for k in range(1, STEPS + 1) for key, wide in (("rate", 4), ("n", 3))}
_TONE_SPANS = {"whole_tone": 1} | {f"tone_{k}": 1 for k in range(1, STEPS + 1)}
_HEAT_SPANS = spans_from(0, manager=18, whole_rate=4, whole_n=3, **_STEP_SPANS, **_TONE_SPANS)

_SERIES = {"advanced": formats.MID_BLUE, "open": "#BDD7EE", "lost": formats.ORANGE, "nontarget": "#F4B183"}
"""The parts of a bar; the headings of the counts beside it bear their colours."""
_DARK = ("advanced", "lost")
"""Those whose colour takes white letters."""


def make_summary(file: Workbook, style: Style, lang: Lang) -> None:
    """Make the sheet."""
    page = Page(file, file.add_worksheet(say("sheet.summary", lang)), style, lang)
    page.sheet.set_column_pixels(0, LAST, COLUMN_PIXELS)
    page.sheet.set_column(*_TONES, 3, None, {"hidden": True})
    for row in _GAPS:
        page.sheet.set_row(row, GAP_HEIGHT)
    page.sheet.set_row(_TITLE, 21)
    page.write(_TITLE, (0, LAST), say("sheet_title.summary", lang), formats.TITLE)
    _key_figures(page)
    _findings(page)
    _funnel(page)
    _heatmap(page)
    _growth(page)
    _set_up_print(page)


def _key_figures(page: Page) -> None:
    """Label, figure and, below a hidden row of labels, a line of words."""
    block = BLOCK["key_figures"]
    for row, height in ((_KEYS, ROW_HEIGHT), (_KEYS + 1, 21), (_KEYS + 3, ROW_HEIGHT)):
        page.sheet.set_row(row, height)
    page.hide_row(_KEYS + 2)
    for figure, words in zip(block.columns[::2], block.columns[1::2], strict=True):
        span = _KEY_SPANS[figure.key]
        sides = {"left": 1, "right": 1, "border_color": formats.LIGHT_GREY}
        big = _figure(figure, page.lang) | {"font_size": 16} | sides
        page.heading(_KEYS, span, heading(block.name, figure.key, page.lang), formats.LABEL)
        page.write(_KEYS + 1, span, "", formats.FIGURE, big)
        page.write(_KEYS + 2, span, heading(block.name, words.key, page.lang), formats.KEY)
        below = {"align": "center", "shrink": True, "font_size": SMALL_SIZE}
        page.write(_KEYS + 3, span, "", formats.EXPLANATION, formats.BOX_BORDER, below)
    page.define_name(block.name, (_KEYS, _KEYS + 3), (0, LAST))


def _findings(page: Page) -> None:
    block = BLOCK["summary"]
    page.sheet.set_row(_FINDINGS, SECTION_HEIGHT)
    page.write(_FINDINGS, (0, LAST), say("block.summary", page.lang), formats.SECTION, {"font_size": 11})
    page.table(block, _FINDING_SPANS, _FINDINGS + 1)
    page.hide_row(_FINDINGS + 1)
    page.define_name(block.name, (_FINDINGS + 1, _FINDINGS + 1 + (block.fixed_rows or 0)), (0, LAST))


def _funnel(page: Page) -> None:
    """The whole way, then each step, with a bar beside it."""
    block, top = BLOCK["funnel"], _FUNNEL + 2
    page.section(_FUNNEL, _whole_span(_FUNNEL_SPANS), block.name)
    colours = {
        key: {"bg_color": colour, "font_color": "#FFFFFF" if key in _DARK else formats.TEXT_COLOUR}
        for key, colour in _SERIES.items()
    }
    page.table(block, _FUNNEL_SPANS, top, colours=colours)
    bars = say("sheet_note.bars", page.lang)
    page.heading(top, _FUNNEL_SPANS["bars"], bars, formats.heading_format(block.columns[1]))
    page.define_name(block.name, (top, top + (block.fixed_rows or 0)), (0, _FUNNEL_SPANS["range"][1]))
    _bars(page, top + 2)
    page.sheet.set_row(top, HEADING_HEIGHT)
    for row in range(top + 1, top + 1 + (block.fixed_rows or 0)):
        page.sheet.set_row(row, _FUNNEL_ROW)


def _growth(page: Page) -> None:
    """Where each manager has most to gain."""
    block, top = BLOCK["growth"], _GROWTH + 2
    page.section(_GROWTH, _whole_span(_GROWTH_SPANS), block.name)
    page.table(block, _GROWTH_SPANS, top)
    page.sheet.set_row(top, ROW_HEIGHT + 1.5)
    page.define_name(block.name, (top, top + (block.fixed_rows or 0)), _whole_span(_GROWTH_SPANS))


def _bars(page: Page, first: int) -> None:
    """One bar beside each step, as tall as its row; a legend is in the headings' colours."""
    chart = page.file.add_chart({"type": "bar", "subtype": "stacked"})
    last, (left, right) = first + STEPS - 1, _FUNNEL_SPANS["bars"]
    for key, colour in _SERIES.items():
        column = _FUNNEL_SPANS[key][0]
        chart.add_series(
            {
                "name": [page.tab, first - 2, column],
                "categories": [page.tab, first, 0, last, 0],
                "values": [page.tab, first, column, last, column],
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 35,
            }
        )
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis({"visible": False, "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"layout": {"x": 0.01, "y": 0.0, "width": 0.98, "height": 1.0}})
    pixels = round(_FUNNEL_ROW * 96 / 72) * STEPS
    chart.set_size({"width": COLUMN_PIXELS * (right - left + 1) - 4, "height": pixels})
    page.sheet.insert_chart(
        first,
        left,
        chart,
        {"x_offset": 2, "object_position": 1, "description": say("block.funnel", page.lang)},
    )


def _heatmap(page: Page) -> None:
    block, top = BLOCK["top_heatmap"], _HEATMAP + 3
    page.section(_HEATMAP, (0, LAST), block.name)
    page.hide_row(top - 1)
    page.table(block, _HEAT_SPANS, top, with_keys=True)
    page.sheet.set_row(top, HEADING_HEIGHT)
    page.define_name(block.name, (top, top + (block.fixed_rows or 0)), (0, _TONES[1]))


def _whole_span(spans: Mapping[str, Span]) -> Span:
    """From the first to the last column of some spans."""
    return min(span[0] for span in spans.values()), max(span[1] for span in spans.values())


def _figure(column: Column, lang: Lang) -> dict[str, Any]:
    return {"num_format": formats.number_format(column.kind, lang), "shrink": True}


def _set_up_print(page: Page) -> None:
    formats.set_up_print(page.sheet, page.lang)
    page.sheet.print_area(0, 0, BOTTOM, LAST)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.center_horizontally()
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
