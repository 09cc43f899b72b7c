"""Office time: nights and weekends take none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.demo.office_hours import datetimes, from_office, space_by_a_minute, to_office


def test_office_time_stands_still_when_the_office_is_closed() -> None:
    # Monday 2024-09-30: 8:00, 9:00, 14:00, 19:00 and 23:00; then Saturday noon and the Monday after, 9:00
    hours = np.array([8, 9, 14, 19, 23, 5 * 24 + 12, 7 * 24 + 9])
    assert to_office(hours * 60).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0, 5.0, 5.0]


def test_office_time_goes_back_to_a_moment_not_earlier() -> None:
    minutes = np.arange(0, 15 * 24 * 60, 7)
    there_and_back = from_office(to_office(minutes))
    assert (there_and_back >= minutes).all()
    assert (np.diff(there_and_back) >= 0).all()
    dates = pd.DatetimeIndex(datetimes(there_and_back))
    assert (dates.day_of_week < 5).all()
    assert dates.hour.isin(range(9, 20)).all()


def test_changes_of_one_deal_are_a_minute_apart() -> None:
    group, minutes = np.array([0, 0, 0, 3, 3]), np.array([5, 5, 6, 6, 9])
    assert space_by_a_minute(group, minutes).tolist() == [5, 6, 7, 6, 9]
