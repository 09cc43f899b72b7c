"""What the sheet of trends shows as pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.report.trend_page import cohort_bars, stage_times


def test_cohorts_show_the_share_won_and_the_share_to_come() -> None:
    months = [f"2026-{month:02d}" for month in range(1, 13)] + ["2027-01", "2027-02"]
    cohorts = pd.DataFrame(
        {"month": months, "leads": 10, "won": 2, "won_share": 0.2, "to_come": [0.0] * 13 + [3.0]}
    )
    cohorts.loc[1, ["leads", "won_share"]] = 0, np.nan
    found = cohort_bars(cohorts)
    assert found["month"].tolist() == months[1:]
    assert np.isnan(found["to_come_share"].iloc[0])
    assert found["to_come_share"].iloc[-1] == 0.3
    assert found["won_share"].iloc[-1] == 0.2


def test_a_stage_shows_its_half_and_what_is_beyond() -> None:
    times = pd.DataFrame(
        {"stage": ["New", "Work"], "days_half": [2.0, 5.0], "days_80": [6.0, np.nan], "standing": [4, 1]}
    )
    found = stage_times(times)
    assert found["days_between"].iloc[0] == 4.0
    assert np.isnan(found["days_between"].iloc[1])  # 80% are not reached within the horizon
