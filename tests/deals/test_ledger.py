"""The ledger: what it stores, and what a CRM without history gains from it."""

from __future__ import annotations

import pandas as pd

from addin.deals.dataset import empty
from addin.deals.ledger import append, sightings
from tests.make import table

END = pd.Timestamp("2026-02-16")
FIRST, SECOND, THIRD = (pd.Timestamp(f"2026-02-{day:02d} 10:00") for day in (1, 8, 15))


def deals(**status: str) -> pd.DataFrame:
    return table("deals", [{"id": name, "created": "2026-01-20", "status": s} for name, s in status.items()])


def test_the_same_state_twice_changes_nothing() -> None:
    once = append(empty("ledger"), deals(a="New", b="Work"), FIRST)
    assert once[["id", "status"]].to_numpy().tolist() == [["a", "New"], ["b", "Work"]]
    pd.testing.assert_frame_equal(append(once, deals(a="New", b="Work"), SECOND), once)


def test_only_what_changed_is_added() -> None:
    once = append(empty("ledger"), deals(a="New", b="Work"), FIRST)
    twice = append(once, deals(a="New", b="Demo", c="New"), SECOND)
    assert twice.iloc[2:][["id", "status"]].to_numpy().tolist() == [["b", "Demo"], ["c", "New"]]
    richer = deals(a="New", b="Demo", c="New").assign(amount=[5.0, float("nan"), float("nan")])
    assert append(twice, richer, THIRD)["id"].tolist() == ["a", "b", "b", "c", "a"]


def test_going_back_to_an_earlier_state_is_a_change() -> None:
    book = append(empty("ledger"), deals(a="Work"), FIRST)
    book = append(book, deals(a="Demo"), SECOND)
    assert append(book, deals(a="Work"), THIRD)["status"].tolist() == ["Work", "Demo", "Work"]


def test_changes_are_dated_by_the_status_date_between_sightings_else_by_the_later_one() -> None:
    rows = [
        {"id": "a", "status": "New", "seen_at": FIRST},
        {"id": "a", "status": "Work", "seen_at": SECOND, "status_changed": "2026-02-03"},
        {"id": "a", "status": "Demo", "seen_at": THIRD, "status_changed": "2026-02-03"},
    ]
    found = sightings(table("ledger", rows), pd.Series({"a": pd.Timestamp("2026-01-20")}), END)
    assert found.history["changed_at"].tolist() == [pd.Timestamp("2026-02-03"), THIRD]
    assert found.history["from_status"].tolist() == ["New", "Work"]
    assert found.first[["id", "status"]].to_numpy().tolist() == [["a", "New"]]
    assert (found.start, found.gap_days) == (FIRST, 7.0)


def test_a_deal_born_between_refreshes_is_watched_from_its_creation() -> None:
    rows = [
        {"id": "old", "status": "New", "seen_at": FIRST},
        {"id": "young", "status": "Work", "seen_at": SECOND},
    ]
    created = pd.Series({"old": pd.Timestamp("2026-01-20"), "young": pd.Timestamp("2026-02-04")})
    found = sightings(table("ledger", rows), created, END)
    assert found.history[["id", "to_status"]].to_numpy().tolist() == [["young", "Work"]]
    assert found.first["id"].tolist() == ["old"]
