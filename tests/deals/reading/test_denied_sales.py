"""A denied sale is none in any language; work under way is a sale where no other status is."""

from __future__ import annotations

import pytest

from addin.deals.reading.phrases import matches
from addin.deals.stages import Role
from tests.deals.reading.test_roles import roles

SALES = "adjudicado|gewonnen|vendu|venduto|kupione|sold|vendido|satıldı"
DENIALS = "não|nicht|non|nie|not|sin|kein|sans|bez"
UNDER_WAY = (
    "Доставка|Производство|Монтаж|Виробництво|Жеткізу|In production|Onboarding|Lieferung|En production|"
    "En producción|Em produção|In produzione|W produkcji|Üretimde"
)


@pytest.mark.parametrize("sale", SALES.split("|"))
@pytest.mark.parametrize("denial", DENIALS.split("|"))
def test_a_denied_sale_is_lost_in_any_mixture_of_languages(denial: str, sale: str) -> None:
    match = matches([f"{denial} {sale}"])[f"{denial} {sale}"]
    assert match is not None
    assert match.kind.role is Role.LOST


def test_a_denied_sale_among_statuses_of_another_language_is_no_sale() -> None:
    found = roles(["Contacto inicial", "Orçamento enviado", "Adjudicado", "Não adjudicado", "Desistiu"])
    assert (found["Adjudicado"], found["Não adjudicado"]) == (Role.WON, Role.LOST)


@pytest.mark.parametrize("status", UNDER_WAY.split("|"))
def test_fulfilment_under_way_is_a_sale_only_where_no_status_tells_that_it_is_done(status: str) -> None:
    alone = ["New", status, "Lost"]
    assert roles(alone)[status] == Role.WON
    assert roles([*alone, "Won"])[status] == Role.PRESALE
    assert roles([*alone, "Completed"])[status] == Role.PRESALE
    assert roles(alone, ended={"New": False, status: False, "Lost": True})[status] == Role.PRESALE


def test_of_two_such_works_none_ends_the_other_and_a_signed_contract_goes_before() -> None:
    found = roles(["Новая", "Производство", "Монтаж", "Отказ"])
    assert (found["Производство"], found["Монтаж"]) == (Role.WON, Role.WON)
    found = roles(["Новая", "Договор подписан", "Монтаж", "Отказ"])
    assert (found["Договор подписан"], found["Монтаж"]) == (Role.WON, Role.WON)


@pytest.mark.parametrize(
    "status",
    ["Учится в другой школе", "Лечится в другой клинике", "Обслуживается у конкурентов", "Filled elsewhere",
     "Treated elsewhere", "Enrolled elsewhere"],
)  # fmt: skip
def test_who_is_served_elsewhere_is_lost(status: str) -> None:
    match = matches([status])[status]
    assert match is not None
    assert match.kind.role is Role.LOST
