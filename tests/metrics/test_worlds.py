"""A small part of the evidence on departments that change; the whole of it is ``make evidence``."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.metrics.worlds import WORLDS
from tools.world_evidence import BASELINES, scores, world_forecasts

DEPARTMENTS = 2
SLACK = 0.05
"""Two departments tell errors no more exactly."""


@pytest.mark.parametrize("name", list(WORLDS))
def test_forecasts_hold_what_they_promise_where_a_department_changes(name: str) -> None:
    world = WORLDS[name]
    rows = pd.concat([world_forecasts(world, seed) for seed in range(DEPARTMENTS)], ignore_index=True)
    for step in (0, 1):
        found = scores(rows[rows["step"] == step], world)
        assert found["n"] >= 40
        assert 0.62 <= found["coverage"] <= 0.97
        best = min(found[method] for method in BASELINES)
        assert found["ours"] <= best + SLACK
        if "decline" not in name:
            assert abs(found["bias"]) <= 0.16
