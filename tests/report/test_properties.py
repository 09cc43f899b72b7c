"""What must hold of every report, whatever the data."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.errors import OptionError
from addin.report.build import build
from addin.report.json_export import as_json
from addin.report.layout import BLOCKS
from addin.settings import Settings, resolve
from tests.make import TODAY, dataset
from tests.random_deals import random_dataset


def settings(**given: str) -> Settings:
    return resolve(given, {}, {}, "en")


def blocks(data: Dataset, **given: str) -> dict[str, list[dict[str, Any]]]:
    found = json.loads(as_json(build(data, settings(**given), TODAY)))
    assert isinstance(found, dict)
    return found


KINDS = [{"history": True}, {"history": False}, {"history": False, "dates": False}]


@pytest.mark.parametrize("kind", KINDS)
def test_two_runs_are_equal_byte_for_byte(kind: dict[str, bool]) -> None:
    one, two = (as_json(build(random_dataset(300, 1, **kind), settings(), TODAY)) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("kind", KINDS)
def test_shuffled_rows_change_nothing(kind: dict[str, bool]) -> None:
    data = random_dataset(400, 2, **kind)
    mixed = replace(
        data,
        deals=data.deals.sample(frac=1, random_state=5),
        # within one moment order is evidence; these data have no two changes of a deal at one time
        history=data.history.sample(frac=1, random_state=6),
    )
    assert blocks(mixed) == blocks(data)


def test_data_after_T_change_nothing() -> None:
    T = dt.date(2026, 4, 15)
    end = pd.Timestamp(T) + pd.Timedelta(days=1)
    now = random_dataset(500, 3)
    then_history = now.history[now.history["changed_at"] < end]
    deals = now.deals[now.deals["created"] < end].copy()
    last = then_history.sort_values("changed_at", kind="stable").drop_duplicates("id", keep="last")
    status = deals["id"].map(last.set_index("id")["to_status"])
    moved = last.set_index("id")["changed_at"]
    deals["status"] = status.fillna("New").astype("str")
    ended = deals["status"].isin(["Won", "Lost", "Junk"])
    deals["closed"] = deals["id"].map(moved).where(ended).astype("datetime64[us]")
    deals["first_touch"] = deals["first_touch"].where(deals["first_touch"] < end)
    then = replace(now, deals=deals, history=then_history, rows_read=len(deals))
    today, past = blocks(now, as_of=str(T)), blocks(then, as_of=str(T))
    for name in today:
        if name == "header":
            for found in (today, past):
                found[name][0].pop("rows_read")
                found[name][0].pop("rows_after_asof")
        if name not in {"data_issues", "summary", "settings"}:
            assert today[name] == past[name], name


def test_renaming_a_manager_renames_results_only() -> None:
    names = ["Ann", "Bob", "Cy", ""]
    data = random_dataset(400, 4, managers=names)
    other = random_dataset(400, 4, managers=["Ann", "Zoe", "Cy", ""])

    def told(found: dict[str, list[dict[str, Any]]], manager: str) -> dict[str, Any]:
        return {
            name: sorted(json.dumps(row).replace(manager, "Bob") for row in rows)
            for name, rows in found.items()
            if rows and "manager" in rows[0]
        }

    assert told(blocks(other), "Zoe") == told(blocks(data), "Bob")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("period", ["2026-05", "all", "2026-W20"])
def test_rows_sum_to_totals(kind: dict[str, bool], period: str) -> None:
    found = blocks(random_dataset(300, 7, **kind), period=period)
    total = found["intake"][0]
    for name in ("intake_by_manager", "intake_by_source", "intake_by_week"):
        for key in ("leads", "taken", "untouched", "won", "lost", "overdue", "processed"):
            assert sum(row[key] for row in found[name]) == total[key], (name, key)
    header = found["header"][0]
    assert header["rows_read"] == header["rows_used"] + header["rows_set_aside"] + header["rows_after_asof"]


def test_no_rate_without_its_count_and_no_point_beside_bounds() -> None:
    for kind in KINDS:
        found = blocks(random_dataset(300, 8, **kind), window="all")
        for name in ("conversion", "conversion_by_manager", "conversion_by_source"):
            for row in found[name]:
                if row["rate"] is not None:
                    assert row["followed"] >= 10
                    assert row["low"] <= row["rate"] <= row["high"]
                    assert row["bound_low"] is None
                else:
                    assert row["low"] is None
                    assert row["rate_target"] is None
                    assert row["note"]
                if row["bound_low"] is not None:
                    assert 0 <= row["bound_low"] <= row["bound_high"] <= 1


def test_every_block_has_the_columns_of_the_layout() -> None:
    found = build(random_dataset(100, 9), settings(), TODAY)
    assert {name: list(table.columns) for name, table in found.blocks.items()} == {
        b.name: b.keys for b in BLOCKS if b.view_of is None
    }


def test_inputs_are_not_changed() -> None:
    data = random_dataset(100, 10)
    before = [getattr(data, name).copy() for name in ("deals", "history", "stages")]
    issues = data.issues.frame()
    build(data, settings(), TODAY)
    for old, name in zip(before, ("deals", "history", "stages"), strict=True):
        pd.testing.assert_frame_equal(getattr(data, name), old)
    pd.testing.assert_frame_equal(data.issues.frame(), issues)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("count", [1, 2, 30])
def test_tiny_departments_have_a_report_in_both_languages(lang: str, count: int) -> None:
    for kind in KINDS:
        data = random_dataset(count, 11, **kind)
        found = blocks(data, lang=lang)
        assert 1 <= len(found["summary"]) <= 7
        assert all(row["text"] for row in found["summary"])


def test_an_empty_period_says_so() -> None:
    data = random_dataset(50, 12)
    quiet = replace(data, deals=data.deals[data.deals["created"].dt.strftime("%Y-%m") != "2026-03"])
    found = blocks(quiet, period="2026-03")
    assert found["intake"][0]["leads"] == 0
    assert found["intake_by_manager"] == []
    assert any("No lead arrived" in row["text"] for row in found["summary"])


def test_settings_tell_their_value_and_origin() -> None:
    found = build(
        random_dataset(50, 13),
        resolve({"horizon": "30"}, {"period": "2026-05", "horizon": "7"}, {"margin": "0,4"}, "en"),
        TODAY,
    )
    table = found.blocks["settings"].set_index("name")
    told = {
        name: (table.loc[name, "value"], table.loc[name, "origin"])
        for name in ("horizon", "period", "margin", "timezone", "as_of")
    }
    assert told == {
        "horizon": ("30", "command_line"),
        "period": ("2026-05-01..2026-05-31", "workbook"),
        "margin": ("0.4", "template"),
        "timezone": ("Europe/Moscow", "default"),
        "as_of": ("2026-06-26", "data"),
    }


def test_money_of_unnamed_currency_and_missing_amounts() -> None:
    data = dataset([{"id": "a", "created": "2026-06-01", "status": "Invoice"}], currency="")
    row = blocks(data)["presale"][0]
    assert row["amount"] is None
    assert row["unpriced"] is True
    assert row["expected"] is None
    assert not np.isnan(row["age_days"] or 0)


@pytest.mark.parametrize("period", ["2026-08", "2030-01"])
def test_a_period_after_the_report_is_refused(period: str) -> None:
    with pytest.raises(OptionError, match="begins after the report's day 2026-06-30"):
        blocks(random_dataset(50, 14), period=period, as_of="2026-06-30")


def test_a_period_before_all_records_has_no_zeros() -> None:
    found = blocks(random_dataset(50, 14), period="1999-01")
    row = found["intake"][0]
    assert row["leads"] is None
    assert row["note"] == "there are no records of that time"
    assert found["intake_by_week"] == []
    assert any("There are no data for 1999-01-01" in s["text"] for s in found["summary"])


@pytest.mark.parametrize("count", [12, 60, 300])
@pytest.mark.parametrize("kind", KINDS[:2])
def test_what_is_expected_lies_within_its_own_limits(count: int, kind: dict[str, bool]) -> None:
    found = build(random_dataset(count, 17, **kind), settings(), TODAY).blocks
    pairs = {
        "forecast": ("mean", "low", "high"),
        "forecast_months": ("total", "low", "high"),
        "plan_fact": ("forecast", "low", "high"),
        "cohorts": ("to_come", "to_come_low", "to_come_high"),
    }
    for name, columns in pairs.items():
        mean, low, high = (found[name][column].to_numpy(dtype=float) for column in columns)
        known = np.isfinite(mean)
        assert (low[known] <= mean[known] + 1e-6).all(), name
        assert (mean[known] <= high[known] + 1e-6).all(), name
