"""The first page of the templates: sold, forecast and plan, managers, whom to call; one landscape page.

All areas are of a fixed size, so the chart and the formats never have to move.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.workbook import Workbook

from addin.report.blocks import Column
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import Lang, say
from sheets_templates import formats
from sheets_templates.charts import PALE_SERIES, error_bars
from sheets_templates.page_grid import (
    COLUMN_PIXELS,
    HEADING_HEIGHT,
    ROW_HEIGHT,
    SMALL_SIZE,
    Page,
    Span,
    Style,
    spans_from,
)

LAST = 87
_HIDDEN = (LAST + 1, LAST + 2)
_HEADER, _PLAN, _TILES, _BOARD, _CALLS = 0, 3, 9, 14, 28
_GAPS = (2, 8, 13, 27)
BUTTON_ROW, BUTTON = _GAPS[0], (LAST - 13, LAST)
"""Row and columns, from 0, that a live workbook leaves free for the button that refreshes it."""
_BAR_HEIGHT, _GAP = 18.0, 4.0

_TITLE: Span = (0, 17)
_HEADER_SPANS = spans_from(
    18,
    as_of=7,
    period_from=7,
    period_to=7,
    horizon_days=8,
    pipeline=9,
    rows_read=8,
    rows_used=7,
    rows_set_aside=8,
    rows_after_asof=9,
)
_PLAN_SPANS = spans_from(0, what=8, amount=10, range=14, bars=28, comment=28) | {
    "above": (_HIDDEN[0], _HIDDEN[0]),
    "below": (_HIDDEN[1], _HIDDEN[1]),
}
_TILE_SPANS = spans_from(0, leads_so_far=22, taken_so_far=22, conversion=22, presale_so_far=22)
_BOARD_SPANS = spans_from(
    0,
    manager=12,
    sold=6,
    plan=6,
    share=3,
    forecast=6,
    range=9,
    leads=3,
    taken_rate=4,
    weakest=12,
    untouched=4,
    overdue=5,
    no_next_step=4,
    stale=4,
    presale=5,
    at_stake=5,
)
_CALL_SPANS = spans_from(
    0, manager=12, id=6, client=16, phone=10, reason=11, stage=12, amount=7, days_overdue=4, next_step=10
)


def make_monday(file: Workbook, style: Style, lang: Lang, *, live: bool = False) -> None:
    """Make the sheet; in a live workbook with a line, named ``hf_status``, that tells of the last refresh."""
    page = Page(file, file.add_worksheet(say("sheet.monday", lang)), style, lang, "sheet.monday")
    page.sheet.set_column_pixels(0, LAST, COLUMN_PIXELS)
    page.sheet.set_column(*_HIDDEN, 3, None, {"hidden": True})
    for row in _GAPS:
        page.sheet.set_row(row, _GAP)
    _header(page)
    if live:
        _status(page)
    _plan(page)
    _tiles(page)
    bottom = _board_and_calls(page)
    formats.set_up_print(page.sheet, lang)
    page.sheet.print_area(0, 0, bottom, LAST)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.center_horizontally()
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _header(page: Page) -> None:
    """The title and, beside it, what the report is of."""
    title = page.style(formats.TITLE)
    page.sheet.merge_range(_HEADER, _TITLE[0], _HEADER + 1, _TITLE[1], say("block.header", page.lang), title)
    page.sheet.set_row(_HEADER, ROW_HEIGHT)
    page.sheet.set_row(_HEADER + 1, 14.25)
    for column in BLOCK["header"].columns:
        span = _HEADER_SPANS[column.key]
        page.heading(_HEADER, span, heading("header", column.key, page.lang), formats.LABEL)
        figure = _figure(column, page.lang) | {"font_size": 10}
        page.write(_HEADER + 1, span, "", formats.FIGURE, formats.BOX_BORDER, figure)
    page.define_name("header", (_HEADER, _HEADER + 1), (_HEADER_SPANS["as_of"][0], LAST))


def _status(page: Page) -> None:
    """The line that tells of the last refresh, and to its right the space for a button."""
    page.sheet.set_row(BUTTON_ROW, 18)
    status = say("live.status", page.lang)
    page.write(BUTTON_ROW, (0, BUTTON[0] - 1), status, formats.EXPLANATION, {"font_size": SMALL_SIZE})
    page.file.define_name("hf_status", f"='{page.tab}'!$A${BUTTON_ROW + 1}")


def _plan(page: Page) -> None:
    """Three rows, large, with a bar beside each."""
    block, top = BLOCK["plan_bar"], _PLAN + 1
    page.sheet.set_row(_PLAN, ROW_HEIGHT + 3)
    page.write(_PLAN, (0, LAST), say(f"block.{block.name}", page.lang), formats.SECTION, {"font_size": 11})
    page.hide_row(top)
    sizes: dict[str, dict[str, Any]] = {"what": {"font_size": 12}, "amount": {"bold": True, "font_size": 14}}
    for column in block.columns:
        span = _PLAN_SPANS[column.key]
        page.write(top, span, heading(block.name, column.key, page.lang), formats.KEY)
        for row in range(top + 1, top + 4):
            value = formats.value_format(column, page.lang)
            size = sizes.get(column.key, {"font_size": 10.5})
            page.write(row, span, "", value, {"text_wrap": column.key == "comment", "shrink": True}, size)
    for row in range(top + 1, top + 4):
        page.sheet.set_row(row, _BAR_HEIGHT)
    page.define_name(block.name, (top, top + 3), (0, _HIDDEN[1]))
    _plan_chart(page, top + 1)


def _plan_chart(page: Page, first: int) -> None:
    """One bar beside each row: dark what is sold, pale the forecast with its limits, an outline the plan."""
    chart = page.file.add_chart({"type": "bar"})
    amount, (left, right) = _PLAN_SPANS["amount"][0], _PLAN_SPANS["bars"]
    above, below = ([page.tab, first, at, first + 2, at] for at in _HIDDEN)
    chart.add_series(
        {
            "name": say("block.plan_bar", page.lang),
            "categories": [page.tab, first, 0, first + 2, 0],
            "values": [page.tab, first, amount, first + 2, amount],
            "points": [
                {"fill": {"color": formats.BLUE}},
                {"fill": {"color": PALE_SERIES}},
                {"fill": {"none": True}, "border": {"color": formats.GREY, "width": 1.5}},
            ],
            "x_error_bars": error_bars(above, below),
            "gap": 45,
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis({"visible": False, "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"layout": {"x": 0.01, "y": 0.0, "width": 0.97, "height": 1.0}})
    chart.show_hidden_data()
    pixels = round(_BAR_HEIGHT * 96 / 72) * 3
    chart.set_size({"width": COLUMN_PIXELS * (right - left + 1) - 4, "height": pixels})
    described = {"x_offset": 2, "object_position": 1, "description": say("block.plan_bar", page.lang)}
    page.sheet.insert_chart(first, left, chart, described)


def _tiles(page: Page) -> None:
    """Label, figure and, below a hidden row of labels, its change in words."""
    block = BLOCK["tiles"]
    for row, height in ((_TILES, ROW_HEIGHT), (_TILES + 1, 22), (_TILES + 3, ROW_HEIGHT)):
        page.sheet.set_row(row, height)
    page.hide_row(_TILES + 2)
    for figure, words in zip(block.columns[::2], block.columns[1::2], strict=True):
        span = _TILE_SPANS[figure.key]
        sides = {"left": 1, "right": 1, "border_color": formats.LIGHT_GREY}
        big = _figure(figure, page.lang) | {"font_size": 18} | sides
        page.heading(_TILES, span, heading(block.name, figure.key, page.lang), formats.LABEL)
        page.write(_TILES + 1, span, "", formats.FIGURE, big)
        page.write(_TILES + 2, span, heading(block.name, words.key, page.lang), formats.KEY)
        below = {"align": "center", "shrink": True, "font_size": 9.5}
        page.write(_TILES + 3, span, "", formats.EXPLANATION, formats.BOX_BORDER, below)
    page.define_name(block.name, (_TILES, _TILES + 3), (0, LAST))


def _board_and_calls(page: Page) -> int:
    """The managers and, below, whom to call; the last row in use."""
    last = 0
    for name, row, spans in (("top_scoreboard", _BOARD, _BOARD_SPANS), ("top_calls", _CALLS, _CALL_SPANS)):
        block, top = BLOCK[name], row + 2
        page.section(row, (0, LAST), name)
        page.table(block, spans, top)
        page.sheet.set_row(top, HEADING_HEIGHT)
        last = top + (block.fixed_rows or 0)
        page.define_name(name, (top, last), (0, LAST))
    return last


def _figure(column: Column, lang: Lang) -> dict[str, Any]:
    return {"num_format": formats.number_format(column.kind, lang), "shrink": True}
