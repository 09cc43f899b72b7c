"""The order in which the plan is told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.report.money_blocks import by_gap


def test_who_is_furthest_below_his_plan_comes_first() -> None:
    plan = pd.DataFrame(
        {
            "month": ["2026-09"] * 4 + ["2026-10"] * 2,
            "manager": [None, "Ann", "Bob", "", None, "Ann"],
            "share": [0.9, 1.2, 0.4, np.nan, 1.0, 0.7],
        }
    )
    found = by_gap(plan)
    assert [None if pd.isna(name) else name for name in found["manager"]] == [
        None,
        "Bob",
        "Ann",
        "",
        None,
        "Ann",
    ]
    assert found["month"].tolist() == plan["month"].tolist()
