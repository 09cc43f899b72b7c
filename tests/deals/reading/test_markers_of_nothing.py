"""Markers of nothing in columns that are put together: they are empty cells there too."""

from __future__ import annotations

import pytest

from tests.deals.sheets import Rows, column, load

MARKERS = ["-", "None", "NULL", "n/a", "(No value)", "не указано"]


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_is_no_date_of_winning_and_no_outcome(marker: str) -> None:
    rows: Rows = [
        ["ID", "Created", "Stage", "Status", "Won time", "Lost time", "Close date"],
        [1, "2026-09-01", "Proposal", "Won", "2026-09-20", marker, marker],
        [2, "2026-09-01", "Proposal", "Lost", marker, "2026-09-21", marker],
        [3, "2026-09-01", "Proposal", "Won", marker, marker, "2026-09-22"],
        [4, "2026-09-02", "Proposal", marker, marker, marker, marker],
        [5, "2026-09-02", "Qualified", "Open", marker, marker, marker],
    ]
    data = load(rows)
    assert column(data, "closed") == ["2026-09-20", "2026-09-21", "2026-09-22", None, None]
    assert column(data, "status") == ["Won", "Lost", "Won", "Proposal", "Qualified"]
    assert "bad_date" not in data.issues.reasons()


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_is_no_reason_of_loss(marker: str) -> None:
    rows: Rows = [
        ["ID", "Created", "Stage", "Active", "Probability", "Lost reason", "Close date"],
        [1, "2026-09-01", "Proposal", "False", 40, marker, marker],
        [2, "2026-09-01", "Proposal", "False", 40, "Price", "2026-09-20"],
        [3, "2026-09-01", "Proposal", "True", 40, marker, marker],
        [4, "2026-09-01", "Won", "True", 100, marker, "2026-09-20"],
    ]
    assert column(load(rows), "status") == ["Proposal", "Lost", "Proposal", "Won"]
    plain: Rows = [[cell for i, cell in enumerate(row) if i not in (3, 4)] for row in rows]
    assert column(load(plain), "status") == ["Proposal", "Lost", "Proposal", "Won"]


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_is_no_status_of_a_history(marker: str) -> None:
    history: Rows = [
        ["ID", "Changed at", "From", "To"],
        [1, "2026-09-01", marker, "New"],
        [1, "2026-09-05", "New", "Won"],
        [1, "2026-09-09", "Won", marker],
        [2, "2026-09-02", marker, "New"],
    ]
    data = load([["ID", "Created"], [1, "2026-09-01"], [2, "2026-09-02"]], history=history)
    assert column(data, "status") == ["Won", "New"]
