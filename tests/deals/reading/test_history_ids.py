"""A change belongs to its deal, whatever else in it is numbered."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import Rows, column, issues, load, refusal

DEALS: Rows = [
    ["id", "created", "status"],
    *[[number, "2026-09-01", "Won" if number % 2 else "New"] for number in range(1, 7)],
]
CHANGES = [
    [number, day, stage]
    for number in range(1, 7)
    for day, stage in [("2026-09-02", "New"), ("2026-09-05", "Won")][: 1 + number % 2]
]


def with_own_ids(header: str, own: str = "id") -> Rows:
    """The changes, each with a number of its own, which is some deal's too."""
    return [[own, header, "date", "to_stage"], *[[i, *row] for i, row in enumerate(CHANGES, 1)]]


@pytest.mark.parametrize(
    "header",
    ["deal_id", "Deal ID", "ID сделки", "OpportunityId", "Lead ID", "opp_ref", "Код заявки CRM", "parent-id"],
)
def test_a_number_of_the_changes_own_is_no_deal(header: str) -> None:
    alone = load(DEALS, history=[[header, "date", "to_stage"], *CHANGES])
    data = load(DEALS, history=with_own_ids(header))
    pd.testing.assert_frame_equal(data.history, alone.history)
    assert data.matched["history"]["id"] == header
    assert not issues(data, but="guessed_roles")


@pytest.mark.parametrize("own", ["ID", "Номер", "№", "uuid", "Record ID", "change_id"])
def test_whatever_the_number_of_the_change_is_called(own: str) -> None:
    assert column(load(DEALS, history=with_own_ids("deal_id", own)), "id", "history") == [
        str(row[0]) for row in CHANGES
    ]


def test_a_column_that_only_looks_like_the_deals_gives_way_to_the_one_found_among_them() -> None:
    rows = [[f"c{i}", *row] for i, row in enumerate(CHANGES, 1)]
    data = load(DEALS, history=[["Deal", "id", "date", "to_stage"], *rows])
    assert data.matched["history"]["id"] == "id"


def test_whose_id_a_mapping_says_needs_no_guess() -> None:
    options = ReadOptions(mapping={"history.id": "id"})
    data = load(DEALS, options, history=with_own_ids("deal_id"))
    assert column(data, "id", "history") == [str(i) for i in range(1, len(CHANGES) + 1)]


def test_a_history_of_other_deals_is_refused_with_both_columns_named() -> None:
    history = [["Lead ID", "date", "to_stage"], *[[f"L-{number}", *row] for number, *row in CHANGES]]
    error = refusal(DEALS, history=history)
    assert error.key == "history_of_other_deals"
    for word in ("Lead ID", "«L-1»", "«1»", "Сделки", "history.id", "0"):
        assert word in error.text("en")
        assert word in error.text("ru")


def test_who_maps_the_ids_keeps_what_is_found_of_them() -> None:
    history = [["deal_id", "date", "to_stage"], *CHANGES, *[[f"x{i}", *row] for i, *row in CHANGES * 2]]
    assert refusal(DEALS, history=history).params["found"] == len(CHANGES)
    data = load(DEALS, ReadOptions(mapping={"history.id": "deal_id"}), history=history)
    assert len(data.history) == 3 * len(CHANGES)


def test_a_few_changes_of_unknown_deals_stop_nothing() -> None:
    history = [["deal_id", "date", "to_stage"], *CHANGES, ["x", "2026-09-02", "New"]]
    assert len(load(DEALS, history=history).history) == len(CHANGES) + 1


def test_deals_without_ids_have_no_history() -> None:
    deals = [list(row[1:]) for row in DEALS]
    error = refusal(deals, history=[["deal_id", "date", "to_stage"], *CHANGES])
    assert (error.key, error.params["other"]) == ("no_ids_for_history", "История")
