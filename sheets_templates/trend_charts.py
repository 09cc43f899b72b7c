"""The charts of cohorts and of the time in each stage, beside their tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addin.report.layout import BLOCK
from addin.words import say
from sheets_templates import formats
from sheets_templates.charts import PALE_SERIES, bars_beside, pixels, style_chart
from sheets_templates.page_grid import COLUMN_PIXELS, LAST, ROW_HEIGHT, Page, Span

Spans = Mapping[str, Span]


def add_cohorts(page: Page, head: int, spans: Spans) -> None:
    """Columns of the months: the share won and, on top, the share still to come.

    Args:
        page: with the table.
        head: row of its headings, from 0.
        spans: where its columns stand.
    """
    chart = page.book.file.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in (("won_share", formats.BLUE), ("to_come_share", PALE_SERIES)):
        chart.add_series(_series(page, "cohort_bars", head, spans, ("month", key)) | _bar(colour, 60))
    title = say("chart.cohorts", page.lang)
    style_chart(page.book, chart, title, "0%")
    left = max(span[1] for span in spans.values()) + 2
    rows = BLOCK["cohort_bars"].fixed_rows or 0
    height = pixels(ROW_HEIGHT) * rows + pixels(30)
    chart.set_size({"width": COLUMN_PIXELS * (LAST + 1 - left) - 8, "height": height})
    page.sheet.insert_chart(head, left, chart, {"object_position": 1, "description": title})


def add_stage_times(page: Page, head: int, spans: Spans) -> None:
    """A bar beside each stage: days until half, then until 80% have moved on."""
    chart = page.book.file.add_chart({"type": "bar", "subtype": "stacked"})
    for key, colour in (("days_half", formats.MID_BLUE), ("days_between", PALE_SERIES)):
        chart.add_series(_series(page, "stage_times", head, spans, ("stage", key)) | _bar(colour, 35))
    chart.show_hidden_data()
    shown = spans["standing"][1] + 2
    rows = BLOCK["stage_times"].fixed_rows or 0, pixels(ROW_HEIGHT)
    words = say("block.stage_times", page.lang)
    bars_beside(page, chart, head + 1, (shown, LAST), rows, 0.97, words)


def _series(page: Page, block: str, head: int, spans: Spans, keys: tuple[str, str]) -> dict[str, Any]:
    """The values of the second key over the names of the first."""
    rows = head + 1, head + (BLOCK[block].fixed_rows or 0)
    names, values = (spans[key][0] for key in keys)
    return {
        "name": [page.tab, head, values],
        "categories": [page.tab, rows[0], names, rows[1], names],
        "values": [page.tab, rows[0], values, rows[1], values],
    }


def _bar(colour: str, gap: int) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"none": True}, "gap": gap}
