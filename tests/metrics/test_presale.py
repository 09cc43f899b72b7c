"""The pre-sale list and the deals to act on, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from addin.deals.dataset import Dataset
from addin.metrics import presale
from addin.metrics.chance import chance_curves
from addin.metrics.forgetting import HALF_LIVES
from addin.metrics.stays import occupancy_of
from tests.make import Row, dataset
from tests.metrics.examples import invoiced, joined, prepared

LONGEST = np.eye(len(HALF_LIVES))[0]


def listed(data: Dataset, horizon: int = 30, days_left: int | None = 10) -> presale.OpenDealList:
    deals, t = prepared(data)
    untouched = np.array([s == "New" for s in deals.frame["status"]])
    ahead, occupancy = presale.LookAhead(horizon, days_left, month=5), occupancy_of(deals, t)
    chances = chance_curves(occupancy, [occupancy.as_of_day], horizon).averaged(0, LONGEST)
    mean_won = occupancy.at(occupancy.as_of_day).deal_size.mean
    return presale.open_deals(deals, t, untouched, occupancy, chances, ahead, presale.Prices(mean_won))


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
    data = joined(invoiced(20, 3), invoiced(2, None, "2026-06-01", "open"))
    assert presale.presale(listed(data, days_left=None))["chance_period"].isna().all()


def at_invoice(name: str, day: str, created: str = "2026-06-01", **more: object) -> tuple[Row, Row]:
    """An open deal that came to Invoice on a day, and that change."""
    deal: Row = {"id": name, "created": created, "status": "Invoice", **more}
    return deal, {"id": name, "changed_at": day, "from_status": "New", "to_status": "Invoice"}


def test_attention_names_the_first_reason_and_orders_by_money_then_delay() -> None:
    deals, moves = invoiced(40, 3)
    deals.append({"id": "new", "created": "2026-06-29", "status": "New", "next_contact": "2026-06-01"})
    for deal, move in (
        at_invoice("late", "2026-06-29", amount=50.0, next_contact="2026-06-10"),
        at_invoice("idle", "2026-06-29", amount=7000.0),
        at_invoice("long", "2026-06-02", amount=60.0, next_contact="2026-07-10"),
        at_invoice("fine", "2026-06-28", created="2026-06-27", amount=60.0, next_contact="2026-07-10"),
    ):
        deals.append(deal)
        moves.append(move)
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
    data = joined(
        invoiced(30, 0, prefix="a"), invoiced(20, None, prefix="b"), invoiced(1, None, "2026-06-28", "open")
    )
    table = presale.presale(listed(data, days_left=0)).set_index("id")
    assert (table["chance_period"] == 0).all()
    assert (table["chance"] == 0).all()  # paid on the day of the invoice or never: no open deal was ever won


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
