"""What the Summary chooses of the other blocks, worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from addin.report.build import Report, build
from addin.report.layout import BLOCK, STEPS
from addin.report.summary_page import interval_words, shortened, shown_steps, tones
from addin.settings import resolve
from addin.xlsx.cells import EMPTY, CellWriter, number, text
from tests.make import TODAY, dataset
from tests.random_deals import random_dataset


def report(data: Any, **options: str) -> Report:
    return build(data, resolve(options, {}, {}, "en"), TODAY)


def steps(lost: list[float]) -> pd.DataFrame:
    """A conversion table with these losses; its last row is the whole way."""
    return pd.DataFrame({"lost": [*lost, sum(lost)], "nontarget": 0})


def test_of_many_steps_those_where_most_is_lost_are_shown_in_their_order() -> None:
    assert shown_steps(steps([5, 1, 9, 2])) == [0, 1, 2, 3]
    lost = [float(n) for n in (3, 9, 1, 8, 7, 2, 6, 5, 4, 0, 11, 10)]
    found = shown_steps(steps(lost))
    assert found == [0, 1, 3, 4, 6, 7, 8, 10, 11]
    assert len(found) == STEPS


def test_a_tone_stands_for_evidence_not_for_height() -> None:
    table = pd.DataFrame(
        {
            "verdict": ["weak", "strong", "unclear", "unclear", "unclear", None],
            "p_weak": [0.99, 0.0, 0.85, 0.1, 0.5, np.nan],
            "p_strong": [0.0, 0.97, 0.0, 0.80, 0.5, np.nan],
        }
    )
    assert tones(table).tolist()[:5] == [-2, 2, -1, 1, 0]
    assert np.isnan(tones(table).iloc[5])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"rate": 0.111, "low": 0.0999, "high": 0.1234, "followed": 1709}, "10–12%, n\u00a0=\u00a01,709"),
        ({"rate": 0.1, "low": 0.098, "high": 0.102, "followed": 1709}, "10%, n\u00a0=\u00a01,709"),
        ({"rate": np.nan, "bound_low": 0.29, "bound_high": 1.0}, "between 29 and 100%"),
        ({"rate": np.nan, "bound_low": 0.333, "bound_high": 0.334}, "33%"),
        ({"rate": np.nan, "bound_low": np.nan, "entered": 3}, "too early to say"),
        ({"rate": np.nan, "bound_low": np.nan, "entered": 0}, "no deals"),
    ],
)
def test_a_rate_has_its_interval_or_the_reason_why_not(row: dict[str, float], words: str) -> None:
    assert interval_words(pd.Series(row), "en") == words


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("Предложение отправлено", "Предложение отправлено"),
        ("Счёт выставлен, ожидаем оплату от клиента", "Счёт выставлен, ожидаем…"),
        ("Счёт выставлен клиенту, ждём оплату", "Счёт выставлен клиенту…"),
        ("a" * 40, "a" * 28 + "…"),
    ],
)
def test_a_long_name_of_a_status_is_cut_between_words(status: str, shown: str) -> None:
    assert shortened(status) == shown


def test_the_funnel_repeats_conversion_and_the_heat_map_its_managers() -> None:
    blocks = report(random_dataset(600, 3), window="all").blocks
    funnel, conversion = blocks["funnel"], blocks["conversion"]
    assert funnel["step"].tolist() == [0, 1, 2, 3, 4]
    counts = ["entered", "advanced", "open", "lost", "nontarget", "rate"]
    expected = pd.concat([conversion.iloc[[-1]], conversion.iloc[:-1]])[counts]
    pd.testing.assert_frame_equal(funnel[counts], expected.reset_index(drop=True))
    heat, by = blocks["heatmap"], blocks["conversion_by_manager"]
    assert heat["manager"].iloc[0] == "All managers"
    assert set(heat["manager"].iloc[1:]) == set(by["manager"])
    assert heat["leads"].iloc[0] == heat["leads"].iloc[1:].sum() == conversion["entered"].iloc[-1]
    for record in heat.iloc[1:].to_dict("records"):
        mine = by[by["manager"] == record["manager"]].reset_index(drop=True)
        for k in range(1, 5):
            pair = [record[f"rate_{k}"], record[f"n_{k}"]]
            assert pair == pytest.approx(mine.loc[k - 1, ["rate_target", "followed"]].tolist(), nan_ok=True)
    assert heat[[f"rate_{k}" for k in range(5, STEPS + 1)]].isna().all().all()


def test_headings_name_the_steps_and_leave_the_rest_blank() -> None:
    found = report(random_dataset(600, 3), window="all").headings["heatmap"]
    assert [found[f"rate_{k}"] for k in (1, 4, 5, STEPS)] == ["→ Work", "→ Won", "", ""]
    bare = report(random_dataset(600, 3, history=False, dates=False), window="all").headings["heatmap"]
    assert set(bare.values()) == {""}


def test_managers_without_a_name_come_last_and_one_with_a_growth_point_first() -> None:
    from tests.metrics.test_managers import team

    deals, history = team({"Ann": 0.5, "Bob": 0.5, "Cy": 0.2, "": 0.4}, each=150)
    found = report(dataset(deals, history), as_of="2026-06-01", window="all", horizon="30").blocks
    assert found["heatmap"]["manager"].tolist() == ["All managers", "Cy", "Ann", "Bob", ""]
    assert found["growth"]["manager"].tolist() == ["Cy"]
    assert found["growth"]["growth_wins"].iloc[0] > 0


def test_key_figures_of_the_period_by_hand() -> None:
    deals = [
        {"id": "1", "created": "2026-09-01", "status": "New"},
        {"id": "2", "created": "2026-09-02", "status": "Work", "first_touch": "2026-09-02"},
        {"id": "3", "created": "2026-09-02", "status": "Junk"},
        {"id": "4", "created": "2026-09-03", "status": "Invoice", "amount": 1000.0},
    ]
    record = report(dataset(deals), as_of="2026-09-10").blocks["key_figures"].iloc[0]
    assert (record["leads"], record["nontarget_rate"]) == (4, 0.25)
    assert record["nontarget_note"] == "1 of 4"
    assert record["leads_note"].startswith("2 taken, 1 untouched")
    assert record["conversion"] == "too early to say"  # no lead is old enough for bounds
    assert record["presale_note"] == "1\u00a0deal worth 1,000\u00a0RUB"
    assert record["to_act"] == len(report(dataset(deals), as_of="2026-09-10").blocks["attention"])


def test_a_period_before_all_records_is_empty_not_zero() -> None:
    deals = [{"id": "1", "created": dt.datetime(2026, 9, 1), "status": "New"}]
    record = report(dataset(deals), period="2020-01").blocks["key_figures"].iloc[0]
    assert np.isnan(record["leads"])
    assert record["leads_note"] == "no records of that time"


def test_a_tile_shows_bounds_large_where_no_more_is_known() -> None:
    """Of 4 leads one is won and two are lost nobody knows when, one of these perhaps never taken."""
    rows = [
        {"id": str(n), "created": "2026-01-05", "status": status}
        for n, status in enumerate(("Won", "Lost", "Lost", "Work"))
    ]
    found = report(dataset(rows), as_of="2026-06-01", window="all", horizon="30", period="2026-01").blocks
    record = found["key_figures"].iloc[0]
    assert (record["conversion"], record["conversion_note"]) == (
        "between 25 and 50%",
        "the dates tell no more",
    )
    assert (record["taken_rate"], record["taken_note"]) == ("between 50 and 100%", "unknown of 2 of 4")
    column = next(column for column in BLOCK["key_figures"].columns if column.key == "conversion")
    assert CellWriter("en").column(column, pd.Series([0.25, "up to 3%", np.nan], dtype=object)) == [
        number(0.25),
        text("up to 3%"),
        EMPTY,
    ]
