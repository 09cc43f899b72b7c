"""The order of stages from dates and other evidence."""

from __future__ import annotations

import itertools

import pandas as pd

from addin.deals.reading.stage_order import DATES, OrderEvidence, Pairs, dated_order, place_stages


def changes(*rows: tuple[str, str, str, str]) -> Pairs:
    """The pairs that changes tell: id, day, from, to."""
    frame = pd.DataFrame(rows, columns=["id", "at", "from_status", "status"], dtype="str")
    return dated_order(frame.assign(at=pd.to_datetime(frame["at"])))


def placed(statuses: list[str], earlier: Pairs, **words: float) -> list[str]:
    return list(place_stages(statuses, OrderEvidence({DATES: {}, "words": words}, earlier), list(words)))


def test_a_deal_visits_what_its_first_change_left_before_all_others() -> None:
    assert changes(("1", "2026-09-01", "a", "b"), ("1", "2026-09-02", "b", "c")) == {
        ("a", "b"), ("a", "c"), ("b", "c"),
    }  # fmt: skip


def test_only_first_entries_count_and_days_together_tell_nothing() -> None:
    back = [("1", "2026-09-01", "", "a"), ("1", "2026-09-02", "a", "b"), ("1", "2026-09-03", "b", "a")]
    assert changes(*back) == {("a", "b")}
    assert changes(("1", "2026-09-01", "", "a"), ("1", "2026-09-01", "", "b")) == frozenset()


def test_three_in_five_deals_decide() -> None:
    there = [
        (str(n), day, "", status)
        for n in range(3)
        for day, status in (("2026-09-01", "a"), ("2026-09-02", "b"))
    ]
    back = [
        (str(n), day, "", status)
        for n in (7, 8)
        for day, status in (("2026-09-01", "b"), ("2026-09-02", "a"))
    ]
    assert changes(*there, *back) == {("a", "b")}
    assert changes(*there[2:], *back) == frozenset()


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [("1", "2026-09-01", "x", "a"), ("1", "2026-09-02", "a", "b"), ("2", "2026-09-02", "", "b")]
    assert {changes(*some) for some in itertools.permutations(rows)} == {changes(*rows)}


def test_no_changes_tell_no_order() -> None:
    assert changes() == frozenset()


def test_of_an_uncertain_place_the_earliest_is_taken() -> None:
    # «x» is somewhere after "new": no later stage counts as reached for a deal that stands in it
    words = {"new": 0.0, "call": 100.0, "offer": 200.0}
    assert placed([*words, "x"], frozenset({("new", "x")}), **words) == ["new", "x", "call", "offer"]


def test_groups_that_nothing_connects_leave_the_unknown_ones_out() -> None:
    assert placed(["new", "offer", "x", "y"], frozenset({("x", "y")}), new=0.0, offer=200.0) == [
        "new",
        "offer",
    ]
    assert placed(["x", "y", "z"], frozenset({("x", "y")})) == ["x", "y"]


def test_a_circle_of_dates_still_has_one_order() -> None:
    circle = frozenset({("a", "b"), ("b", "c"), ("c", "a")})
    assert placed(["c", "b", "a"], circle) == placed(["a", "b", "c"], circle)
