"""The forms in which people and programs write a date, and the moments they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.values.digit_shapes import Shape
from addin.deals.values.text import Bools, Ints
from addin.deals.values.vocabulary import AFTER_NOON, AROUND_DATES, BEFORE_NOON, MONTHS, WEEKDAYS, ZONES, bare

Times = npt.NDArray[np.datetime64]

NAT = np.datetime64("NaT", "us")
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years outside are slips of the pen."""
SECOND = 1_000_000

_LETTERS, _NAME = r"(?:[^\W\d_]|[\u0300-\u036f])++", r"(?:[^\W\d_]|[’'\u0300-\u036f])++"
_WORD = rf"(?P<word>{_LETTERS})\.?"
_DAY = "(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|[.ºª°])?"
_YEAR = "(?P<y>[0-9]{4}|['’]?[0-9]{2})(?![0-9])"
_GAP, _OF = r"[-\s./,]*", r"(?:(?:de|del|of|di)\s+)?"
_WEEKDAY = rf"\(?(?P<weekday>{_NAME}(?:[-\s]feira)?)\)?[.,]*\s+"
_CLOCK = r"(?P<h>[0-9]{1,2})(?:[:.h](?P<mi>[0-9]{2})(?:[:.](?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?)"
_PACKED = r"(?P<h>[0-9]{2})(?P<mi>[0-9]{2})(?:(?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
_HALF = rf"(?:\s*(?P<half>[ap]\.?\s?m\.?|{'|'.join(sorted(BEFORE_NOON | AFTER_NOON))})(?![^\W\d_]))?"
_NAMED = "|".join(sorted(ZONES, key=len, reverse=True))
_ZONE = (
    rf"(?:\s*\(?(?P<zone>{_NAMED})\)?(?![^\W\d_]))?"
    r"(?:\s*(?P<sign>[-+−])(?P<zh>[0-9]{1,2})(?::?(?P<zm>[0-9]{2}))?\)?)?"
)
_HEADS = tuple(
    re.compile(rf"(?:{_WEEKDAY})?{pattern}", re.IGNORECASE)
    for pattern in (
        r"(?P<y>[0-9]{4})(?P<sep>[-/.])\s*(?P<m>[0-9]{1,2})(?P=sep)\s*(?P<d>[0-9]{1,2})(?![0-9])",
        rf"(?P<one>[0-9]{{1,2}})(?P<sep>[-/.])\s*(?P<two>[0-9]{{1,2}})(?P=sep)\s*{_YEAR}",
        rf"{_DAY}{_GAP}{_OF}{_WORD}{_GAP}{_OF}{_YEAR}",
        rf"{_WORD}{_GAP}{_DAY}(?:[-\s./,]+){_YEAR}",
        rf"(?P<y>[0-9]{{4}}){_GAP}(?:[жy]\.?\s*)?{_DAY}{_GAP}{_WORD}(?![0-9])",
        rf"(?P<y>[0-9]{{4}}){_GAP}{_WORD}{_GAP}{_DAY}(?![0-9])",
        "(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?=[t\\s])",
        rf"{_WORD}\s+{_DAY}\s+{_CLOCK}{_ZONE}\s+(?P<y>[0-9]{{4}})(?P<ended>)",
    )
)
_TIME, _PACKED_TIME = (
    re.compile(rf"(?P<between>{before}){clock}{_HALF}{_ZONE}(?P<rest>[^0-9]*)", re.IGNORECASE)
    for before, clock in (("[^0-9]*?", _CLOCK), (r"t|(?<=[0-9]{8})\s", _PACKED))
)
_NO_TIME = re.compile("(?P<rest>[^0-9]*)")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOINING = re.compile(r"[\s,.()\[\]]*|\s+[-–—|]\s+")
_LETTER = re.compile(_NAME)


@dataclass(frozen=True)
class DateFields:
    """The parts of a date that a form found in a shape.

    Args:
        shape: the shape.
        parts: name of a part → where it stands in the text.
    """

    shape: Shape
    parts: Mapping[str, tuple[int, int]]

    def has(self, name: str) -> bool:
        """Whether the form holds this part."""
        return name in self.parts

    def text(self, name: str) -> str:
        """The part with every digit as 9, "" where there is none."""
        start, end = self.parts.get(name, (0, 0))
        return self.shape.text[start:end]

    def number(self, name: str) -> Ints:
        """The part as numbers, 0 where the form has none."""
        start, end = self.parts.get(name, (0, 0))
        return self.shape.number(at for at in range(start, end) if self.shape.text[at] == "9")

    def timestamps(self, zone: ZoneInfo) -> tuple[Times, Times]:
        """The moments meant if the day comes first, and if the month does; NaT where there is none."""
        if self.has("one"):
            one, two = self.number("one"), self.number("two")
        else:
            one, two = self.number("d"), self._month()
        day_first = self._localised(self._day(one, two), zone)
        return day_first, (self._localised(self._day(two, one), zone) if self.has("one") else day_first)

    def no_day(self) -> Bools:
        """Where it is a day that stands for none: 0000-00-00, 01.01.0001, 1900-01-01, 1970-01-01."""
        if len(self.text("y")) != 4:
            return np.zeros(len(self.shape.at), dtype=bool)
        year, month = self.number("y"), self._month() if not self.has("one") else self.number("two")
        day = self.number("one") if self.has("one") else self.number("d")
        first = (month <= 1) & (day <= 1) & np.isin(year, (1, 1900, 1970))
        last = (year == 1899) & (month == 12) & (day >= 30)
        return np.asarray((year == 0) | first | last, dtype=bool)

    def _month(self) -> Ints:
        if not self.has("word"):
            return self.number("m")
        return np.full(len(self.shape.at), MONTHS.get(bare(self.text("word")), 0), dtype=np.int64)

    def _day(self, day: Ints, month: Ints) -> Times:
        year = self.number("y")
        if len(self.text("y")) < 4:
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
            half = bare(self.text("half"))
            hour = hour % 12 + (12 if half in AFTER_NOON or half.startswith("p") else 0)
        part = self.number("f") * 10 ** (9 - len(self.text("f"))) // 1_000
        since = ((hour * 60 + minute) * 60 + second) * SECOND + part
        moment = np.where(fits, date + since.astype("timedelta64[us]"), NAT)
        if not (self.has("sign") or self.has("zone")):
            return moment
        return from_utc(moment - self._east().astype("timedelta64[us]"), zone)

    def _east(self) -> Ints:
        """Microseconds by which the zone that is written lies east of Greenwich."""
        if self.has("sign"):
            east = (self.number("zh") * 60 + self.number("zm")) * 60 * SECOND
            return east if self.text("sign") == "+" else -east
        return np.full(len(self.shape.at), round(ZONES[bare(self.text("zone"))] * 3600) * SECOND, np.int64)


def from_utc(moments: Times, zone: ZoneInfo) -> Times:
    """Moments of Greenwich as naive ones of a zone."""
    local = pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    return local.to_numpy(dtype="datetime64[us]")


def fields_of(shape: Shape) -> DateFields | None:
    """The parts of a date in texts of this shape, None where it is of no form we know."""
    return next((DateFields(shape, parts) for parts in _forms(shape.text)), None)


def _forms(text: str) -> Iterator[dict[str, tuple[int, int]]]:
    for form in _HEADS:
        head = form.match(text)
        if head and _known(head):
            tails = (_NO_TIME,) if "ended" in form.groupindex else (_NO_TIME, _TIME, _PACKED_TIME)
            tail = next(filter(None, (one.fullmatch(text, head.end()) for one in tails)), None)
            if tail and _continues(tail):
                yield _parts(head) | _parts(tail)


def _parts(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: found.span(name) for name, text in found.groupdict().items() if text is not None}


def _known(head: re.Match[str]) -> bool:
    """Whether its words are a day of the week and a month."""
    parts = head.groupdict()
    weekday, word = parts.get("weekday"), parts.get("word")
    names = _LETTER.findall(weekday or "")
    return all(bare(name) in WEEKDAYS for name in names) and (word is None or bare(word) in MONTHS)


def _continues(tail: re.Match[str]) -> bool:
    """Whether nothing but words that go with dates stands around the time."""
    parts = tail.groupdict()
    rest = _ASIDE.sub("", parts["rest"]) if parts.get("sign") else parts["rest"]
    zones = ZONES if parts.get("sign") else ()
    return all(
        _JOINING.fullmatch(_LETTER.sub("", text))
        and all(bare(word) in AROUND_DATES or bare(word) in zones for word in _LETTER.findall(text))
        for text in (parts.get("between") or "", rest)
    )
