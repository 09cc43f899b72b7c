"""Dates of a column: real ones, serial numbers, time zones, values that are none."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfoNotFoundError

import numpy as np
import pandas as pd
import pytest

from addin.deals.values.dates import parse_dates
from tests.deals.values.read_dates import as_texts, parse


def test_empty_cells_are_neither_dates_nor_bad() -> None:
    assert as_texts(parse(["", None, " \u00a0", float("nan"), pd.NaT])) == ["-"] * 5
    assert parse([]).values.dtype == "datetime64[us]"
    assert parse([None]).order == "none"


def test_years_that_come_first_need_no_order() -> None:
    assert parse(["2026-09-05", "x"]).order == "iso"
    assert parse(["5 мая 2026", "2026-13-01", "99/99/2026"]).order == "none"


def test_serial_numbers_are_rounded_to_the_second() -> None:
    parsed = parse([45292.0, np.nan, 45292.999999999, 1e9, -5.0, 73_416.0], dtype="float64")
    assert as_texts(parsed) == ["2024-01-01 00:00:00", "-", "2024-01-02 00:00:00", "!", "!", "!"]
    assert parsed.order == "none"


def test_real_dates_stay_and_zones_become_local() -> None:
    naive = pd.Series(pd.to_datetime(["2024-01-03 04:05", "NaT", "1980-01-01 00:00"])).astype(
        "datetime64[ns]"
    )
    parsed = parse_dates(naive, "Europe/Moscow")
    assert as_texts(parsed) == ["2024-01-03 04:05:00", "-", "!"]
    assert parsed.values.dtype == "datetime64[us]"
    zoned = parse_dates(pd.Series(pd.to_datetime(["2024-01-03 22:00Z"])), "Asia/Yekaterinburg")
    assert as_texts(zoned) == ["2024-01-04 03:00:00"]
    assert str(naive[0]) == "2024-01-03 04:05:00"


def test_a_column_of_everything() -> None:
    cells: list[object] = [
        dt.date(2024, 1, 3), dt.datetime(2024, 1, 3, 5), dt.datetime(2024, 1, 3, 5, tzinfo=dt.UTC), 45292,
        45292.5, pd.Timestamp("2024-01-05"), "3.1.2024", True, 7, dt.time(3), None,
    ]  # fmt: skip
    assert as_texts(parse(cells)) == [
        "2024-01-03 00:00:00", "2024-01-03 05:00:00", "2024-01-03 08:00:00", "2024-01-01 00:00:00",
        "2024-01-01 12:00:00", "2024-01-05 00:00:00", "2024-01-03 00:00:00", "!", "!", "!", "-",
    ]  # fmt: skip
    assert as_texts(parse([True, False], dtype="bool")) == ["!", "!"]


def test_summer_time_is_minded() -> None:
    cells = pd.Series(["2026-01-05T12:00:00Z", "2026-07-05T12:00:00Z"])
    assert as_texts(parse_dates(cells, "Europe/Berlin")) == ["2026-01-05 13:00:00", "2026-07-05 14:00:00"]


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError, match="Europe/Nowhere"):
        parse_dates(pd.Series(["05.09.2026"]), "Europe/Nowhere")


def test_the_index_and_the_input_stay() -> None:
    raw = pd.Series(["05.09.2026", None, "x"], index=[7, 8, 9], name="created")
    before = raw.copy()
    parsed = parse_dates(raw, "Europe/Moscow")
    pd.testing.assert_series_equal(raw, before)
    assert (parsed.values.index.tolist(), parsed.values.name) == ([7, 8, 9], "created")
