"""Renamed and merged stages count as the ones they name."""

from __future__ import annotations

import pytest

from tests.deals.sheets import Rows, column, load, refusal

STAGES: Rows = [
    ["Stage", "Order", "Role", "Same as"],
    ["New", 1, "intake", ""],
    ["Offer", 2, "work", ""],
    ["Quote", 3, "work", "proposal"],
    ["Proposal", 4, "work", "Offer"],
    ["Won", 5, "won", ""],
]
DEALS: Rows = [
    ["id", "created", "status", "lost_from", "entered: Quote"],
    [1, "2026-09-01", "Quote", "", "2026-09-02"],
    [2, "2026-09-01", "PROPOSAL", "quote", ""],
    [3, "2026-09-01", "Won", "", ""],
]
HISTORY: Rows = [
    ["deal_id", "changed_at", "from_stage", "to_stage"],
    [3, "2026-09-02", "New", "Quote"],
    [3, "2026-09-03", "Quote", "Proposal"],
    [3, "2026-09-04", "Proposal", "Won"],
]


def test_a_renamed_stage_is_the_one_it_names_everywhere() -> None:
    data = load(DEALS, stages=STAGES, history=HISTORY)
    assert column(data, "status") == ["Offer", "Offer", "Won"]
    assert column(data, "lost_from") == ["", "Offer", ""]
    assert column(data, "status", "entered") == ["Offer"]
    assert column(data, "from_status", "history") == ["New", "Offer", "Offer"]
    assert column(data, "to_status", "history") == ["Offer", "Offer", "Won"]
    assert column(data, "status", "stages") == ["New", "Offer", "Won"]


@pytest.mark.parametrize(("named", "key"), [("Offert", "same_as_unknown"), ("Quote", "same_as_circle")])
def test_what_leads_nowhere_is_refused_with_its_row(named: str, key: str) -> None:
    rows = [[*row[:3], named if row[0] == "Proposal" else row[3]] for row in STAGES]
    error = refusal(DEALS, stages=rows)
    assert (error.key, error.params["row"], error.params["column"]) == (
        key,
        5 if key == "same_as_unknown" else 4,
        "Same as",
    )


def test_of_two_pipelines_each_has_its_own_names() -> None:
    stages = [
        ["Stage", "Order", "Role", "Same as", "Pipeline"],
        *[[*row, "North"] for row in STAGES[1:]],
        *[[*row[:3], "", "South"] for row in STAGES[1:]],
    ]
    deals = [
        ["id", "created", "status", "pipeline"],
        [1, "2026-09-01", "Quote", "North"],
        [2, "2026-09-01", "Quote", "South"],
    ]
    history = [HISTORY[0], [1, "2026-09-02", "New", "Quote"], [2, "2026-09-02", "New", "Quote"]]
    data = load(deals, stages=stages, history=history)
    assert column(data, "status") == ["Offer", "Quote"]
    assert column(data, "to_status", "history") == ["Offer", "Quote"]
    south = data.stages[data.stages["pipeline"] == "South"]
    assert list(south["status"]) == ["New", "Offer", "Quote", "Proposal", "Won"]


def test_a_stage_that_counts_as_itself_is_itself() -> None:
    rows = [[*row[:3], row[0]] if row[0] != "Stage" else row for row in STAGES]
    assert column(load(DEALS, stages=rows), "status") == ["Quote", "Proposal", "Won"]
