"""Dates of a column: formats, orders of day and month, time zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfoNotFoundError

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.values.dates import Asked, ParsedDates, parse_dates


def _parse(cells: Sequence[object], order: Asked = "auto", dtype: str = "object") -> ParsedDates:
    return parse_dates(pd.Series(list(cells), dtype=dtype), "Europe/Moscow", order)


def _shown(parsed: ParsedDates) -> list[str]:
    """Each value as text, "-" for none, "!" for an unreadable cell."""
    marks = zip(parsed.values, parsed.bad, strict=True)
    return ["!" if bad else "-" if pd.isna(value) else str(value) for value, bad in marks]


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
    assert _shown(_parse([text], dtype=dtype)) == [moment]


@pytest.mark.parametrize(
    "text",
    [
        "вчера", "31.02.2026", "29.02.2026", "00.01.2026", "01.00.2026", "05.09.1989", "05.09.2101",
        "2026-13-01", "5 чего 2026", "05.09-2026", "05.09.2026 25:00", "05.09.2026 10:60",
        "05.09.2026 10:00:60", "5", "05.09.2026 13:00 PM", "05.09.2026 0:30 am", "19999", "80001", "20260905",
        "05.09.2026 и ещё", "٠٥.٠٩.٢٠٢٦",
    ],
)  # fmt: skip
def test_what_is_no_date_is_bad(text: str) -> None:
    assert _shown(_parse([text])) == ["!"]


def test_empty_cells_are_neither_dates_nor_bad() -> None:
    assert _shown(_parse(["", None, " \u00a0", float("nan"), pd.NaT])) == ["-"] * 5
    assert _parse([]).values.dtype == "datetime64[us]"
    assert _parse([None]).order == "none"


@pytest.mark.parametrize(
    ("cells", "order", "shown"),
    [
        # one value that fits one order only decides for all
        (["05/09/2026", "13/09/2026"], "dmy", ["2026-09-05", "2026-09-13"]),
        (["05/09/2026", "09/13/2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["05-09-2026", "09-13-2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["05.09.2026", "09/13/2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["05/09/2026", "13.09.2026"], "dmy", ["2026-09-05", "2026-09-13"]),
        # neither fits all, but nothing hangs on it: each has one meaning
        (["05/05/2026", *["13/09/2026"] * 2, "09/25/2026"], "dmy", ["2026-05-05", *["2026-09-13"] * 2, "!"]),
        (["05/05/2026", "13/09/2026", *["09/25/2026"] * 2], "mdy", ["2026-05-05", "!", *["2026-09-25"] * 2]),
        # what fits neither has no say
        (["99/99/2026", "05/09/2026", "13/09/2026"], "dmy", ["!", "2026-09-05", "2026-09-13"]),
        # both orders mean the same day
        (["05/05/2026", "09/09/2026"], "dmy", ["2026-05-05", "2026-09-09"]),
        (["05/05/2026", "05.09.2026"], "dmy", ["2026-05-05", "2026-09-05"]),
        # dots put the day first, unless that cannot be
        (["05.09.2026", "06.09.2026"], "dmy", ["2026-09-05", "2026-09-06"]),
        (["05.09.2026", "09.13.2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["13.09.2026", "09.14.2026", "09.15.2026"], "dmy", ["2026-09-13", "!", "!"]),
        (["2026-09-05", "05/13/2026"], "mdy", ["2026-09-05", "2026-05-13"]),
    ],
)  # fmt: skip
def test_the_order_is_decided_over_the_column(cells: list[str], order: str, shown: list[str]) -> None:
    parsed = _parse(cells)
    assert (parsed.order, parsed.ambiguous) == (order, None)
    assert [text[:10] for text in _shown(parsed)] == shown


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["05/05/2026", "05/09/2026", "06/09/2026"], "05/09/2026"),
        (["05.09.2026", "05-10-2026 10:00"], "05-10-2026 10:00"),
        (["13/09/2026", "09/25/2026"], "13/09/2026"),
        # some cells show one order, some the other: what most of them show is no proof for the rest
        ([*["13/09/2026"] * 9, "09/25/2026", "05/09/2026"], "05/09/2026"),
        (["09/25/2026", "09/26/2026", "13/09/2026", "05/05/2026", "06-09-2026"], "06-09-2026"),
        (["09/25/2026", "09/26/2026", "13/09/2026", "06.09.2026"], "06.09.2026"),
    ],
)
def test_when_both_orders_will_do_the_user_is_asked(cells: list[str], example: str) -> None:
    parsed = _parse([*cells, "2026-01-02", "99/99/2026", None])
    assert parsed.ambiguous == example
    assert _shown(parsed) == [*["-"] * len(cells), "2026-01-02 00:00:00", "!", "-"]


@pytest.mark.parametrize("odd", ["2026-04-31 00:00:00", "1985-01-01 00:00:00", "2026-01-01 24:00:00"])
@pytest.mark.parametrize("dtype", ["object", "str"])
def test_a_column_made_text_by_a_few_cells_is_read_like_any_other(odd: str, dtype: str) -> None:
    parsed = _parse(
        ["2026-09-05 09:05:07", odd, "05.09.2026", None, "when he calls", "2026-09-06 00:00:00"], dtype=dtype
    )
    assert _shown(parsed) == [
        "2026-09-05 09:05:07",
        "!",
        "2026-09-05 00:00:00",
        "-",
        "!",
        "2026-09-06 00:00:00",
    ]
    assert (parsed.order, parsed.has_time) == ("dmy", True)


def test_a_few_dates_that_can_be_read_both_ways_among_plain_ones_are_asked_about() -> None:
    parsed = _parse(["2026-09-05 09:05:07", "05/09/2026"])
    assert (parsed.order, parsed.ambiguous) == ("none", "05/09/2026")


def test_the_answer_settles_it() -> None:
    assert _shown(_parse(["05/09/2026"], "dmy")) == ["2026-09-05 00:00:00"]
    month_first = _parse(["05/09/2026", "13/09/2026"], "mdy")
    assert _shown(month_first) == ["2026-05-09 00:00:00", "!"]
    assert (month_first.order, month_first.ambiguous) == ("mdy", None)


def test_years_that_come_first_need_no_order() -> None:
    assert _parse(["2026-09-05", "x"]).order == "iso"
    assert _parse(["5 мая 2026", "2026-13-01", "99/99/2026"]).order == "none"


def test_serial_numbers_are_rounded_to_the_second() -> None:
    parsed = _parse([45292.0, np.nan, 45292.999999999, 1e9, -5.0, 73_416.0], dtype="float64")
    assert _shown(parsed) == ["2024-01-01 00:00:00", "-", "2024-01-02 00:00:00", "!", "!", "!"]
    assert (parsed.order, parsed.has_time) == ("none", False)


def test_real_dates_stay_and_zones_become_local() -> None:
    naive = pd.Series(pd.to_datetime(["2024-01-03 04:05", "NaT", "1980-01-01 00:00"])).astype(
        "datetime64[ns]"
    )
    parsed = parse_dates(naive, "Europe/Moscow")
    assert _shown(parsed) == ["2024-01-03 04:05:00", "-", "!"]
    assert parsed.values.dtype == "datetime64[us]"
    zoned = parse_dates(pd.Series(pd.to_datetime(["2024-01-03 22:00Z"])), "Asia/Yekaterinburg")
    assert _shown(zoned) == ["2024-01-04 03:00:00"]
    assert str(naive[0]) == "2024-01-03 04:05:00"


def test_a_column_of_everything() -> None:
    cells: list[object] = [
        dt.date(2024, 1, 3), dt.datetime(2024, 1, 3, 5), dt.datetime(2024, 1, 3, 5, tzinfo=dt.UTC), 45292,
        45292.5, pd.Timestamp("2024-01-05"), "3.1.2024", True, 7, dt.time(3), None,
    ]  # fmt: skip
    assert _shown(_parse(cells)) == [
        "2024-01-03 00:00:00", "2024-01-03 05:00:00", "2024-01-03 08:00:00", "2024-01-01 00:00:00",
        "2024-01-01 12:00:00", "2024-01-05 00:00:00", "2024-01-03 00:00:00", "!", "!", "!", "-",
    ]  # fmt: skip
    assert _shown(_parse([True, False], dtype="bool")) == ["!", "!"]


def test_a_time_of_day_is_one_other_than_midnight() -> None:
    assert not _parse(["2024-01-03 00:00:00", "04.01.2024"]).has_time
    assert _parse(["2024-01-03 00:00:01"]).has_time
    # midnight in Greenwich is three o'clock in Moscow
    assert _parse(["2024-01-03T00:00:00Z"]).has_time


def test_summer_time_is_minded() -> None:
    cells = pd.Series(["2026-01-05T12:00:00Z", "2026-07-05T12:00:00Z"])
    assert _shown(parse_dates(cells, "Europe/Berlin")) == ["2026-01-05 13:00:00", "2026-07-05 14:00:00"]


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError, match="Europe/Nowhere"):
        parse_dates(pd.Series(["05.09.2026"]), "Europe/Nowhere")


def test_the_index_and_the_input_stay() -> None:
    raw = pd.Series(["05.09.2026", None, "x"], index=[7, 8, 9], name="created")
    before = raw.copy()
    parsed = parse_dates(raw, "Europe/Moscow")
    pd.testing.assert_series_equal(raw, before)
    assert (parsed.values.index.tolist(), parsed.values.name) == ([7, 8, 9], "created")


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
    parsed = _parse([day.strftime(form) for day in written], FORMS[form])
    assert parsed.values.dt.date.tolist() == written


@given(
    st.lists(
        st.sampled_from(["05/09/2026", "13/09/2026", "09/13/2026", "05.09.2026", "x", "2026-01-01"]),
        max_size=9,
    )
)
def test_the_order_of_rows_changes_no_value(cells: list[str]) -> None:
    forward, backward = _parse(cells), _parse(cells[::-1])
    assert _shown(forward) == _shown(backward)[::-1]
    assert (forward.ambiguous is None) == (backward.ambiguous is None)
