"""Statuses of the history that the stages sheet lacks: listed, and placed by the dates."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from addin.deals.asof import cut
from addin.deals.evidence import NEVER
from addin.deals.timeline import build_timeline
from tests.deals.sheets import Rows, column, issues, load

STAGES: Rows = [
    ["Stage", "Order", "Role"],
    ["New", 1, "intake"],
    ["Talks", 2, "work"],
    ["Offer", 3, "work"],
    ["Won", 4, "won"],
    ["Lost", 5, "lost"],
]


def history(*paths: str) -> tuple[Rows, Rows]:
    """Deals and their history; a path is its stages with a ``>`` between."""
    deals: list[list[object]] = [["id", "created", "status"]]
    rows: list[list[object]] = [["deal_id", "changed_at", "from_stage", "to_stage"]]
    for number, path in enumerate(paths, 1):
        stages = path.split(">")
        deals.append([number, "2026-09-01", stages[-1]])
        for day, (left, entered) in enumerate(pairwise(stages), 2):
            rows.append([number, f"2026-09-{day:02}", left, entered])
    return deals, rows


@pytest.mark.parametrize(
    ("paths", "stage"),
    [
        (["New>Zorb>Won", "New>Offer>Won", "New>Talks>Won"], "Offer"),  # in the place of an offer
        (["New>Talks>Zorb>Won", "New>Talks>Offer>Won"], "Offer"),
        (["New>Talks>Zorb>Offer>Won"] * 2, "Talks"),
        (["New>Zorb>Talks>Offer>Won", "New>Talks>Offer>Won"], "New"),
        (["New>Talks>Offer>Zorb>Lost"], "Offer"),
        (["New>Offer>Zorb>Lost", "New>Zorb>Offer>Won", "New>Talks>Offer>Zorb>Won"], "Offer"),
    ],
)
def test_a_status_counts_as_the_last_stage_it_stands_level_with(paths: list[str], stage: str) -> None:
    deals, changes = history(*paths)
    data = load(deals, stages=STAGES, history=changes)
    n = sum("Zorb" in path for path in paths)
    assert ("to_stage", f"Zorb → {stage} ({n})", "history_status_placed") in [i[1:4] for i in issues(data)]
    assert "Zorb" not in {*column(data, "to_status", "history"), *column(data, "from_status", "history")}


@pytest.mark.parametrize(
    ("paths", "status"),
    [
        (["New>Talks>Rejected", "New>Talks>Lost"], "Rejected"),  # its words say an end
        (["New>Won>Zorb"], "Zorb"),  # beyond the sale there is no stage
        (["Zorb>Blip"], "Zorb"),
    ],
)
def test_what_no_date_places_is_listed_and_kept(paths: list[str], status: str) -> None:
    deals, changes = history(*paths)
    deals = [deals[0], *[[*row[:2], "New"] for row in deals[1:]]]
    data = load(deals, stages=STAGES, history=changes)
    assert f"{status} (1)" in [i[2] for i in issues(data) if i[3] == "history_status_unplaced"]
    assert status in {*column(data, "to_status", "history"), *column(data, "from_status", "history")}


def test_a_deal_that_went_by_an_unlisted_status_reached_the_stage_it_stands_for() -> None:
    deals, changes = history(*["New>Zorb>Lost"] * 3, *["New>Offer>Lost"] * 3)
    data = load(deals, stages=STAGES, history=changes)
    timeline = build_timeline(cut(data, dt.date(2026, 10, 1), "", dt.date(2026, 10, 1)))
    assert int((timeline.reach[:, timeline.ladder.index("Offer")] < NEVER).sum()) == 6


def test_a_column_of_entries_is_a_history_too() -> None:
    deals: Rows = [
        ["id", "created", "status", "entered: Talks", "entered: Zorb", "entered: Offer"],
        [1, "2026-09-01", "Won", "2026-09-02", "2026-09-03", "2026-09-04"],
    ]
    data = load(deals, stages=STAGES)
    assert column(data, "status", "entered") == ["Talks", "Talks", "Offer"]


def test_where_every_status_is_listed_there_is_nothing_to_say() -> None:
    deals, changes = history("New>Talks>Offer>Won", "New>Lost")
    assert issues(load(deals, stages=STAGES, history=changes)) == []


def test_without_a_stages_sheet_every_status_has_its_own_place() -> None:
    deals, changes = history("New>Zorb>Won", "New>Offer>Won")
    assert "Zorb" in column(load(deals, history=changes), "to_status", "history")
