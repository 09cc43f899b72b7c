"""The second page of the templates: what matters most, the funnel, and who loses clients where.

All areas are of a fixed size, so the chart and the formats never have to move. Rows are of one line, so that
the page takes letters that can be read on paper; whatever may be long has a wide column.
"""

from __future__ import annotations

from collections.abc import Mapping

from addin.report.layout import BLOCK, STEPS
from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.charts import bars_beside, pixels
from sheets_templates.page_grid import (
    HEADING_HEIGHT,
    LAST,
    ROW_HEIGHT,
    SECTION_HEIGHT,
    SMALL_SIZE,
    Page,
    Span,
    spans_from,
)

_TONES = (LAST + 1, LAST + 1 + STEPS)

_TITLE, _KEYS, _FINDINGS, _FUNNEL, _HEATMAP, _GROWTH = 0, 2, 7, 17, 31, 47
_GAPS = (1, 6, 16, 30, 46)
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

_SERIES = {
    "advanced": formats.MID_BLUE,
    "open": "#BDD7EE",
    "lost": formats.SLATE,
    "nontarget": formats.PALE_SLATE,
}
"""The parts of a bar; the headings of the counts beside it bear their colours."""
_DARK = ("advanced", "lost")
"""Those whose colour takes white letters."""


def make_summary(book: Book) -> None:
    """Make the sheet."""
    page = Page.of(book, "summary", 1 + STEPS, _GAPS)
    page.title(_TITLE, "summary")
    page.figures("key_figures", _KEYS, _KEY_SPANS, 21, 16, SMALL_SIZE)
    _findings(page)
    _funnel(page)
    _heatmap(page)
    bottom = page.block("growth", _GROWTH, _GROWTH_SPANS, ROW_HEIGHT + 1.5)
    page.print_to(bottom)


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


def _bars(page: Page, first: int) -> None:
    """One bar beside each step, as tall as its row; a legend is in the headings' colours."""
    chart = page.book.file.add_chart({"type": "bar", "subtype": "stacked"})
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
                "gap": 35,
            }
        )
    rows = STEPS, pixels(_FUNNEL_ROW)
    bars_beside(page, chart, first, _FUNNEL_SPANS["bars"], rows, 0.98, say("block.funnel", page.lang))


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
