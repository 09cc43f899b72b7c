"""Forecasts by manager where managers differ, and where they do not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.metrics.plan_fact import forecast_of_deals
from tests.metrics.worlds import WORLDS
from tools.manager_evidence import by_manager, figures, scores

DAYS = (dt.date(2025, 11, 1), dt.date(2026, 2, 15))


@pytest.fixture(scope="module", params=["managers differ", "nothing changes"])
def tried(request: pytest.FixtureRequest) -> tuple[str, pd.DataFrame]:
    rows = [by_manager(WORLDS[request.param].draw(seed), DAYS) for seed in range(2)]
    return request.param, pd.concat(rows)


def test_forecasts_know_who_holds_a_deal(tried: tuple[str, pd.DataFrame]) -> None:
    name, rows = tried
    found = scores(rows)
    if name == "managers differ":
        assert found["error"] <= 0.75 * found["alike"]
        assert found["coverage"] >= 0.6
    else:
        assert found["error"] <= found["alike"] + 0.01


def test_the_list_knows_it_and_parts_add_up() -> None:
    """Of four managers with unlike skills the best one's deals have the best chances at the last stage."""
    f = figures(WORLDS["managers differ"].draw(0), dt.date(2026, 3, 15))
    at_last_stage = dict(zip(f.timeline.managers, f.managers.of_rung[-1], strict=True))
    best, worst = at_last_stage["Manager 1"], at_last_stage["Manager 4"]
    assert best > 1 > worst
    manager = f.deals.frame["manager"]
    for whole, _ in f.months:
        parts = [forecast_of_deals(f.pipeline, whole, (manager == m).to_numpy()) for m in set(manager)]
        for name, part in whole.components.items():
            assert sum(p.components[name].mean for p in parts) == pytest.approx(part.mean)
        before = f.pipeline_values.at(f.now)
        ahead = f.pipeline.components(0, 16)
        assert {n: c.mean for n, c in before.components(0, 16).items()} == pytest.approx(
            {n: c.mean for n, c in ahead.items()}
        )
    assert np.isfinite(f.managers.of_leads).all()
