"""What is still to come of a cohort: as sure as past months were right, and learnt from the latest days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.metrics.calendar import month_name, month_of
from addin.metrics.cohort_record import CohortRecord, Look, cohort_record, learnt_since
from addin.metrics.cohorts import cohorts
from addin.metrics.horizon import Window, window_of
from tests.metrics.month_visits import LAST, Floats, H, rows_of, visits_of

WINDOW = window_of(None, H, LAST)
WAIT = 12.0


def spread(seeds: int, sd: float, months: int = 16) -> Floats:
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        rows = rows_of(rng, 2000, -1.4 + sd * rng.normal(size=(1, months)), WAIT)
        found.append(cohort_record(rows, WINDOW, LAST, H).variance)
    return np.array(found)


def test_cohorts_that_differ_are_told_from_cohorts_alike() -> None:
    assert spread(15, 0.0).mean() < 0.003
    # a log-odds of 0.25 more is a fifth more of a rate of 0.2
    assert spread(15, 0.25).mean() == pytest.approx(0.04, rel=0.8)


def test_fewer_than_six_months_of_looking_back_tell_nothing() -> None:
    assert spread(2, 1.0, months=6).tolist() == [0.0, 0.0]
    assert (
        cohort_record(rows_of(np.random.default_rng(0), 1, np.zeros((1, 0))), WINDOW, LAST, H)
        == CohortRecord()
    )


def test_chances_are_learnt_from_the_days_on_which_the_window_is_mature() -> None:
    assert learnt_since(WINDOW, LAST, H) == LAST - 90 + 1
    assert learnt_since(Window(0, LAST - 100), LAST, H) == 0


def chances(rows: pd.DataFrame, odds: Floats, wait: float = WAIT) -> Floats:
    """What each lead's chance truly is, undecided as it is, to go on before it is H days old; else 0."""
    entered = rows["entered"].to_numpy()
    age, month = LAST - entered, (LAST - entered) // 30
    in_time = -np.expm1(-np.maximum(H - age, 0) / wait)
    return np.asarray((rows["outcome"] == 0) * in_time / (1 + np.exp(-odds[0, month])))


def test_what_is_to_come_follows_a_change_of_three_months_ago() -> None:
    """Since three months twice as many go on: of the leads still open so many will, too."""
    expected, due = 0.0, 0.0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        odds = np.where(np.arange(16) < 3, 0.0, -1.4)[None]
        rows = rows_of(rng, 3000, odds, WAIT)
        expected += cohorts(visits_of(rows, 1), H, WINDOW)["to_come"].sum()
        due += chances(rows, odds).sum()
    assert expected == pytest.approx(due, rel=0.13)


@pytest.mark.parametrize("step", [0.15, -0.15])
def test_what_is_to_come_follows_a_slow_change(step: float) -> None:
    """Each month of creation goes on by so much less often, or more, than the one before."""
    expected, due = 0.0, 0.0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        odds = -1.4 + step * (np.arange(16) - 8)[None]
        rows = rows_of(rng, 3000, odds, 40.0)
        expected += cohorts(visits_of(rows, 1), H, WINDOW)["to_come"].sum()
        due += chances(rows, odds, 40.0).sum()
    assert expected == pytest.approx(due, rel=0.1)


def test_a_record_by_hand() -> None:
    look = Look(np.array([4.0, 2.0]), np.array([6.0, 6.0]), np.array([5.0, 5.0]), 0.01)
    assert look.log_ratio() == pytest.approx((np.log(0.5), 10 / 144 + 0.01))
    assert look.excess(0.5) == pytest.approx((1 + 1 - 5 - 0.18, 18.0))


def test_limits_of_what_is_to_come_hold_where_months_differ() -> None:
    """The last month is as good or bad as any: only what past months did says how far it may be off."""
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        odds = -1.4 + 0.25 * rng.normal(size=(1, 16))
        rows = rows_of(rng, 2000, odds, WAIT)
        found = cohorts(visits_of(rows, 1), H, WINDOW).set_index("month")
        month = month_of(rows["entered"].to_numpy())
        came = pd.Series(rng.random(len(rows)) < chances(rows, odds)).groupby(month).sum()
        for index in came.index[-2:]:
            row = found.loc[month_name(int(index))]
            held.append(row["to_come_low"] <= came[index] <= row["to_come_high"])
    assert 0.88 <= np.mean(held) <= 0.99
