"""Chances, the pre-sale list and the deals to act on, worked by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.deals.asof import Deals, cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import Timeline, build
from addin.metrics import chance, presale
from addin.metrics.stays import course
from tests.make import TODAY, Row, dataset
from tests.random_deals import random_dataset

LAST = dt.date(2026, 6, 30)


def prepared(data: Dataset, as_of: dt.date = LAST) -> tuple[Deals, Timeline]:
    deals = cut(data, as_of, "", TODAY)
    return deals, build(deals)


def invoiced(
    count: int, won_after: int | None, created: str = "2026-01-01", prefix: str = "d"
) -> tuple[list[Row], list[Row]]:
    """Deals that reach Invoice on the day after creation and are won so many days later, or stay."""
    deals: list[Row] = []
    moves: list[Row] = []
    start = dt.datetime.fromisoformat(created) + dt.timedelta(days=1)
    for k in range(count):
        name = f"{prefix}{k:03d}"
        won = won_after is not None
        deals.append({"id": name, "created": created, "status": "Won" if won else "Invoice", "amount": 100.0})
        moves.append({"id": name, "changed_at": start, "from_status": "New", "to_status": "Invoice"})
        if won_after is not None:
            at = start + dt.timedelta(days=won_after)
            moves.append({"id": name, "changed_at": at, "from_status": "Invoice", "to_status": "Won"})
    return deals, moves


def both(*parts: tuple[list[Row], list[Row]]) -> Dataset:
    return dataset([d for deals, _ in parts for d in deals], [m for _, moves in parts for m in moves])


def test_chance_is_the_share_won_from_the_band_on_drawn_to_the_stage() -> None:
    # 30 won 3 days after Invoice, 10 won 20 days after, 20 never: all entered on 2 January
    data = both(invoiced(30, 3, prefix="a"), invoiced(10, 20, prefix="b"), invoiced(20, None, prefix="c"))
    deals, t = prepared(data)
    found = chance.chances(deals, t, 30)
    assert found is not None
    invoice = np.array([3])
    stays = [60, 30, 30, 20, 20, 20]  # deals still there at 0, 7, 14, 30, 60 and 120 days
    won = [40, 10, 10, 0, 0, 0]
    expected = sum(won) / sum(stays)  # the stage's mean; then each band is drawn to the one before
    for age, n, k in zip(chance.BANDS, stays, won, strict=True):
        expected = (k + chance.PRIOR_DEALS * expected) / (n + chance.PRIOR_DEALS)
        assert found.of(invoice, np.array([age]), 30)[0] == pytest.approx(expected)
    # within 2 days nobody of the first band was won, and of the band from 14 days none before day 20
    assert found.of(invoice, np.array([0]), 2)[0] == pytest.approx(0.0)


def test_a_chance_never_falls_with_more_time_and_stays_a_probability() -> None:
    deals, t = prepared(random_dataset(600, 2))
    found = chance.chances(deals, t, 60)
    assert found is not None
    known = found.curve[~np.isnan(found.curve).any(axis=2)]
    assert len(known) > 10
    assert (np.diff(known, axis=1) >= -1e-12).all()
    assert ((known >= 0) & (known <= 1)).all()


def test_with_dates_only_chance_goes_by_age_since_creation_and_a_snapshot_has_none() -> None:
    won: list[Row] = [
        {"id": f"w{k}", "created": "2026-01-01", "status": "Won", "closed": "2026-01-11"} for k in range(20)
    ]
    still: list[Row] = [{"id": f"s{k}", "created": "2026-01-01", "status": "Invoice"} for k in range(20)]
    deals, t = prepared(dataset([*won, *still]))
    found = chance.chances(deals, t, 30)
    assert found is not None
    assert not found.by_stage
    first = found.of(np.array([3]), np.array([0]), 30)[0]
    assert first == pytest.approx((20 + chance.PRIOR_DEALS * (40 / 160)) / (40 + chance.PRIOR_DEALS))
    snapshot = dataset([*({**row, "closed": None} for row in won), *still])
    assert chance.chances(*prepared(snapshot), 30) is None


def listed(data: Dataset, horizon: int = 30, days_left: int | None = 10) -> presale.OpenDeals:
    deals, t = prepared(data)
    untouched = np.array([s == "New" for s in deals.frame["status"]])
    ahead = presale.Ahead(horizon, days_left, month=5)
    chances = chance.chances(deals, t, horizon)
    return presale.open_deals(deals, t, untouched, course(deals, t), chances, ahead)


def test_presale_lists_open_deals_of_presale_stages_most_money_first() -> None:
    deals, moves = invoiced(40, 3)
    for k, amount in enumerate((500.0, None, 9000.0)):
        deals.append(
            {
                "id": f"open{k}",
                "created": "2026-06-01",
                "status": "Invoice",
                "amount": amount,
                "next_contact": "2026-06-25",
            }
        )
        moves.append(
            {"id": f"open{k}", "changed_at": "2026-06-20", "from_status": "New", "to_status": "Invoice"}
        )
    table = presale.presale(listed(dataset(deals, moves)))
    assert table["id"].tolist() == ["open2", "open0", "open1"]
    assert table["unpriced"].tolist() == [False, False, True]
    assert table["age_days"].tolist() == [10, 10, 10]
    assert table["days_overdue"].tolist() == [5, 5, 5]
    assert table["next_action"].tolist() == ["call_today"] * 3
    unpriced = table.iloc[2]
    assert np.isnan(unpriced["amount"])
    assert unpriced["expected"] == pytest.approx(unpriced["chance"] * 100.0)  # the median won amount
    assert (table["expected"] >= table["expected_period"]).all()


def test_chance_by_the_end_of_a_past_period_is_empty() -> None:
    data = both(invoiced(20, 3), invoiced(2, None, "2026-06-01", "open"))
    assert presale.presale(listed(data, days_left=None))["chance_period"].isna().all()


def test_attention_names_the_first_reason_and_orders_by_money_then_delay() -> None:
    deals, moves = invoiced(40, 3)
    deals += [
        {"id": "new", "created": "2026-06-29", "status": "New", "next_contact": "2026-06-01"},
        {
            "id": "late",
            "created": "2026-06-01",
            "status": "Invoice",
            "amount": 50.0,
            "next_contact": "2026-06-10",
        },
        {"id": "idle", "created": "2026-06-01", "status": "Invoice", "amount": 7000.0},
        {
            "id": "long",
            "created": "2026-06-01",
            "status": "Invoice",
            "amount": 60.0,
            "next_contact": "2026-07-10",
        },
        {
            "id": "fine",
            "created": "2026-06-27",
            "status": "Invoice",
            "amount": 60.0,
            "next_contact": "2026-07-10",
        },
    ]
    moves += [
        {"id": name, "changed_at": at, "from_status": "New", "to_status": "Invoice"}
        for name, at in (
            ("late", "2026-06-29"),
            ("idle", "2026-06-29"),
            ("long", "2026-06-02"),
            ("fine", "2026-06-28"),
        )
    ]
    table = presale.attention(listed(dataset(deals, moves))).set_index("id")
    assert table["reason"].to_dict() == {
        "idle": "no_next_step",
        "new": "untouched",
        "late": "overdue",
        "long": "stale",
    }
    assert table.index[0] == "idle"
    money = table["expected"].fillna(-1).tolist()
    assert money == sorted(money, reverse=True)


def test_without_a_column_of_next_contacts_nobody_lacks_a_next_step() -> None:
    data = dataset([{"id": "a", "created": "2026-06-01", "status": "Work"}])
    assert presale.attention(listed(data)).empty


def test_age_is_of_the_present_stay() -> None:
    data = dataset(
        [{"id": "a", "created": "2026-06-01", "status": "Invoice"}],
        [
            {"id": "a", "changed_at": "2026-06-02", "from_status": "New", "to_status": "Invoice"},
            {"id": "a", "changed_at": "2026-06-10", "from_status": "Invoice", "to_status": "Demo"},
            {"id": "a", "changed_at": "2026-06-26", "from_status": "Demo", "to_status": "Invoice"},
        ],
    )
    assert listed(data).table["age_days"].tolist() == [4]


def test_no_day_left_is_no_chance_and_wins_of_the_day_are_over() -> None:
    data = both(
        invoiced(30, 0, prefix="a"), invoiced(20, None, prefix="b"), invoiced(1, None, "2026-06-28", "open")
    )
    table = presale.presale(listed(data, days_left=0)).set_index("id")
    assert (table["chance_period"] == 0).all()
    assert (table["chance"] == 0).all()  # paid on the day of the invoice or never: no open deal was ever won


def test_losses_without_a_date_lower_the_chance() -> None:
    won: list[Row] = [
        {"id": f"w{k}", "created": "2026-01-01", "status": "Won", "closed": "2026-01-11"} for k in range(20)
    ]
    lost: list[Row] = [{"id": f"l{k}", "created": "2026-01-01", "status": "Lost"} for k in range(80)]
    found = chance.chances(*prepared(dataset([*won, *lost])), 30)
    assert found is not None
    assert 0.1 < found.of(np.array([3]), np.array([0]), 30)[0] < 0.25


def test_two_deals_are_too_few_to_tell_a_chance() -> None:
    deals, t = prepared(both(invoiced(2, None, "2025-10-01")))
    found = chance.chances(deals, t, 30)
    assert found is not None
    assert np.isnan(found.of(np.array([3]), np.array([0]), 30)[0])


def test_survivors_from_before_the_records_do_not_lower_the_chance() -> None:
    # every lead is won on day 6 or never, half and half; records begin 60 days before T, so of older leads
    # those won have no record of having been New
    rng = np.random.default_rng(1)
    deals: list[Row] = []
    moves: list[Row] = []
    for k in range(2000):
        created = dt.datetime(2026, 1, 1) + dt.timedelta(days=int(rng.integers(0, 170)))
        won = created + dt.timedelta(days=6)
        pays = rng.random() < 0.5 and won < dt.datetime(2026, 6, 30)
        deals.append(
            {
                "id": f"d{k}",
                "created": created,
                "status": "Won" if pays else "New",
                "closed": won if pays else None,
            }
        )
        if pays and won >= dt.datetime(2026, 5, 1):
            moves.append({"id": f"d{k}", "changed_at": won, "from_status": "New", "to_status": "Won"})
    found = chance.chances(*prepared(dataset(deals, moves)), 30)
    assert found is not None
    assert found.of(np.array([0]), np.array([0]), 30)[0] == pytest.approx(0.5, abs=0.04)


def test_a_contact_due_today_is_a_call_today() -> None:
    base: Row = {"created": "2026-06-01", "status": "Invoice"}
    data = dataset(
        [
            {"id": "now", **base, "next_contact": "2026-06-30"},
            {"id": "later", **base, "next_contact": "2026-07-01"},
        ]
    )
    table = presale.presale(listed(data)).set_index("id")
    assert table["next_action"].to_dict() == {"now": "call_today", "later": "keep_contact"}
    assert table["days_overdue"].isna().all()


def test_within_a_band_the_chance_runs_from_its_start_to_the_next() -> None:
    deals, t = prepared(both(invoiced(30, 10, prefix="a"), invoiced(30, None, prefix="b")))
    found = chance.chances(deals, t, 30)
    assert found is not None
    at = found.of(np.full(3, 3), np.array([7, 10, 14]), 30)
    assert at[0] > at[1] > at[2]
    assert at[1] == pytest.approx(at[0] + (at[2] - at[0]) * 3 / 7)
