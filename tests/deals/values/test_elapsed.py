"""What lies between two local times is real time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from addin.deals.values.elapsed import utc_seconds
from addin.time_zones import time_zone

BERLIN = time_zone("Europe/Berlin")


def seconds(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(texts, dtype="datetime64[s]").astype(np.int64)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-29T01:30", "2026-03-29T03:30", 1.0),  # an hour is skipped
        ("2026-10-25T01:30", "2026-10-25T03:30", 3.0),  # an hour comes twice
        ("2026-03-28T12:00", "2026-03-30T12:00", 47.0),
        ("2026-06-01T10:00", "2026-06-01T12:00", 2.0),
        ("2026-10-25T00:30", "2026-10-25T02:30", 2.0),  # the first of two
    ],
)
def test_hours_across_a_change_of_clocks(start: str, end: str, hours: float) -> None:
    first, last = utc_seconds(seconds(start, end), BERLIN)
    assert (last - first) / 3600 == hours


@pytest.mark.parametrize("name", ["Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Almaty", "UTC"])
def test_it_agrees_with_the_zone_itself(name: str) -> None:
    zone = time_zone(name)
    rng = np.random.default_rng(5)
    local = rng.integers(0, 2_000_000_000, 2_000)
    wanted = [_alone(int(second), zone) for second in local]
    assert utc_seconds(local, zone).tolist() == wanted


def _alone(second: int, zone: ZoneInfo) -> int:
    moment = (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=second)).replace(tzinfo=zone)
    ahead = moment.utcoffset()
    assert ahead is not None
    return second - int(ahead.total_seconds())


def test_nothing_is_changed_and_nothing_is_fine() -> None:
    local = seconds("2026-03-29T01:30")
    before = local.copy()
    utc_seconds(local, BERLIN)
    assert (local == before).all()
    assert len(utc_seconds(local[:0], BERLIN)) == 0
