"""A small part of the evidence on verdicts where departments change; the whole of it is ``make evidence``."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.metrics.worlds import WORLDS
from tools.verdict_evidence import accused, teams, to_come


def share(cell: str) -> float:
    return float(cell.rstrip("%")) / 100


@pytest.mark.parametrize("name", ["all alike", "two alike", "months wobble by 0.3"])
def test_managers_who_are_alike_are_told_apart_in_few_departments(name: str) -> None:
    row = next(teams(8, (name,)))
    assert share(row[2]) <= 0.13
    assert share(row[3]) <= 0.26


def test_a_weaker_manager_is_found_and_no_other_blamed() -> None:
    row = next(teams(3, ("one weaker by 0.8, 20 a day",)))
    assert share(row[4]) == 1.0
    assert share(row[2]) == 0.0


def test_a_source_is_judged_by_what_it_is_of_late() -> None:
    good, bad = accused(4, ("bad two years ago, good now", "by far the worst for six months"))
    assert share(good[3]) == 0.0
    assert share(bad[3]) >= 0.75
    assert share(good[4]) == share(bad[4]) == 0.0


@pytest.mark.parametrize("name", ["nothing changes", "training lifts conversion"])
def test_what_cohorts_bring_lies_within_the_limits_told(name: str) -> None:
    rows = pd.concat([to_come(WORLDS[name], seed, range(20, 28, 2)) for seed in range(3)])
    held = (rows["to_come_low"] <= rows["came"]) & (rows["came"] <= rows["to_come_high"])
    assert held.mean() >= 0.85
