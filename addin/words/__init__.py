"""Every word a user reads, in Russian and English, kept side by side in the ``.toml`` files of this folder.

A text may hold fields. ``{name}`` is put in as it is; ``{x:pct}`` and the other kinds of ``FORMATS`` are
formatted for the language; ``{n|deal|deals}`` (Russian: three forms) is the number followed by the form
that agrees with it, so that one sentence may carry several counts.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from addin.datafile import load_toml

Lang = Literal["ru", "en"]
LANGS: tuple[Lang, ...] = ("ru", "en")

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?((?:\|[^|{}]*)*)\}")
_NBSP = "\u00a0"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All texts: key → {"ru": …, "en": …}; keys are dotted paths of the tables in the files.

    Raises:
        ValueError: two files have a key, so that one text would quietly take the other's place.
    """
    found: dict[str, dict[str, str]] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            flatten(load_toml(__name__, file.name), "", found)
    return found


def flatten(node: dict[str, object], path: str, into: dict[str, dict[str, str]]) -> None:
    """Add the texts of one file's tables to ``into``, by their dotted paths below ``path``.

    Raises:
        ValueError: a path is there already.
    """
    texts = {key: value for key, value in node.items() if isinstance(value, str)}
    if texts:
        if path in into:
            raise ValueError(f"the key {path} is in two files of words")
        into[path] = texts
    for key, value in node.items():
        if isinstance(value, dict):
            flatten(value, f"{path}.{key}" if path else key, into)


def has(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in catalogue()


@dataclass(frozen=True)
class Bilingual:
    """What a text names, where that has a name in each language."""

    ru: str
    en: str

    def __format__(self, lang: str) -> str:
        """Its name in a language."""
        return self.ru if lang == "ru" else self.en


def say(key: str, lang: Lang, **params: object) -> str:
    """The text of ``key`` in ``lang`` with its fields filled in.

    Raises:
        KeyError: no such key, or a field of the text is not among ``params``.
    """
    return _FIELD.sub(lambda found: _field(found, lang, params), catalogue()[key][lang])


def _field(found: re.Match[str], lang: Lang, params: dict[str, object]) -> str:
    name, kind, forms = found.groups()
    value = params[name]
    if isinstance(value, Bilingual):
        return format(value, lang)
    if forms:
        number = int(str(value))
        form = forms[1:].split("|")[plural(number, lang)]
        return f"{grouped(number, lang)}{_NBSP}{form}" if form else grouped(number, lang)
    return FORMATS[kind](value, lang) if kind else str(value)


def plural(n: int, lang: Lang) -> int:
    """Index of the plural form of ``n``: English one, other; Russian one, few, many (CLDR's rules)."""
    n = abs(n)
    if lang == "en":
        return 0 if n == 1 else 1
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


def grouped(n: float, lang: Lang) -> str:
    """A whole number with thousands apart: by no-break spaces in Russian, by commas in English."""
    return f"{n:,.0f}".replace(",", _NBSP) if lang == "ru" else f"{n:,.0f}"


def percent(x: object, lang: Lang) -> str:
    """A fraction as per cent: one decimal under 10 %, none above; a dash where there is none."""
    value = float(str(x))
    if math.isnan(value):
        return "—"
    shown = f"{value * 100:.{1 if 0 < abs(value) < 0.0995 else 0}f}"
    return f"{shown.replace('.', ',')}{_NBSP}%" if lang == "ru" else f"{shown}%"


def decimal(x: object, lang: Lang) -> str:
    """A number with one decimal."""
    shown = f"{float(str(x)):,.1f}"
    return shown.replace(",", _NBSP).replace(".", ",") if lang == "ru" else shown


def ratio(x: object, lang: Lang) -> str:
    """A number near one, with two decimals."""
    shown = f"{float(str(x)):.2f}"
    return shown.replace(".", ",") if lang == "ru" else shown


def day(x: object, lang: Lang) -> str:
    """A date as people write it: 05.09.2026 in Russian, 2026-09-05 in English."""
    if not isinstance(x, dt.date):
        return str(x)
    return f"{x:%d.%m.%Y}" if lang == "ru" else f"{x:%Y-%m-%d}"


def month(x: object, lang: Lang) -> str:
    """A month 2026-09 as people write it: «сент. 2026», Sep 2026."""
    year, number = str(x).split("-")
    return f"{say(f'month_short.{int(number)}', lang)} {year}"


def week(x: object, lang: Lang) -> str:
    """An ISO week 2026-W38 by its days: «14–20 сент. 2026», 14–20 Sep 2026."""
    year, number = str(x).split("-W")
    first = dt.date.fromisocalendar(int(year), int(number), 1)
    last = first + dt.timedelta(days=6)
    if first.month == last.month:
        return f"{first.day}–{_day_of_month(last, lang)} {last.year}"
    of_first = "" if first.year == last.year else f" {first.year}"
    return f"{_day_of_month(first, lang)}{of_first} – {_day_of_month(last, lang)} {last.year}"


def span(x: object, lang: Lang) -> str:
    """A month, a week, a quarter or some months as people write them; a year, or anything else, as it is.

    ``2026-Q3``: «III кв. 2026», Q3 2026; ``2026-04..2026-06``: «апр. 2026 – июнь 2026».
    """
    text = str(x)
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return month(text, lang)
    if re.fullmatch(r"\d{4}-W\d{2}", text):
        return week(text, lang)
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return say(f"quarter.{found[2]}", lang, year=found[1])
    if found := re.fullmatch(r"(\d{4}-\d{2})\.\.(\d{4}-\d{2})", text):
        return " – ".join(month(end, lang) for end in found.groups())
    return text


def _day_of_month(x: dt.date, lang: Lang) -> str:
    return f"{x.day} {say(f'month_day.{x.month}', lang)}"


FORMATS: dict[str, Callable[[object, Lang], str]] = {
    "pct": percent,
    "int": lambda x, lang: grouped(float(str(x)), lang),
    "dec": decimal,
    "ratio": ratio,
    "day": day,
    "month": month,
    "week": week,
}
