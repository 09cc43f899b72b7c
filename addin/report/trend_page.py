"""What the sheet of trends shows once more, as pictures: cohorts, and how long deals stay in each stage.

Nothing is computed here but what a chart needs: shares of the leads, days between two quantiles.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from addin.report.layout_trend import COHORT_BARS, STAGE_TIMES


def trend_page_blocks(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The two blocks.

    Args:
        tables: ``cohorts`` and ``time_in_stage``.
    """
    return {
        "cohort_bars": cohort_bars(tables["cohorts"]),
        "stage_times": stage_times(tables["time_in_stage"]),
    }


def cohort_bars(cohorts: pd.DataFrame) -> pd.DataFrame:
    """The last months of leads: the share won, and the share still expected to be."""
    last = cohorts.tail(COHORT_BARS.fixed_rows or 0).reset_index(drop=True)
    leads = last["leads"].where(last["leads"] > 0)
    return last.assign(to_come_share=last["to_come"] / leads).reindex(columns=COHORT_BARS.keys)


def stage_times(times: pd.DataFrame) -> pd.DataFrame:
    """Days until half and until 80% have moved on, and those between the two."""
    first = times.head(STAGE_TIMES.fixed_rows or 0).reset_index(drop=True)
    between = first["days_80"] - first["days_half"]
    return first.assign(days_between=between).reindex(columns=STAGE_TIMES.keys)
