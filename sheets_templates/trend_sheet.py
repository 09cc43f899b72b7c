"""Which way it goes: what the plan needs, months and weeks, and what moved the open deals; three pages."""

from __future__ import annotations

from typing import Any

from addin.report.layout import BLOCK
from addin.report.layout_week import TOLD, WATERFALL
from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book
from sheets_templates.charts import PALE_SERIES, Cells, pixels, style_chart
from sheets_templates.page_grid import COLUMN_PIXELS, LAST, ROW_HEIGHT, Page, spans_from
from sheets_templates.trend_charts import add_cohorts, add_stage_times

_TITLE, _NEEDED, _TREND, _CHARTS, _TIMES, _MOVEMENT, _WEEKS, _COHORTS, _STAGES = (
    0,
    2,
    9,
    27,
    43,
    49,
    82,
    99,
    117,
)
_GAPS = (1, 8, 26, 42, 48, 81, 98, 116)
_HEADING, _CHART_ROWS = 30.0, 14

_NEEDED_SPANS = spans_from(
    0,
    period=7,
    plan=7,
    sold=7,
    to_sell=8,
    open_expected=8,
    new_expected=8,
    expected=8,
    low=7,
    high=7,
    chance=5,
    more_leads=5,
    more_presale=5,
    note=6,
)
_MONTH_SPANS = spans_from(
    0,
    month=7,
    leads=5,
    taken=5,
    wins=5,
    revenue=8,
    average=6,
    plan=8,
    so_far_to=7,
    leads_so_far=5,
    taken_so_far=5,
    wins_so_far=5,
    revenue_so_far=8,
    presale_so_far=8,
    won_rate_so_far=6,
)
_CHANGE_SPANS = spans_from(
    0, period_from=6, period_to=6, change=11, deals=4, money=7, unpriced=4, note=24
) | {name: (at, at) for at, name in enumerate(WATERFALL, LAST + 1)}
_WEEK_SPANS = spans_from(
    0, week=11, date_from=8, date_to=8, leads=6, taken=6, wins=6, revenue=10, average=8, note=25
)
_TIME_SPANS = spans_from(
    0,
    visits=4,
    days_half=6,
    half_low=4,
    half_high=4,
    days_80=6,
    d80_low=4,
    d80_high=4,
    end_half=6,
    end_80=6,
    standing=5,
    longest_days=6,
    note=33,
)
_COHORT_SPANS = spans_from(0, month=8, leads=6, won=6, won_share=7, to_come_share=8)
_STAGE_SPANS = spans_from(0, stage=16, days_half=7, days_80=7, standing=6) | {
    "days_between": (LAST + 1, LAST + 1)
}
_COLOURS = {"chart_whole": formats.BLUE, "chart_plus": formats.MID_BLUE, "chart_minus": "#9CA3AF"}


def make_trend(book: Book) -> None:
    """Make the sheet."""
    page = Page.of(book, "trend", len(WATERFALL), _GAPS)
    page.sheet.set_tab_color(formats.BLUE)
    page.title(_TITLE, "trend")
    page.block("needed", _NEEDED, _NEEDED_SPANS, _HEADING)
    page.block("trend", _TREND, _MONTH_SPANS, _HEADING)
    _month_charts(page)
    page.block("time_to_win", _TIMES, _TIME_SPANS, 3 * ROW_HEIGHT)
    page.block("movement", _MOVEMENT, _CHANGE_SPANS, _HEADING)
    _waterfall(page)
    page.block("trend_by_week", _WEEKS, _WEEK_SPANS, _HEADING)
    page.block("cohort_bars", _COHORTS, _COHORT_SPANS, _HEADING)
    bottom = page.block("stage_times", _STAGES, _STAGE_SPANS, _HEADING)
    add_cohorts(page, _COHORTS + 2, _COHORT_SPANS)
    add_stage_times(page, _STAGES + 2, _STAGE_SPANS)
    page.print_to(bottom, one_page=False)
    page.sheet.set_h_pagebreaks([_MOVEMENT, _COHORTS])


def _month_charts(page: Page) -> None:
    """Leads and wins, and beside them revenue against the plan."""
    lines = page.book.file.add_chart({"type": "line"})
    for key, colour in (("leads", formats.BLUE), ("taken", PALE_SERIES)):
        lines.add_series(_months(page, key) | {"line": {"color": colour, "width": 2.25}})
    wins = page.book.file.add_chart({"type": "column"})
    wins.add_series(_months(page, "wins") | {"fill": {"color": formats.MID_BLUE}, "gap": 60})
    money = page.book.file.add_chart({"type": "column"})
    money.add_series(_months(page, "revenue") | {"fill": {"color": formats.BLUE}, "gap": 60})
    plan = page.book.file.add_chart({"type": "line"})
    marker = {"type": "long_dash", "size": 12, "fill": {"color": formats.GREY}, "border": {"none": True}}
    plan.add_series(_months(page, "plan") | {"line": {"none": True}, "marker": marker})
    money.combine(plan)
    for place, (chart, key) in enumerate(((lines, "leads"), (wins, "wins"), (money, "revenue"))):
        title = say(f"chart.{key}", page.lang)
        style_chart(page.book, chart, title, "#,##0")
        width = COLUMN_PIXELS * (LAST + 1) // 3
        chart.set_size({"width": width - 8, "height": pixels(ROW_HEIGHT) * _CHART_ROWS})
        at = {"x_offset": 4, "object_position": 1, "description": title}
        page.sheet.insert_chart(_CHARTS, place * (LAST + 1) // 3, chart, at)


def _months(page: Page, key: str) -> dict[str, Any]:
    block, head = BLOCK["trend"], _TREND + 2
    rows = head + 1, head + (block.fixed_rows or 0)

    def cells(of: str) -> Cells:
        column = _MONTH_SPANS[of][0]
        return [page.tab, rows[0], column, rows[1], column]

    return {
        "name": [page.tab, head, _MONTH_SPANS[key][0]],
        "categories": cells("month"),
        "values": cells(key),
    }


def _waterfall(page: Page) -> None:
    """From the open deals of the first to those of the report's day: what came and what left."""
    chart = page.book.file.add_chart({"type": "bar", "subtype": "stacked"})
    first = _MOVEMENT + 3 + len(TOLD)  # the month so far is the second of the two periods
    last = first + TOLD.index("end")
    for name in WATERFALL:
        column = _CHANGE_SPANS[name][0]
        fill = {"fill": {"color": _COLOURS[name]}} if name in _COLOURS else {"fill": {"none": True}}
        chart.add_series(
            {
                "name": [page.tab, _MOVEMENT + 2, column],
                "categories": [page.tab, first, _CHANGE_SPANS["change"][0], last, _CHANGE_SPANS["change"][0]],
                "values": [page.tab, first, column, last, column],
                "border": {"none": True},
                "gap": 40,
                **fill,
            }
        )
    title = say("chart.waterfall", page.lang)
    style_chart(page.book, chart, title, "#,##0", [0, 1, 2, 3])
    chart.set_legend({"none": True})
    lines = {"visible": True, "line": {"color": formats.LIGHT_GREY, "width": 0.75}}
    font = {"name": formats.FONT, "size": 10, "color": formats.TEXT_COLOUR}
    chart.set_y_axis({"reverse": True, "num_font": font, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"num_font": font, "min": 0, "num_format": "#,##0", "major_gridlines": lines})
    chart.show_hidden_data()
    left = _CHANGE_SPANS["note"][1] + 1
    height = pixels(ROW_HEIGHT) * len(TOLD) * 2
    chart.set_size({"width": COLUMN_PIXELS * (LAST + 1 - left) - 8, "height": height})
    at = {"x_offset": 6, "object_position": 1, "description": title}
    page.sheet.insert_chart(_MOVEMENT + 3, left, chart, at)
