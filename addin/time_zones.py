"""Time zones by the rules of the installed ``tzdata``, the same on every machine."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzdata

RULES = f"tzdata {tzdata.IANA_VERSION}"
"""Whose rules they are, as a report tells it."""


@cache
def time_zone(name: str) -> ZoneInfo:
    """A zone by its IANA name.

    ``zoneinfo.ZoneInfo(name)`` looks into the system's files first, which may be years old.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    if name not in zone_names():
        raise ZoneInfoNotFoundError(name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(listed.split())
