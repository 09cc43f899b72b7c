"""Zones follow the rules of the installed package, whatever the machine's own files say."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from importlib.resources import files
from pathlib import Path

import pytest

from addin.errors import OptionError
from addin.settings import resolve
from addin.time_zones import RULES, time_zone, zone_names

MOMENT = dt.datetime(2026, 7, 15)


def test_a_stale_file_of_the_system_changes_nothing(tmp_path: Path) -> None:
    """The system calls Tokyo's rules those of Vancouver."""
    (tmp_path / "America").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "America" / "Vancouver").write_bytes(tokyo)
    path = zoneinfo.TZPATH
    try:
        zoneinfo.reset_tzpath([str(tmp_path)])
        zoneinfo.ZoneInfo.clear_cache()
        time_zone.cache_clear()
        assert zoneinfo.ZoneInfo("America/Vancouver").utcoffset(MOMENT) == dt.timedelta(hours=9)
        assert time_zone("America/Vancouver").utcoffset(MOMENT) == dt.timedelta(hours=-7)
    finally:
        zoneinfo.reset_tzpath(path)
        zoneinfo.ZoneInfo.clear_cache()
        time_zone.cache_clear()


def test_every_zone_can_be_had() -> None:
    assert len(zone_names()) > 400
    assert {time_zone(name).key for name in zone_names()} == zone_names()
    assert RULES.startswith("tzdata 20")


@pytest.mark.parametrize("name", ["Europe/Moskva", "../Moscow", "/etc/passwd", "Europe"])
def test_what_is_no_zone_is_refused_with_the_nearest(name: str) -> None:
    with pytest.raises(OptionError) as caught:
        resolve({"timezone": name}, {}, {}, "en")
    assert caught.value.key == "timezone"
