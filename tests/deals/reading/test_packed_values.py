"""Values of changes that an interface packs: JSON, or lists as Python writes them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from addin.deals.values.packed import unpacked
from tests.deals.sheets import Rows, column, load

DEALS: Rows = [
    ["id", "created_at", "status_id", "pipeline_id", "responsible_user_id"],
    ["41", 1780300000, "142", "3000", "7"],
    ["42", 1780300000, "71", "3000", "7"],
]
HEADS = ["id", "type", "entity_id", "entity_type", "created_by", "created_at", "value_after", "value_before"]


def stage(number: int | None) -> object:
    return [] if number is None else [{"lead_status": {"id": number, "pipeline_id": 3000}}]


def events(write: Callable[[object], str]) -> Rows:
    other = [{"responsible_user": {"id": 9}}]
    rows = [
        ("lead_added", "41", None, None, 1780300000),
        ("lead_status_changed", "41", 71, 72, 1780400000),
        ("lead_status_changed", "41", 72, 142, 1780500000),
        ("lead_added", "42", None, None, 1780300000),
    ]
    made: list[list[object]] = [
        [f"e{at}", kind, deal, "lead", "7", when, write(stage(after)), write(stage(before))]
        for at, (kind, deal, before, after, when) in enumerate(rows)
    ]
    changed = ["e9", "entity_responsible_changed", "41", "lead", "7", 1780450000]
    return [HEADS, *made, [*changed, write(other), write([])]]


@pytest.mark.parametrize("write", [json.dumps, repr, str])
def test_events_of_amocrm_as_they_come(write: Callable[[object], str]) -> None:
    data = load(DEALS, history=events(write))
    assert column(data, "to_status", "history") == ["72", "142"]
    assert column(data, "from_status", "history") == ["71", "72"]
    assert column(data, "id", "history") == ["41", "41"]


@pytest.mark.parametrize(
    "value",
    [
        '{"name": "Offer", "id": 7}',
        "{'status': {'id': 7, 'name': 'Offer'}}",
        '[{"stage": "Offer"}]',
        '["Offer"]',
        '{"to": {"value": "Offer"}}',
        "Offer",
    ],
)
def test_what_is_packed_has_a_name_or_an_id(value: str) -> None:
    assert unpacked(value) == "Offer"


@pytest.mark.parametrize("value", ["[B] Offer", "{Offer", "[]", "{}", "", "[Hot] lead", "[" * 300, "[1"])
def test_what_is_not_packed_stays_and_nothing_is_nothing(value: str) -> None:
    assert unpacked(value) == ("" if value in ("[]", "{}") else value)
