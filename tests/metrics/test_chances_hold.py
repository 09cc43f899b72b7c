"""Deals are won as often as their chances within H say, whoever holds them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.metrics.worlds import WORLDS
from tools.chance_evidence import followed, reliability


@pytest.mark.parametrize("name", ["nothing changes", "managers differ", "training lifts conversion"])
def test_chances_come_true(name: str) -> None:
    days = (dt.date(2026, 2, 15),)
    rows = pd.concat([followed(WORLDS[name].draw(seed), days) for seed in range(2)])
    assert len(rows) > 200
    assert rows["chance"].mean() == pytest.approx(rows["won"].mean(), abs=0.06)
    for cell in reliability(rows):
        if cell != "–":
            chance, share = map(float, cell.split(" · "))
            assert chance == pytest.approx(share, abs=0.2)
