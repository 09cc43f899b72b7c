"""The forms in which people and programs write a date, and the moments they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.values.digit_shapes import Shape
from addin.deals.values.text import Ints

Times = npt.NDArray[np.datetime64]

NAT = np.datetime64("NaT", "us")
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years outside are slips of the pen."""
SECOND = 1_000_000

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "янв январь января jan january",
            "фев февр февраль февраля feb february",
            "мар март марта mar march",
            "апр апрель апреля apr april",
            "май мая may",
            "июн июнь июня jun june",
            "июл июль июля jul july",
            "авг август августа aug august",
            "сен сент сентябрь сентября sep sept september",
            "окт октябрь октября oct october",
            "ноя нояб ноябрь ноября nov november",
            "дек декабрь декабря dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_DAY, _YEAR = "(?P<{}>[0-9]{{1,2}})", "(?P<y>[0-9]{4}|[0-9]{2})"
_D, _M, _WORD = _DAY.format("d"), _DAY.format("m"), r"(?P<word>[a-zа-я]{3,9})\.?"
_ZONE = r"(?:\s*(?P<zone>z|utc|gmt|(?P<sign>[+-])(?P<zh>[0-9]{2})(?::?(?P<zm>[0-9]{2}))?))?"
_CLOCK = r"(?P<h>[0-9]{1,2}):(?P<mi>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
_TIME = rf"(?:(?:,?\s+(?:в\s+|at\s+)?|t){_CLOCK}(?:\s*(?P<half>[ap])\.?m\.?)?{_ZONE})?"
_END = rf"(?:\s*г(?:\.|ода)?)?{_TIME}"
FORMATS: list[re.Pattern[str]] = [
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"(?P<y>[0-9]{{4}})(?P<sep>[-/.]){_M}(?P=sep){_D}",
        rf"(?P<one>[0-9]{{1,2}})(?P<sep>[-/.])(?P<two>[0-9]{{1,2}})(?P=sep){_YEAR}",
        rf"{_D}(?:[-\s.]\s*){_WORD}(?:[-\s,]\s*){_YEAR}",
        rf"{_WORD}\s+{_D}(?:st|nd|rd|th)?,?\s+{_YEAR}",
    )
]


@dataclass(frozen=True)
class DateFields:
    """The parts of a date, where a form found them in a shape."""

    shape: Shape
    found: re.Match[str]

    def has(self, name: str) -> bool:
        """Whether the form holds this part."""
        return self.found.groupdict().get(name) is not None

    def number(self, name: str) -> Ints:
        """The part as numbers, 0 where the form has none."""
        return self.shape.number(range(*self.found.span(name)) if self.has(name) else ())

    def timestamps(self, zone: ZoneInfo) -> tuple[Times, Times]:
        """The moments meant if the day comes first, and if the month does; NaT where there is none."""
        if self.has("one"):
            one, two = self.number("one"), self.number("two")
        else:
            one, two = self.number("d"), self._month()
        day_first = self._localised(self._day(one, two), zone)
        return day_first, (self._localised(self._day(two, one), zone) if self.has("one") else day_first)

    def _month(self) -> Ints:
        if not self.has("word"):
            return self.number("m")
        month = _MONTHS.get(self.found["word"].casefold(), 0)
        return np.full(len(self.shape.at), month, dtype=np.int64)

    def _day(self, day: Ints, month: Ints) -> Times:
        year = self.number("y")
        if len(self.found["y"]) == 2:
            year = year + np.where(year + 1900 < FIRST_YEAR, 2000, 1900)
        months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
        date = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
        fits = (month >= 1) & (month <= 12) & (date.astype("datetime64[M]") == months)
        fits &= (year >= FIRST_YEAR) & (year <= LAST_YEAR)
        return np.where(fits, date.astype("datetime64[us]"), NAT)

    def _localised(self, date: Times, zone: ZoneInfo) -> Times:
        hour, minute, second = self.number("h"), self.number("mi"), self.number("s")
        fits = (hour < 24) & (minute < 60) & (second < 60)
        if self.has("half"):
            fits &= (hour >= 1) & (hour <= 12)
            hour = hour % 12 + (12 if self.found["half"].casefold() == "p" else 0)
        part = self.number("f") * 10 ** (9 - len(self.found["f"] or "")) // 1_000
        since = ((hour * 60 + minute) * 60 + second) * SECOND + part
        if self.has("sign"):
            east = (self.number("zh") * 60 + self.number("zm")) * 60 * SECOND
            since = since - (east if self.found["sign"] == "+" else -east)
        moment = np.where(fits, date + since.astype("timedelta64[us]"), NAT)
        if not self.has("zone"):
            return moment
        local = pd.DatetimeIndex(moment).tz_localize("UTC").tz_convert(zone).tz_localize(None)
        return local.to_numpy(dtype="datetime64[us]")
