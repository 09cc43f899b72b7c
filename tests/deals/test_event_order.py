"""Changes of one moment are put in the order in which they can have happened."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.asof import cut
from addin.deals.event_order import argsort_events
from addin.deals.timeline import build_timeline
from tests.make import TODAY, Row, dataset

STEPS = np.array([0, 1, 2, 10_003, 20_004, -1])
"""Open rungs 0, 1, 2, won 3, lost 4."""


def walked(path: list[int], order: list[int], at: int = 5) -> list[int]:
    """The statuses entered, after the changes of one path, all at one moment, were given in some order."""
    left, entered = np.array(path[:-1])[order], np.array(path[1:])[order]
    size = len(order)
    zero = np.zeros(size, np.int64)
    found = argsort_events(zero, zero + at, left, entered, zero, STEPS)
    return [int(code) for code in entered[found]]


@given(st.permutations(list(range(4))))
def test_a_climb_on_one_day_is_found_whatever_the_order_of_rows(order: list[int]) -> None:
    assert walked([0, 1, 2, 3, 4], order) == [1, 2, 3, 4]


@given(st.permutations(list(range(3))))
def test_there_and_back_is_chained_by_what_was_left(order: list[int]) -> None:
    assert walked([0, 2, 1, 3], order) == [2, 1, 3]


def test_the_status_before_that_day_tells_where_it_began() -> None:
    deal, at = np.zeros(3, np.int64), np.array([1, 5, 5])
    left, entered = np.array([0, 1, 2]), np.array([2, 2, 1])  # 0 → 2, then on one day 2 → 1 → 2
    assert entered[argsort_events(deal, at, left, entered, deal, STEPS)].tolist() == [2, 1, 2]


@pytest.mark.parametrize("turned", [False, True])
def test_a_history_of_days_reads_the_same_newest_first(turned: bool) -> None:
    history: list[Row] = [
        {"id": "a", "changed_at": "2026-01-05", "from_status": "New", "to_status": "Work"},
        {"id": "a", "changed_at": "2026-01-05", "from_status": "Work", "to_status": "Demo"},
        {"id": "a", "changed_at": "2026-01-07", "from_status": "Demo", "to_status": "Invoice"},
        {"id": "a", "changed_at": "2026-01-07", "from_status": "Invoice", "to_status": "Won"},
    ]
    if turned:
        history.reverse()
    deals = cut(dataset([{"id": "a", "created": "2026-01-05", "status": "Won"}], history), None, "", TODAY)
    t = build_timeline(deals)
    assert t.own[0].all()
    assert not t.reopened.any()
    assert np.diff(t.reach[0]).tolist() == [0, 0, 2, 0]


def test_entered_columns_of_one_day_end_with_the_end() -> None:
    entered = [{"row": 2, "status": s, "at": "2026-01-07"} for s in ("Lost", "Demo", "Work")]
    deals = cut(
        dataset([{"id": "a", "created": "2026-01-05", "status": "Lost"}], entered=entered), None, "", TODAY
    )
    t = build_timeline(deals)
    assert not t.reopened.any()
    assert t.own[0].tolist() == [True, True, True, False, False]


def test_equal_states_of_one_id_are_told_apart_by_content_not_place() -> None:
    rows: list[Row] = [
        {"id": "a", "created": "2026-01-05", "status": "Work", "row": 2},
        {"id": "a", "created": "2026-01-05", "status": "New", "row": 3},
    ]
    found = []
    for number in (0, 1):
        mixed = [{**rows[number], "row": 2}, {**rows[1 - number], "row": 3}]
        found.append(cut(dataset(mixed), None, "", TODAY).frame["status"].tolist())
    assert found[0] == found[1]
