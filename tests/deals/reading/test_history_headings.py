"""Histories under the headings that people and programs give them, in eleven languages."""

from __future__ import annotations

import pytest

from tests.deals.sheets import Rows, column, load, refusal

DEALS: Rows = [
    ["Deal ID", "Created", "Stage"],
    ["1", "2026-09-01", "Won"],
    ["2", "2026-09-01", "Offer"],
    ["3", "2026-09-01", "New"],
]
MOVES = [("1", "New", "Offer", "02"), ("1", "Offer", "Won", "05"), ("2", "New", "Offer", "03")]


def history(heads: str, *more: object) -> Rows:
    """Changes under headings of the deal, left, entered and time, and of what stands in every row."""
    rows = [[deal, left, entered, f"2026-09-{day} 10:00", *more] for deal, left, entered, day in MOVES]
    return [heads.split("|"), *rows]


@pytest.mark.parametrize(
    "heads",
    [
        "Deal|From phase|To phase|Changed date",
        "Сделка|Прежнее состояние|Новое состояние|Дата и время изменения",
        "ID угоди|Стара стадія|Нова стадія|Дата зміни стадії",
        "Мәміле ID|Ескі кезең|Жаңа кезең|Кезең өзгерген күні",
        "Deal-ID|Alter Wert|Neuer Wert|Geändert am",
        "ID transaction|Valeur précédente|Nouvelle valeur|Modifié le",
        "ID del negocio|De la etapa|A la etapa|Fecha de cambio de etapa",
        "ID do negócio|Etapa anterior|Nova etapa|Data da alteração",
        "ID trattativa|Vecchia fase|Nuova fase|Data cambio fase",
        "ID szansy|Poprzednia faza|Nowa faza|Data modyfikacji",
        "Fırsat ID|Eski evre|Yeni evre|Aşama değişiklik tarihi",
        "opportunity_ref|prev_state|next_state|ts",
        "dealId|fromStage|toStage|changedAt",
        "mail_message_id/res_id|old_value_char|new_value_char|mail_message_id/date",
    ],
)
def test_a_history_is_read_under_its_headings(heads: str) -> None:
    data = load(DEALS, history=history(heads))
    assert column(data, "id", "history") == ["1", "1", "2"]
    assert column(data, "from_status", "history") == ["New", "Offer", "New"]
    assert column(data, "to_status", "history") == ["Offer", "Won", "Offer"]


@pytest.mark.parametrize(
    "heads", ["Deal-ID|Alte Phase|Neue Phase|Geändert am", "Fırsat ID|Eski evre|Yeni evre|Tarih"]
)
def test_alone_it_is_known_as_one(heads: str) -> None:
    data = load(history(heads))
    assert column(data, "status") == ["Won", "Offer"]


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Событие", "Изменение этапа продажи"),
        ("Event", "Stage changed"),
        ("Ereignis", "Phasenwechsel"),
        ("Tipo de evento", "Cambio de etapa"),
        ("Type", "Something of ours"),
    ],
)
def test_events_of_other_kinds_are_no_changes_of_the_stage(heading: str, word: str) -> None:
    rows = [*history(f"Deal ID|Before|After|Time|{heading}", word), ["1", "", "A note", "2026-09-04", "Note"]]
    data = load(DEALS, history=rows)
    assert column(data, "to_status", "history") == ["Offer", "Won", "Offer"]


def test_events_in_words_that_tell_nothing_are_remarks() -> None:
    deals = [DEALS[0], ["1", "2026-09-01", "x"], ["2", "2026-09-01", "y"]]
    rows = [
        ["Deal ID", "After", "Time", "Event"],
        ["1", "Offer", "2026-09-04", "a"],
        ["2", "New", "2026-09-04", ""],
    ]
    assert column(load(deals, history=rows), "to_status", "history") == ["Offer", "New"]
    rows[0][-1] = "Field"
    assert refusal(deals, history=rows).key == "no_stage_changes"


@pytest.mark.parametrize("words", [("Property", "Value", "dealstage"), ("Eigenschaft", "Wert", "Deal-Phase")])
def test_a_history_of_properties_has_values(words: tuple[str, str, str]) -> None:
    field, value, stage = words
    rows = [[deal, stage, entered, f"2026-09-{day}"] for deal, _, entered, day in MOVES]
    rows.append(["1", "amount", "100", "2026-09-02"])
    data = load(DEALS, history=[["Object ID", field, value, "Timestamp"], *rows])
    assert column(data, "to_status", "history") == ["Offer", "Won", "Offer"]
