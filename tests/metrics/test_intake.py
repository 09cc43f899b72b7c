"""Intake, worked by hand: two partitions of the leads, waits, weeks."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build_timeline
from addin.metrics import intake
from addin.metrics.leads import HANDLING, STATES, Leads, in_period, leads_of
from tests.make import TODAY, Row, dataset
from tests.random_deals import random_dataset


def leads(data: Dataset, as_of: dt.date | None = None) -> Leads:
    deals = cut(data, as_of, "", TODAY)
    return leads_of(deals, build_timeline(deals))


def moves(deal: str, *steps: tuple[str, str, str]) -> list[Row]:
    return [{"id": deal, "changed_at": at, "from_status": a, "to_status": b} for at, a, b in steps]


DEALS: list[Row] = [
    {
        "id": "touched",
        "created": "2026-06-01 10:00",
        "status": "New",
        "first_touch": "2026-06-01 12:00",
        "manager": "Ann",
    },
    {"id": "worked", "created": "2026-06-02 10:00", "status": "Lost", "manager": "Ann"},
    {"id": "dropped", "created": "2026-06-03 10:00", "status": "Lost", "manager": "Bob"},
    {"id": "screened", "created": "2026-06-04 10:00", "status": "Junk", "manager": "Bob"},
    {"id": "untouched", "created": "2026-06-05 10:00", "status": "New", "manager": ""},
    {"id": "odd", "created": "2026-06-06 10:00", "status": "Frozen", "manager": "Bob"},
    {"id": "test", "created": "2026-06-06 10:00", "status": "Test", "manager": "Bob"},
]
HISTORY = [
    *moves("worked", ("2026-06-02 20:00", "New", "Work"), ("2026-06-04", "Work", "Lost")),
    *moves("dropped", ("2026-06-03 11:00", "New", "Lost")),
    *moves("screened", ("2026-06-04 16:00", "New", "Junk")),
]


def test_every_lead_is_handled_and_stands_in_exactly_one_way() -> None:
    row = intake.intake(leads(dataset(DEALS, HISTORY))).iloc[0]
    assert row["leads"] == 6  # the test is no lead
    assert {k: row[k] for k in HANDLING} == {
        "taken": 2, "dropped": 1, "screened": 1, "untouched": 1, "unknown": 1,
    }  # fmt: skip
    assert {k: row[k] for k in STATES} == {
        "in_intake": 2, "in_work": 0, "presale": 0, "won": 0, "lost": 2, "nontarget": 1, "unclassified": 1,
    }  # fmt: skip
    assert row["processed"] == 4
    assert np.isnan(row["taken_rate"])  # one lead nobody knows about: a bound, not a number
    assert (row["taken_low"], row["taken_high"]) == (pytest.approx(2 / 6), pytest.approx(3 / 6))
    assert (row["nontarget_rate"], row["nontarget_coverage"]) == (pytest.approx(1 / 5), pytest.approx(5 / 6))
    assert row["oldest_untouched_days"] == 1
    assert row["note"] == "handling_unknown"


def test_rates_are_plain_shares_when_nothing_is_unknown() -> None:
    row = intake.intake(leads(dataset([d for d in DEALS if d["id"] != "odd"], HISTORY))).iloc[0]
    assert row["taken_rate"] == pytest.approx(2 / 5)
    assert row["processed_rate"] == pytest.approx(4 / 5)


def test_hours_to_touch_count_losses_as_competing() -> None:
    # touches after 2 h (first touch) and 10 h (into work); lost untouched after 1 h and 6 h; one waits
    row = intake.intake(leads(dataset([d for d in DEALS if d["id"] != "odd"], HISTORY))).iloc[0]
    assert np.isnan(row["hours_to_touch_median"])  # only 2 of 5 were ever touched
    few = [d for d in DEALS if d["id"] in {"touched", "worked", "dropped"}]
    row = intake.intake(leads(dataset(few, HISTORY[:3]))).iloc[0]
    assert row["hours_to_touch_median"] == pytest.approx(10.0)  # incidence 1/3 at 2 h, 2/3 at 10 h
    assert np.isnan(row["hours_to_touch_p90"])


def test_dates_without_a_time_tell_no_hours() -> None:
    data = dataset([{"id": "a", "created": "2026-06-01", "status": "Work", "first_touch": "2026-06-02"}])
    row = intake.intake(leads(data)).iloc[0]
    assert np.isnan(row["hours_to_touch_median"])
    assert row["note"] == "no_times"


def test_a_snapshot_of_lost_deals_tells_nothing_about_handling() -> None:
    data = dataset(
        [
            {"id": "a", "created": "2026-06-01", "status": "Lost"},
            {"id": "b", "created": "2026-06-01", "status": "Lost", "lost_from": "New"},
        ]
    )
    row = intake.intake(leads(data)).iloc[0]
    assert (row["unknown"], row["dropped"]) == (1, 1)


def test_overdue_is_an_open_deal_with_a_contact_before_T() -> None:
    base: Row = {"created": "2026-06-01", "next_contact": "2026-06-09"}
    data = dataset([
        {"id": "a", "status": "Work", **base},
        {"id": "b", "status": "Lost", **base},
        {"id": "c", "status": "Work", "created": "2026-06-01", "next_contact": "2026-06-10 23:00"},
    ])  # fmt: skip
    assert intake.intake(leads(data, dt.date(2026, 6, 10))).iloc[0]["overdue"] == 1


def test_weeks_are_clipped_to_the_period_and_say_so() -> None:
    found = leads(dataset(DEALS, HISTORY))
    start, end = dt.date(2026, 6, 3), dt.date(2026, 6, 15)
    table = intake.intake_by_week(in_period(found, start, end), start, end)
    assert table["week"].tolist() == ["2026-W23", "2026-W24", "2026-W25"]
    assert table["leads"].tolist() == [4, 0, 0]
    assert table["partial"].tolist() == [True, False, True]
    assert table["date_from"].tolist() == [start, dt.date(2026, 6, 8), dt.date(2026, 6, 15)]
    assert table["date_to"].tolist() == [dt.date(2026, 6, 7), dt.date(2026, 6, 14), end]
    assert np.isnan(table["taken_low"][1])


@pytest.mark.parametrize("history", [True, False])
@pytest.mark.parametrize("by", ["manager", "source"])
def test_parts_sum_to_totals(history: bool, by: str) -> None:
    found = leads(random_dataset(400, 11, history=history))
    total, parts = intake.intake(found).iloc[0], intake.intake_by(found, by)
    counts = ["leads", *HANDLING, *STATES, "processed", "overdue"]
    assert parts[counts].sum().to_dict() == total[counts].to_dict()
    for partition in (HANDLING, STATES):
        assert (parts[partition].sum(axis=1) == parts["leads"]).all()
    assert "" in parts[by].tolist()  # those not given are a bucket of their own


def test_no_leads_give_zeros_and_empty_rates() -> None:
    found = in_period(leads(dataset(DEALS, HISTORY)), dt.date(2020, 1, 1), dt.date(2020, 2, 1))
    row = intake.intake(found).iloc[0]
    assert row["leads"] == 0
    assert np.isnan(row["taken_rate"])
    assert row["note"] == "none"
    assert intake.intake_by(found, "manager").empty


@pytest.mark.parametrize(
    ("roles", "status", "handling"),
    [
        ({"New": "intake", "Work": "work", "NoAnswer": "intake", "Won": "won"}, "Work", "taken"),
        ({"New": "intake", "Work": "work", "NoAnswer": "intake", "Won": "won"}, "NoAnswer", "untouched"),
        ({"Deal": "presale", "Demo": "intake", "Won": "won"}, "Demo", "untouched"),
        ({"Deal": "presale", "Demo": "intake", "Won": "won"}, "Deal", "taken"),
    ],
)
def test_an_intake_status_counts_as_such_wherever_it_stands(
    roles: dict[str, str], status: str, handling: str
) -> None:
    data = dataset([{"id": "a", "created": "2026-06-01", "status": status}], roles=roles)
    assert leads(data).handled(handling).tolist() == [True]


def test_leads_taken_nobody_knows_when_are_left_out_of_the_hours_and_named() -> None:
    touched: list[Row] = [
        {"id": f"t{k}", "created": "2026-06-01 10:00", "status": "New", "first_touch": "2026-06-01 12:00"}
        for k in range(8)
    ]
    undated: list[Row] = [{"id": f"u{k}", "created": "2026-06-01 10:00", "status": "Work"} for k in range(12)]
    row = intake.intake(leads(dataset([*touched, *undated]))).iloc[0]
    assert row["hours_to_touch_median"] == pytest.approx(2.0)
    assert (row["note"], row["undated_touches"]) == ("touch_undated", 12)
