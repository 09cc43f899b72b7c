"""The forms in which a date is written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.values.dates import Asked
from tests.deals.values.read_dates import as_texts, parse


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("05.09.2026", "2026-09-05 00:00:00"),
        ("5.9.26", "2026-09-05 00:00:00"),
        ("05.09.1990", "1990-09-05 00:00:00"),
        ("5.9.90", "1990-09-05 00:00:00"),
        ("05.09.2026 9:05", "2026-09-05 09:05:00"),
        ("05.09.2026, 14:30:15", "2026-09-05 14:30:15"),
        ("25/09/2026", "2026-09-25 00:00:00"),
        ("09/25/2026 2:30 PM", "2026-09-25 14:30:00"),
        ("09/25/2026 12:05 a.m.", "2026-09-25 00:05:00"),
        ("09/25/2026 12:05\u202fPM", "2026-09-25 12:05:00"),
        ("25-09-2026", "2026-09-25 00:00:00"),
        ("2026-09-05", "2026-09-05 00:00:00"),
        ("2026/9/5", "2026-09-05 00:00:00"),
        ("2024-01-03 00:00:00", "2024-01-03 00:00:00"),
        ("2026-09-05T10:00:00.123456", "2026-09-05 10:00:00.123456"),
        ("2026-09-05T22:30:00Z", "2026-09-06 01:30:00"),
        ("2026-09-05T10:00:00.5+03:00", "2026-09-05 10:00:00.500000"),
        ("2026-09-05 10:00 -0530", "2026-09-05 18:30:00"),
        ("2026-09-05 10:00:00 UTC", "2026-09-05 13:00:00"),
        ("5 сентября 2026", "2026-09-05 00:00:00"),
        ("5\u00a0Мая 2026 г.", "2026-05-05 00:00:00"),
        ("5 сент. 2026 г., 14:30", "2026-09-05 14:30:00"),
        ("5 марта 2026 года в 9:15", "2026-03-05 09:15:00"),
        ("05 Sep 2026", "2026-09-05 00:00:00"),
        ("05-Sep-26", "2026-09-05 00:00:00"),
        ("Sep 5, 2026", "2026-09-05 00:00:00"),
        ("September 5th, 2026 2:30 PM", "2026-09-05 14:30:00"),
        ("45292", "2024-01-01 00:00:00"),
        ("45292.75", "2024-01-01 18:00:00"),
        ("45292,5", "2024-01-01 12:00:00"),
        ("29.02.2024", "2024-02-29 00:00:00"),
        ("  05.09.2026\u00a0", "2026-09-05 00:00:00"),
    ],
)
@pytest.mark.parametrize("dtype", ["object", "str"])
def test_a_text_date_alone(text: str, moment: str, dtype: str) -> None:
    assert as_texts(parse([text], dtype=dtype)) == [moment]


@pytest.mark.parametrize(
    "text",
    [
        "вчера", "31.02.2026", "29.02.2026", "00.01.2026", "01.00.2026", "05.09.1989", "05.09.2101",
        "2026-13-01", "5 чего 2026", "05.09-2026", "05.09.2026 25:00", "05.09.2026 10:60",
        "05.09.2026 10:00:60", "5", "05.09.2026 13:00 PM", "05.09.2026 0:30 am", "19999", "80001",
        "05.09.2026 и ещё", "٠٥.٠٩.٢٠٢٦",
    ],
)  # fmt: skip
def test_what_is_no_date_is_bad(text: str) -> None:
    assert as_texts(parse([text])) == ["!"]


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
FORMS: dict[str, Asked] = {
    "%d.%m.%Y": "auto",
    "%Y-%m-%d": "auto",
    "%d/%m/%Y": "dmy",
    "%m/%d/%Y": "mdy",
    "%d %B %Y": "auto",
}


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(sorted(FORMS)))
def test_a_date_written_is_the_date_read(days: list[dt.date], form: str) -> None:
    # a day beyond the twelfth, so that dots leave no doubt
    written = [*days, dt.date(2026, 9, 13)]
    parsed = parse([day.strftime(form) for day in written], FORMS[form])
    assert parsed.values.dt.date.tolist() == written
