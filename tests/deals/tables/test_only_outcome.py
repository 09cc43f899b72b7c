"""Deals of which only the outcome is told: no column of a stage."""

from __future__ import annotations

import pytest

from tests.deals.sheets import load
from tests.deals.tables.found import failure


@pytest.mark.parametrize(
    ("won", "lost", "yes", "no"),
    [
        ("Won", "Lost", "yes", "no"),
        ("accettata", "rifiutata", "sì", "no"),
        ("Acceptée", "Refusée", "oui", "non"),
        ("Angenommen", "Abgelehnt", "ja", "nein"),
        ("Оплачен", "Отказ", "да", "нет"),
        ("Aceptado", "Rechazado", "sí", "no"),
        ("Aceito", "Recusado", "sim", "não"),
        ("Zaakceptowana", "Odrzucona", "tak", "nie"),
        ("Kabul edildi", "Reddedildi", "evet", "hayır"),
        ("Оплачено", "Відмова", "так", "ні"),
        ("Төленді", "Бас тартты", "иә", "жоқ"),
    ],
)
def test_columns_of_yes_and_no_tell_how_deals_stand(won: str, lost: str, yes: str, no: str) -> None:
    rows = [[1, "2026-01-01", yes, no], [2, "2026-01-02", no, yes], [3, "2026-01-03", no, no]]
    data = load([["ID", "Created Date", won, lost], *rows])
    roles = dict(zip(data.stages["status"], data.stages["role"], strict=True))
    assert [roles[status] for status in data.deals["status"]] == ["won", "lost", "work"]


@pytest.mark.parametrize(
    ("won", "lost"),
    [("Date won", "Date lost"), ("Дата выигрыша", "Дата отказа"), ("Gewonnen am", "Verloren am")],
)
def test_days_of_winning_and_losing_tell_it_too(won: str, lost: str) -> None:
    rows: list[list[object]] = [
        [1, "2026-01-01", "2026-02-01", None],
        [2, "2026-01-02", None, "2026-02-02"],
        [3, "2026-01-03", None, None],
    ]
    data = load([["ID", "Created Date", won, lost], *rows])
    roles = dict(zip(data.stages["status"], data.stages["role"], strict=True))
    assert [roles[status] for status in data.deals["status"]] == ["won", "lost", "work"]
    assert data.deals["closed"].dt.day.tolist()[:2] == [1, 2]


def test_words_of_an_outcome_alone_tell_it_and_a_closing_date_alone_does_not() -> None:
    rows = [[1, "2026-01-01", "Won"], [2, "2026-01-02", "Lost"], [3, "2026-01-03", None]]
    data = load([["ID", "Created Date", "Deal outcome"], *rows])
    assert data.deals["status"].tolist()[:2] == ["Won", "Lost"]
    assert data.stages.set_index("status")["role"][data.deals["status"].iloc[2]] == "work"
    assert (
        failure([["ID", "Created Date", "Close date"], [1, "2026-01-01", "2026-02-01"]]).key
        == "column_missing"
    )
