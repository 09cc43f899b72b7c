"""The blocks of direction and time, from the figures of a report."""

from __future__ import annotations

import pandas as pd

from addin.metrics import stage_times, trend
from addin.report.figures import Figures
from addin.report.trend_queries import trend_course


def trend_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """How long deals take and what the last months and weeks brought; notes still as codes."""
    of, day = trend_course(f), f.visits.as_of_day
    return {
        **_times(f),
        "trend": trend.trend(of, trend.months_up_to(day)),
        "trend_by_week": trend.weekly_trend(of, trend.weeks_up_to(day)),
    }


def _times(f: Figures) -> dict[str, pd.DataFrame]:
    standing = stage_times.standing_deals(f.deals, f.timeline)
    waiting = stage_times.open_since_creation(f.deals, f.timeline)
    asked = f.horizon.days, f.window
    return {
        "time_in_stage": stage_times.time_in_stage(f.visits, standing, *asked),
        "time_in_stage_by_manager": stage_times.time_in_stage(f.visits, standing, *asked, "manager"),
        "time_to_win": stage_times.time_to_win(f.visits, waiting, *asked),
    }
