"""The one status that may be the sale, where nothing is plainly won."""

from __future__ import annotations

import pytest

from tests.deals.reading.test_roles import told


@pytest.mark.parametrize(
    ("sale", "lost"),
    [
        ("Closed", "Lost"), ("Закрыта", "Отказ"), ("Geschlossen", "Verloren"), ("confermato", "perso"),
        ("job booked", "went with someone else"), ("замовлено", "відмова"), ("Confirmado", "Perdido"),
        ("potwierdzone", "przegrane"), ("onaylandı", "kaybedildi"), ("расталды", "бас тартты"),
    ],
)  # fmt: skip
def test_the_one_status_that_may_be_the_sale_is_it_beside_a_plain_loss(sale: str, lost: str) -> None:
    """And it is told as uncertain."""
    assert (sale, "won", "weak_words") in [(s, r, e) for s, r, _, e in told(["New", sale, lost])]


@pytest.mark.parametrize(
    "names",
    ["New|Closed|Nobody knows", "New|Closed|Confirmed|Lost", "New|Closed|Won|Lost", "New|Confirmed|Won|Lost"],
)
def test_it_is_no_sale_where_nothing_is_lost_where_two_may_be_or_another_is_won(names: str) -> None:
    roles = {status: role for status, role, _, _ in told(names.split("|"))}
    assert "won" not in {roles.get("Closed"), roles.get("Confirmed")}


@pytest.mark.parametrize("held", ["On hold", "На паузе", "Отложено", "En pause", "Wstrzymane", "Beklemede"])
def test_a_deal_on_hold_goes_on_unless_its_deals_are_closed_and_others_are_not(held: str) -> None:
    names = ["New", held, "Won", "Lost"]
    assert (held, "work") in [(status, role) for status, role, _, _ in told(names)]
    ended = {"New": False, held: True, "Won": True, "Lost": True}
    assert (held, "lost") in [(status, role) for status, role, _, _ in told(names, ended=ended)]
