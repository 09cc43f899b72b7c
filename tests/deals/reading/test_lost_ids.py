"""Long ids that a spreadsheet turned into numbers: no deal is merged with another, and none dropped."""

from __future__ import annotations

import pytest

from tests.deals.sheets import STAGES, Rows, column, issues, load, refusal

HISTORY: Rows = [["ID", "Когда", "Было", "Стало"], [5.5e17, "2026-09-19", "Новая", "Счёт"]]


def _deals(*ids: object) -> Rows:
    return [["ID", "Создана", "Статус"], *[[cell, "2026-09-18", "Новая"] for cell in ids]]


@pytest.mark.parametrize("lost", [5.5e17, "5,5E+17", "1.23E+11"])
def test_rows_that_share_what_is_left_are_deals_of_their_own(lost: object) -> None:
    data = load(_deals(lost, lost, "A-1"), stages=STAGES)
    assert len(set(column(data, "id"))) == 3
    assert [(row, reason, action) for row, _, _, reason, action in issues(data)] == [
        (2, "id_numbered", "repaired"),
        (3, "id_numbered", "repaired"),
    ]


def test_ids_that_differ_still_are_kept_and_listed() -> None:
    data = load(_deals(5.5e17, 5.6e17), stages=STAGES, history=HISTORY)
    assert column(data, "id") == ["550000000000000000", "560000000000000000"]
    assert [reason for row, _, _, reason, _ in issues(data)] == ["id_digits_lost"] * 3
    assert column(data, "id", "history") == ["550000000000000000"]


@pytest.mark.parametrize("other", ["history", "ledger"])
def test_a_table_that_goes_by_such_ids_stops_the_run(other: str) -> None:
    ledger: Rows = [["id", "status", "seen_at"], [5.5e17, "Новая", "2026-09-19"]]
    tables = {"history": HISTORY, "ledger": ledger}
    error = refusal(_deals(5.5e17, 5.5e17), stages=STAGES, **{other: tables[other]})
    assert (error.key, error.params["column"]) == ("ids_lost", "ID")


def test_deals_are_not_made_of_changes_whose_ids_lost_their_digits() -> None:
    head = ["Opportunity ID", "From Stage", "To Stage", "Last Modified", "Created Date"]
    changes: Rows = [head, *[[5.5e17, "New", "Closed Won", "2026-09-19", "2026-09-01"]] * 2]
    assert refusal(changes).key == "ids_lost"
