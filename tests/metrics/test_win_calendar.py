"""The calendar of wins: weekdays and ends of months by hand, and that usual days stay usual."""

from __future__ import annotations

import numpy as np
import pytest

from addin.metrics.calendar import first_day, last_day, month
from addin.metrics.win_calendar import elapsed_days

JANUARY = 12 * 55
TODAY = first_day(JANUARY + 12) - 1


def days_of_year() -> np.ndarray:
    return np.arange(first_day(JANUARY), TODAY + 1)


def test_with_a_win_a_day_every_day_is_usual() -> None:
    assert elapsed_days(days_of_year(), TODAY, 31) == pytest.approx(np.arange(32))


def test_too_short_a_record_tells_no_calendar() -> None:
    short = np.arange(first_day(JANUARY + 10), TODAY + 1).repeat(np.arange(61) % 5)
    assert elapsed_days(short, TODAY, 31) == pytest.approx(np.arange(32))
    assert elapsed_days(np.array([], np.int64), TODAY, 5) == pytest.approx(np.arange(6))
    assert elapsed_days(np.full(9, -1), TODAY, 5) == pytest.approx(np.arange(6))


def test_days_without_wins_hardly_count() -> None:
    days = days_of_year()
    working = days[(days + 3) % 7 < 5].repeat(4)
    ahead = np.diff(elapsed_days(working, TODAY, 28))
    weekend = (np.arange(TODAY + 1, TODAY + 29) + 3) % 7 >= 5
    assert ahead[weekend] == pytest.approx(np.full(8, ahead[weekend][0]), rel=0.01)
    assert ahead[weekend][0] < 0.15
    assert ahead[~weekend][0] == pytest.approx(1.4, abs=0.06)
    assert ahead.sum() == pytest.approx(28, rel=0.02)


def test_the_end_of_a_month_counts_for_what_it_brings() -> None:
    days = days_of_year()
    ends = np.array([last_day(month(int(day))) for day in days])
    wins = np.concatenate([days.repeat(2), days[days > ends - 3].repeat(10)])
    ahead = np.diff(elapsed_days(wins, TODAY, 31))  # January: 28 days of 2, three of 12
    assert ahead[-3:].mean() / ahead[:-3].mean() == pytest.approx(6, rel=0.2)
    assert ahead.sum() == pytest.approx(31, rel=0.04)


def test_what_comes_later_changes_nothing() -> None:
    days = days_of_year()
    later = np.concatenate([days, np.full(50, TODAY + 3)])
    assert elapsed_days(later, TODAY, 31) == pytest.approx(elapsed_days(days, TODAY, 31))
