"""What a report is asked for: period, window, horizon, as-of and the like, and where each value came from."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from addin.errors import OptionError, nearest
from addin.words import LANGS, Lang

Origin = Literal["command_line", "workbook", "template", "formula", "data", "default"]
DateOrder = Literal["auto", "dmy", "mdy"]
DATE_ORDERS: tuple[DateOrder, ...] = ("auto", "dmy", "mdy")

DEFAULTS: dict[str, str] = {
    "as_of": "",
    "period": "",
    "window": "",
    "horizon": "auto",
    "lang": "",
    "timezone": "Europe/Moscow",
    "pipeline": "",
    "currency": "",
    "margin": "1",
    "spend_threshold": "0",
    "date_order": "auto",
}
"""Every setting and its default; "" is decided by the data (or, for the language, by the system)."""

T = TypeVar("T", bound=str)

_LANG = {"русский": "ru", "russian": "ru", "английский": "en", "english": "en", "ru": "ru", "en": "en"}
_ALL = {"all", "все", "всё"}
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-?[qк]([1-4])", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})", re.IGNORECASE)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0)?")
_RANGE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*(?:\.\.|…)\s*(\d{4}-\d{1,2}-\d{1,2})")


@dataclass(frozen=True)
class Period:
    """Local dates, both ends included; ``None`` is open (all there is)."""

    start: dt.date | None
    end: dt.date | None

    @classmethod
    def month_of(cls, day: dt.date) -> Period:
        """The calendar month that holds ``day``."""
        last = calendar.monthrange(day.year, day.month)[1]
        return cls(day.replace(day=1), day.replace(day=last))


def parse_period(text: str, setting: str = "period") -> Period:
    """A period from its text.

    Args:
        text: ``2026``, ``2026-09``, ``2026-Q3``, ``2026-W38`` (ISO), ``2026-09-15``,
            ``2026-09-01..2026-09-15`` or ``all``.
        setting: the name to blame.

    Raises:
        OptionError: the text is none of these, or the end is before the start.
    """
    plain = text.strip()
    if _SERIAL.fullmatch(plain):
        plain = f"{_of_serial(plain)} 00:00:00"
    if found := re.fullmatch(r"(\d{4}-\d{2})-01 00:00:00", plain):
        plain = found[1]  # a spreadsheet makes a date of 2026-09: the first of a month means the month
    try:
        period = _period(plain.removesuffix(" 00:00:00"))
    except ValueError:
        period = None
    if period is None:
        raise OptionError("period", setting=setting, value=text)
    if period.start and period.end and period.end < period.start:
        raise OptionError("period_backwards", setting=setting, value=text)
    return period


def _period(text: str) -> Period | None:
    if text.casefold() in _ALL:
        return Period(None, None)
    if found := _RANGE.fullmatch(text):
        return Period(_date(found[1]), _date(found[2]))
    if found := _QUARTER.fullmatch(text):
        first = 3 * int(found[2]) - 2
        start = dt.date(int(found[1]), first, 1)
        return Period(start, Period.month_of(start.replace(month=first + 2)).end)
    if found := _WEEK.fullmatch(text):
        start = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Period(start, start + dt.timedelta(days=6))
    if found := _MONTH.fullmatch(text):
        return Period.month_of(dt.date(int(found[1]), int(found[2]), 1))
    if re.fullmatch(r"\d{4}", text):
        return Period(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        return Period(_date(text), _date(text))
    return None


def _date(text: str) -> dt.date:
    year, month, day = (int(part) for part in text.split("-"))
    return dt.date(year, month, day)


def _of_serial(text: str) -> dt.date:
    """The date that a spreadsheet keeps as this number."""
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))


def parse_day(text: str, setting: str) -> dt.date:
    """A date from ``2026-09-18`` or ``18.09.2026``.

    Raises:
        OptionError: the text is no date.
    """
    plain = text.strip().split(" ")[0].split("T")[0]
    try:
        if _SERIAL.fullmatch(plain):
            return _of_serial(plain)
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", plain):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        return _date(plain)
    except ValueError as error:
        raise OptionError("day", setting=setting, value=text) from error


@dataclass(frozen=True)
class Settings:
    """The settings of one report, checked.

    Args:
        as_of: the last day described; None: the last day on which anything happened.
        period: of intake and throughput; None: the calendar month of as-of.
        window: of stage entries; None: the last H + 90 days.
        horizon: H in days; None: found from the data.
        margin: gross margin as a fraction of revenue.
        spend_threshold: the return on spend under which a source is named.
        origins: setting → where its value came from.
    """

    as_of: dt.date | None = None
    period: Period | None = None
    window: Period | None = None
    horizon: int | None = None
    lang: Lang = "en"
    timezone: str = "Europe/Moscow"
    pipeline: str = ""
    currency: str = ""
    margin: float = 1.0
    spend_threshold: float = 0.0
    date_order: DateOrder = "auto"
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def today(self) -> dt.date:
        """The present day in the business time zone: the only use of the clock."""
        return dt.datetime.now(ZoneInfo(self.timezone)).date()


def resolve(
    command_line: Mapping[str, str | None],
    workbook: Mapping[str, str],
    template: Mapping[str, str],
    system_lang: Lang,
) -> Settings:
    """Settings from their four sources, the first that names a value winning.

    Args:
        command_line, workbook, template: setting → text; missing, None and "" mean not given.
        system_lang: the language where nobody names one.

    Raises:
        OptionError: a value that means nothing; the text names the setting and what is allowed.
    """
    layers: tuple[tuple[Origin, Mapping[str, str | None]], ...] = (
        ("command_line", command_line),
        ("workbook", cast("Mapping[str, str | None]", workbook)),
        ("template", cast("Mapping[str, str | None]", template)),
    )
    raw, origins = dict(DEFAULTS), cast("dict[str, Origin]", dict.fromkeys(DEFAULTS, "default"))
    for name in DEFAULTS:
        for origin, layer in layers:
            text = layer.get(name)
            if text is not None and text.strip():
                raw[name], origins[name] = text.strip(), origin
                break
    return Settings(
        as_of=parse_day(raw["as_of"], "as_of") if raw["as_of"] else None,
        period=parse_period(raw["period"]) if raw["period"] else None,
        window=parse_period(raw["window"], "window") if raw["window"] else None,
        horizon=_horizon(raw["horizon"]),
        lang=_lang(raw["lang"], system_lang),
        timezone=_timezone(raw["timezone"]),
        pipeline=raw["pipeline"],
        currency=raw["currency"].upper() if raw["currency"].isascii() else raw["currency"],
        margin=_number("margin", raw["margin"], 0.0, 1.0),
        spend_threshold=_number("spend_threshold", raw["spend_threshold"], -1.0, 100.0),
        date_order=_choice("date_order", raw["date_order"].casefold(), DATE_ORDERS),
        origins=origins,
    )


def language(asked: str | None) -> Lang | None:
    """The language asked for by its code; None where none is.

    Raises:
        OptionError: there is no such language.
    """
    return None if asked is None else _choice("lang", asked, LANGS)


def _lang(text: str, system: Lang) -> Lang:
    return _choice("lang", _LANG.get(text.casefold(), text), LANGS) if text else system


def _horizon(text: str) -> int | None:
    if text.casefold() in {"auto", "авто"}:
        return None
    value = _number("horizon", text, 1, 3650)
    if value != int(value):
        raise OptionError("number", setting="horizon", value=text, low=1, high=3650)
    return int(value)


def _number(setting: str, text: str, low: float, high: float) -> float:
    plain = text.replace(",", ".").replace("\u00a0", "").replace(" ", "")
    scale = 0.01 if plain.endswith("%") else 1.0
    try:
        value = float(plain.rstrip("%")) * scale
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise OptionError("number", setting=setting, value=text, low=f"{low:g}", high=f"{high:g}")
    return value


def _choice(setting: str, text: str, allowed: tuple[T, ...]) -> T:
    for choice in allowed:
        if text == choice:
            return choice
    raise OptionError("choice", setting=setting, value=text, allowed=", ".join(allowed))


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        from zoneinfo import available_timezones

        near = ", ".join(nearest(name, available_timezones())) or "Europe/Moscow"
        raise OptionError("timezone", value=name, nearest=near) from error
    return name
