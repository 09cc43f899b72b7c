"""Deals whose statuses only their history tells, and a history that comes as the deals."""

from __future__ import annotations

import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import Rows, column, issues, load, refusal

DEALS: Rows = [["Lead ID", "Created At", "Channel"], *[[i, "2026-09-01", "Web"] for i in range(1, 5)]]
CHANGES: Rows = [
    ["Lead ID", "Stage", "Date"],
    [1, "New", "2026-09-01"],
    [1, "Talks", "2026-09-03"],
    [1, "Won", "2026-09-09"],
    [2, "New", "2026-09-01"],
    [2, "Talks", "2026-09-04"],
    [3, "New", "2026-09-02"],
    [3, "Lost", "2026-09-05"],
]


def test_deals_without_a_status_stand_where_the_last_change_left_them() -> None:
    data = load(DEALS, history=CHANGES)
    assert column(data, "status") == ["Won", "Talks", "Lost", ""]
    assert column(data, "status_changed") == ["2026-09-09", "2026-09-04", "2026-09-05", None]
    assert issues(data) == [(0, "Stage", "1", "status_from_history", "kept")]
    assert data.matched["deals"]["status"] == "Stage"


def test_a_date_of_the_last_move_of_their_own_stays() -> None:
    deals = [[*DEALS[0], "Status changed"], *[[*row, "2026-09-20"] for row in DEALS[1:]]]
    assert column(load(deals, history=CHANGES), "status_changed") == ["2026-09-20"] * 4


def test_an_empty_history_tells_no_status() -> None:
    assert refusal(DEALS, history=[]).key == "column_missing"
    assert refusal(DEALS).key == "column_missing"


@pytest.mark.parametrize("heading", ["Date", "Дата изменения", "Timestamp"])
def test_a_history_alone_makes_deals(heading: str) -> None:
    data = load([["Lead ID", "Stage", heading], *CHANGES[1:]])
    assert column(data, "status") == ["Won", "Talks", "Lost"]
    assert column(data, "created") == ["2026-09-01", "2026-09-01", "2026-09-02"]
    assert column(data, "closed") == ["2026-09-09", "2026-09-04", "2026-09-05"]
    assert len(data.history) == 7
    assert data.rows_read == 3
    assert [issue[3] for issue in issues(data)] == ["looks_like_history"]


def test_what_a_history_tells_of_its_deals_beside_is_read() -> None:
    heads = [*CHANGES[0], "Owner", "Amount", "Created", "Source"]
    data = load([heads, *[[*row, "Ann", 100, "2026-08-30", "Web"] for row in CHANGES[1:]]])
    assert column(data, "created") == ["2026-08-30"] * 3
    assert column(data, "amount") == [100.0] * 3
    assert column(data, "manager") == ["Ann"] * 3
    assert column(data, "source") == ["Web"] * 3
    assert len(data.history) == 7


def test_deals_some_of_which_are_repeated_are_deals() -> None:
    rows = [["id", "created", "status"], *[[i, "2026-09-01", "New"] for i in range(1, 9)]]
    again = [*rows, [1, "2026-09-02", "Won"], [2, "2026-09-02", "Won"]]
    assert "history" not in load(again).provided


def test_rows_of_goods_are_no_changes() -> None:
    goods = [[i, "2026-09-01", "New", product] for i in range(1, 5) for product in ("tea", "cup", "pot")]
    data = load([["id", "created", "status", "product"], *goods])
    assert "history" not in data.provided
    assert len(data.deals) == 12


def test_who_maps_a_column_has_deals() -> None:
    options = ReadOptions(mapping={"created": "Date"})
    assert "history" not in load(CHANGES, options).provided
