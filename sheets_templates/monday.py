"""The first page of the templates: sold, forecast and plan, managers, whom to call; one landscape page.

All areas are of a fixed size, so the chart and the formats never have to move.
"""

from __future__ import annotations

from typing import Any

from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.charts import PALE_SERIES, bars_beside, error_bars, pixels
from sheets_templates.page_grid import (
    HEADING_HEIGHT,
    LAST,
    ROW_HEIGHT,
    SMALL_SIZE,
    Page,
    Span,
    figure_format,
    spans_from,
)

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


def make_monday(book: Book) -> None:
    """Make the sheet; in a live workbook with a line, named ``hf_status``, that tells of the last refresh."""
    page = Page.of(book, "monday", len(_HIDDEN), _GAPS, _GAP)
    _header(page)
    if book.live:
        _status(page)
    _plan(page)
    page.figures("tiles", _TILES, _TILE_SPANS, 22, 18, 9.5)
    page.block("top_scoreboard", _BOARD, _BOARD_SPANS, HEADING_HEIGHT)
    bottom = page.block("top_calls", _CALLS, _CALL_SPANS, HEADING_HEIGHT)
    page.print_to(bottom)


def _header(page: Page) -> None:
    """The title and, beside it, what the report is of."""
    title = page.book.style(formats.TITLE)
    page.sheet.merge_range(_HEADER, _TITLE[0], _HEADER + 1, _TITLE[1], say("block.header", page.lang), title)
    page.sheet.set_row(_HEADER, ROW_HEIGHT)
    page.sheet.set_row(_HEADER + 1, 14.25)
    for column in BLOCK["header"].columns:
        span = _HEADER_SPANS[column.key]
        page.heading(_HEADER, span, heading("header", column.key, page.lang), formats.LABEL)
        figure = figure_format(column, page.lang) | {"font_size": 10}
        page.write(_HEADER + 1, span, "", formats.FIGURE, formats.BOX_BORDER, figure)
    page.define_name("header", (_HEADER, _HEADER + 1), (_HEADER_SPANS["as_of"][0], LAST))


def _status(page: Page) -> None:
    """The line that tells of the last refresh, and to its right the space for a button."""
    page.sheet.set_row(BUTTON_ROW, 18)
    status = say("live.status", page.lang)
    page.write(BUTTON_ROW, (0, BUTTON[0] - 1), status, formats.EXPLANATION, {"font_size": SMALL_SIZE})
    page.book.file.define_name("hf_status", f"='{page.tab}'!$A${BUTTON_ROW + 1}")


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
    chart = page.book.file.add_chart({"type": "bar"})
    amount = _PLAN_SPANS["amount"][0]
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
    chart.show_hidden_data()
    rows = 3, pixels(_BAR_HEIGHT)
    bars_beside(page, chart, first, _PLAN_SPANS["bars"], rows, 0.97, say("block.plan_bar", page.lang))
