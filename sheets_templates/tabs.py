"""Which sheets the report has, in the order of the questions they answer, and what of them is printed.

First the pages laid out by hand, then the tables a meeting looks at. The tables behind them hold the same in
whole, for whoever wants to see where a figure comes from: their sheets are hidden, and are shown by a right
click on the tabs. Hidden sheets are not printed.
"""

from __future__ import annotations

from sheets_templates import formats

PAGES = ("monday", "trend", "summary")
"""The sheets laid out by hand, which come first."""

SHOWN = {
    "intake_by_manager": formats.BLUE,
    "presale": formats.SLATE,
    "forecast_record": formats.SLATE,
    "plan_fact": formats.SLATE,
    "sources": formats.MID_BLUE,
    "lost_reasons": formats.MID_BLUE,
    "to_call": formats.BLUE,
    "handout": formats.BLUE,
    "data_issues": formats.GREY,
    "stages": formats.GREY,
    "settings": formats.GREY,
}
"""The growing blocks a meeting looks at, each with a sheet of its own, and the colours of their tabs."""

BEHIND = (
    "scoreboard",
    "managers",
    "intake_by_source",
    "intake_by_week",
    "intake_by_team",
    "intake_by_dimension",
    "conversion",
    "conversion_by_manager",
    "conversion_by_source",
    "conversion_by_team",
    "conversion_by_dimension",
    "heatmap",
    "cohorts",
    "time_in_stage",
    "time_in_stage_by_manager",
    "movement_by_manager",
    "movement_deals",
    "attention",
)
"""The growing blocks whose sheets are hidden."""

SHEETS = SHOWN | dict.fromkeys(BEHIND, formats.GREY)
"""All growing blocks, each with a sheet of its own, in order, and the colours of their tabs."""

FIRST_PAGE = ("presale", "forecast_record", "to_call", "data_issues")
"""Long tables of which paper shows the first rows, on one page: the whole of them is read on the screen."""
