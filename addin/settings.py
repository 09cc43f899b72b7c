"""What a report is asked for: period, window, horizon, as-of and the like, and where each value came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast
from zoneinfo import ZoneInfoNotFoundError

from addin.errors import OptionError, nearest
from addin.periods import Period, parse_day, parse_period
from addin.time_zones import time_zone, zone_names
from addin.web_addresses import check_deal_url
from addin.words import LANGS, Lang

Origin = Literal["command_line", "mapping_workbook", "workbook", "template", "formula", "data", "default"]
DateOrder = Literal["auto", "dmy", "mdy"]
DATE_ORDERS: tuple[DateOrder, ...] = ("auto", "dmy", "mdy")

MONTHS = tuple(str(month) for month in range(1, 13))

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
    "ratio_threshold": "0.9",
    "year_starts": "1",
    "date_order": "auto",
    "deal_url": "",
    "by": "",
}
"""Every setting and its default; "" is decided by the data (or, for the language, by the system)."""

T = TypeVar("T", bound=str)

_LANG = {"русский": "ru", "russian": "ru", "английский": "en", "english": "en", "ru": "ru", "en": "en"}


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
        ratio_threshold: how many times the others' conversion is low for a source.
        year_starts: the month with which quarters and years of the plan begin, 1 to 12.
        deal_url: the address of a deal in the CRM with ``{id}`` in it; "" for none.
        by: the heading of a column of deals to tell them apart by; "": the product.
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
    ratio_threshold: float = 0.9
    year_starts: int = 1
    date_order: DateOrder = "auto"
    deal_url: str = ""
    by: str = ""
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def today(self) -> dt.date:
        """The present day in the business time zone: the only use of the clock."""
        return dt.datetime.now(time_zone(self.timezone)).date()


def resolve(
    command_line: Mapping[str, str | None],
    workbook: Mapping[str, str],
    template: Mapping[str, str],
    system_lang: Lang,
    mapping: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from their sources, the first that names a value winning.

    Args:
        command_line, workbook, template: setting → text; missing, None and "" mean not given.
        system_lang: the language where nobody names one.
        mapping: those of the workbook of the mapping, which go right after the command line.

    Raises:
        OptionError: a value that means nothing; the text names the setting and what is allowed.
    """
    raw, origins = _first_named(command_line, mapping or {}, workbook, template)
    return Settings(
        as_of=parse_day(raw["as_of"], "as_of") if raw["as_of"] else None,
        period=parse_period(raw["period"]) if raw["period"] else None,
        window=parse_period(raw["window"], "window") if raw["window"] else None,
        horizon=_horizon(raw["horizon"]),
        lang=_lang(raw["lang"], system_lang),
        timezone=check_timezone(raw["timezone"]),
        pipeline=raw["pipeline"],
        currency=raw["currency"].upper() if raw["currency"].isascii() else raw["currency"],
        margin=_number("margin", raw["margin"], 0.0, 1.0),
        spend_threshold=_number("spend_threshold", raw["spend_threshold"], -1.0, 100.0),
        ratio_threshold=_number("ratio_threshold", raw["ratio_threshold"], 0.0, 1.0),
        year_starts=int(_choice("year_starts", raw["year_starts"].removesuffix(".0"), MONTHS)),
        date_order=_choice("date_order", raw["date_order"].casefold(), DATE_ORDERS),
        deal_url=check_deal_url(raw["deal_url"]),
        by=raw["by"],
        origins=origins,
    )


def _first_named(
    command_line: Mapping[str, str | None],
    mapping: Mapping[str, str],
    workbook: Mapping[str, str],
    template: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, Origin]]:
    """The text of each setting in the first source that names it, else its default; and which that was."""
    sources: dict[Origin, Mapping[str, str] | Mapping[str, str | None]] = {
        "command_line": command_line,
        "mapping_workbook": mapping,
        "workbook": workbook,
        "template": template,
    }
    raw, origins = dict(DEFAULTS), cast("dict[str, Origin]", dict.fromkeys(DEFAULTS, "default"))
    for name in DEFAULTS:
        for origin, source in sources.items():
            text = source.get(name)
            if text is not None and text.strip():
                raw[name], origins[name] = text.strip(), origin
                break
    return raw, origins


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


def check_timezone(name: str) -> str:
    """The name of a time zone, where there is one of that name.

    Raises:
        OptionError: there is none.
    """
    try:
        time_zone(name)
    except ZoneInfoNotFoundError as error:
        near = ", ".join(nearest(name, zone_names())) or "Europe/Moscow"
        raise OptionError("timezone", value=name, nearest=near) from error
    return name
