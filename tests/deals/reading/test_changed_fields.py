"""Which changes are of the stage, where the column that says it speaks another language or in own words."""

from __future__ import annotations

import pytest

from addin.words import has
from tests.deals.sheets import Rows, column, issues, load, refusal

DEALS: Rows = [
    ["ID", "Created", "Stage"],
    ["1", "2026-09-01", "Won"],
    ["2", "2026-09-01", "Offer"],
    ["3", "2026-09-01", "New"],
]
MOVES = [("1", "New", "Offer", "02"), ("1", "Offer", "Won", "05"), ("2", "New", "Offer", "03")]
OTHERS = [("1", "Montant", "10", "20", "02"), ("2", "Propriétaire", "Ann", "Bob", "02")]


def changes(field: str, *, more: list[tuple[str, ...]] | None = None) -> Rows:
    rows = [[deal, field, left, entered, f"2026-09-{day}"] for deal, left, entered, day in MOVES]
    rows += [
        [deal, word, left, entered, f"2026-09-{day}"] for deal, word, left, entered, day in more or OTHERS
    ]
    return [["Deal ID", "Field", "Old Value", "New Value", "Date"], *rows]


@pytest.mark.parametrize("field", ["Étape commerciale", "Où en est-on", "Stav", "cf_1234", "UF_CRM_STEP"])
def test_unknown_words_are_of_the_stage_where_their_values_are_the_deals_statuses(field: str) -> None:
    data = load(DEALS, history=changes(field))
    assert column(data, "to_status", "history") == ["Offer", "Won", "Offer"]
    told = [issue for issue in issues(data) if issue[3] == "stage_field_by_values"]
    assert [issue[2] for issue in told] == [f"{field} (3); — Montant (1), Propriétaire (1)"]
    assert has("code.stage_field_by_values")


def test_a_word_we_know_of_another_field_gives_way_to_the_values() -> None:
    other = [("1", "Status", "draft", "signed", "02"), ("2", "Status", "draft", "sent", "03")]
    data = load(DEALS, history=changes("Schritt", more=other))
    assert column(data, "to_status", "history") == ["Offer", "Won", "Offer"]


def test_words_we_know_need_no_word() -> None:
    assert not [i for i in issues(load(DEALS, history=changes("Étape"))) if i[3] == "stage_field_by_values"]


def test_where_no_value_is_a_status_it_is_refused() -> None:
    rows = [["Deal ID", "Field", "Old Value", "New Value", "Date"], ["1", "Montant", "1", "2", "2026-09-02"]]
    assert refusal(DEALS, history=rows).key == "no_stage_changes"
