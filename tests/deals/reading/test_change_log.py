"""Deals made of their changes."""

from __future__ import annotations

import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import column, issues
from tests.deals.sheets import load as from_rows

CHANGES = ["Opportunity Name", "From Stage", "To Stage", "Last Modified"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ([("", "A", "1"), ("A", "B", "2"), ("B", "A", "2")], "A"),  # there and back within a day
        ([("", "A", "1"), ("B", "C", "2"), ("A", "B", "2")], "C"),
        ([("A", "B", "2"), ("B", "A", "2")], "B"),  # a circle, nothing before it: the content decides
        ([("", "A", "1"), ("A", "A", "3")], "A"),
        ([("A", "B", "2"), ("C", "D", "2")], "B"),  # no path at all
    ],
)
def test_where_changes_of_one_day_end(changes: list[tuple[str, str, str]], status: str) -> None:
    rows = [["x", left, entered, f"2026-06-0{day}"] for left, entered, day in changes]
    assert column(from_rows([CHANGES, *rows]), "status") == [status]


def test_changes_that_say_nothing_make_no_deal_or_one_without_a_status() -> None:
    none = from_rows([CHANGES, ["x", "", "A", ""], ["", "", "B", "2026-06-01"]])
    assert (len(none.deals), len(none.history)) == (0, 0)
    assert [issue[3] for issue in issues(none)] == ["no_id", "no_row_date"]
    assert column(from_rows([CHANGES, ["x", "", "", "2026-06-01"]]), "status") == [""]
    assert from_rows([CHANGES]).deals.empty


def test_a_column_of_the_present_stage_goes_before_the_last_change() -> None:
    data = from_rows(
        [[*CHANGES, "Stage"], ["x", "", "A", "2026-06-01", "B"], ["y", "", "A", "2026-06-01", ""]]
    )
    assert column(data, "status") == ["B", "A"]


def test_of_changes_of_one_moment_to_one_status_the_content_decides() -> None:
    rows = [["x", "A", "B", "2026-06-01", "7"], ["x", "B", "B", "2026-06-01", "9"]]
    for part in (rows, rows[::-1]):
        assert column(from_rows([[*CHANGES, "Amount"], *part]), "amount") == [9.0]


def test_an_error_for_a_date_of_creation_is_told_once() -> None:
    data = from_rows([[*CHANGES, "Created Date"], ["x", "", "A", "2026-06-01", "#REF!"]])
    assert column(data, "created") == ["2026-06-01"]
    assert issues(data) == [(2, "Created Date", "#REF!", "error_cell", "repaired")]


def test_a_date_of_creation_that_is_none_is_told_once() -> None:
    rows = [["x", "", "A", "2026-06-01", "soon"], ["x", "A", "B", "2026-06-03", "soon"]]
    data = from_rows([[*CHANGES, "Created Date"], *rows])
    assert column(data, "created") == ["2026-06-01"]
    assert issues(data) == [(3, "Created Date", "soon", "bad_date", "repaired")]


def test_who_says_what_the_status_is_has_deals() -> None:
    rows = [["x", "A", "B", "2026-06-01", "B", "2026-06-01"]]
    mapping = {"id": "Opportunity Name", "status": "State", "created": "Born"}
    data = from_rows([[*CHANGES, "State", "Born"], *rows], ReadOptions(mapping=mapping))
    assert (column(data, "status"), "history" in data.provided, data.exports) == (["B"], False, {})
