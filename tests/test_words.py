"""Every text exists in both languages with the same fields, and every word used exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from addin.deals.values.months import parse_month
from addin.errors import HonestFunnelError
from addin.report.headings import heading
from addin.words import LANGS, catalogue, flatten, month, percent, plural, say, span, week

ROOT = Path(__file__).parents[1] / "addin"
FIELD = re.compile(r"\{(\w+)(?::\w+)?(\|[^{}]*)?\}")


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_have_the_same_fields(key: str) -> None:
    texts = catalogue()[key]
    assert set(texts) == set(LANGS)
    fields = [{found[1] for found in FIELD.finditer(texts[lang])} for lang in LANGS]
    assert fields[0] == fields[1]
    for lang, forms in (("ru", 3), ("en", 2)):
        for found in FIELD.finditer(texts[lang]):
            assert found[2] is None or found[2].count("|") == forms, found[0]


def keys_used() -> set[str]:
    """Keys written out in calls that say or print them, and in errors raised."""
    found: set[str] = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "say":
                found.add(str(node.args[0].value))
            elif name == "print_message":
                found.add("cli." + str(node.args[0].value))
            elif name in {"InputError", "OptionError"}:
                found.add("error." + str(node.args[0].value))
    return found


def test_every_key_written_in_the_code_has_its_words() -> None:
    used = keys_used()
    assert len(used) > 40
    assert used <= set(catalogue())


def test_numbers_agree_with_their_nouns() -> None:
    assert [plural(n, "ru") for n in (1, 2, 5, 11, 12, 21, 22, 25, 111, 101)] == [
        0,
        1,
        2,
        2,
        2,
        0,
        1,
        2,
        2,
        0,
    ]
    assert [plural(n, "en") for n in (0, 1, 2, 21)] == [1, 0, 1, 1]
    text = say("summary.intake_none", "ru", start="x", end="y")
    assert text == "С x по y не пришло ни одного лида."


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        (0.0, "0\u00a0%", "0%"),
        (0.0512, "5,1\u00a0%", "5.1%"),
        (0.5, "50\u00a0%", "50%"),
        (0.0996, "10\u00a0%", "10%"),
    ],
)
def test_per_cent_shows_a_decimal_only_where_it_tells(value: float, ru: str, en: str) -> None:
    assert (percent(value, "ru"), percent(value, "en")) == (ru, en)


def test_an_error_speaks_the_users_language() -> None:
    error = HonestFunnelError("choice", setting="lang", value="xx", allowed="ru, en")
    assert str(error) == 'lang = "xx" will not do. Allowed: ru, en.'
    assert error.text("ru") == "lang = «xx» не подходит. Можно: ru, en."


def test_a_key_in_two_files_is_an_error() -> None:
    """The heading «Откуда» of the settings was once taken over by another table's «Прогноз от»."""
    found: dict[str, dict[str, str]] = {}
    flatten({"column": {"x": {"ru": "икс", "en": "x"}}}, "", found)
    with pytest.raises(ValueError, match=r"column\.x is in two files"):
        flatten({"column": {"x": {"ru": "другой", "en": "other"}}}, "", found)
    flatten({"column": {"x": {"deeper": {"ru": "глубже", "en": "deeper"}}}}, "", found)
    assert set(found) == {"column.x", "column.x.deeper"}


def test_settings_and_past_forecasts_each_have_their_own_heading_of_an_origin() -> None:
    assert [heading("settings", "origin", lang) for lang in LANGS] == ["Откуда", "Came from"]
    assert [heading("forecast_record", "origin", lang) for lang in LANGS] == ["Прогноз от", "Made on"]


@pytest.mark.parametrize("number", range(1, 13))
def test_a_month_in_words_is_read_back(number: int) -> None:
    """A formula may point at the cell that shows it."""
    for lang in LANGS:
        found = parse_month(month(f"2026-{number:02d}", lang))
        assert found is not None
        assert (found.year, found.month) == (2026, number)


@pytest.mark.parametrize(
    ("name", "ru", "en"),
    [
        ("2026-W38", "14–20 сент. 2026", "14–20 Sep 2026"),
        ("2026-W18", "27 апр. – 3 мая 2026", "27 Apr – 3 May 2026"),
        ("2026-W01", "29 дек. 2025 – 4 янв. 2026", "29 Dec 2025 – 4 Jan 2026"),
    ],
)
def test_a_week_is_told_by_its_days(name: str, ru: str, en: str) -> None:
    assert (week(name, "ru"), week(name, "en")) == (ru, en)


@pytest.mark.parametrize(
    ("name", "ru", "en"),
    [
        ("2026-09", "сент. 2026", "Sep 2026"),
        ("2026-W38", "14–20 сент. 2026", "14–20 Sep 2026"),
        ("2026-Q3", "III кв. 2026", "Q3 2026"),
        ("2026-04..2027-03", "апр. 2026 – март 2027", "Apr 2026 – Mar 2027"),
        ("2026", "2026", "2026"),
    ],
)
def test_spans_of_time_are_shown_in_words(name: str, ru: str, en: str) -> None:
    assert (span(name, "ru"), span(name, "en")) == (ru, en)
